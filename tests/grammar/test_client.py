"""Whom a text is shown to: the server that was named and nobody else."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kalm.grammar.breaker import FAILURES, PAUSES
from kalm.grammar.checker import Checker
from kalm.grammar.client import AskError, Client

LANGUAGES = b'[{"name": "English", "code": "en", "longCode": "en-GB"}]'
TEXT = "Dat is vervelnd."
HOST = "127.0.0.2"
"""This machine, under an address that no rule about proxies passes over by itself."""


class Server(ThreadingHTTPServer):
    """Answers well, or refers to another address; keeps what it was sent."""

    daemon_threads = True
    refers_to: str | None = None
    fails = False

    def __init__(self) -> None:
        super().__init__((HOST, 0), _Handler)
        self.address = f"http://{HOST}:{self.server_port}"
        self.heard: list[str] = []


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self._answer(LANGUAGES)

    def do_POST(self) -> None:
        self.server.heard.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self._answer(b'{"matches": []}')

    def _answer(self, body: bytes) -> None:
        refers_to = self.server.refers_to if self.command == "POST" else None
        self.send_response(307 if refers_to else 500 if self.server.fails else 200)
        if refers_to:
            self.send_header("Location", refers_to + self.path)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


@contextmanager
def serving() -> Iterator[Server]:
    with Server() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_a_proxy_of_the_environment_sees_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as server, serving() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.address)
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        assert Client(server.address).ask(TEXT, "nl").state == "ok"
        assert len(server.heard) == 1
        assert proxy.heard == []


def test_a_server_that_refers_to_another_is_a_failure_and_the_other_sees_no_text() -> None:
    with serving() as server, serving() as other:
        client = Client(server.address)
        server.refers_to = other.address
        with pytest.raises(AskError):
            client.ask(TEXT, "nl")
        assert other.heard == []


def test_a_named_server_is_ready_only_once_it_has_answered(tmp_path: Path) -> None:
    with serving() as server:
        checker = Checker(tmp_path, server.address, budget=10)
        assert checker.stage() == "starting"
        assert checker.check(TEXT, "nl").state == "ok"
        assert checker.stage() == "ready"


def test_plain_english_asks_both_its_questions_when_a_server_comes_back(tmp_path: Path) -> None:
    with serving() as server:
        checker = Checker(tmp_path, server.address, budget=10)
        server.fails = True
        for number in range(FAILURES):
            assert checker.check(f"{TEXT} {number}", "nl").state == "unavailable"
        assert checker.stage() == "unavailable"
        server.fails = False
        threading.Event().wait(PAUSES[0])
        assert checker.check("That is anoying.", "en").state == "ok"
