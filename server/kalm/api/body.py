"""Reading a JSON body: sound, bounded, and without ever quoting it."""

import json
import re
from collections.abc import Sequence
from typing import Any, NoReturn, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError

from kalm.api.errors import Problem, WrongField, invalid, wrong_fields

LIMIT = 64 * 1024
"""Bytes in a body."""

Model = TypeVar("Model", bound=BaseModel)

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def read(model: type[Model], limit: int = LIMIT) -> Model:
    """The current request's body as ``model``, whatever its Content-Type says. That is for views that change nothing,
    or act only on a secret in the body; others call `declared` first.

    Raises `Problem`: 413 for a body over ``limit`` bytes, 400 for one that is not sound JSON in UTF-8,
    422 for one whose fields are wrong.
    """
    document = parse(raw(limit))
    if not isinstance(document, dict):
        raise malformed("The body must be a JSON object.")
    try:
        return model.model_validate(document)
    except ValidationError as error:
        raise invalid(wrong_fields(error)) from None


def declared() -> None:
    """Raise `Problem` (422) for a browser's request that does not say that its body is JSON. A page on another origin
    cannot say so without the browser asking Kalm first, and Kalm says no; what it sends unasked is plain text or a
    form, and always with its origin."""
    if "Origin" in request.headers and request.mimetype != "application/json":
        raise invalid([WrongField("Content-Type", "must be application/json")])


def raw(limit: int) -> bytes:
    """The body as it came. Read from the server's own stream: Werkzeug's costs more than the parsing does.
    Raises `Problem`: 413 for one over ``limit`` bytes, 400 for one that is cut short."""
    environ = request.environ
    announced = environ.get("CONTENT_LENGTH", "")
    if announced.isdecimal():
        length = int(announced[:12])
        data: bytes = environ["wsgi.input"].read(length) if length <= limit else b""
    elif environ.get("wsgi.input_terminated"):  # chunked: how long it is shows at the end
        data = environ["wsgi.input"].read(limit + 1)
        length = len(data)
    else:
        return b""
    if length > limit:
        raise Problem(413, "body-too-large", f"The body may hold at most {limit} bytes.", "body")
    if len(data) < length:
        raise malformed("The body ended before its announced length.")
    return data


def parse(data: bytes) -> Any:
    """The value of a JSON text. Half a surrogate pair, which an editor leaves behind when it cuts an emoji in
    two, becomes U+FFFD: one code point and one UTF-16 unit as before, so offsets stay true.

    Raises `Problem` (400) for text that is not UTF-8, a syntax error, a name that stands twice in an object,
    ``NaN`` or ``Infinity``, a number of thousands of digits, or nesting hundreds deep.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise malformed(f"The body is not UTF-8 at byte {error.start}.") from None
    try:
        value = _DECODER.decode(text)
    except _UnsoundError as error:
        raise malformed(str(error)) from None
    except json.JSONDecodeError as error:
        raise malformed(f"{error.msg} at line {error.lineno}, column {error.colno}.") from None
    except RecursionError:
        raise malformed("The body is nested too deeply.") from None
    except ValueError:
        raise malformed("The body holds a number that is too long.") from None
    return without_halves(value) if "\\u" in text else value


def malformed(detail: str) -> Problem:
    """The answer to a body that cannot be read at all."""
    return Problem(400, "malformed-body", detail, "body")


class _UnsoundError(Exception):
    pass


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _UnsoundError("A name stands twice in one object.")
    return found


def _constant(_: str) -> NoReturn:
    raise _UnsoundError("NaN and Infinity are not JSON.")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant)


def without_halves(value: Any) -> Any:
    """A JSON value with U+FFFD for each half of a surrogate pair in it, however deep."""
    if isinstance(value, str):
        return _LONE_SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [without_halves(item) for item in value]
    if isinstance(value, dict):
        return {name: without_halves(item) for name, item in value.items()}
    return value
