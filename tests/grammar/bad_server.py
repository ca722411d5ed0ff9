"""A server that is no LanguageTool: slow, talking rubbish, or hanging up. The file named first says which."""

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

MODE = Path(sys.argv[1])


def match(**fields: object) -> bytes:
    """An answer with one match that is right but for these fields."""
    rule = {"id": "X", "issueType": "grammar", "category": {"id": "Z", "name": "Z"}}
    sound = {"offset": 0, "length": 3, "message": "m", "replacements": [{"value": "v"}], "rule": rule, **fields}
    return json.dumps({"matches": [sound]}).encode()


RUBBISH = {
    "html": b"<html>Dag</html>",
    "empty": b"",
    "list": b"[]",
    "number": b"7",
    "bytes": b"\xff\xfe\x00\x01" * 50,
    "strange": b'{"matches": [{"offset": -5, "length": 1000000, "message": 1, "replacements": [], "rule": '
    b'{"id": "X", "issueType": "y", "category": {"id": "Z"}}}]}',
    "wrong types": b'{"matches": [{"offset": "a", "length": null}]}',
    "half": b'{"matches": [',
    "fraction": match(offset=1.0),
    "true": match(offset=True),
    "huge": match(contextForSureMatch=2**70),
    "half a pair": match(message="\ud83d", shortMessage="\ud83d"),
    "list for a name": match(rule={"id": ["X"], "issueType": "y", "category": {"id": {}}}),
    "nested": b"[" * 100_000,
}
LANGUAGES = (
    b'[{"name": "Dutch", "code": "nl", "longCode": "nl"}, {"name": "English", "code": "en", "longCode": "en-GB"}]'
)


class Bad(BaseHTTPRequestHandler):
    """Answers as the mode says."""

    def do_GET(self) -> None:
        self._answer(LANGUAGES)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        mode = MODE.read_text()
        if mode == "slow":
            time.sleep(1.5)
            self._answer(b'{"matches": []}')
        elif mode == "hang up":
            self.connection.close()
        elif mode == "drip":
            self.send_response(200)
            self.end_headers()
            for _ in range(30):
                time.sleep(0.1)
                self.wfile.write(b" ")
                self.wfile.flush()
        elif mode == "error":
            self.send_error(500)
        elif mode == "well":
            self._answer(b'{"matches": []}')
        else:
            self._answer(RUBBISH[mode])

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


class Server(ThreadingHTTPServer):
    """Stays quiet about who hangs up."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None: ...


with Server(("127.0.0.1", 0), Bad) as server:
    print(server.server_port, flush=True)
    server.serve_forever()
