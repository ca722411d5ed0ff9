"""Rules and reader under a policy: what may not be told takes no other finding along."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from kalm.core import LintReport
from kalm.linting import reply
from kalm.policy import PolicyBook, ResolvedPolicy, read_document
from kalm.reader.model import HEADS
from kalm.reader.reading import Reading, Stretch
from tests.shipped import shipped

COMPLAINT = "Mijn pakket is al drie weken zoek en er belt niemand terug."
SHRUG, OTHER = "Dat is gewoon niet ons probleem.", "Wat een domme opmerking van u."
SURE = 20.0

Check = Callable[..., LintReport]


def policy(**parts: Any) -> ResolvedPolicy:
    return PolicyBook(read_document({"name": "Voorbeeld", **parts}), 1).base


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch) -> Check:
    """Lint with a reader that hears what the test says: category → (raw output, its words)."""
    linter = shipped("auto")
    assert linter.listening is not None

    def checked(text: str, heard: Mapping[str, tuple[float, str]], asked: ResolvedPolicy, **how: Any) -> LintReport:
        def read(*_: object) -> Reading:
            places = {
                category: (Stretch(text.index(words), text.index(words) + len(words), np.ones(384, np.float32)),)
                for category, (_, words) in heard.items()
            }
            raw = {category: heard.get(category, (-20.0, ""))[0] for category in HEADS}
            return Reading(raw, dict.fromkeys(HEADS, ()) | places)

        monkeypatch.setattr(linter.listening.reader, "read", read)  # type: ignore[union-attr]
        return linter.check(reply(text, COMPLAINT, "nl"), policy=asked, **how)

    return checked


def told(report: LintReport) -> set[tuple[str, str]]:
    return {(one.rule, one.severity) for one in report.findings if one.rule.startswith("reader.")}


def test_words_that_may_stand_keep_no_trouble_of_that_kind_elsewhere_from_being_heard(check: Check) -> None:
    text = f"{SHRUG} {OTHER}"
    heard = {"emotional-tone": (SURE, OTHER)}
    asked = policy(allow=[{"text": "dat is gewoon niet ons probleem", "reason": "Zo heet onze actie."}])
    assert ("reader.emotional-tone", "warning") in told(check(text, heard, asked))


def test_what_is_heard_in_words_that_may_stand_is_not_told(check: Check) -> None:
    asked = policy(allow=[{"text": OTHER.rstrip("."), "reason": "Onze slogan."}])
    assert told(check(OTHER, {"respect": (SURE, OTHER.rstrip("."))}, asked)) == set()


def test_a_kind_that_is_switched_off_takes_no_other_in_the_same_words_along(check: Check) -> None:
    heard = {"emotional-tone": (SURE, OTHER), "respect": (SURE - 8, OTHER)}
    assert told(check(OTHER, heard, policy())) == {("reader.emotional-tone", "warning")}
    asked = policy(settings={"rules": [{"select": "reader.emotional-tone", "enabled": False}]})
    assert told(check(OTHER, heard, asked)) == {("reader.respect", "warning")}


def test_a_warning_that_is_switched_off_keeps_no_suggestion_waiting(check: Check) -> None:
    text = f"{OTHER} Goedemiddag allemaal."
    linter = shipped("auto")
    assert linter.listening is not None
    scale = linter.listening.reader.measured.scale("nl")
    slope, offset = scale.calibration["respect"]
    levels = scale.levels["balanced"]
    odds = (levels.suggestion + levels.warning) / 2
    between = (float(np.log(odds / (1 - odds))) - offset) / slope
    heard = {"emotional-tone": (SURE, OTHER), "respect": (between, "Goedemiddag allemaal.")}
    assert told(check(text, heard, policy())) == {("reader.emotional-tone", "warning")}
    asked = policy(settings={"rules": [{"select": "reader.emotional-tone", "enabled": False}]})
    assert told(check(text, heard, asked)) == {("reader.respect", "suggestion")}


def test_at_quiet_what_a_policy_makes_a_suggestion_is_silent(check: Check) -> None:
    heard = {"emotional-tone": (SURE, OTHER)}
    asked = policy(settings={"rules": [{"select": "emotional-tone", "severity": "suggestion"}]})
    assert ("reader.emotional-tone", "suggestion") in told(check(OTHER, heard, asked, strictness="balanced"))
    assert told(check(OTHER, heard, asked, strictness="quiet")) == set()
