"""A real server with two more routes: a dry run as the console has one, and the same file as a form.

What it opens for writing while it reads an upload is in its answer.
"""

import os
import sys
from collections.abc import Iterator
from typing import Any

import gevent
import orjson
from flask import Flask, Response, request

import kalm.serve
from kalm.api.state import state
from kalm.api.upload import raw_upload
from kalm.audit import Progress, UnreadableError, stream
from kalm.audit.report import as_document
from kalm.config import read

opened: list[str] = []


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if event == "tempfile.mkstemp" or (event == "open" and (args[2] or 0) & (os.O_WRONLY | os.O_RDWR)):
        opened.append(str(args[0]))


def create_app(*given: Any) -> Flask:
    app = kalm.api.create_app(*given)

    @app.post("/dry-run")
    def dry_run() -> Response:
        opened.clear()
        upload = raw_upload()
        linter = state().inforce.linter
        assert linter is not None
        seconds = float(request.args.get("seconds", 10))

        def answer() -> Iterator[bytes]:
            try:
                for sign in stream(upload, "posts", [linter.check], seconds=seconds):
                    if isinstance(sign, Progress):
                        yield orjson.dumps({"rows": sign.rows}) + b"\n"
                        gevent.sleep(0)
                    else:
                        document = as_document("posts", ["built-in"], sign.tally, sign.cases)
                        yield orjson.dumps({"opened": opened, "document": document}) + b"\n"
            except UnreadableError as error:
                yield orjson.dumps({"problem": str(error)}) + b"\n"

        return app.response_class(answer())

    @app.post("/form")
    def form() -> Response:
        opened.clear()
        request.files["file"].read()
        return Response(orjson.dumps({"opened": opened}))

    return app


sys.addaudithook(_watch)
kalm.serve.create_app = create_app
kalm.serve.run(read())
