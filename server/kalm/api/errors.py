"""One error shape for the whole interface: problem+json (RFC 9457), which names the field and quotes nothing.

Nothing that a caller wrote is ever repeated in an answer or a log line: not a value, not an unknown name.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Flask, Response
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response as BaseResponse

from kalm.api import logs
from kalm.api.observe import request_id

CONTENT_TYPE = "application/problem+json"
MOST_ERRORS = 20
"""How many wrong fields one answer lists."""

TITLES = {
    "bad-request": "The request cannot be read",
    "malformed-body": "The body is not sound JSON",
    "token-required": "A token is needed",
    "sign-in-required": "You are not signed in",
    "forbidden": "This is not for you",
    "wrong-code": "The code is not good, or not any more",
    "foreign-form": "This did not come from a page of Kalm",
    "not-found": "There is nothing here",
    "method-not-allowed": "This address does not answer that method",
    "timeout": "The request came in too slowly",
    "body-too-large": "The body is too large",
    "wrong-host": "Kalm does not answer under this host name",
    "invalid-field": "A field is missing or has a wrong value",
    "internal": "Internal server error",
    "not-ready": "Kalm is not ready yet",
    "store-unavailable": "The database cannot be used now",
    "too-many-requests": "Too many tries",
}
"""Every kind of problem with its title; the kind is the last part of the ``type``."""


@dataclass(frozen=True, slots=True)
class WrongField:
    """One field that cannot be used, and what is wrong with it."""

    field: str
    """JSON path such as ``context.thread[3].text``."""
    detail: str


class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """An answer that is not a success. Raise it anywhere below a route."""

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        field: str | None = None,
        *,
        errors: Sequence[WrongField] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """``kind`` is a key of `TITLES`. ``field`` is what is at fault: a JSON path, ``body``, ``path``,
        ``method`` or the name of a header. ``errors`` lists every wrong field of a body."""
        super().__init__(kind)
        self.status = status
        self.kind = kind
        self.detail = detail
        self.field = field
        self.errors = errors
        self.headers = headers

    def body(self) -> bytes:
        """The JSON text of the answer."""
        document: dict[str, Any] = {
            "type": f"urn:kalm:problem:{self.kind}",
            "title": TITLES[self.kind],
            "status": self.status,
            "detail": self.detail,
            "field": self.field,
        }
        if self.errors:
            document["errors"] = self.errors
        return orjson.dumps(document)

    def response(self) -> Response:
        """The whole answer."""
        return Response(self.body(), self.status, self.headers, content_type=CONTENT_TYPE)


def invalid(errors: Iterable[WrongField]) -> Problem:
    """The answer to a body whose fields are wrong: 422, naming each, the first one up front."""
    listed = tuple(errors)[:MOST_ERRORS]
    return Problem(422, "invalid-field", listed[0].detail, listed[0].field, errors=listed)


def wrong_fields(error: ValidationError) -> list[WrongField]:
    """What pydantic found, in our words and without any value."""
    found = error.errors(include_url=False, include_input=False, include_context=True)
    return [WrongField(_path(item["loc"]), _detail(item["type"], item.get("ctx", {}))) for item in found]


def _path(location: Iterable[int | str]) -> str:
    path = ""
    for step in location:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path or "body"


_DETAILS = {
    "missing": "is required",
    "string_type": "must be a string",
    "string_pattern_mismatch": "does not have the form that is asked for",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
}


def _detail(kind: str, context: dict[str, Any]) -> str:
    if kind == "string_too_long":
        return f"must be at most {context['max_length']} code points long"
    if kind == "too_long":
        return f"must have at most {context['max_length']} items"
    if kind == "literal_error":
        return f"must be one of {context['expected']}"
    return _DETAILS.get(kind, "has a wrong value")


_HTTP = {
    404: ("not-found", "path"),
    405: ("method-not-allowed", "method"),
    413: ("body-too-large", "body"),
    429: ("too-many-requests", None),
}


Page = Callable[[Problem], BaseResponse | None]


def register(app: Flask, page: Page = lambda problem: None) -> None:
    """Answer everything that goes wrong in ``app`` in the one shape, or for people as the ``page`` that it makes
    of a problem."""

    @app.errorhandler(Problem)
    def known(problem: Problem) -> BaseResponse:
        return page(problem) or problem.response()

    @app.errorhandler(HTTPException)
    def from_framework(error: HTTPException) -> BaseResponse:
        status = error.code or 500
        if 300 <= status < 400:
            return Response(status=status, headers=error.get_headers())
        kind, at_fault = _HTTP.get(status, ("bad-request", None))
        headers = {"Allow": ", ".join(sorted(error.valid_methods or ()))} if isinstance(error, MethodNotAllowed) else {}
        return known(Problem(status, kind, TITLES[kind] + ".", at_fault, headers=headers))

    @app.errorhandler(Exception)
    def unknown(error: Exception) -> BaseResponse:
        logs.failed(error, request_id())
        return known(Problem(500, "internal", "Something went wrong here; the log says where, under the request's id."))
