"""How long one stays signed in, and what ends it."""

import datetime as dt
import time

import pytest
from sqlalchemy import select, update

from kalm.api import auth
from kalm.api.auth import Role, now
from kalm.api.state import EXTENSION
from kalm.store import StoreUnavailableError, people, revision, sessions, tokens
from kalm.store.base import BUSY_SECONDS
from kalm.store.tables import SignIn

from .conftest import MakeHouse
from .house import Browser, House


def known(house: House, key: str, later: dt.timedelta) -> bool:
    with house.store.session() as session:
        return sessions.who(session, key, now() + later) is not None


def start(house: House, name: str = "Sanne") -> str:
    person = house.add(name)
    with house.store.session() as session:
        return sessions.start(session, person.id, now())


def test_a_session_ends_after_eight_idle_hours(house: House) -> None:
    key = start(house)
    assert known(house, key, dt.timedelta(hours=7, minutes=59))
    assert not known(house, start(house, "Wim"), dt.timedelta(hours=8, seconds=1))


def test_a_session_that_is_used_ends_after_seven_days_all_the_same(house: House) -> None:
    key = start(house)
    for hours in range(7, 7 * 24, 7):
        assert known(house, key, dt.timedelta(hours=hours)), hours
    assert not known(house, key, dt.timedelta(days=7, seconds=1))


def test_sessions_that_are_over_are_removed_when_somebody_signs_in(house: House) -> None:
    start(house)
    with house.store.session() as session:
        wim = people.add(session, name="Wim", email="w@x", role="staff", today=now().date())
        sessions.start(session, wim.id, now() + dt.timedelta(days=8))
        session.flush()
        assert session.connection().exec_driver_sql("select count(*) from sessions").scalar() == 1


def test_one_signs_out_everywhere_else_and_stays_here(house: House) -> None:
    sanne = house.add("Sanne")
    here, there = house.browser(sanne), house.browser(sanne)
    wim = house.browser(house.add("Wim"))
    assert "in 1 others" in here.see("/console/me").text
    assert here.send("/console/me/sessions/end").status_code == 303
    assert there.see("/console/me").status_code == 303
    assert here.see("/console/me").status_code == 200
    assert wim.see("/console/me").status_code == 200


def test_closing_access_ends_sessions_and_tokens_at_once(make_house: MakeHouse) -> None:
    house = make_house(KALM_HOST="0.0.0.0")
    office = house.browser(house.add("Aisha", Role.ADMINISTRATOR))
    sanne = house.add("Sanne")
    browser = house.browser(sanne)
    with house.store.session() as session:
        token = {"Authorization": f"Bearer {tokens.make(session, 'x', now().date(), person=sanne.id)}"}
        revision.touch(session)
    house.hear()
    assert browser.see("/console/me").status_code == 200
    assert house.app.test_client().get("/v1/platforms", headers=token).status_code == 200
    assert office.send(f"/console/people/{sanne.id}/disable").status_code == 303
    assert browser.see("/console/me").status_code == 303
    assert house.app.test_client().get("/v1/platforms", headers=token).status_code == 401
    assert office.send(f"/console/people/{sanne.id}/enable").status_code == 303
    assert browser.see("/console/me").status_code == 303, "what ended stays ended"
    assert house.app.test_client().get("/v1/platforms", headers=token).status_code == 401


def test_another_role_counts_from_the_next_request_on(house: House, office: Browser) -> None:
    sanne = house.add("Sanne")
    browser = house.browser(sanne)
    assert browser.see("/console/people").status_code == 403
    assert office.send(f"/console/people/{sanne.id}", role="administrator", team="").status_code == 303
    assert browser.see("/console/people").status_code == 200


def test_a_browser_of_the_interface_is_remembered_while_the_store_is_away(make_house: MakeHouse) -> None:
    house = make_house(KALM_HOST="0.0.0.0")
    browser = house.browser(house.add("Sanne"))
    assert browser.client.get("/v1/platforms").status_code == 200
    with house.store.session() as session:
        session.connection().exec_driver_sql("alter table sessions rename to away")
    assert browser.client.get("/v1/platforms").status_code == 200
    assert browser.see("/console/me").status_code == 503


def test_while_the_store_is_away_no_lint_of_a_signed_in_browser_waits_for_it(
    make_house: MakeHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = make_house(KALM_HOST="0.0.0.0")
    browser = house.browser(house.add("Sanne"))
    assert browser.client.get("/v1/platforms").status_code == 200
    asked: list[str] = []

    def away(*_: object) -> object:
        asked.append("x")
        raise StoreUnavailableError

    monkeypatch.setattr(auth, "_at_a_glance", away)
    held = house.app.extensions[EXTENSION]
    later = time.monotonic() + 2 * held.browsers.SECONDS
    monkeypatch.setattr(auth.time, "monotonic", lambda: later)
    for _ in range(3):
        assert browser.client.get("/v1/platforms").status_code == 200
    assert len(asked) == 1, "a failure is not tried again at once"
    later += 2 * held.browsers.SECONDS
    monkeypatch.setattr(held.inforce, "_state", "unavailable")
    assert browser.client.get("/v1/platforms").status_code == 200
    assert house.browser(house.add("Wim")).client.get("/v1/platforms").status_code == 401
    assert len(asked) == 1, "a store that is known to be away is not asked"


def test_a_lint_of_a_signed_in_browser_does_not_wait_for_somebody_who_writes(make_house: MakeHouse) -> None:
    house = make_house(KALM_HOST="0.0.0.0")
    browser = house.browser(house.add("Sanne"))
    with house.store.session() as session:
        revision.touch(session)
        begun = time.monotonic()
        assert browser.client.get("/v1/platforms").status_code == 200
        assert time.monotonic() - begun < BUSY_SECONDS / 2


def test_using_the_interface_alone_keeps_a_browser_signed_in(make_house: MakeHouse) -> None:
    house = make_house(KALM_HOST="0.0.0.0")
    browser = house.browser(house.add("Sanne"))
    with house.store.session() as session:
        session.execute(update(SignIn).values(seen=now() - dt.timedelta(minutes=6)))
    assert browser.client.get("/v1/platforms").status_code == 200
    with house.store.session() as session:
        assert now() - session.scalars(select(SignIn.seen)).one() < dt.timedelta(minutes=1)
