"""Answers that rarely change: sent once, and again only when they differ."""

from typing import Any

import orjson
from flask import Response, request


def unchanging(document: Any) -> Response:
    """``document`` as JSON with an ETag of its content, or 304 to a caller that has it."""
    response = Response(orjson.dumps(document), content_type="application/json")
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response
