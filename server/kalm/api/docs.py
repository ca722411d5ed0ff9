"""The page at ``/docs``: what `kalm.api.openapi` says, for people. No script, nothing from elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import orjson
from flask import Blueprint, Response, render_template, request

from kalm.api.errors import TITLES
from kalm.api.openapi import current_document, operation

POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
STYLE = files("kalm.api").joinpath("static/docs.css").read_bytes()

blueprint = Blueprint("docs", __name__, template_folder="templates")


@blueprint.get("/docs")
@operation(
    "This interface, for people",
    "One page, without script or anything from elsewhere.",
    media="text/html",
    problems=(421,),
)
def docs() -> Response:
    """The same as a page."""
    described = current_document()
    page = render_template("docs.html", api=described, operations=list(_operations(described)), problems=TITLES)
    return Response(page, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY})


@blueprint.get("/docs/style.css")
def style() -> Response:
    """The style sheet of the page."""
    response = Response(STYLE, content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    depth: int
    type: str
    required: bool
    default: str
    description: str


def _operations(described: dict[str, Any]) -> Iterator[dict[str, Any]]:
    schemas = described["components"]["schemas"]
    for path, methods in described["paths"].items():
        for method, said in methods.items():
            ok = next(code for code in said["responses"] if code.startswith("2"))
            (media, success), *_ = said["responses"][ok]["content"].items()
            asked = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            yield {
                "id": said["operationId"],
                "method": method.upper(),
                "path": path,
                "summary": said["summary"],
                "description": said["description"],
                "media": media,
                "asks": list(_fields(asked, schemas)) if asked else [],
                "answers": list(_fields(success["schema"], schemas)),
                "problems": {code: it["description"] for code, it in said["responses"].items() if code != ok},
            }


def _fields(schema: dict[str, Any], schemas: dict[str, Any], depth: int = 0) -> Iterator[_Field]:
    """The fields of an object, each followed by those inside it."""
    schema = _resolved(schema, schemas)
    required = schema.get("required", [])
    for name, inner in schema.get("properties", {}).items():
        words, nested = _words(inner, schemas)
        default = orjson.dumps(inner["default"]).decode() if "default" in inner else ""
        yield _Field(name, depth, words, name in required, default, inner.get("description", ""))
        if nested is not None:
            yield from _fields(nested, schemas, depth + 1)


def _resolved(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    resolved: dict[str, Any] = schemas[reference.rpartition("/")[2]] if reference else schema
    return resolved


def _words(schema: dict[str, Any], schemas: dict[str, Any]) -> tuple[str, dict[str, Any] | None]:
    """A type in words, and the object it holds, if any."""
    if "anyOf" in schema:
        pairs = [_words(option, schemas) for option in schema["anyOf"]]
        nested = next((inner for _, inner in pairs if inner is not None), None)
        return " or ".join(words for words, _ in pairs), nested
    schema = _resolved(schema, schemas)
    if "enum" in schema:
        return " · ".join(map(str, schema["enum"])), None
    if "const" in schema:
        return str(schema["const"]), None
    if schema.get("type") == "array":
        words, nested = _words(schema.get("items", {}), schemas)
        return f"list of {words}", nested
    if schema.get("type") == "object":
        return "object", schema if "properties" in schema else None
    return str(schema.get("type", "any")), None
