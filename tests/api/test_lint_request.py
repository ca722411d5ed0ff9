"""What may be asked of /v1/lint, what is assumed, and how a wrong question is answered."""

import json
from typing import Any, get_args

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from kalm.api.answer import FindingOut, LintAnswer, Severity, SituationOut
from kalm.api.wire import AttachmentIn, ContextIn, LintRequest, to_draft
from kalm.core import ACCOUNTS, CATEGORIES, PLACES, SEVERITIES, SITUATIONS
from kalm.core.draft import ATTACHMENT_KINDS, RIGHTS

from .conftest import COMPLAINT, REPLY, Ask

CANARY = "kanarie-7391"


def problem(response: Any, status: int, field: str | None) -> dict[str, Any]:
    """The problem in ``response``, which must be one of that status about that field."""
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    said: dict[str, Any] = json.loads(response.data)
    assert {"type", "title", "status", "detail", "field"} <= said.keys()
    assert said["status"] == status
    assert said["field"] == field
    assert said["type"].startswith("urn:kalm:problem:")
    return said


def draft(**fields: Any) -> Any:
    return to_draft(LintRequest.model_validate({"text": "Dag.", **fields}))


def test_a_text_alone_is_answered_in_the_shape_that_is_promised(lint: Ask) -> None:
    answer = lint(text="Dank je wel voor het melden.").json
    LintAnswer.model_validate(answer)
    assert answer["situation"] is None
    assert answer["policy"] == {"name": "built-in", "version": 0}
    assert answer["grammar"] == "off"


def test_a_reply_with_everything_around_it_is_answered(lint: Ask) -> None:
    context = {
        "platform": "Facebook",
        "place": "group",
        "account": "ambassador",
        "parent": {"text": COMPLAINT, "author": "Sanne"},
        "thread": [{"text": "Dag Sanne", "own": True}, {"text": "Ja?", "author": "Sanne", "own": False}],
        "attachments": [{"kind": "image", "rights": "own", "credit": "Foto: Bas", "alt": "Een doos"}],
        "situation": "question",
    }
    answer = lint(text=REPLY, language="nl-BE", context=context, strictness="keen", checks=["rules"])
    LintAnswer.model_validate(answer.json)
    assert answer.json["language"] == "nl-BE"
    assert answer.json["situation"]["label"] == "question"


def test_without_a_parent_the_place_is_a_post_and_with_one_a_page() -> None:
    assert draft().context.place == "post"
    assert draft(context={"parent": {"text": ""}}).context.place == "page"
    assert draft(context={"parent": {"text": "Hoi"}, "place": "dm"}).context.place == "dm"
    assert draft(context={"parent": None, "place": None}).context.place == "post"


def test_defaults_are_those_of_the_contract() -> None:
    made = draft()
    assert (made.language, made.context.account, made.context.platform) == ("auto", "brand", None)
    assert (made.context.parent, made.context.thread, made.context.attachments) == (None, (), ())
    assert draft(context={"attachments": [{"kind": "video"}]}).context.attachments[0].rights == "unknown"


def test_own_messages_in_the_thread_make_the_turn() -> None:
    thread = [{"text": "a", "own": True}, {"text": "b", "own": False}, {"text": "c", "own": True}]
    assert draft(context={"thread": thread}).context.turn == 3


@pytest.mark.parametrize(
    ("given_tag", "used"), [("nl-be", "nl-BE"), ("EN-gb", "en-GB"), ("Auto", None), ("auto", "auto")]
)
def test_language_tags_are_read_in_any_case_of_letters(given_tag: str, used: str | None) -> None:
    if used is None:
        with pytest.raises(ValueError, match="language"):
            draft(language=given_tag)
    else:
        assert draft(language=given_tag).language == used


