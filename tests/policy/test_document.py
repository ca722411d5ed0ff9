"""The document: every mistake is named, nothing is lost on the way."""

from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalm.policy import PolicyError, read_document, write_document
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
