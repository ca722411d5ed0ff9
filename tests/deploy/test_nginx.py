"""The shipped front, run by a real nginx before a real Kalm."""

import http.client
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest

from tests.serve.running import SLOW_MACHINE, Running, running

from .nginx import front

pytestmark = pytest.mark.slow

NAME = "kalm.example.org"
CANARY = "kanarie-7919"
TOKEN = "a token of the house"


@dataclass
class Behind:
    """Kalm behind its front."""

    kalm: Running
    folder: Path
    port: int

    def connect(self) -> ssl.SSLSocket:
        """A TLS connection that knows the front's certificate."""
        trusted = ssl.create_default_context(cafile=self.folder / "fullchain.pem")
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=SLOW_MACHINE)
        return trusted.wrap_socket(plain, server_hostname=NAME)

    def ask(
        self, method: str, path: str, body: bytes | None = None, host: str = NAME, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        caller = http.client.HTTPConnection(NAME, self.port, timeout=SLOW_MACHINE)
        caller.sock = self.connect()
        with closing(caller):
            caller.request(method, path, body, {"Host": host, "Authorization": f"Bearer {TOKEN}", **headers})
            answer = caller.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()

    def left(self) -> str:
        """All that nginx wrote."""
        files = [file for file in self.folder.rglob("*") if file.is_file() and file.suffix not in (".pem", ".conf")]
        return "\n".join(file.read_bytes().decode("latin-1") for file in files)


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    folder = tmp_path_factory.mktemp("front")
    tokens = folder / "tokens"
    tokens.write_text(TOKEN)
    settings = {"KALM_ALLOWED_HOSTS": NAME, "KALM_TRUSTED_PROXIES": "127.0.0.1", "KALM_TOKENS_FILE": str(tokens)}
    with running(folder, **settings) as kalm, front(folder / "nginx", kalm.port) as port:
        yield Behind(kalm, folder / "nginx", port)


def test_a_draft_is_read_through_it_and_over_tls_only(behind: Behind) -> None:
    text = "Zoals wij u eerder al uitlegden duurt het zes weken."
    parent = {"text": "Al acht weken wachten op mijn paspoort en niemand belt terug!"}
    body = orjson.dumps({"text": text, "context": {"parent": parent}})
    status, headers, answer = behind.ask("POST", "/v1/lint", body)
    assert (status, bool(orjson.loads(answer)["findings"])) == (200, True)
    assert headers["strict-transport-security"] == "max-age=31536000"
    with closing(http.client.HTTPConnection("127.0.0.1", behind.port, timeout=SLOW_MACHINE)) as plain:
        plain.request("GET", "/healthz")
        assert plain.getresponse().status == 400


def test_another_host_name_is_refused(behind: Behind) -> None:
    assert behind.ask("GET", "/", host="evil.example.com")[0] == 421


def test_what_is_for_this_machine_only_is_closed_to_others(behind: Behind) -> None:
    assert [behind.ask("GET", path)[0] for path in ("/metrics", "/readyz", "/healthz")] == [403, 403, 200]


def test_under_a_path_every_address_in_the_page_leads_through_that_path(behind: Behind) -> None:
    status, _, page = behind.ask("GET", "/kalm/")
    assert status == 200
    links = re.findall(r'(?:href|src|action)="(/[^"]*)"', page.decode())
    assert links
    assert all(link.startswith("/kalm/") for link in links), links
    for link in links:
        assert behind.ask("GET", link)[0] == 200, link
    script = next(link for link in links if link.endswith("main.js"))
    code = behind.ask("GET", script.replace("main.js", "lint.js"))[2].decode()
    assert 'fetch("/' not in code  # beside itself, so under whatever path
    assert behind.ask("POST", "/kalm/v1/lint", b'{"text": "Dag."}')[0] == 200
    sign_in = behind.ask("GET", "/kalm/console/sign-in")
    assert sign_in[0] == 200
    assert all(link.startswith("/kalm/") for link in re.findall(r'(?:href|src|action)="(/[^"]*)"', sign_in[2].decode()))


def test_the_prefix_that_a_caller_sends_means_nothing(behind: Behind) -> None:
    page = behind.ask("GET", "/", **{"X-Forwarded-Prefix": "/evil", "X-Forwarded-Host": "evil.example.com"})[2]
    assert b"evil" not in page


def test_no_query_string_and_no_text_stays_with_it_whatever_happens(behind: Behind) -> None:
    text = f"{CANARY} is een concept. " * 4000  # about 100 kB: more than nginx holds in its buffer
    body = orjson.dumps({"text": text})
    assert behind.ask("POST", f"/v1/lint?q={CANARY}", body)[0] in (200, 413, 422)
    assert behind.ask("POST", "/v1/lint", b"x" * (300 * 1024) + CANARY.encode())[0] == 413
    assert behind.ask("GET", f"/{CANARY}?{CANARY}", Referer=f"https://x/{CANARY}")[0] == 404
    broken = behind.connect()
    broken.sendall(f"POST /v1/lint?{CANARY} HTTP/1.1\r\nHost: {NAME}\r\n{CANARY}\r\n\r\n".encode())
    broken.recv(100)
    broken.close()
    half = behind.connect()
    half.sendall(f"POST /v1/lint?{CANARY} HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 90000\r\n\r\n{CANARY}".encode())
    time.sleep(0.5)
    half.close()
    time.sleep(0.5)
    assert CANARY not in behind.left()
    assert CANARY not in behind.kalm.log


def test_a_body_goes_through_as_it_comes_and_never_to_a_file(behind: Behind) -> None:
    seen: set[str] = set()
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.01):
            seen.update(str(file) for file in (behind.folder / "tmp").rglob("*") if file.is_file())

    looking = threading.Thread(target=look)
    looking.start()
    try:
        piece = b'{"text": "' + b"a " * 90_000
        slow = behind.connect()
        slow.sendall(
            f"POST /v1/lint HTTP/1.1\r\nHost: {NAME}\r\nAuthorization: Bearer {TOKEN}\r\nContent-Length: {len(piece) + 2}\r\n\r\n".encode()
        )
        for start in range(0, len(piece), 30_000):
            slow.sendall(piece[start : start + 30_000])
            time.sleep(0.1)
        assert behind.ask("GET", "/healthz")[0] == 200  # and holds up nobody meanwhile
        slow.sendall(b'"}')
        assert slow.recv(12).startswith(b"HTTP/1.1 ")
        slow.close()
    finally:
        done.set()
        looking.join()
    assert not seen
