"""What changed, and why something is as it is."""

from typing import Any

from kalm.policy import PolicyBook, PolicyDocument, read_document
from kalm.policy.differ import Change, differences, told
from kalm.policy.explain import explain


def document(**parts: Any) -> PolicyDocument:
    return read_document({"name": "Voorbeeld", **parts})


def test_a_document_does_not_differ_from_itself():
    assert differences(document(own=["a"]), document(own=["a"])) == []


def test_a_setting_shows_what_it_was_and_is():
    (change,) = differences(document(settings={"strictness": "quiet"}), document(settings={"strictness": "keen"}))
    assert change == Change("settings.strictness", "quiet", "keen")
    assert told(change) == "settings.strictness: quiet -> keen"


def test_words_show_what_came_and_went_whatever_their_order():
    changes = differences(
        document(words={"competitors": ["Anderstad", "Beekdorp"]}),
        document(words={"competitors": ["Ceedam", "Beekdorp"]}),
    )
    assert [told(change) for change in changes] == [
        "words.competitors: - Anderstad",
        "words.competitors: + Ceedam",
    ]


def test_an_entry_is_known_by_its_name_and_not_by_its_place():
    teams = [{"id": "webcare", "name": "Webcare"}, {"id": "pers", "name": "Pers"}]
    turned = [{"id": "pers", "name": "Persdienst"}, {"id": "webcare", "name": "Webcare"}]
    (change,) = differences(document(teams=teams), document(teams=turned))
    assert told(change) == "teams[pers].name: Pers -> Persdienst"


def test_a_line_says_who_decided_and_why():
    policy = PolicyBook(
        document(settings={"rules": [{"select": "spam", "enabled": False, "locked": True, "reason": "afgesproken"}]}), 1
    ).base
    assert explain(policy, "nl.spam.hashtags", "spam", "suggestion") == (
        "nl.spam.hashtags: severity suggestion (shipped); on no (organisation says so of spam, locked: afgesproken)"
    )
    assert explain(policy, "any.confidential.bsn", "confidential", "error") == (
        "any.confidential.bsn: on (shipped); severity error (shipped); holds a post (shipped)"
    )
