"""What is learned from counts and disputes: weeks, outcomes, rules to look at again, and the week in text."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from kalm.learning import digest, retirements, trends
from kalm.learning.trends import category_of, mondays
from kalm.store import Store, counters, disputes
from kalm.store.migrate import upgrade
from kalm.store.tables import Person

TODAY = dt.date(2026, 11, 26)
"""A Thursday."""
SNEER, SLOGAN = "nl.respect.sneer", "nl.voice.slogan"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    store = Store(f"sqlite:///{tmp_path / 'kalm.db'}")
    upgrade(store)
    with store.session() as session:
        for team, size in (("webcare", 6), ("press", 5), ("north", 3)):
            for index in range(size):
                session.add(
                    Person(
                        id=f"{team}{index}", name="P", email=f"{team}{index}@voorbeeld.nl", role="staff", team=team,
                        password_hash=None, subject=None, since=TODAY, disabled=False,
                    )
                )  # fmt: skip
        session.flush()
        yield session
    store.close()


def count(
    session: Session, number: int, rule: str = SNEER, event: str = "shown", days: int = 0, team: str = "webcare"
) -> None:
    counters.add(session, {(TODAY - dt.timedelta(days=days), team, rule, 3, event): number})


def test_weeks_begin_on_monday_and_the_last_one_holds_today() -> None:
    assert mondays(TODAY, 2) == (dt.date(2026, 11, 16), dt.date(2026, 11, 23))
    assert mondays(dt.date(2026, 11, 23), 1) == (dt.date(2026, 11, 23),)
    assert mondays(dt.date(2026, 11, 22), 1) == (dt.date(2026, 11, 16),)


def test_what_was_shown_is_added_up_by_week_rule_and_category(session: Session) -> None:
    count(session, 2)
    count(session, 3, days=3)
    count(session, 4, days=4)
    count(session, 1, SLOGAN, days=11 * 7)
    count(session, 7, "gone", days=1)
    count(session, 9, SNEER, "ignored")
    seen = trends(session, TODAY)
    assert [(line.name, line.counts[-2:], line.total) for line in seen.categories] == [
        ("respect", (4, 5), 9),
        ("other", (0, 7), 7),
        ("voice", (0, 0), 1),
    ]
    assert {line.name: line.counts[0] for line in seen.rules} == {SNEER: 0, SLOGAN: 1, "gone": 0}
    assert (seen.outcomes[0].rule, seen.outcomes[0]["shown"], seen.outcomes[0]["ignored"]) == (SNEER, 9, 9)


def test_a_team_is_told_apart_only_if_it_is_large_enough(session: Session) -> None:
    for team, number in (("webcare", 1), ("press", 2), ("north", 4)):
        count(session, number, team=team)
    seen = trends(session, TODAY)
    assert seen.teams == ("webcare",), "press is counted with north, which is too small"
    assert seen.categories[0].total == 7
    assert trends(session, TODAY, "webcare").categories[0].total == 1
    for small in ("north", "press"):
        assert trends(session, TODAY, small).categories == ()


@pytest.mark.parametrize(
    ("rule", "category"),
    [(SNEER, "respect"), ("reader.missing-empathy", "missing-empathy"), ("lt.COMMA", "language"), ("a.b.c", "other")],
)
def test_the_category_of_a_rule_is_in_its_id(rule: str, category: str) -> None:
    assert category_of(rule) == category


def dispute(session: Session, state: str | None, rule: str = SNEER, days: int = 0) -> None:
    made = disputes.add(session, rule, 3, "quoted", None, None, TODAY - dt.timedelta(days=days))
    if state is not None:
        disputes.answer(session, made.id, state, "Daarom.", "Anna")


def test_a_rule_whose_disputes_were_right_is_looked_at_again(session: Session) -> None:
    for state in ("accepted", "accepted", None, None):
        dispute(session, state)
    assert retirements(session, TODAY) == []
    dispute(session, "accepted")
    assert [(one.rule, one.reason, one.number, one.total) for one in retirements(session, TODAY)] == [
        (SNEER, "accepted", 3, 3)
    ]
    for _ in range(4):
        dispute(session, "declined")
    assert retirements(session, TODAY) == []


def test_old_disputes_do_not_count_against_a_rule(session: Session) -> None:
    for _ in range(3):
        dispute(session, "accepted", days=100)
    assert retirements(session, TODAY) == []


@pytest.mark.parametrize(("ignored", "applied", "doubtful"), [(16, 4, True), (15, 4, False), (16, 5, False)])
def test_a_rule_that_nearly_everybody_passes_over_is_looked_at_again(
    session: Session, ignored: int, applied: int, doubtful: bool
) -> None:
    count(session, ignored, event="ignored")
    count(session, applied, event="applied")
    assert [one.reason for one in retirements(session, TODAY)] == (["ignored"] if doubtful else [])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_digest_tells_the_last_whole_week(session: Session, language: str) -> None:
    count(session, 1000)  # this week: not whole yet
    count(session, 12, days=5)
    count(session, 7, SLOGAN, days=6)
    count(session, 30, days=12)
    for _ in range(3):
        dispute(session, "accepted", days=7)
    dispute(session, None)
    told = digest(session, TODAY, language, {"respect": "Respect!"})
    assert "week 47" in told
    assert "2026-11-16" in told
    assert "2026-11-22" in told
    assert " 19 " in told.replace("times", "").replace("keer", "")
    assert " 30 " in told
    assert "12  Respect!" in told
    assert f"12  {SNEER}" in told
    assert f" 7  {SLOGAN}" in told
    assert "1000" not in told
    assert f"- {SNEER}: " in told
    assert told.endswith("\n")
    assert "{" not in told


def test_a_digest_of_nothing_says_why(session: Session) -> None:
    assert "fewer than five" in digest(session, TODAY, "en")
