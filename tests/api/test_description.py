"""The interface describes itself truly, for machines and for people."""

import re
from typing import Any

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient

from kalm.api.openapi import operation_of

from .conftest import COMPLAINT, REPLY

FOR_PEOPLE = ("console", "docs.style", "envelope.")
"""How the names of routes begin that are pages or belong to one."""


@pytest.fixture(scope="module")
def document(app: Flask) -> Any:
    return app.test_client().get("/openapi.json").json


def validate(document: Any, schema: Any, value: Any) -> None:
    jsonschema.Draft202012Validator({**schema, "components": document["components"]}).validate(value)


PROTOCOL = "languagetool."
"""Routes of LanguageTool's protocol, which is described elsewhere."""


def test_every_route_describes_itself(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith((*FOR_PEOPLE, PROTOCOL)):
            said = operation_of(app, rule)
            assert said is not None, f"{rule.rule} is not described; use kalm.api.openapi.operation"
            assert said.summary


def test_every_described_path_exists(app: Flask, document: Any) -> None:
    routed = {re.sub(r"<(?:[^:>]+:)?([^>]+)>", r"{\1}", rule.rule) for rule in app.url_map.iter_rules()}
    assert set(document["paths"]) <= routed
    assert document["openapi"].startswith("3.1")
    assert "/v1/lint" in document["paths"]


def test_every_reference_leads_somewhere(document: Any) -> None:
    for name in re.findall(r"#/components/schemas/(\w+)", str(document)):
        assert name in document["components"]["schemas"]


WITH_A_STORE = {"/v1/pair"}
"""Faces that answer only where there is a store; their own tests validate what they answer."""


RULE = "nl.condescension.already-explained"
BODIES: dict[str, Any] = {
    "/v1/feedback": {"rule": RULE, "policy_version": 0, "reason": "quoted", "text": "Zoals gezegd."},
    "/v1/events": {"events": [{"rule": RULE, "policy_version": 0, "event": "applied"}]},
    "/v1/questions": {"data": b"\x01" + bytes(60)},
}
"""What is asked of a path in a test; of the others what is asked of ``/v1/lint``."""


def test_real_answers_are_as_described(housed: Flask, document: Any) -> None:
    client = housed.test_client()
    for path, methods in document["paths"].items():
        if path in WITH_A_STORE:
            continue
        for method, said in methods.items():
            code = next(code for code in said["responses"] if code.startswith("2"))
            (media, success), *_ = said["responses"][code]["content"].items()
            body = BODIES.get(path, {"text": REPLY, "context": {"parent": {"text": COMPLAINT}}})
            asked = body if "data" in body else {"json": body}
            address = path.replace("{rule_id}", RULE)
            if "{name}" in address:
                question = client.post("/v1/questions", data=b"\x01" + bytes(60)).json
                address = address.replace("{name}", question["id"])
            response = client.open(address, method=method.upper(), **(asked if method == "post" else {}))
            assert str(response.status_code) == code, path
            assert response.mimetype == media
            if media == "application/json":
                validate(document, success["schema"], response.json)


def test_real_problems_are_as_described(client: FlaskClient, document: Any) -> None:
    schema = {"$ref": "#/components/schemas/Problem"}
    for response in (
        client.post("/v1/lint", data=b"{"),
        client.post("/v1/lint", json={"text": 3, "language": 4}),
        client.get("/nowhere"),
        client.get("/healthz", headers={"Host": "kalm.example"}),
    ):
        validate(document, schema, response.get_json(force=True))


def test_the_request_is_described_with_its_limits_and_defaults(document: Any) -> None:
    schemas = document["components"]["schemas"]
    request = schemas["LintRequest"]
    assert request["required"] == ["text"]
    assert request["properties"]["text"]["maxLength"] == 20_000
    assert request["properties"]["offset_unit"]["default"] == "utf-16"
    assert request["properties"]["checks"]["default"] == ["rules"]
    validate(document, request, {"text": "Dag.", "context": {"parent": {"text": "Hoi"}}})


def test_the_page_shows_every_call_and_needs_nothing_from_elsewhere(client: FlaskClient, document: Any) -> None:
    page = client.get("/docs")
    assert page.mimetype == "text/html"
    for path in document["paths"]:
        assert path in page.text
    assert "<script" not in page.text
    assert "style=" not in page.text
    links = re.findall(r'(?:href|src)="([^"]+)"', page.text)
    assert links
    assert all(link.startswith(("/", "#")) for link in links)
    anchors = {link[1:] for link in links if link.startswith("#")}
    assert all(f'id="{anchor}"' in page.text for anchor in anchors)
    assert "style-src 'self'" in page.headers["Content-Security-Policy"]
    assert client.get("/docs/style.css").mimetype == "text/css"
