"""What comes back about rules: disputes with words of the writer only where ticked, and counts without anybody."""

import datetime as dt
import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kalm.api import create_app
from kalm.api.state import EXTENSION
from kalm.config import read
from kalm.inforce import InForce
from kalm.linting import Linter
from kalm.policy import read_document
from kalm.store import Store, disputes, policies, tokens
from kalm.store.tables import Counter, Dispute, Person

RULE = "nl.condescension.already-explained"


@pytest.fixture
def client(housed: Flask) -> FlaskClient:
    return housed.test_client()


def hire(store: Store, team: str, number: int) -> None:
    with store.session() as session:
        for index in range(number):
            session.add(
                Person(
                    id=f"{team}{index}", name="P", email=f"{team}{index}@voorbeeld.nl", role="staff", team=team,
                    password_hash=None, subject=None, since=dt.date(2026, 1, 1), disabled=False,
                )
            )  # fmt: skip


def counted(app: Flask, store: Store) -> dict[tuple[str, str, int, str], int]:
    app.extensions[EXTENSION].inforce.flush()
    with store.session() as session:
        return {
            (row.team, row.rule, row.policy_version, row.event): row.count for row in session.scalars(select(Counter))
        }


def kept(store: Store) -> list[Dispute]:
    with store.session() as session:
        return list(session.scalars(select(Dispute)))


def test_a_dispute_keeps_rule_version_and_reason_and_nothing_of_the_draft(client: FlaskClient, store: Store) -> None:
    asked = {"rule": RULE, "policy_version": 0, "reason": "tone-is-right"}
    answer = client.post("/v1/feedback", json=asked)
    assert (answer.status_code, answer.json) == (202, {"text_until": None})
    (found,) = kept(store)
    assert (found.rule, found.policy_version, found.reason, found.text, found.team, found.state) == (
        RULE, 0, "tone-is-right", None, None, "open",
    )  # fmt: skip


def test_a_dispute_about_a_version_that_does_not_exist_yet_is_about_the_one_in_force(
    client: FlaskClient, store: Store
) -> None:
    assert client.post("/v1/feedback", json={"rule": RULE, "policy_version": 99, "reason": "other"}).status_code == 202
    assert [dispute.policy_version for dispute in kept(store)] == [0]


def test_a_ticked_text_is_kept_for_thirty_days(client: FlaskClient, store: Store) -> None:
    asked = {"rule": RULE, "policy_version": 0, "reason": "Hier is het grappig.", "text": "Zoals gezegd!"}
    answer = client.post("/v1/feedback", json=asked)
    (found,) = kept(store)
    assert found.text == "Zoals gezegd!"
    assert answer.json is not None
    assert answer.json["text_until"] == str(found.day + dt.timedelta(days=disputes.KEPT_DAYS)) == str(found.text_until)


@pytest.mark.parametrize(
    "rule",
    ["reader.respect", "lt.MORFOLOGIK_RULE_NL_NL", "lt.KICK-OFF", "lt.BEVESTIGINGSE-MAIL", "lt.CREËREN", "lt.D'R"],
)
def test_grammar_can_be_disputed_and_the_reader_only_where_it_is_on(client: FlaskClient, rule: str) -> None:
    answer = client.post("/v1/feedback", json={"rule": rule, "policy_version": 0, "reason": "other"})
    assert answer.status_code == (202 if rule.startswith("lt.") else 422)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rule", "nl.no.such-rule"),
        ("rule", "lt.<script>"),
        ("rule", "x" * 121),
        ("policy_version", -1),
        ("policy_version", "0"),
        ("reason", ""),
        ("reason", "   "),
        ("reason", "x" * 501),
        ("text", "x" * 2001),
        ("text", " "),
    ],
)
def test_a_wrong_field_is_named_and_not_repeated(client: FlaskClient, store: Store, field: str, value: Any) -> None:
    asked = {"rule": RULE, "policy_version": 0, "reason": "other", field: value}
    answer = client.post("/v1/feedback", json=asked)
    assert answer.status_code == 422
    problem = answer.get_json(force=True)
    assert problem["field"] == field
    assert str(value).strip() in ("", "-1", "0") or str(value) not in answer.text
    assert kept(store) == []


def test_without_a_store_a_dispute_cannot_be_kept_and_the_answer_says_so(app: Flask) -> None:
    answer = app.test_client().post("/v1/feedback", json={"rule": RULE, "policy_version": 0, "reason": "other"})
    assert answer.status_code == 503
    assert answer.get_json(force=True)["type"] == "urn:kalm:problem:store-unavailable"


def test_events_are_counted_for_the_team_of_the_token(housed: Flask, store: Store) -> None:
    hire(store, "webcare", 5)
    with store.session() as session:
        token = tokens.make(session, "extensie", dt.date(2026, 1, 1), team="webcare")
        policies.touch(session)
    housed.extensions[EXTENSION].inforce.refresh()
    events = [
        {"rule": RULE, "policy_version": 0, "event": "applied", "count": 3},
        {"rule": RULE, "policy_version": 0, "event": "applied"},
        {"rule": RULE, "policy_version": 99, "event": "ignored"},
        {"rule": "nl.no.such-rule", "policy_version": 0, "event": "held"},
    ]
    answer = housed.test_client().post(
        "/v1/events", json={"events": events}, headers={"Authorization": f"Bearer {token}"}
    )
    assert (answer.status_code, answer.json) == (202, {"counted": 3})
    assert counted(housed, store) == {
        ("webcare", RULE, 0, "applied"): 4,
        ("webcare", RULE, 0, "ignored"): 1,
    }, "a version that does not exist yet is that in force"


