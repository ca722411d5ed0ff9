"""Offsets stay right with astral characters, whatever else is being checked at the same moment."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from kalm.grammar.checker import Checker

from .conftest import answered

pytestmark = pytest.mark.slow

THREADS, CHECKS = 8, 2_000
ODD = (
    "😀", "👍🏽", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇳🇱", "🇧🇪🇬🇧", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "❤️", "👩🏻‍💻", "1️⃣", "𝒜𝓃𝓃𝒶", "𐍈", "e\u0301", "ﬁ", "\u200b", "🫠🫠🫠", "漢字", "👁️‍🗨️",
)  # fmt: skip
SLIPS = {"nl": ("vervelnd", "vandag", "beriicht"), "en-GB": ("anoying", "tommorow", "mesage")}
PLAIN = {"nl": "Dat is wel voor ons en uw pakket komt er nu aan.", "en-GB": "We will send it to you as soon as we can."}


def texts(seed: int) -> Iterator[tuple[str, str, str]]:
    """Language, text and slip: plain words with a slip among them, and odd characters in every position."""
    dice = random.Random(seed)
    for _ in range(CHECKS // THREADS):
        language = dice.choice(tuple(SLIPS))
        slip = dice.choice(SLIPS[language])
        words = PLAIN[language].split()
        words.insert(dice.randrange(1, len(words)), slip)
        for _ in range(dice.randrange(1, 6)):
            words.insert(dice.randrange(len(words) + 1), "".join(dice.choices(ODD, k=dice.randrange(1, 4))))
        yield language, dice.choice(("", "😀", "🇳🇱 ")) + " ".join(words) + dice.choice(("", " 👍🏽", "👨‍👩‍👧")), slip


def wrong_spans(checker: Checker, seed: int) -> list[str]:
    wrong = []
    for language, text, slip in texts(seed):
        matches = answered(checker, text, language).matches
        found = [text[match.start : match.end] for match in matches if match.issue == "misspelling"]
        if slip not in found:
            wrong.append(f"{found} in {text!r}")
        wrong += [f"{word!r} in {text!r}" for word in found if word.strip() != word or " " in word]
    return wrong


def test_eight_threads_find_every_slip_exactly_where_it_stands(checker: Checker) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        wrong = [each for found in pool.map(lambda seed: wrong_spans(checker, seed), range(THREADS)) for each in found]
    assert not wrong, f"{len(wrong)} of {CHECKS}: {wrong[:3]}"
