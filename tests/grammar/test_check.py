"""What a draft gets to hear from the real LanguageTool, through a real Kalm server."""

import json
from typing import Any

import pytest

from tests.serve.running import Running

SLIPS = {
    "nl": ("Bedankt, dat is vervelnd. Jij loop niet.", {"vervelnd", "Jij loop"}),
    "nl-BE": ("Amai, dat is vervelnd. Jij loop niet.", {"vervelnd", "Jij loop"}),
    "en-GB": ("Sorry, that is anoying. He go home.", {"anoying", "go"}),
    "en-US": ("Sorry, that is anoying. He go home.", {"anoying", "go"}),
    "en": ("Sorry, that is anoying. He go home.", {"anoying", "go"}),
}


def findings(kalm: Running, text: str, language: str = "auto", **more: Any) -> list[dict[str, Any]]:
    fields = {"text": text, "language": language, "checks": ["grammar"], "offset_unit": "codepoint", **more}
    status, body = kalm.ask("POST", "/v1/lint", fields)
    assert status == 200
    answer = json.loads(body)
    assert answer["grammar"] == "ok"
    found: list[dict[str, Any]] = answer["findings"]
    return found


def words(kalm: Running, text: str, language: str = "auto", **more: Any) -> set[str]:
    return {text[found["start"] : found["end"]] for found in findings(kalm, text, language, **more)}


@pytest.mark.parametrize("language", SLIPS)
def test_slips_are_found_in_every_language(kalm: Running, language: str) -> None:
    text, slips = SLIPS[language]
    assert words(kalm, text, language) == slips


def test_a_finding_is_a_suggestion_with_better_spellings(kalm: Running) -> None:
    (found,) = findings(kalm, "Dat is echt vervelnd.", "nl")
    assert found["rule"].startswith("lt.MORFOLOGIK")
    assert (found["category"], found["severity"], found["confidence"]) == ("language", "suggestion", None)
    assert found["fixes"][0] == {"title": "vervelend", "edits": [{"start": 12, "end": 20, "text": "vervelend"}]}
    assert len(found["fixes"]) <= 3


def test_grammar_changes_no_verdict(kalm: Running) -> None:
    body = {"text": "Dat is echt vervelnd.", "checks": ["rules", "grammar"]}
    answer = json.loads(kalm.ask("POST", "/v1/lint", body)[1])
    assert [found["category"] for found in answer["findings"]] == ["language"]
    assert answer["verdict"] == "ok"


@pytest.mark.parametrize("colour", ["colour", "color"])
def test_plain_english_is_wrong_only_where_both_variants_say_so(kalm: Running, colour: str) -> None:
    assert words(kalm, f"The {colour} is right.", "en") == set()


def test_each_variant_has_its_own_spelling(kalm: Running) -> None:
    assert words(kalm, "The color is right.", "en-GB") == {"color"}
    assert words(kalm, "The colour is right.", "en-US") == {"colour"}


@pytest.mark.parametrize("language", ["fr", "de", "xx"])
def test_a_language_that_is_not_read_is_unavailable(kalm: Running, language: str) -> None:
    body = {"text": "Bonjur.", "language": language, "checks": ["grammar"]}
    assert json.loads(kalm.ask("POST", "/v1/lint", body)[1])["grammar"] == "unavailable"


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "😀", "👨‍👩‍👧 🇳🇱", "@kalm", "^XY"])
def test_a_text_without_a_word_has_no_slips(kalm: Running, text: str) -> None:
    assert findings(kalm, text, "nl") == []


def test_offsets_count_what_the_caller_counts(kalm: Running) -> None:
    text = "😀👨‍👩‍👧 Dat is vervelnd."
    _, body = kalm.ask("POST", "/v1/lint", {"text": text, "language": "nl", "checks": ["grammar"]})
    (found,) = json.loads(body)["findings"]
    units = text.encode("utf-16-le")
    assert units[2 * found["start"] : 2 * found["end"]].decode("utf-16-le") == "vervelnd"


def test_at_most_five_findings_and_grave_ones_first(kalm: Running) -> None:
    text = "Dat is vervelnd. Jij loop niet. Hij word ziek. Dat is vervelnd. Jij loop niet. Hij word ziek , ja."
    found = findings(kalm, text, "nl")
    assert len(found) == 5
    assert "lt.COMMA_PARENTHESIS_WHITESPACE" not in {each["rule"] for each in found}


def test_nothing_is_found_where_the_words_are_not_the_writers_own(kalm: Running) -> None:
    text = (
        "@vervelnd bedankt voor #vervelnd en https://example.org/vervelnd of info@vervelnd.example. "
        'U schreef "dit is echt heel vervelnd" en dat klopt. ^Vervelnd'
    )
    parent = {"parent": {"text": "dit is echt heel vervelnd"}}
    assert words(kalm, text, "nl", context=parent) == set()


def test_nothing_is_found_over_a_finding_of_ours(kalm: Running) -> None:
    text = "Zoals  wij u eerder al uitlegden duurt het zes weken. Dat is  echt vervelnd."
    parent = {"text": "Ik wacht al drie weken op mijn bestelling en niemand reageert!"}
    body = {
        "text": text,
        "checks": ["rules", "grammar"],
        "offset_unit": "codepoint",
        "context": {"parent": parent},
    }
    found = json.loads(kalm.ask("POST", "/v1/lint", body)[1])["findings"]
    ours = [f for f in found if not f["rule"].startswith("lt.") and f["start"] is not None]
    theirs = {f["start"]: f for f in found if f["rule"].startswith("lt.")}
    assert ours[0]["start"] == 0
    assert text.index("  wij") not in theirs
    assert text.index("  echt") in theirs


def test_the_reader_is_told_in_a_language_of_their_own(kalm: Running) -> None:
    body = {"text": "Jij loop niet.", "language": "nl", "checks": ["grammar"]}
    for wanted, word in (("en", "language"), ("nl", "Jij loopt")):
        answer = json.loads(kalm.ask("POST", "/v1/lint", body, **{"Accept-Language": wanted})[1])
        assert word in answer["findings"][0]["message"]