def test_the_words_on_the_wire_are_the_words_of_the_core() -> None:
    def words(model: type[BaseModel], field: str) -> tuple[str, ...]:
        annotation = model.model_fields[field].annotation
        return tuple(
            word for part in (annotation, *get_args(annotation)) for word in get_args(part) if isinstance(word, str)
        )

    assert words(ContextIn, "place") == PLACES
    assert words(ContextIn, "account") == ACCOUNTS
    assert words(ContextIn, "situation") == SITUATIONS
    assert words(SituationOut, "label") == SITUATIONS
    assert words(AttachmentIn, "kind") == ATTACHMENT_KINDS
    assert words(AttachmentIn, "rights") == RIGHTS
    assert words(FindingOut, "category") == CATEGORIES
    assert get_args(Severity) == SEVERITIES


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "text"),
        ({"text": None}, "text"),
        ({"text": 5}, "text"),
        ({"text": [CANARY]}, "text"),
        ({"text": "x", "language": CANARY}, "language"),
        ({"text": "x", "language": "nl_BE"}, "language"),
        ({"text": "x", "offset_unit": CANARY}, "offset_unit"),
        ({"text": "x", "offset_unit": None}, "offset_unit"),
        ({"text": "x", "strictness": CANARY}, "strictness"),
        ({"text": "x", "checks": CANARY}, "checks"),
        ({"text": "x", "checks": [CANARY]}, "checks[0]"),
        ({"text": "x", "context": CANARY}, "context"),
        ({"text": "x", "context": {"place": CANARY}}, "context.place"),
        ({"text": "x", "context": {"account": None}}, "context.account"),
        ({"text": "x", "context": {"platform": 3}}, "context.platform"),
        ({"text": "x", "context": {"situation": CANARY}}, "context.situation"),
        ({"text": "x", "context": {"parent": CANARY}}, "context.parent"),
        ({"text": "x", "context": {"parent": {"author": CANARY}}}, "context.parent.text"),
        ({"text": "x", "context": {"thread": {}}}, "context.thread"),
        ({"text": "x", "context": {"thread": [{"text": CANARY}]}}, "context.thread[0].own"),
        ({"text": "x", "context": {"thread": [{"text": CANARY, "own": "true"}]}}, "context.thread[0].own"),
        ({"text": "x", "context": {"attachments": [{"kind": CANARY}]}}, "context.attachments[0].kind"),
        ({"text": "x", "context": {"attachments": [{"kind": "image", "rights": CANARY}]}},
         "context.attachments[0].rights"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named_and_its_value_is_not_repeated(lint: Ask, fields: dict[str, Any], field: str) -> None:
    response = lint(**fields)
    said = problem(response, 422, field)
    assert said["type"] == "urn:kalm:problem:invalid-field"
    assert said["errors"][0]["field"] == field
    assert CANARY not in response.text


def test_every_wrong_field_is_listed(lint: Ask) -> None:
    said = problem(lint(text=1, language=2, context={"place": 3}), 422, "text")
    assert [error["field"] for error in said["errors"]] == ["text", "language", "context.place"]


def test_a_field_of_a_newer_version_is_passed_over(lint: Ask) -> None:
    response = lint(text="Dag.", mood="sunny", context={"weather": CANARY, "parent": {"text": "Hoi", "id": 7}})
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": "x" * 20_001}, "text"),
        ({"text": "x", "context": {"parent": {"text": "y" * 5_001}}}, "context.parent.text"),
        ({"text": "x", "context": {"thread": [{"text": "y" * 5_001, "own": True}]}}, "context.thread[0].text"),
        ({"text": "x", "context": {"thread": [{"text": "y", "own": True}] * 21}}, "context.thread"),
    ],
)
def test_beyond_a_limit_the_field_is_named(lint: Ask, fields: dict[str, Any], field: str) -> None:
    assert "at most" in problem(lint(**fields), 422, field)["detail"]


def test_limits_count_code_points_and_include_the_last_one(client: FlaskClient) -> None:
    turns = [{"text": "y", "own": False}] * 20
    for fields in (
        {"text": "é" * 20_000},
        {"text": "x", "context": {"parent": {"text": "😀" * 5_000}}},
        {"text": "x", "context": {"thread": turns}},
    ):
        body = json.dumps(fields, ensure_ascii=False).encode()
        assert client.post("/v1/lint", data=body).status_code == 200


