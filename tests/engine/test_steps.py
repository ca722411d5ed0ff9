"""What two categories may say about the same words."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from kalm.engine.steps import Hit, settle_overlaps
from kalm.linting import reply
from kalm.text import read
from tests.shipped import shipped

SENTENCE = "Piet van de balie ligt ziek thuis, pech gehad."


@pytest.mark.parametrize(
    ("spans", "kept"),
    [
        ({"confidential": (0, 45), "emotional-tone": (35, 45)}, ["confidential", "emotional-tone"]),
        ({"confidential": (18, 33), "emotional-tone": (0, 45)}, ["confidential", "emotional-tone"]),
        ({"confidential": (0, 33), "emotional-tone": (5, 33)}, ["confidential"]),
        ({"confidential": (0, 20), "emotional-tone": (18, 45)}, ["confidential", "emotional-tone"]),
        ({"emotional-tone": (0, 33), "respect": (0, 33)}, ["respect"]),
    ],
)
def test_a_category_hides_another_only_where_both_mark_mostly_the_same_words(
    one_rule: Callable, spans: dict[str, tuple[int, int]], kept: list[str]
) -> None:
    (rule,) = one_rule('match: {phrases: ["jammer dan"]}\n').ruleset.rules
    hits = [Hit(replace(rule, category=category), "warning", *span, None, None) for category, span in spans.items()]
    left = settle_overlaps(hits, read(SENTENCE, "nl"))
    assert [hit.rule.category for hit in left] == kept


@pytest.mark.parametrize(
    "text",
    [
        "Het wachtwoord is: Zonnebloem!2024",
        "De pincode van de kluis is 4471 en het wachtwoord is Zonnebloem!2024",
        "The password is: Sunflower!2024",
        "Uw BSN is 111222333, zo staat het in het systeem.",
    ],
)
def test_a_secret_holds_the_post_whatever_a_phrase_says_of_the_same_words(text: str) -> None:
    linter = shipped()
    assert linter.check(reply(text, "Hoe kom ik binnen?")).verdict == "stop"
