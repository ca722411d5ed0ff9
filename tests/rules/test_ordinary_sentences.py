"""Dull life: sentences that use the words of rules in their ordinary meaning, as webcare writes them all day.

They were written against the rules' phrases, so they are harder than what people really write; the shares are limits
that only go down.
"""

from collections import Counter

import pytest

from kalm.core import Context, Draft
from kalm.linting import Linter, reply
from kalm.rules.folder import shipped_rules
from tests.shipped import shipped

pytestmark = pytest.mark.slow

SENTENCES = shipped_rules() / "ordinary"
QUESTIONS = {"nl": "Hoe laat gaat de winkel morgen open?", "en": "What time does the shop open tomorrow?"}
MOST = {
    ("nl", "reply"): {"error": 1.2, "warning": 9.2},
    ("nl", "post"): {"error": 1.0, "warning": 4.6},
    ("en", "reply"): {"error": 0.7, "warning": 13.5},
    ("en", "post"): {"error": 0.7, "warning": 6.5},
}
"""Of 100 sentences, those that may carry an error; those that may carry a warning or an error."""


@pytest.fixture(scope="module")
def linter() -> Linter:
    return shipped()


@pytest.mark.parametrize(("language", "written_as"), MOST)
def test_few_ordinary_sentences_are_warned_about_and_hardly_any_is_an_error(
    linter: Linter, language: str, written_as: str
):
    sentences = (SENTENCES / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    counts: Counter[str] = Counter()
    for text in sentences:
        draft = reply(text, QUESTIONS[language]) if written_as == "reply" else Draft(text, Context(), language)
        severities = {one.severity for one in linter.check(draft).findings if one.category != "language"}
        counts["error"] += "error" in severities
        counts["warning"] += bool({"error", "warning"} & severities)
    shares = {name: 100 * counts[name] / len(sentences) for name in ("error", "warning")}
    most = MOST[language, written_as]
    assert shares["error"] <= most["error"]
    assert shares["warning"] <= most["warning"]