def test_a_body_over_64_kib_is_refused_before_it_is_read(client: FlaskClient) -> None:
    fits = b'{"text": "x"' + b" " * (64 * 1024 - 13) + b"}"
    assert len(fits) == 64 * 1024
    assert client.post("/v1/lint", data=fits).status_code == 200
    problem(client.post("/v1/lint", data=fits + b" "), 413, "body")


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        (b"", "line 1"),
        (b"{", "line 1"),
        (b'{"text": "x",}', "column"),
        (b'{"text": "a\nb"}', "control character"),
        (b"text=kanarie-7391", "line 1, column 1"),
        (b'{"text": "x", "text": "kanarie-7391"}', "twice"),
        (b'{"text": "x", "context": {"a": 1, "a": 2}}', "twice"),
        (b'{"text": "x", "n": NaN}', "NaN"),
        (b'{"text": "x", "n": -Infinity}', "Infinity"),
        (b'{"text": "x", "n": ' + b"9" * 5000 + b"}", "number"),
        (b"[" * 30_000, "nested"),
        (b'{"a":' * 10_000, "nested"),
        (b'{"text": "caf\xe9"}', "UTF-8 at byte 13"),
        (b'{"text": "\xed\xa0\x80"}', "UTF-8"),
        ("{}".encode("utf-16"), "UTF-8"),
        (b"[]", "object"),
        (b'"kanarie-7391"', "object"),
        (b"null", "object"),
    ],
)
def test_a_body_that_is_not_sound_json_is_refused_clearly(client: FlaskClient, body: bytes, hint: str) -> None:
    response = client.post("/v1/lint", data=body)
    said = problem(response, 400, "body")
    assert hint in said["detail"]
    assert CANARY not in response.text


@given(st.binary(max_size=200))
def test_no_bytes_at_all_break_it(lint: Ask, app: Any, body: bytes) -> None:
    response = app.test_client().post("/v1/lint", data=body)
    assert response.status_code in (200, 400, 422)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
            st.sampled_from(["text", "context", "parent", "thread", "own", "checks", "language", "kind"]), inner
        ),
        max_leaves=12,
    )
)  # fmt: skip
def test_no_json_at_all_breaks_it(app: Any, document: Any) -> None:
    response = app.test_client().post("/v1/lint", data=json.dumps(document))
    assert response.status_code in (200, 400, 422)


def test_a_content_type_is_not_asked_for(client: FlaskClient) -> None:
    for content_type in ("text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-8"):
        response = client.post("/v1/lint", data=b'{"text": "Dag."}', content_type=content_type)
        assert response.status_code == 200


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("nl", "nl"),
        ("en", "en"),
        ("en-GB,en;q=0.9,nl;q=0.8", "en"),
        ("fr, nl-BE;q=0.5", "nl"),
        ("nl;q=0, en;q=0.1", "en"),
        ("fr", "nl"),
        ("*", "nl"),
        ("", "nl"),
        (";;,q=", "nl"),
    ],
)
def test_findings_are_worded_in_the_readers_language_else_the_drafts(
    lint: Ask, linter: Any, header: str, language: str
) -> None:
    finding = lint(header, text=REPLY, language="nl", context={"parent": {"text": COMPLAINT}}).json["findings"][0]
    rule = next(rule for rule in linter.rules if rule.id == finding["rule"])
    assert finding["message"] == rule.message[language]
    assert finding["why"] == rule.why[language]


def test_grammar_is_off_unless_asked_for_and_never_invented(app: Any, make_app: Any) -> None:
    def asked(target: Any, *checks: str) -> str:
        body = {"text": "Dag.", "checks": list(checks)}
        return str(target.test_client().post("/v1/lint", json=body).json["grammar"])

    assert asked(app, "rules") == "off"
    assert asked(app, "rules", "grammar") == "unavailable"
    assert asked(make_app(KALM_GRAMMAR="off"), "rules", "grammar") == "off"


def test_without_rules_among_the_checks_no_rule_speaks(lint: Ask) -> None:
    answer = lint(text=REPLY, context={"parent": {"text": COMPLAINT}}, checks=["grammar"]).json
    assert (answer["findings"], answer["verdict"]) == ([], "ok")


def test_strictness_comes_from_the_request_else_from_the_settings(make_app: Any) -> None:
    rules = make_app(KALM_STRICTNESS="quiet").test_client()
    assert rules.post("/v1/lint", json={"text": "Dag.", "strictness": "keen"}).status_code == 200
