"""The interface describes itself: an OpenAPI 3.1 document made from the routes and models that answer.

A route says what it does with `operation`; a test proves that none forgot. `kalm.api.docs` shows
the same to people.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson
from flask import Blueprint, Flask, Response, current_app
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema
from werkzeug.routing import Rule

import kalm
from kalm.api.errors import CONTENT_TYPE, TITLES

REFERENCE = "#/components/schemas/{model}"
METHODS = ("GET", "POST")
EXTENSION = "kalm.openapi"

blueprint = Blueprint("openapi", __name__)

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Operation:
    """What a route says about itself."""

    summary: str
    description: str
    asks: type[BaseModel] | None
    answers: type[BaseModel] | None
    media: str
    problems: tuple[int, ...]
    """Statuses it may answer besides success."""
    success: int
    query: type[BaseModel] | None = None
    """Of the address."""


def operation(
    summary: str,
    description: str,
    *,
    asks: type[BaseModel] | None = None,
    answers: type[BaseModel] | None = None,
    media: str = "application/json",
    problems: tuple[int, ...] = (),
    success: int = 200,
    query: type[BaseModel] | None = None,
) -> Callable[[View], View]:
    """Describe the decorated route."""

    def describe(view: View) -> View:
        view.__dict__["operation"] = Operation(summary, description, asks, answers, media, problems, success, query)
        return view

    return describe


def operation_of(app: Flask, rule: Rule) -> Operation | None:
    """What the route behind ``rule`` says about itself."""
    found: Operation | None = getattr(app.view_functions[rule.endpoint], "operation", None)
    return found


def document(app: Flask) -> dict[str, Any]:
    """The OpenAPI document of ``app``."""
    described = [(rule, said) for rule in app.url_map.iter_rules() if (said := operation_of(app, rule))]
    described.sort(key=lambda pair: pair[0].rule)
    models: list[tuple[type[BaseModel], JsonSchemaMode]] = []
    for _, said in described:
        models += [(said.asks, "validation")] if said.asks else []
        models += [(said.answers, "serialization")] if said.answers else []
    references, definitions = models_json_schema(models, ref_template=REFERENCE)
    paths: dict[str, dict[str, Any]] = {}
    for rule, said in described:
        for method in sorted((rule.methods or set()) & set(METHODS)):
            path = paths.setdefault(_path(rule), {})
            path[method.lower()] = _operation(rule, said, references)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Kalm",
            "version": kalm.__version__,
            "description": "Reads a draft before it is posted and says what a careful colleague would say. "
            "Within /v1 changes only add. Every offset counts UTF-16 units, or code points where asked.",
            "license": {"name": "GPL-3.0-or-later", "identifier": "GPL-3.0-or-later"},
        },
        "security": [{}, {"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {**definitions.get("$defs", {}), "Problem": _problem()},
        },
    }


def _path(rule: Rule) -> str:
    return re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule)


def _operation(rule: Rule, said: Operation, references: Any) -> dict[str, Any]:
    success: dict[str, Any] = {"type": "object" if said.media == "application/json" else "string"}
    if said.answers:
        success = references[(said.answers, "serialization")]
    described: dict[str, Any] = {
        "operationId": rule.endpoint.rpartition(".")[2],
        "summary": said.summary,
        "description": said.description,
        "responses": {
            str(said.success): {"description": "Success", "content": {said.media: {"schema": success}}},
            **{str(status): _answer(status) for status in said.problems},
        },
    }
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in sorted(rule.arguments)
    ]
    if said.query:
        fields = said.query.model_json_schema()["properties"]
        parameters += [{"name": name, "in": "query", "schema": schema} for name, schema in fields.items()]
    if parameters:
        described["parameters"] = parameters
    if said.asks:
        schema = references[(said.asks, "validation")]
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return described


_STATUS_TEXTS = {
    304: "Not changed",
    400: TITLES["malformed-body"],
    401: TITLES["token-required"],
    403: TITLES["forbidden"],
    404: TITLES["not-found"],
    408: TITLES["timeout"],
    413: TITLES["body-too-large"],
    421: TITLES["wrong-host"],
    422: TITLES["invalid-field"],
    429: TITLES["too-many-requests"],
    503: TITLES["not-ready"],
}


def _answer(status: int) -> dict[str, Any]:
    text = _STATUS_TEXTS[status]
    if status == 304:
        return {"description": text}
    return {"description": text, "content": {CONTENT_TYPE: {"schema": {"$ref": REFERENCE.format(model="Problem")}}}}


def _problem() -> dict[str, Any]:
    wrong = {
        "type": "object",
        "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
        "required": ["field", "detail"],
    }
    return {
        "type": "object",
        "description": "What went wrong (RFC 9457). Nothing that was sent is repeated in it.",
        "properties": {
            "type": {"type": "string", "enum": [f"urn:kalm:problem:{kind}" for kind in TITLES]},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "field": {"type": ["string", "null"], "description": "a JSON path, body, path, method, or a header's name"},
            "errors": {"type": "array", "items": wrong, "description": "every wrong field, where there are fields"},
        },
        "required": ["type", "title", "status", "detail", "field"],
    }


@blueprint.get("/openapi.json")
@operation("This interface, for machines", "OpenAPI 3.1, made from the code that answers.", problems=(421,))
def openapi() -> Response:
    """The OpenAPI document."""
    return Response(orjson.dumps(current_document()), content_type="application/json")


def current_document() -> dict[str, Any]:
    """The document of the app that answers, made once."""
    held: dict[str, Any] = current_app.extensions
    if EXTENSION not in held:
        held[EXTENSION] = document(current_app)
    made: dict[str, Any] = held[EXTENSION]
    return made
