"""The figures are those of tests/gold/score.py, and the intervals hold where the usual ones break."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalm.core import SEVERITIES, rank
from kalm.evaluation.scoring import WARNING, Case, Marked, pairs, summarise
from kalm.intervals import wilson

SPEC = importlib.util.spec_from_file_location("score", Path(__file__).parents[1] / "gold" / "score.py")
assert SPEC is not None
assert SPEC.loader is not None
SCORE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(SCORE)

SPANS = st.one_of(
    st.just((None, None)), st.tuples(st.integers(0, 20), st.integers(1, 9)).map(lambda span: (span[0], sum(span)))
)
MARKED = ["facts", "respect", "missing-empathy"]


def findings(categories: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        lambda category, span: {"category": category, "start": span[0], "end": span[1]},
        st.sampled_from(categories),
        SPANS,
    )


GOLD = findings(MARKED)
FOUND = st.builds(
    # A category that is never marked in gold can be found all the same.
    lambda finding, severity: {**finding, "severity": severity},
    findings([*MARKED, "language"]),
    st.sampled_from(SEVERITIES),
)
RECORDS = st.lists(st.tuples(st.lists(GOLD, max_size=3), st.lists(FOUND, max_size=4)), max_size=12)


def both(records: list[tuple[list[dict[str, Any]], list[dict[str, Any]]]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What score.py says of these records, and what we say under the same names."""
    gold, found, cases = [], {}, []
    for number, (marked, predicted) in enumerate(records):
        name = f"r-{number}"
        gold.append({"id": name, "findings": marked, "ok": not marked})
        found[name] = predicted
        cases.append(
            Case(
                name,
                "nl",
                not marked,
                tuple(Marked(each["category"], each["start"], each["end"]) for each in marked),
                tuple(
                    Marked(each["category"], each["start"], each["end"], rank(each["severity"])) for each in predicted
                ),
            )
        )
    theirs, _ = SCORE.summarise(gold, found)
    return theirs, only_what_score_knows(summarise(cases), theirs)


def only_what_score_knows(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """Our figures without those that score.py lacks (intervals, pairs)."""
    return {
        name: only_what_score_knows(ours[name], value) if isinstance(value, dict) else ours[name]
        for name, value in theirs.items()
    }


@given(RECORDS)
def test_every_figure_is_the_one_of_score_py(records: Any) -> None:
    theirs, ours = both(records)
    assert ours == theirs


def test_a_case_seen_at_warning_loses_its_suggestions_only() -> None:
    case = Case("r-1", "nl", True, (), (Marked("facts", 0, 1, 0), Marked("facts", 2, 3, 1), Marked("facts", 4, 5, 2)))
    assert [finding.severity for finding in case.at_least(WARNING).found] == [1, 2]


@pytest.mark.parametrize(
    ("hits", "of", "interval"),
    [
        # Worked by hand from the formula; 0 of 10 and 10 of 10 mirror each other.
        (0, 10, (0.0, 0.2775)),
        (10, 10, (0.7225, 1.0)),
        (5, 10, (0.2366, 0.7634)),
        (80, 100, (0.7112, 0.8666)),
    ],
)
def test_wilson_interval_of_known_shares(hits: int, of: int, interval: tuple[float, float]) -> None:
    assert wilson(hits, of) == interval


@given(st.integers(1, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_holds_its_share_and_stays_between_none_and_all(counts: tuple[int, int]) -> None:
    interval = wilson(*counts)
    assert interval is not None
    low, high = interval
    assert 0 <= low <= round(counts[0] / counts[1], 4) <= high <= 1
    assert low < high


def test_nothing_counted_has_no_interval() -> None:
    assert wilson(0, 0) is None


def test_a_pair_is_right_when_the_bad_one_is_caught_and_the_good_one_silent() -> None:
    marked = Marked("facts", 0, 5)
    cases = [
        Case("p-1a", "nl", False, (marked,), (marked,)),
        Case("p-1b", "nl", True, (), ()),
        Case("p-2a", "nl", False, (marked,), (marked,)),
        Case("p-2b", "nl", True, (), (marked,)),
        Case("p-3", "nl", True, (), ()),
    ]
    contrast = pairs(cases)
    assert contrast is not None
    assert (contrast["pairs"], contrast["both_right"]) == (2, 1)


def test_drafts_without_pairs_have_no_contrast() -> None:
    assert pairs([Case("nl-0001", "nl", True, (), ())]) is None