def test_a_dispute_is_counted_without_what_it_says(housed: Flask, store: Store) -> None:
    hire(store, "webcare", 4)
    hire(store, "press", 5)
    housed.test_client().post("/v1/feedback", json={"rule": RULE, "policy_version": 0, "reason": "other"})
    assert counted(housed, store) == {("", RULE, 0, "disputed"): 1}


def test_nothing_is_counted_where_the_policy_says_so(housed: Flask, store: Store) -> None:
    hire(store, "webcare", 9)
    with store.session() as session:
        document = read_document({"kalm": 1, "name": "Voorbeeld", "counting": False})
        policies.publish(session, document, "uit", "Anna")
    housed.extensions[EXTENSION].inforce.refresh()
    event = {"rule": RULE, "policy_version": 1, "event": "applied"}
    assert housed.test_client().post("/v1/events", json={"events": [event]}).status_code == 202
    assert counted(housed, store) == {}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "events"),
        ({"events": [{"rule": RULE, "policy_version": 0, "event": "applied"}] * 51}, "events"),
        ({"events": [{"rule": RULE, "policy_version": 0, "event": "disputed"}]}, "events[0].event"),
        ({"events": [{"rule": RULE, "policy_version": 0, "event": "applied", "count": 0}]}, "events[0].count"),
        ({"events": [{"rule": RULE, "policy_version": 0, "event": "applied", "count": 1001}]}, "events[0].count"),
    ],
)
def test_events_beyond_the_limits_are_refused(client: FlaskClient, body: Any, field: str) -> None:
    answer = client.post("/v1/events", json=body)
    assert answer.status_code == 422
    assert answer.get_json(force=True)["field"] == field


@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_what_a_foreign_page_can_send_unasked_is_neither_kept_nor_counted(
    housed: Flask, client: FlaskClient, store: Store, media: str
) -> None:
    hire(store, "", 5)
    event = {"rule": RULE, "policy_version": 0, "event": "applied"}
    dispute = {"rule": RULE, "policy_version": 0, "reason": "other"}
    for path, asked in (("/v1/events", {"events": [event]}), ("/v1/feedback", dispute)):
        answer = client.post(
            path, data=json.dumps(asked), content_type=media, headers={"Origin": "https://elsewhere.example"}
        )
        assert answer.status_code == 422
        assert answer.get_json(force=True)["field"] == "Content-Type"
    assert (counted(housed, store), kept(store)) == ({}, [])


SEALED = b"\x01" + bytes(range(200))


def test_a_question_is_left_and_read_once(client: FlaskClient) -> None:
    left = client.post("/v1/questions", data=SEALED, content_type="application/octet-stream")
    assert left.status_code == 201
    assert left.json is not None
    until = dt.datetime.fromisoformat(left.json["expires"]) - dt.datetime.now(dt.UTC)
    assert dt.timedelta(minutes=59) < until <= dt.timedelta(hours=1)
    read = client.post(f"/v1/questions/{left.json['id']}/read")
    assert (read.status_code, read.data, read.headers["Cache-Control"]) == (200, SEALED, "no-store")
    again = client.post(f"/v1/questions/{left.json['id']}/read")
    assert again.status_code == 404
    assert left.json["id"] not in again.text


@pytest.mark.parametrize(("size", "status"), [(28, 400), (29, 201), (65_536, 201), (65_537, 413)])
def test_a_question_holds_at_most_64_kibibytes(client: FlaskClient, size: int, status: int) -> None:
    assert client.post("/v1/questions", data=bytes(size)).status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 201),
        ({"Sec-Fetch-Site": "same-origin"}, 201),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://localhost:3000"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://beheer.example"}, 201),
    ],
)
def test_a_page_elsewhere_leaves_no_question_unless_its_origin_was_configured(
    linter: Linter, store: Store, headers: dict[str, str], status: int
) -> None:
    inforce = InForce(linter, store)
    inforce.refresh()
    settings = read({"HOME": "/nowhere", "KALM_CORS_ORIGINS": "https://beheer.example"})
    client = create_app(settings, inforce).test_client()
    assert client.post("/v1/questions", data=SEALED, headers=headers).status_code == status


def test_looking_at_the_address_takes_nothing_away(client: FlaskClient) -> None:
    left = client.post("/v1/questions", data=SEALED).json
    assert left is not None
    for method in ("GET", "HEAD"):
        assert client.open(f"/v1/questions/{left['id']}/read", method=method).status_code == 405
    assert client.post(f"/v1/questions/{left['id']}/read").data == SEALED


def test_leaving_a_question_asks_what_a_lint_asks_and_reading_one_asks_nothing(
    make_app: Any, store: Store, tmp_path: Any
) -> None:
    file = tmp_path / "tokens"
    file.write_text("geheim\n")
    client = make_app(KALM_TOKENS_FILE=str(file)).test_client()
    for path in ("/v1/questions", "/v1/feedback", "/v1/events"):
        assert client.post(path, data=SEALED).status_code == 401
    assert client.post("/v1/questions/abc/read").status_code == 503, "let in, but this app has no store"
