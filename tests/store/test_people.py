"""People, sessions, codes, tokens on both databases, and when two do something at once."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy.exc import IntegrityError

from kalm.store import Store, StoreUnavailableError, codes, counters, people, revision, sessions, tokens
from kalm.store.people import KnownAlreadyError, LastAdministratorError

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
TODAY = NOW.date()


def add(store: Store, name: str, role: str = "staff", team: str | None = None) -> str:
    with store.session() as session:
        return people.add(session, name=name, email=f"{name}@x.example", role=role, team=team, today=TODAY).id


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act gave or raised, all begun in the same moment."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait(10)
        try:
            return act()
        except (LastAdministratorError, KnownAlreadyError, IntegrityError, StoreUnavailableError) as error:
            return type(error)

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_a_person_is_found_by_address_in_any_case_and_stays_the_same(store: Store) -> None:
    sanne = add(store, "Sanne", team="webcare")
    with store.session() as session:
        found = people.by_email(session, " SANNE@X.example ")
        assert found is not None
        assert (found.id, found.email, found.since, found.disabled) == (sanne, "sanne@x.example", TODAY, False)
        assert people.by_email(session, "other@x.example") is None
    with pytest.raises(KnownAlreadyError):
        add(store, "SANNE")


def test_of_two_with_the_same_address_one_gets_it(store: Store) -> None:
    done = at_once(*[lambda: add(store, "sanne")] * 2)
    assert sum(isinstance(one, str) for one in done) == 1


def test_two_administrators_who_close_each_others_access_at_once_do_not_both_succeed(store: Store) -> None:
    first, second = add(store, "a", "administrator"), add(store, "b", "administrator")

    def close(person: str) -> Callable[[], object]:
        def act() -> str:
            with store.session() as session:
                people.disable(session, person)
            return "closed"

        return act

    done = at_once(close(first), close(second))
    assert sorted(map(str, done)) == ["<class 'kalm.store.people.LastAdministratorError'>", "closed"]
    with store.session() as session:
        assert people.has_administrator(session)


def test_of_two_who_use_a_code_at_once_one_succeeds(store: Store) -> None:
    sanne = add(store, "sanne")
    with store.session() as session:
        code = codes.pair(session, NOW, sanne)

    def use() -> object:
        with store.session() as session:
            return codes.use(session, "pair", code, NOW)

    done = at_once(*[use] * 4)
    assert sum(one is not None for one in done) == 1
    assert codes.Invitation(None, None, sanne) in done


def test_looking_at_a_code_does_not_use_it_up(store: Store) -> None:
    with store.session() as session:
        code = codes.invite(session, NOW, role="owner", team="pers")
    for look in (codes.look, codes.look, codes.use):
        with store.session() as session:
            assert look(session, "invite", code, NOW) == codes.Invitation("owner", "pers", None)
    with store.session() as session:
        assert codes.look(session, "invite", code, NOW) is None


def test_the_code_of_the_start_is_given_only_while_there_is_no_administrator(store: Store) -> None:
    assert codes.first_administrator_code(store)
    add(store, "a", "administrator")
    assert codes.first_administrator_code(store) is None


def test_every_change_raises_the_revision_even_the_first_two_at_once(store: Store) -> None:
    def touch() -> None:
        with store.session() as session:
            revision.touch(session)

    with store.session() as session:
        assert revision.number(session) == 0
    at_once(*[touch] * 4)
    with store.session() as session:
        assert revision.number(session) == 4


def test_sessions_tokens_and_codes_go_with_the_person(store: Store) -> None:
    sanne = add(store, "sanne", team="webcare")
    add(store, "a", "administrator")
    with store.session() as session:
        key = sessions.start(session, sanne, NOW)
        tokens.make(session, "mine", TODAY, person=sanne)
        tokens.make(session, "ours", TODAY, team="webcare", scopes=("metrics", "lint"))
        code = codes.pair(session, NOW, sanne)
    with store.session() as session:
        found = sessions.who(session, key, NOW)
        assert found is not None
        assert found.id == sanne
        assert {owner.name: (owner.person, owner.team) for owner in tokens.owners(session).values()} == {
            "sanne": (sanne, "webcare"),
            "ours": (None, "webcare"),
        }
        assert tokens.count_by_person(session) == {sanne: 1}
    with store.session() as session:
        people.disable(session, sanne)
    with store.session() as session:
        assert sessions.who(session, key, NOW) is None
        assert [owner.name for owner in tokens.owners(session).values()] == ["ours"]
        assert codes.use(session, "pair", code, NOW) is None
        people.remove(session, sanne)
    with store.session() as session:
        assert people.get(session, sanne) is None


def test_the_size_of_a_team_counts_those_who_may_sign_in(store: Store) -> None:
    for name, team in (("a", "pers"), ("b", "pers"), ("c", None)):
        add(store, name, team=team)
    gone = add(store, "d", team="pers")
    with store.session() as session:
        people.disable(session, gone)
        assert counters.sizes(session) == {"pers": 2, "": 1}
        assert people.teams(session) == ["pers"]


def test_a_session_that_is_used_is_seen_again_without_a_write_each_time(store: Store) -> None:
    sanne = add(store, "sanne")
    with store.session() as session:
        key = sessions.start(session, sanne, NOW)
    for minutes in (1, 4, 6, 300, 700, 1100):
        with store.session() as session:
            assert sessions.who(session, key, NOW + dt.timedelta(minutes=minutes)) is not None, minutes
    with store.session() as session:
        assert sessions.who(session, key, NOW + dt.timedelta(minutes=1100 + 480)) is None


@pytest.mark.parametrize("how", ["change", "disable", "remove"])
@pytest.mark.parametrize("role", ["administrator", "manager"])
def test_open_invitations_end_with_an_administrator_and_links_for_passwords_stay(
    store: Store, how: str, role: str
) -> None:
    add(store, "a", "administrator")
    sanne, leaving = add(store, "sanne"), add(store, "b", role)
    with store.session() as session:
        invited = codes.invite(session, NOW, role="administrator", team=None)
        reset = codes.new_password(session, NOW, sanne)
    with store.session() as session:
        people.change(session, leaving, role=role, team="pers")
    with store.session() as session:
        assert codes.look(session, "invite", invited, NOW)
        if how == "change":
            people.change(session, leaving, role="owner", team=None)
        else:
            getattr(people, how)(session, leaving)
    with store.session() as session:
        assert (codes.look(session, "invite", invited, NOW) is None) == (role == "administrator")
        assert codes.look(session, "invite", reset, NOW)
