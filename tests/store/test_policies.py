"""Versions and the draft in the store."""

import datetime as dt

import pytest

from kalm.policy import PolicyDocument, read_document
from kalm.store import Store, policies
from kalm.store.policies import EditedMeanwhileError, NoSuchVersionError
from kalm.store.revision import number


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
        policies.save_draft(session, named("c"), 0, "Bram")
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


def test_history_is_the_list_without_documents(store: Store):
    with store.session() as session:
        for turn in range(5):
            policies.publish(session, named("a"), f"note {turn}", "Mieke")
        assert [line.number for line in policies.history(session)] == [5, 4, 3, 2, 1]
        assert [line.note for line in policies.history(session, 2, 1)] == ["note 3", "note 2"]
