"""Getting in: the first administrator, invitations, passwords, and getting out."""

import re
import time
from urllib.parse import urlsplit

import pytest

from kalm.api import passwords
from kalm.api.auth import Role, now
from kalm.store import codes, people
from kalm.store.tables import Code, Person

from .conftest import MakeHouse
from .house import PASSWORD, PERSON, Browser, House, kept

NEW = {"name": "Noor", "email": "Noor@Huis.example", "password": PASSWORD, "again": PASSWORD}


def signed_in(browser: Browser) -> bool:
    return browser.see("/console/me").status_code == 200


def the_link(text: str) -> str:
    """The address that a page shows once, without scheme and host."""
    found = re.search(r'<code class="secret">(http[^<]+)</code>', text)
    assert found
    parts = urlsplit(found[1].replace("&amp;", "&"))
    return f"{parts.path}?{parts.query}"


def test_the_first_administrator_comes_in_with_the_code_of_the_start(house: House) -> None:
    code = codes.first_administrator_code(house.store)
    assert code
    browser = house.browser()
    assert code in browser.see(f"/console/first?code={code}").text
    answer = browser.send("/console/first", code=code, **NEW)
    assert answer.status_code == 303
    assert browser.see("/console/people").status_code == 200
    assert codes.first_administrator_code(house.store) is None


def test_the_first_code_works_once_and_a_later_one_replaces_it(house: House) -> None:
    old = codes.first_administrator_code(house.store)
    new = codes.first_administrator_code(house.store)
    assert old != new
    assert house.browser().see(f"/console/first?code={old}").status_code == 404
    assert house.browser().send("/console/first", code=new, **NEW).status_code == 303
    assert house.browser().see(f"/console/first?code={new}").status_code == 404


def test_the_first_code_is_void_once_there_is_an_administrator(house: House) -> None:
    code = codes.first_administrator_code(house.store)
    house.add("Aisha", Role.ADMINISTRATOR)
    assert house.browser().send("/console/first", code=code, **NEW).status_code == 404


@pytest.mark.parametrize("code", ["", "x", "%00", "é", "a" * 5000])
def test_a_made_up_code_opens_nothing(house: House, code: str) -> None:
    codes.first_administrator_code(house.store)
    for page in ("first", "invitation"):
        assert house.browser().see(f"/console/{page}?code={code}").status_code == 404


def test_a_code_that_is_too_old_opens_nothing(house: House) -> None:
    with house.store.session() as session:
        code = codes.invite(session, now() - codes.INVITATION_LASTS, role="staff", team=None)
    assert house.browser().see(f"/console/invitation?code={code}").status_code == 404


def test_an_invitation_carries_role_and_team_and_is_shown_once(house: House, office: Browser) -> None:
    link = the_link(office.send("/console/people/invitations", role="manager", team="webcare").text)
    assert link not in office.see("/console/people").text
    browser = house.browser()
    assert "webcare" in browser.see(link).text
    code = link.rpartition("=")[2]
    assert browser.send("/console/invitation", code=code, **NEW).status_code == 303
    with house.store.session() as session:
        noor = people.by_email(session, "noor@huis.example")
        assert noor is not None
        assert (noor.name, noor.role, noor.team) == ("Noor", "manager", "webcare")
    assert house.browser().send("/console/invitation", code=code, **NEW).status_code == 404


def test_an_invitation_cannot_take_somebody_elses_address(house: House, chief: Person) -> None:
    with house.store.session() as session:
        code = codes.invite(session, now(), role="staff", team=None)
    answer = house.browser().send("/console/invitation", code=code, **(NEW | {"email": "AISHA@huis.example"}))
    assert answer.status_code == 422
    assert house.browser().see(f"/console/invitation?code={code}").status_code == 200, "the code was not used up"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "n" * 201),
        ("email", "noor"),
        ("email", "noor@x y"),
        ("email", "n" * 320 + "@x"),
        ("password", "elf tekens!"),
        ("password", "x" * 201),
        ("again", PASSWORD + "."),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_nothing_is_made(house: House, field: str, value: str) -> None:
    code = codes.first_administrator_code(house.store)
    values = NEW | {field: value} | ({"again": value} if field == "password" else {})
    answer = house.browser().send("/console/first", code=code, **values)
    assert answer.status_code == 422
    assert f'id="{field}-wrong"' in answer.text
    assert f'aria-describedby="{field}-wrong"' in answer.text
    assert 'value="het paard' not in answer.text
    with house.store.session() as session:
        assert people.everybody(session) == []


