"""The document: every mistake is named, nothing is lost on the way."""

from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalm.policy import PolicyDocument, PolicyError, read_document, write_document
from kalm.policy.document import json_schema
from kalm.rules.folder import shipped_rules

WHOLE: dict[str, Any] = {
    "name": "Gemeente Voorbeeld",
    "language": "nl-BE",
    "settings": {
        "strictness": "keen",
        "contact": {"name": "Redactie", "reach": "toestel 12", "deputy": "Woordvoering"},
        "rules": [{"select": "nl.spam.*", "enabled": False, "reason": "afgesproken", "preview": 10}],
        "locked": ["apology"],
    },
    "words": {"competitors": ["Anderstad"]},
    "own": ["info@voorbeeld.be"],
    "case_numbers": ["Z-9999"],
    "allow": [{"text": "doe normaal", "select": "condescension", "reason": "campagne", "until": "2027-01-31"}],
    "openers": [{"language": "nl", "text": "Wat naar voor u.", "situation": "complaint", "address": "u"}],
    "teams": [{"id": "webcare", "name": "Webcare"}],
    "accounts": [{"handle": "@voorbeeld", "platform": "x", "team": "webcare", "mandate": ["Webcare"]}],
    "scopes": [{"when": {"place": "dm"}, "settings": {"interruptions": 0}}],
    "modes": [{"kind": "crisis", "until": "2027-01-01T00:00:00Z", "line": {"nl": "Rustig.", "en": "Calm."}}],
    "pack": [
        {
            "name": "geen-sorry-maar",
            "language": "nl",
            "category": "voice",
            "message": {"nl": "a", "en": "a"},
            "why": {"nl": "a", "en": "a"},
            "advice": {"nl": "a", "en": "a"},
            "phrases": ["sorry maar"],
            "bad": ["[[Sorry maar]] nee."],
            "good": ["Sorry."],
        }
    ],
}


def test_a_document_comes_back_as_it_was_written():
    document = read_document(WHOLE)
    assert read_document(write_document(document)) == document


def test_the_schema_takes_what_is_taken():
    jsonschema.validate(WHOLE, json_schema(), cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"name": ""}, "name"),
        ({"nmae": "x"}, "nmae"),
        ({"settings": {"strictness": "loud"}}, "settings.strictness"),
        ({"settings": {"rules": [{"select": "condescention"}]}}, "settings.rules[0].select"),
        ({"settings": {"rules": [{"select": "spam", "preview": 100}]}}, "settings.rules[0].preview"),
        ({"settings": {"guideline": "javascript:alert(1)"}}, "settings.guideline"),
        ({"modes": [{"kind": "crisis"}]}, "modes[0].until"),
        ({"accounts": [{"handle": "@x", "platform": "x", "team": "nobody"}]}, "accounts[0].team"),
        ({"scopes": [{"when": {}, "settings": {}}]}, "scopes[0].when"),
        ({"scopes": [{"when": {"team": None}, "settings": {}}]}, "scopes[0].when"),
        ({"teams": [{"id": "a", "name": "A"}, {"id": "a", "name": "B"}]}, "teams"),
        ({"case_numbers": ["[0-9]+"]}, "case_numbers[0]"),
    ],
)
def test_a_mistake_is_named_with_its_place(change: dict[str, Any], place: str):
    with pytest.raises(PolicyError) as caught:
        read_document({"name": "Voorbeeld", **change})
    assert place in str(caught.value)


def test_all_mistakes_are_named_at_once():
    with pytest.raises(PolicyError) as caught:
        read_document({"name": "", "language": "fr", "own": [""]})
    assert len(caught.value.problems) == 3


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_anything_else_is_refused_and_nothing_breaks(data: Any):
    with pytest.raises(PolicyError):
        read_document(data)


def test_an_own_rule_never_takes_the_place_of_a_shipped_one():
    assert read_document(WHOLE).pack[0].id == "nl.voice.house-geen-sorry-maar"
    shipped = [path.stem for path in shipped_rules().rglob("*.yml")]
    assert len(shipped) > 400
    assert not [name for name in shipped if name.startswith("house-")]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2027-01-01T01:00:00+02:00", "2026-12-31T23:00:00Z"),
        ("2027-01-01T01:00:00", "2027-01-01T01:00:00Z"),
        ("2027-01-01T01:00:00Z", "2027-01-01T01:00:00Z"),
    ],
)
def test_times_of_modes_are_kept_in_utc(given: str, kept: str):
    document = read_document(
        {"name": "Voorbeeld", "modes": [{"kind": "crisis", "since": "2026-01-01", "until": given}]}
    )
    (mode,) = write_document(document)["modes"]
    assert mode["until"] == kept
    assert mode["since"] == "2026-01-01T00:00:00Z"


@pytest.mark.parametrize("until", ["9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+01:00"])
def test_a_moment_that_utc_does_not_have_is_a_mistake(until: str):
    with pytest.raises(PolicyError) as caught:
        read_document({"name": "Voorbeeld", "modes": [{"kind": "crisis", "until": until}]})
    assert [place for place, _ in caught.value.problems] == ["modes[0].until"]


@pytest.mark.parametrize("lost", ["name", "settings"])
def test_a_document_that_does_not_come_back_as_it_was_is_a_mistake(monkeypatch: pytest.MonkeyPatch, lost: str):
    def forgetful(document: PolicyDocument) -> dict[str, Any]:
        return {key: value for key, value in write_document(document).items() if key != lost}

    monkeypatch.setattr("kalm.policy.document.write_document", forgetful)
    with pytest.raises(PolicyError):
        read_document(WHOLE)
