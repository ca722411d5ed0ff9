"""Passwords, codes, tokens and cookies are found nowhere but where they belong."""

import logging
from pathlib import Path

import pytest

from kalm.api import logs, passwords
from kalm.api.auth import Role, now
from kalm.store import codes

from .conftest import MakeHouse
from .house import PERSON
from .test_pairing import new_code
from .test_people import the_secret
from .test_sign_in import the_link


def test_no_secret_is_in_the_log_an_answer_or_the_database(
    make_house: MakeHouse, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs.LOGGER, "propagate", True)
    caplog.set_level(logging.DEBUG)
    house = make_house()
    password, better = "kanarie-wachtwoord-een", "kanarie-wachtwoord-twee"
    first = codes.first_administrator_code(house.store) or ""
    browser = house.browser()
    form = {"name": "Noor", "email": "noor@huis.example", "password": password, "again": password}
    browser.send("/console/first", code=first, **form)
    link = the_link(browser.send("/console/people/invitations", role="staff", team="").text)
    token = the_secret(browser.send("/console/people/tokens", label="x", scope="lint").text)
    own = the_secret(browser.send("/console/me/tokens", label="y").text)
    pairing = new_code(house, "Sanne")
    paired = house.app.test_client().post("/v1/pair", json={"code": pairing})
    browser.send("/console/me/password", now=password, password=better, again=better)
    browser.send("/console/sign-in", email="noor@huis.example", password="kanarie-verkeerd")
    house.app.test_client().post("/v1/pair", json={"code": "kanarie-code", "x": "kanarie-veld"})
    house.app.test_client().get("/v1/platforms", headers={"Authorization": "Bearer kanarie-sleutel"})
    secrets = {
        "password": password,
        "new password": better,
        "wrong": "kanarie",
        "first": first,
        "invitation": link.rpartition("=")[2],
        "token": token,
        "own token": own,
        "pairing": pairing.replace("-", ""),
        "paired token": paired.json["token"],  # type: ignore[index]
        "cookie": browser.cookie or "none",
    }
    assert len(set(secrets.values())) == len(secrets)
    assert "status=303" in caplog.text
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    for what, secret in secrets.items():
        assert secret not in caplog.text, f"{what} is in the log"
        assert secret.encode() not in kept, f"{what} is in the database"


def test_a_failure_while_a_password_is_checked_tells_nothing_of_it(
    make_house: MakeHouse, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs.LOGGER, "propagate", True)
    house = make_house()
    browser = house.browser()
    proof = browser.proof()

    def breaks(known: str | None, password: str) -> bool:
        raise ValueError(f"cannot hash {password}")

    monkeypatch.setattr(passwords, "verify", breaks)
    form = {"csrf": proof, "email": "kanarie@x", "password": "kanarie-wachtwoord"}
    for headers in (PERSON, {}):
        answer = browser.client.post("/console/sign-in", data=form, headers=headers)
        assert answer.status_code == 500
        assert "kanarie" not in answer.text
    assert "ValueError at " in caplog.text
    assert "kanarie" not in caplog.text


def test_a_principal_does_not_print_its_key(make_house: MakeHouse) -> None:
    from kalm.api.auth import of_person

    house = make_house()
    assert "geheim" not in repr(of_person(house.add("Aisha", Role.ADMINISTRATOR), "geheim"))
    assert now().tzinfo is not None
