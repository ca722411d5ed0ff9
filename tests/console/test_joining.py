"""Somebody whose address is here already comes by single sign-on: what the provider says counts from then on."""

from dataclasses import replace
from typing import Any

import pytest
from werkzeug.test import TestResponse

from kalm.api import passwords
from kalm.api.auth import Role, now
from kalm.api.single_sign_on import Identity
from kalm.api.state import EXTENSION
from kalm.console.single_sign_on import COOKIE
from kalm.store import codes, people, sessions, tokens
from kalm.store.tables import Code, Person

from .house import PASSWORD, PERSON, Browser, House, kept

NOOR = Identity("https://login.example noor", "Noor", "noor@huis.example", True, "administrator", None)


class Provider:
    """A provider that vouches for one person."""

    maps_teams = True

    def __init__(self, vouched: Identity) -> None:
        self.vouched = vouched

    def identity(self, *_: Any) -> Identity:
        return self.vouched


def arrive(house: House, identity: Identity) -> TestResponse:
    held = house.app.extensions[EXTENSION]
    house.app.extensions[EXTENSION] = replace(held, single_sign_on=Provider(identity))
    client = house.app.test_client()
    client.set_cookie(COOKIE, "key", path="/console/oidc")
    return client.get("/console/oidc/callback", headers=PERSON)


def person(house: House, email: str) -> Person:
    with house.store.session() as session:
        found = people.by_email(session, email)
    assert found is not None
    return found


def test_whoever_made_an_account_in_somebody_elses_name_has_nothing_left_of_it_when_that_person_comes(
    house: House,
) -> None:
    taken = house.add("Noor", Role.STAFF, password=PASSWORD)
    with house.store.session() as session:
        token = tokens.make(session, "laptop", now().date(), person=taken.id)
        codes.pair(session, now(), taken.id)
        codes.new_password(session, now(), taken.id)
    before = house.browser(taken)
    house.hear()
    assert before.see("/console/me").status_code == 200

    assert "failed" not in arrive(house, NOOR).headers["Location"]

    assert person(house, "noor@huis.example").role == "administrator"
    assert before.see("/console/me").status_code == 303
    assert house.browser().send("/console/sign-in", email="noor@huis.example", password=PASSWORD).status_code == 401
    with house.store.session() as session:
        assert tokens.of_person(session, taken.id) == []
        assert session.query(Code).all() == []
        assert sessions.count(session, taken.id, now()) == 1, "the one that came by the provider"
    assert sessions.digest(token) not in house.app.extensions[EXTENSION].tokens(), "workers have heard of it"


def test_who_came_by_the_provider_before_keeps_sessions_and_tokens_when_they_come_again(house: House) -> None:
    arrive(house, NOOR)
    noor = person(house, "noor@huis.example")
    with house.store.session() as session:
        tokens.make(session, "laptop", now().date(), person=noor.id)
    arrive(house, NOOR)
    with house.store.session() as session:
        assert len(tokens.of_person(session, noor.id)) == 1
        assert sessions.count(session, noor.id, now()) == 2


def test_an_address_of_somebody_whose_access_is_closed_is_not_joined(house: House) -> None:
    noor = house.add("Noor", password=PASSWORD)
    with house.store.session() as session:
        people.disable(session, noor.id)
    assert "failed=sso_disabled" in arrive(house, NOOR).headers["Location"]
    assert person(house, "noor@huis.example").subject is None


@pytest.mark.parametrize("others", [0, 1])
def test_groups_take_the_role_of_an_administrator_only_while_another_one_is_left(house: House, others: int) -> None:
    arrive(house, NOOR)
    for number in range(others):
        house.add(f"Aisha{number}", Role.ADMINISTRATOR)
    answer = arrive(house, replace(NOOR, role="staff", team="webcare"))
    assert "failed" not in answer.headers["Location"]
    noor = person(house, "noor@huis.example")
    assert (noor.role, noor.team) == ("staff" if others else "administrator", "webcare")


def test_who_came_by_the_provider_gets_no_link_for_a_password(house: House, office: Browser) -> None:
    arrive(house, NOOR)
    address = f"/console/people/{person(house, 'noor@huis.example').id}/password"
    assert address not in office.see("/console/people").text
    answer = office.send(address)
    assert answer.status_code == 422
    assert "signs in through the organisation alone" in answer.text
    with house.store.session() as session:
        assert session.query(Code).all() == []


def test_a_link_or_a_password_from_before_opens_nothing_for_who_came_by_the_provider(house: House) -> None:
    arrive(house, NOOR)
    noor = person(house, "noor@huis.example")
    with house.store.session() as session:
        code = codes.new_password(session, now(), noor.id)
        people.set_password(session, noor.id, kept(PASSWORD))
    assert house.browser().see(f"/console/invitation?code={code}").status_code == 404
    fields = {"code": code, "password": PASSWORD, "again": PASSWORD}
    assert house.browser().send("/console/invitation", **fields).status_code == 404
    assert house.browser().send("/console/sign-in", email=noor.email, password=PASSWORD).status_code == 401


def test_who_comes_by_the_provider_while_a_link_is_answered_keeps_no_password(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    noor = house.add("Noor")
    with house.store.session() as session:
        code = codes.new_password(session, now(), noor.id)

    def meanwhile(_: str) -> str:
        with house.store.session() as session:
            session.get_one(Person, noor.id).subject = NOOR.subject
        return "hash"

    monkeypatch.setattr(passwords, "hashed", meanwhile)
    answer = house.browser().send("/console/invitation", code=code, password=PASSWORD, again=PASSWORD)
    assert answer.status_code == 422
    assert person(house, noor.email).password_hash is None
