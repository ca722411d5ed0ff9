"""Counts: they add up in any order, and say what they are said to say."""

import json
from datetime import date, timedelta

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalm.audit.tally import MOST_PROBLEMS, Tally, lot, week_of
from kalm.core import SEVERITIES, Anatomy, Finding, LintReport, PolicyStamp

RULES = ("nl.respect.sneer", "any.confidential.iban", "nl.voice.jargon")
CASES = 3

findings = st.builds(
    lambda rule, severity: Finding(rule, rule.split(".")[1], severity, 0, 1, "", "", ""),
    st.sampled_from(RULES),
    st.sampled_from(SEVERITIES),
)
reports = st.builds(
    lambda found, verdict: LintReport("nl", None, tuple(found), Anatomy(), (), verdict, PolicyStamp("x", 1)),
    st.lists(findings, max_size=3),
    st.sampled_from(["ok", "review", "stop"]),
)
days = st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31))
entries = st.lists(st.tuples(reports, reports, days, st.booleans()), max_size=25)

Entry = tuple[LintReport, LintReport, date | None, bool]


def tally_of(numbered: list[tuple[int, Entry]], two: bool = True) -> Tally:
    tally = Tally.of(1 + two)
    for line, (ours, theirs, day, sound) in numbered:
        if not sound:
            tally.refuse(line, "broken")
        elif tally.add((ours, theirs)[: 1 + two], day, () if day else ("date",)):
            tally.draw(line, CASES, 7)
    return tally


@given(entries, st.randoms(use_true_random=False), st.integers(1, 6), st.booleans())
def test_parts_add_up_to_the_whole_in_any_order(entries: list[Entry], random, parts: int, two: bool) -> None:  # type: ignore[no-untyped-def]
    numbered = list(enumerate(entries, 2))
    whole = tally_of(numbered, two)
    mixed = [tally_of(numbered[part::parts], two) for part in range(parts)]
    random.shuffle(mixed)
    merged = Tally.of(1 + two)
    for each in mixed:
        merged.merge(each, CASES)
    merged.problems.sort()
    assert merged == whole


@given(entries, st.booleans())
def test_a_tally_survives_being_written_down(entries: list[Entry], two: bool) -> None:
    tally = tally_of(list(enumerate(entries, 2)), two)
    assert Tally.from_json(json.loads(orjson.dumps(tally.to_json()))) == tally


@given(entries)
def test_totals_agree_with_each_other(entries: list[Entry]) -> None:
    tally = tally_of(list(enumerate(entries, 2)))
    for check in tally.checks:
        assert check.verdicts.total() == tally.posts
        assert check.interrupted == check.verdicts["review"] + check.verdicts["stop"]
        assert check.severities.total() == sum(rule.findings for rule in check.rules.values())
        assert max((rule.posts for rule in check.rules.values()), default=0) <= check.flagged <= tally.posts
        assert check.weeks.total() <= check.interrupted
    assert tally.difference is not None
    ours, theirs = tally.checks
    assert tally.difference.interrupted_new - tally.difference.interrupted_gone == ours.interrupted - theirs.interrupted
    for rule in RULES:
        only_new = tally.difference.new[rule] - tally.difference.gone[rule]
        posts = [check.rules[rule].posts if rule in check.rules else 0 for check in tally.checks]
        assert only_new == posts[0] - posts[1]


def report(verdict: str, *severities: str) -> LintReport:
    found = tuple(Finding(RULES[0], "respect", severity, 0, 1, "", "", "") for severity in severities)
    return LintReport("nl", None, found, Anatomy(), (), verdict, PolicyStamp("x", 1))


def test_another_severity_of_the_same_rule_is_a_change() -> None:
    tally = Tally.of(2)
    assert tally.add([report("review", "error"), report("ok", "suggestion")], None)
    assert tally.difference is not None
    assert tally.difference.changed == {RULES[0]: 1}
    assert (tally.difference.interrupted_new, tally.difference.new.total()) == (1, 0)


def test_interruptions_a_week_are_those_of_the_period() -> None:
    tally = Tally.of(1)
    for day in range(28):
        tally.add([report("review" if day % 4 == 0 else "ok")], date(2026, 3, 2) + timedelta(day))
    assert tally.interruptions_a_week(0) == pytest.approx(7 / 4)


def test_less_than_a_week_counts_as_one() -> None:
    tally = Tally.of(1)
    tally.add([report("stop")], date(2026, 3, 2))
    assert tally.interruptions_a_week(0) == 1


def test_without_dates_on_half_of_the_posts_there_is_no_estimate() -> None:
    tally = Tally.of(1)
    tally.add([report("stop")], date(2026, 3, 2))
    tally.add([report("stop")], None)
    assert tally.interruptions_a_week(0) == 1
    tally.add([report("stop")], None)
    assert tally.interruptions_a_week(0) is None
    assert Tally.of(1).interruptions_a_week(0) is None


def test_of_a_part_of_the_file_the_estimate_speaks_for_the_whole() -> None:
    tally = Tally.of(1)
    for day in range(14):
        tally.add([report("review")], date(2026, 3, 2) + timedelta(day))
    tally.drawn_from = 140
    assert tally.interruptions_a_week(0) == pytest.approx(70)


def test_weeks_are_iso_weeks() -> None:
    assert week_of(date(2027, 1, 1)) == "2026-W53"


def test_only_the_first_problems_are_listed_and_all_are_counted() -> None:
    late, early = Tally.of(1), Tally.of(1)
    for line in range(MOST_PROBLEMS):
        late.refuse(10_000 + line, "broken")
        early.refuse(2 + line, "broken")
    late.merge(early)
    assert late.unreadable == 2 * MOST_PROBLEMS
    assert late.problems == early.problems


def test_the_draw_is_fair() -> None:
    drawn = [0] * 50
    for seed in range(2_000):
        tally = Tally.of(1)
        for line in range(50):
            tally.draw(line, 5, seed)
        for _, line in tally.cases:
            drawn[line] += 1
    assert sum(drawn) == 2_000 * 5
    assert all(120 < count < 280 for count in drawn)  # 200 expected, six standard deviations either way
    assert lot(3, 1) != lot(3, 2)
