"""What every answer has in common: one error shape, private headers, an id."""

import json
import logging
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kalm.api import create_app
from kalm.api.errors import TITLES
from kalm.config import Settings
from kalm.inforce import InForce

from .test_lint_request import CANARY, problem


@pytest.mark.parametrize(
    ("method", "path", "status", "field"),
    [
        ("GET", f"/{CANARY}", 404, "path"),
        ("GET", f"/v1/rules/{CANARY}", 404, "rule_id"),
        ("GET", "/v1/lint", 405, "method"),
        ("POST", "/healthz", 405, "method"),
        ("POST", "/v1/lint", 400, "body"),
    ],
)
def test_every_error_is_a_problem_that_repeats_nothing(
    client: FlaskClient, method: str, path: str, status: int, field: str
) -> None:
    response = client.open(path, method=method, query_string={"q": CANARY}, headers={"X-Test": CANARY})
    problem(response, status, field)
    assert CANARY not in response.text + str(response.headers)


def test_a_wrong_method_says_which_are_right(client: FlaskClient) -> None:
    assert client.get("/v1/lint").headers["Allow"] == "OPTIONS, POST"


class Broken:
    """A linter with a fault in it, whose message quotes what it read."""

    def __init__(self, linter: Any) -> None:
        self.rules, self.policy, self.listening = linter.rules, linter.policy, linter.listening

    def check(self, draft: Any, **_: Any) -> Any:
        raise ValueError(f"cannot read {draft.text}")


@pytest.fixture
def broken(settings: Settings, linter: Any) -> FlaskClient:
    faulty: Any = Broken(linter)
    return create_app(settings, InForce(faulty)).test_client()


def test_an_unforeseen_fault_says_nothing_but_that(broken: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("kalm").propagate = True
    with caplog.at_level(logging.DEBUG):
        response = broken.post("/v1/lint", json={"text": CANARY})
    problem(response, 500, None)
    assert CANARY not in response.text + caplog.text
    assert "ValueError at " in caplog.text
    assert "test_answers.py" in caplog.text
    assert response.headers["X-Request-Id"] in caplog.text


def test_before_the_rules_are_there_it_says_so(settings: Settings) -> None:
    client = create_app(settings, InForce(None)).test_client()
    assert client.get("/healthz").status_code == 200
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json["ready"]) == (503, False)
    response = client.post("/v1/lint", json={"text": "Dag."})
    problem(response, 503, None)
    assert response.headers["Retry-After"] == "1"


@pytest.mark.parametrize(
    "path", ["/", "/docs", "/docs/style.css", "/openapi.json", "/healthz", "/metrics", "/v1/client", "/nowhere"]
)
def test_every_answer_tells_browsers_to_keep_it_to_themselves(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"]
    assert len(headers.getlist("Content-Security-Policy")) == 1


def test_an_answer_to_a_draft_is_not_kept(client: FlaskClient) -> None:
    assert client.post("/v1/lint", json={"text": "Dag."}).headers["Cache-Control"] == "no-store"


def test_every_answer_has_an_id_of_its_own_that_the_caller_cannot_choose(client: FlaskClient) -> None:
    ids = {client.get("/healthz", headers={"X-Request-Id": CANARY}).headers["X-Request-Id"] for _ in range(5)}
    assert len(ids) == 5
    assert all(len(identity) == 16 for identity in ids)


def test_a_log_line_is_id_lengths_duration_and_status(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("kalm").propagate = True
    with caplog.at_level(logging.INFO, "kalm"):
        body = json.dumps({"text": CANARY}).encode()
        response = app.test_client().post(f"/v1/lint?{CANARY}", data=body)
    line = caplog.records[-1].getMessage()
    words = dict(word.split("=") for word in line.split())
    assert list(words) == ["id", "in", "out", "ms", "status"]
    assert words["id"] == response.headers["X-Request-Id"]
    assert int(words["in"]) == len(body)
    assert int(words["out"]) == len(response.data)
    assert words["status"] == "200"


def test_every_kind_of_problem_has_a_title() -> None:
    assert all(title and title[0].isupper() and not title.endswith(".") for title in TITLES.values())
    assert json.dumps(list(TITLES)).islower()
