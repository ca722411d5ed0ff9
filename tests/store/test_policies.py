"""Versions and the draft in the store."""

import datetime as dt
import threading
import time

import pytest
from sqlalchemy import text

from kalm.policy import PolicyDocument, read_document
from kalm.store import Store, policies
from kalm.store.policies import EditedMeanwhileError, NoSuchVersionError, UnreadableError
from kalm.store.revision import number
from kalm.store.tables import Draft, Policy


def named(name: str) -> PolicyDocument:
    return read_document({"name": name})


def test_only_the_edition_that_was_seen_is_published(store: Store):
    with store.session() as session:
        seen = policies.save_draft(session, named("a"), 0, "Mieke")
        newer = policies.save_draft(session, named("b"), seen, "Bram")
    with pytest.raises(EditedMeanwhileError) as told, store.session() as session:
        policies.publish_draft(session, seen, "note", "Mieke")
    assert told.value.author == "Bram"
    with store.session() as session:
        assert policies.publish_draft(session, newer, "note", "Mieke") == 1
        latest = policies.latest(session)
        assert latest is not None
        assert latest.document.name == "b"
        assert policies.draft(session).changed_at is None
    with pytest.raises(EditedMeanwhileError), store.session() as session:
        policies.publish_draft(session, newer, "note", "Mieke")


def test_going_back_leaves_the_draft_and_tells_running_workers(store: Store):
    with store.session() as session:
        policies.publish(session, named("a"), "1", "Mieke")
        policies.publish(session, named("b"), "2", "Mieke")
        policies.save_draft(session, named("c"), -2, "Bram")
        before = number(session)
        assert policies.rollback(session, 1, "back", "Mieke") == 3
        assert number(session) > before
        assert policies.draft(session).document.name == "c"
        with pytest.raises(NoSuchVersionError):
            policies.rollback(session, 9, "back", "Mieke")


def test_an_edition_of_an_earlier_draft_does_not_come_back(store: Store, monkeypatch: pytest.MonkeyPatch):
    """A page that was left open must not overwrite the next draft."""
    moment = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
    monkeypatch.setattr(policies, "_now", lambda: moment)
    with store.session() as session:
        old = [policies.save_draft(session, named("a"), 0, "Mieke")]
        old += [policies.save_draft(session, named("a"), old[-1], "Mieke") for _ in range(1)]
        policies.discard_draft(session)
        moment += dt.timedelta(minutes=1)
        new = policies.save_draft(session, named("b"), 0, "Bram")
        assert new not in old
        for edition in old:
            with pytest.raises(EditedMeanwhileError):
                policies.save_draft(session, named("a"), edition, "Mieke")


def test_a_page_that_was_opened_before_a_colleague_saved_and_published_overwrites_nothing(store: Store):
    with store.session() as session:
        policies.publish(session, named("a"), "1", "Mieke")
        opened = policies.draft(session).edition
        saved = policies.save_draft(session, named("b"), opened, "Bram")
        policies.publish_draft(session, saved, "2", "Bram")
    for edition in (opened, 0, None):
        with pytest.raises(EditedMeanwhileError) as told, store.session() as session:
            policies.save_draft(session, named("a"), edition, "Mieke")
        assert told.value.author == "Bram"
    with store.session() as session:
        policies.save_draft(session, named("c"), policies.draft(session).edition, "Mieke")


def test_of_two_who_save_the_first_draft_at_once_the_second_is_told_who_was_first(store: Store):
    if store.sqlite:
        pytest.skip("SQLite lets one write at a time, from the start of its transaction")
    told: list[str] = []

    def second() -> None:
        try:
            with store.session() as session:
                policies.save_draft(session, named("b"), 0, "Bram")
        except EditedMeanwhileError as error:
            told.append(error.author)

    with store.session() as session:
        policies.save_draft(session, named("a"), 0, "Mieke")
        other = threading.Thread(target=second)
        other.start()
        deadline = time.monotonic() + 30
        waits = text(
            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
        )
        while session.scalar(waits) == 0 and time.monotonic() < deadline:
            session.execute(text("select pg_stat_clear_snapshot()"))  # else one transaction sees one state for ever
            time.sleep(0.05)
    other.join()
    assert told == ["Mieke"]


def test_what_another_release_wrote_is_passed_over_and_never_published(store: Store):
    with store.session() as session:
        policies.publish(session, named("a"), "1", "Mieke")
        policies.publish(session, named("b"), "2", "Bram")
        session.get_one(Policy, 2).document = {"kalm": 99}
        session.flush()
        now, opened = policies.latest(session), policies.draft(session)
        assert now is not None
        assert (now.number, now.document.name, policies.highest(session)) == (1, "a", 2)
        assert (opened.document.name, opened.changed_at, opened.edition) == ("a", None, -2)
        saved = policies.save_draft(session, named("c"), opened.edition, "Mieke")
        session.get_one(Draft, 1).document = {"kalm": 99}
        session.flush()
        opened = policies.draft(session)
        assert (opened.document.name, opened.unreadable, opened.edition) == ("a", True, saved)
        with pytest.raises(EditedMeanwhileError):
            policies.publish_draft(session, saved, "3", "Mieke")
        with pytest.raises(UnreadableError, match="version 2 was written by another release"):
            policies.rollback(session, 2, "back", "Mieke")
        policies.save_draft(session, named("d"), saved, "Mieke")
        assert policies.draft(session).document.name == "d"


def test_history_is_the_list_without_documents(store: Store):
    with store.session() as session:
        for turn in range(5):
            policies.publish(session, named("a"), f"note {turn}", "Mieke")
        assert [line.number for line in policies.history(session)] == [5, 4, 3, 2, 1]
        assert [line.note for line in policies.history(session, 2, 1)] == ["note 3", "note 2"]
