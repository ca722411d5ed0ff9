"""A proposed rule is tried by the engine, and what is wrong is said line by line."""

from typing import Any

import pytest

from kalm.linting import Linter
from kalm.policy.document import PackRule
from kalm.proposing import Mistake, mistakes
from tests.shipped import shipped

TEXTS = {"nl": "Dit klinkt als een slogan.", "en": "This sounds like a slogan."}


@pytest.fixture(scope="module")
def linter() -> Linter:
    return shipped()


def proposal(**changes: Any) -> PackRule:
    return PackRule.model_validate(
        {
            "name": "slug",
            "language": "nl",
            "category": "voice",
            "severity": "suggestion",
            "message": TEXTS,
            "why": TEXTS,
            "advice": TEXTS,
            "phrases": ["ontzorgen (wij|we) $you", "samen sterker"],
            "bad": ["Met ons pakket [[ontzorgen wij u]] volledig.", "Zo staan we [[samen sterker]]."],
            "good": ["Wij zorgen ervoor dat het goed komt.", "Samen komen we eruit."],
            **changes,
        }
    )


def test_a_sound_proposal_has_no_mistakes(linter: Linter) -> None:
    assert mistakes(linter, proposal()) == []


@pytest.mark.parametrize("language", ["nl", "nl-BE"])
def test_inflection_and_lists_work_as_in_any_rule(linter: Linter, language: str) -> None:
    asked = proposal(
        language=language,
        phrases=["~ontzorgen $you"],
        bad=["Het team [[ontzorgt u]] graag.", "Gisteren [[ontzorgde je]] ons."],
        good=["Geen zorgen."],
    )
    assert mistakes(linter, asked) == []


def test_english_is_tried_with_english_lists(linter: Linter) -> None:
    asked = proposal(
        language="en", phrases=["we unburden $you"], bad=["With us [[we unburden you]] fully."], good=["We help you."]
    )
    assert mistakes(linter, asked) == []


def test_each_phrase_that_cannot_be_read_is_named_with_its_line(linter: Linter) -> None:
    found = mistakes(linter, proposal(phrases=["samen sterker", "(open", "$nosuchlist woord", "*", "$competitors"]))
    assert [(mistake.field, mistake.line) for mistake in found] == [("phrases", number) for number in (2, 3, 4, 5)]
    assert "character" in found[0].message


def test_a_bad_example_needs_marks_and_a_good_one_may_have_none_left_open(linter: Linter) -> None:
    found = mistakes(linter, proposal(bad=["Zo staan we samen sterker."], good=["Een [[halve"]))
    assert [(mistake.field, mistake.line) for mistake in found] == [("bad", 1), ("good", 1)]


def test_examples_that_the_engine_sees_otherwise_are_named_with_their_line(linter: Linter) -> None:
    found = mistakes(
        linter,
        proposal(
            bad=["Met ons [[ontzorgen wij u]].", "Dat is [[iets anders]].", "[[Zo staan we samen sterker]]."],
            good=["Prima zo.", "Samen sterker is de naam van onze buurtclub."],
        ),
    )
    assert [(mistake.field, mistake.line) for mistake in found] == [("bad", 2), ("bad", 3), ("good", 2)]
    assert all("house-slug" not in mistake.message for mistake in found)
    assert "samen sterker" in found[1].message


def test_a_regular_expression_is_read_as_words_and_never_run(linter: Linter) -> None:
    found = mistakes(linter, proposal(phrases=["(a+)+$", r"\bslogan\b"], bad=["Dit is een [[slogan]]."], good=["Nee."]))
    assert found != []
    assert all(isinstance(mistake, Mistake) for mistake in found)


def test_other_rules_have_no_say_in_a_try_out(linter: Linter) -> None:
    """The example below is full of what shipped rules find; only the proposed phrase counts."""
    asked = proposal(bad=["Zoals wij u eerder al uitlegden, staan we [[samen sterker]]!!!"], good=["Dag."])
    assert mistakes(linter, asked) == []


def test_a_better_wording_that_leaves_the_finding_is_a_mistake(linter: Linter) -> None:
    kept = mistakes(linter, proposal(fixes=[{"text": "samen sterker"}]))
    assert {mistake.field for mistake in kept} == {"bad"}
    assert mistakes(linter, proposal(fixes=[{"text": "samen verder"}])) == []
