"""Proposed rules: said, voted on once a person, decided once."""

import datetime as dt

import pytest

from kalm.store import Store, proposals
from kalm.store.proposals import ClosedError
from kalm.store.tables import Person

TODAY = dt.date(2026, 11, 2)


@pytest.fixture
def number(store: Store) -> int:
    with store.session() as session:
        for name in ("anna", "bram"):
            session.add(
                Person(
                    id=name, name=name.title(), email=f"{name}@voorbeeld.nl", role="staff", team=None,
                    password_hash=None, subject=None, since=TODAY, disabled=False,
                )
            )  # fmt: skip
        session.flush()
        return proposals.add(session, "nl.voice.house-slug", {"name": "slug"}, "Omdat.", "anna", TODAY).id


def test_a_person_has_one_vote_and_may_change_or_take_it_back(store: Store, number: int) -> None:
    with store.session() as session:
        proposals.vote(session, number, "anna", 1)
        proposals.vote(session, number, "bram", 1)
        proposals.vote(session, number, "bram", -1)
        found = proposals.one(session, number)
        assert found is not None
        assert (found.author, found.votes_for, found.votes_against) == ("Anna", 1, 1)
        proposals.vote(session, number, "bram", 0)
        assert proposals.vote_of(session, number, "bram") == 0
        assert [(one.votes_for, one.votes_against) for one in proposals.listed(session)] == [(1, 0)]


def test_what_is_said_keeps_its_order_and_survives_who_said_it(store: Store, number: int) -> None:
    with store.session() as session:
        proposals.say(session, number, "anna", "Eerst.", TODAY)
        proposals.say(session, number, "bram", "Dan.", TODAY)
    with store.session() as session:
        session.delete(session.get_one(Person, "bram"))
    with store.session() as session:
        assert [(said.name, said.text) for said in proposals.comments(session, number)] == [
            ("Anna", "Eerst."),
            (None, "Dan."),
        ]


def test_a_proposal_is_decided_once_and_is_closed_then(store: Store, number: int) -> None:
    with store.session() as session:
        assert proposals.count_open(session) == 1
        assert proposals.decide(session, number, "declined", "Bestaat al.").answer == "Bestaat al."
    with store.session() as session:
        assert proposals.count_open(session) == 0
        for late in (
            lambda: proposals.decide(session, number, "accepted", ""),
            lambda: proposals.vote(session, number, "anna", 1),
            lambda: proposals.say(session, number, "anna", "Toch?", TODAY),
        ):
            with pytest.raises(ClosedError):
                late()
        with pytest.raises(LookupError):
            proposals.decide(session, number + 1, "accepted", "")
        assert proposals.one(session, number + 1) is None
        assert len(proposals.listed(session, "declined")) == 1
        assert proposals.listed(session, "open") == []
