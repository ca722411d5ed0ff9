"""Disputes: about a rule, with words of the writer only where ticked, and those for thirty days."""

import datetime as dt

import pytest

from kalm.store import Store, disputes
from kalm.store.disputes import AnsweredAlreadyError, Standing

TODAY = dt.date(2026, 11, 2)


def dispute(store: Store, rule: str = "nl.respect.sneer", text: str | None = None, version: int = 4) -> int:
    with store.session() as session:
        return disputes.add(session, rule, version, "quoted", text, None, TODAY).id


def test_open_disputes_come_first_and_the_latest_before_the_others(store: Store) -> None:
    first, second, third = dispute(store), dispute(store), dispute(store)
    with store.session() as session:
        disputes.answer(session, third, "accepted", "Klopt.", "Anna")
        assert [found.id for found in disputes.listed(session)] == [second, first, third]
        assert [found.id for found in disputes.listed(session, state="accepted")] == [third]
        assert disputes.listed(session, rule="nl.other") == []
        assert disputes.count_open(session) == 2


def test_a_dispute_is_answered_once(store: Store) -> None:
    number = dispute(store)
    with store.session() as session:
        answered = disputes.answer(session, number, "declined", "De regel klopt hier.", "Anna")
        assert (answered.state, answered.answer, answered.answered_by) == ("declined", "De regel klopt hier.", "Anna")
    with store.session() as session:
        with pytest.raises(AnsweredAlreadyError):
            disputes.answer(session, number, "accepted", "Toch niet.", "Bram")
        with pytest.raises(LookupError):
            disputes.answer(session, number + 1, "accepted", "Wat?", "Bram")


def test_the_text_goes_after_thirty_days_and_the_dispute_stays(store: Store) -> None:
    kept, bare = dispute(store, text="Mijn zin."), dispute(store)
    with store.session() as session:
        assert disputes.expire(session, TODAY + dt.timedelta(days=29)) == 0
    with store.session() as session:
        assert disputes.expire(session, TODAY + dt.timedelta(days=30)) == 1
    with store.session() as session:
        texts = {found.id: (found.text, found.text_until) for found in disputes.listed(session)}
    assert texts == {kept: (None, None), bare: (None, None)}


def test_a_text_lies_in_the_database_file_until_its_days_are_over_and_not_after(store: Store) -> None:
    if store.file is None:
        pytest.skip("PostgreSQL's files are its own affair")
    dispute(store, text="kanarie-dispuut")

    def found() -> bool:
        with store.engine.connect() as connection:
            connection.exec_driver_sql("rollback")
            connection.exec_driver_sql("pragma wal_checkpoint(truncate)")
        assert store.file is not None
        beside = store.file.with_name(store.file.name + "-wal")
        return any(b"kanarie-dispuut" in path.read_bytes() for path in (store.file, beside) if path.exists())

    assert found()
    with store.session() as session:
        disputes.expire(session, TODAY + dt.timedelta(days=30))
    assert not found()


def test_standings_count_by_rule_and_version(store: Store) -> None:
    numbers = [dispute(store) for _ in range(3)] + [dispute(store, version=5)]
    with store.session() as session:
        disputes.answer(session, numbers[0], "accepted", "Ja.", "Anna")
        disputes.answer(session, numbers[1], "declined", "Nee.", "Anna")
        assert disputes.standings(session) == [
            Standing("nl.respect.sneer", 4, 3, 1, 1),
            Standing("nl.respect.sneer", 5, 1, 0, 0),
        ]
        assert disputes.standings(session, TODAY + dt.timedelta(days=1)) == []
        assert disputes.disputed_rules(session) == ["nl.respect.sneer"]