@pytest.mark.parametrize("password", ["aaaaaaaaaaaa", "twaalf twaalf", "🐴" * 12, "x" * 200])
def test_a_password_may_be_made_of_anything(password: str) -> None:
    assert passwords.fits(password)
    assert passwords.verify(passwords.hashed(password), password)


def test_a_password_is_the_same_however_a_keyboard_composes_it() -> None:
    assert passwords.verify(passwords.hashed("café au lait café"), "cafe\u0301 au lait cafe\u0301")


def test_signing_in_and_out(house: House) -> None:
    house.add("Sanne", password=PASSWORD)
    browser = house.browser()
    assert not signed_in(browser)
    answer = browser.send("/console/sign-in", email=" SANNE@huis.example ", password=PASSWORD)
    assert answer.status_code == 303
    assert signed_in(browser)
    key = browser.cookie
    assert browser.send("/console/sign-out").status_code == 303
    assert not signed_in(browser)
    browser.client.set_cookie("kalm", key or "")
    assert not signed_in(browser), "the session is over, not only the cookie gone"


@pytest.mark.parametrize(
    ("email", "password"),
    [("sanne@huis.example", PASSWORD + "."), ("sanne@huis.example", ""), ("x@huis.example", PASSWORD), ("", "")],
)
def test_a_wrong_address_and_a_wrong_password_read_the_same(house: House, email: str, password: str) -> None:
    house.add("Sanne", password=PASSWORD)
    answer = house.browser().send("/console/sign-in", email=email, password=password)
    assert answer.status_code == 401
    assert "do not go together" in answer.text
    assert password not in answer.text or not password


def test_somebody_without_a_password_cannot_sign_in_with_an_empty_one(house: House) -> None:
    house.add("Sanne")
    for password in ("", "the password of nobody", PASSWORD):
        assert (
            house.browser().send("/console/sign-in", email="sanne@huis.example", password=password).status_code == 401
        )


def test_an_unknown_account_takes_as_long_as_a_known_one(house: House) -> None:
    known = passwords.hashed(PASSWORD)
    passwords.verify(None, "x")  # the hash of nobody is made once

    def best(kept: str | None) -> float:
        times = []
        for _ in range(7):
            begun = time.process_time()
            assert not passwords.verify(kept, "another password")
            times.append(time.process_time() - begun)
        return min(times)

    assert 0.7 < best(None) / best(known) < 1.4


def test_a_closed_account_cannot_sign_in(house: House) -> None:
    sanne = house.add("Sanne", password=PASSWORD)
    with house.store.session() as session:
        people.disable(session, sanne.id)
    answer = house.browser().send("/console/sign-in", email="sanne@huis.example", password=PASSWORD)
    assert answer.status_code == 401


def test_a_hash_with_other_parameters_is_renewed_at_sign_in(house: House) -> None:
    from argon2 import PasswordHasher

    old = PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD)
    sanne = house.add("Sanne")
    with house.store.session() as session:
        people.set_password(session, sanne.id, old)
    assert house.browser().send("/console/sign-in", email="sanne@huis.example", password=PASSWORD).status_code == 303
    with house.store.session() as session:
        found = people.get(session, sanne.id)
        assert found is not None
        assert found.password_hash is not None
        assert not passwords.outdated(found.password_hash)


def test_one_lands_where_one_wanted_to_go(house: House) -> None:
    house.add("Sanne", password=PASSWORD)
    browser = house.browser()
    answer = browser.see("/console/people")
    assert answer.headers["Location"] == "/console/sign-in?next=/console/people"
    form = {"email": "sanne@huis.example", "password": PASSWORD}
    assert browser.send("/console/sign-in", next="/console/people", **form).headers["Location"] == "/console/people"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/console/../x",
        "/console//evil",
        "/v1/lint",
        "/console/a?b",
    ],
)
def test_one_never_lands_outside_the_console(house: House, elsewhere: str) -> None:
    house.add("Sanne", password=PASSWORD)
    form = {"email": "sanne@huis.example", "password": PASSWORD, "next": elsewhere}
    where = house.browser().send("/console/sign-in", **form).headers["Location"]
    assert re.fullmatch(r"/console/([a-z-]+(/[a-z-]+)*)?", where)


