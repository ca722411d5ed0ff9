"""Questions to a colleague: once, and within an hour."""

import datetime as dt

import pytest

from kalm.store import Store, questions
from kalm.store.questions import TooManyQuestionsError

NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(minutes=59)
TOO_LATE = NOW + dt.timedelta(hours=1)


def asked(store: Store, words: bytes = b"\x01secret") -> str:
    with store.session() as session:
        return questions.ask(session, words, NOW).id


def read(store: Store, name: str, at: dt.datetime = LATER) -> bytes | None:
    with store.session() as session:
        return questions.read(session, name, at)


def test_a_question_is_handed_out_once(store: Store) -> None:
    name = asked(store)
    assert read(store, name) == b"\x01secret"
    assert read(store, name) is None


def test_a_question_of_an_hour_ago_is_handed_out_no_more(store: Store) -> None:
    name = asked(store)
    assert read(store, name, TOO_LATE) is None


def test_expired_questions_are_erased_and_the_others_stay(store: Store) -> None:
    name = asked(store)
    with store.session() as session:
        assert questions.expire(session, LATER) == 0
        assert questions.expire(session, TOO_LATE) == 1
    assert read(store, name) is None


def test_names_cannot_be_guessed_and_a_wrong_one_takes_nothing(store: Store) -> None:
    name = asked(store)
    assert len(name) >= 22
    assert read(store, name[:-1] + ("A" if name[-1] != "A" else "B")) is None
    assert read(store, name) is not None


def test_only_so_many_wait_at_a_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "MOST", 2)
    asked(store)
    asked(store)
    with pytest.raises(TooManyQuestionsError):
        asked(store)
    with store.session() as session:
        assert questions.ask(session, b"x", TOO_LATE).id, "old ones make room"
