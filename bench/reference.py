"""The least that an answer over HTTP can cost: the same gunicorn worker and body model, and a fixed answer."""

import socket
import sys
from typing import Any

from flask import Flask, Response, request
from gunicorn.app.base import BaseApplication

from kalm.api.wire import LintRequest
from kalm.api.worker import CONNECTIONS, IDLE_SECONDS, GunicornLog, Worker

ANSWER = b'{"answer": "%s"}' % (b"x" * 1480)
"""About as long as Kalm's answer to an ordinary draft: 1.5 kB."""


def create_app() -> Flask:
    """An app that validates the body of ``POST /v1/lint`` and answers the same to all."""
    app = Flask(__name__)

    @app.post("/v1/lint")
    def lint() -> Response:
        LintRequest.model_validate_json(request.get_data(cache=False))
        return Response(ANSWER, content_type="application/json")

    return app


class Reference(BaseApplication):  # type: ignore[misc]  # gunicorn is untyped
    """`create_app` behind gunicorn as ``kalm serve`` sets it up."""

    def __init__(self, listener: socket.socket, workers: int) -> None:
        self._settings: dict[str, Any] = {
            "bind": [f"fd://{listener.detach()}"],
            "workers": workers,
            "worker_class": Worker,
            "worker_connections": CONNECTIONS,
            "keepalive": IDLE_SECONDS,
            "preload_app": True,
            "logger_class": GunicornLog,
            "control_socket_disable": True,
        }
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn what the bench wants."""
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The app."""
        return create_app()


if __name__ == "__main__":
    opened = socket.create_server(("127.0.0.1", 0), backlog=2048)
    print(f"listens on http://127.0.0.1:{opened.getsockname()[1]}", flush=True)
    Reference(opened, int(sys.argv[1])).run()