def test_an_administrator_gives_a_link_for_a_new_password(house: House, office: Browser) -> None:
    sanne = house.add("Sanne", password=PASSWORD)
    elsewhere = house.browser(sanne)
    link = the_link(office.send(f"/console/people/{sanne.id}/password").text)
    browser = house.browser()
    assert "Sanne" in browser.see(link).text
    better = "een heel ander wachtwoord"
    code = link.rpartition("=")[2]
    assert browser.send("/console/invitation", code=code, password=better, again=better).status_code == 303
    assert signed_in(browser)
    assert not signed_in(elsewhere)
    assert house.browser().send("/console/sign-in", email="sanne@huis.example", password=PASSWORD).status_code == 401
    assert house.browser().send("/console/sign-in", email="sanne@huis.example", password=better).status_code == 303


def test_changing_ones_own_password_ends_other_sessions_and_renews_this_one(house: House) -> None:
    sanne = house.add("Sanne", password=PASSWORD)
    here, there = house.browser(sanne), house.browser(sanne)
    key, better = here.cookie, "een heel ander wachtwoord"
    wrong = here.send("/console/me/password", now="nee", password=better, again=better)
    assert wrong.status_code == 422
    assert 'id="now-wrong"' in wrong.text
    assert here.send("/console/me/password", now=PASSWORD, password=better, again=better).status_code == 303
    assert signed_in(here)
    assert here.cookie != key
    assert not signed_in(there)


def test_a_signed_in_person_needs_no_sign_in_page(house: House, office: Browser) -> None:
    where = office.see("/console/sign-in").headers["Location"]
    assert where != "/console/sign-in"
    assert office.see(where).status_code == 200


def test_without_a_store_the_pages_say_that_they_have_to_wait(make_house: MakeHouse) -> None:
    house = make_house()
    browser = house.browser(house.add("Aisha", Role.ADMINISTRATOR))
    with house.store.session() as session:
        Person.__table__.drop(session.connection())  # type: ignore[attr-defined]
        Code.__table__.drop(session.connection())  # type: ignore[attr-defined]
    answer = browser.see("/console/people")
    assert answer.status_code == 503
    assert "The database cannot be reached" in answer.text
    assert browser.client.get("/console/people").json["type"].endswith("store-unavailable")  # type: ignore[index]
    assert browser.client.get("/healthz", headers=PERSON).status_code == 200


def _meanwhile(house: House, person: Person, what: str) -> None:
    with house.store.session() as session:
        if what == "password":
            people.set_password(session, person.id, kept("een heel ander wachtwoord"))
        elif what == "link":
            people.link(session, session.get_one(Person, person.id), "https://login.example sanne")
        else:
            people.disable(session, person.id)
            if what == "remove":
                people.remove(session, person.id)


@pytest.mark.parametrize("what", ["password", "link", "disable", "remove"])
def test_what_changes_while_a_password_is_checked_counts(
    house: House, chief: Person, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    sanne = house.add("Sanne", password=PASSWORD)
    verify = passwords.verify

    def slow(known: str | None, password: str) -> bool:
        right = verify(known, password)
        _meanwhile(house, sanne, what)
        return right

    monkeypatch.setattr(passwords, "verify", slow)
    browser = house.browser()
    answer = browser.send("/console/sign-in", email=sanne.email, password=PASSWORD)
    assert answer.status_code == 401
    assert 'id="password-wrong"' in answer.text
    assert not signed_in(browser)


def test_a_password_that_was_replaced_while_it_was_checked_changes_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    sanne = house.add("Sanne", password=PASSWORD)
    browser = house.browser(sanne)
    verify = passwords.verify

    def slow(known: str | None, password: str) -> bool:
        right = verify(known, password)
        _meanwhile(house, sanne, "password")
        return right

    monkeypatch.setattr(passwords, "verify", slow)
    chosen = "nog een ander lang wachtwoord"
    fields = {"now": PASSWORD, "password": chosen, "again": chosen}
    assert browser.send("/console/me/password", _page="/console/me", **fields).status_code == 422
    with house.store.session() as session:
        assert session.get_one(Person, sanne.id).password_hash == kept("een heel ander wachtwoord")
