"""The directory and the tokens, as an administrator looks after them."""

import re

import pytest

from kalm.api.auth import Role, now
from kalm.store import admin_log, people, revision, tokens
from kalm.store.tables import Person, Token

from .conftest import MakeHouse
from .house import Browser, House


def acts(house: House) -> list[tuple[str, str, str, str]]:
    with house.store.session() as session:
        return [(act.who, act.action, act.target, act.detail) for act in reversed(admin_log.newest(session))]


def the_secret(text: str) -> str:
    found = re.search(r'<code class="secret">([^<]+)</code>', text)
    assert found
    return found[1]


def test_what_an_administrator_does_is_in_the_log_and_workers_hear_of_it(house: House, office: Browser) -> None:
    sanne = house.add("Sanne")
    with house.store.session() as session:
        before = revision.number(session)
    office.send("/console/people/invitations", role="owner", team="webcare")
    office.send(f"/console/people/{sanne.id}", role="manager", team="pers")
    office.send(f"/console/people/{sanne.id}/password")
    office.send(f"/console/people/{sanne.id}/disable")
    office.send(f"/console/people/{sanne.id}/enable")
    office.send(f"/console/people/{sanne.id}/disable")
    office.send(f"/console/people/{sanne.id}/remove")
    made = office.send("/console/people/tokens", label="Prometheus", team="", scope="metrics")
    with house.store.session() as session:
        (token,) = tokens.of_teams(session)
    office.send(f"/console/people/tokens/{token.id}/revoke")
    assert acts(house) == [
        ("Aisha", "people.invite", "owner", "webcare"),
        ("Aisha", "people.change", "Sanne", "manager pers"),
        ("Aisha", "people.password", "Sanne", ""),
        ("Aisha", "people.disable", "Sanne", ""),
        ("Aisha", "people.enable", "Sanne", ""),
        ("Aisha", "people.disable", "Sanne", ""),
        ("Aisha", "people.remove", "Sanne", ""),
        ("Aisha", "tokens.make", "Prometheus", "metrics"),
        ("Aisha", "tokens.revoke", "Prometheus", ""),
    ]
    assert the_secret(made.text) not in str(acts(house))
    with house.store.session() as session:
        assert revision.number(session) == before + 7


@pytest.mark.parametrize("act", ["disable", "remove", ""])
def test_the_last_administrator_stays(house: House, chief: Person, office: Browser, act: str) -> None:
    address = f"/console/people/{chief.id}/{act}".rstrip("/")
    answer = office.send(address, role="staff", team="")
    assert answer.status_code == 422
    assert office.see("/console/people").status_code == 200
    house.add("Wim", Role.ADMINISTRATOR)
    if act != "remove":
        assert office.send(address, role="staff", team="").status_code == 303


def test_only_somebody_whose_access_is_closed_is_forgotten_with_all_that_is_theirs(
    house: House, office: Browser
) -> None:
    sanne = house.add("Sanne")
    with house.store.session() as session:
        tokens.make(session, "x", now().date(), person=sanne.id)
    assert office.send(f"/console/people/{sanne.id}/remove").status_code == 422
    office.send(f"/console/people/{sanne.id}/disable")
    assert office.send(f"/console/people/{sanne.id}/remove").status_code == 303
    with house.store.session() as session:
        assert people.get(session, sanne.id) is None
        assert session.query(Token).count() == 0


@pytest.mark.parametrize("team", ["Web Care", "-x", "x" * 61, "a/b", "é"])
def test_a_team_has_a_plain_name(house: House, office: Browser, team: str) -> None:
    sanne = house.add("Sanne")
    for address, field in (
        ("/console/people/invitations", "invite-team"),
        (f"/console/people/{sanne.id}", f"team-{sanne.id}"),
        ("/console/people/tokens", "token-team"),
    ):
        answer = office.send(address, role="staff", team=team, label="x", scope="lint")
        assert answer.status_code == 422
        assert f'id="{field}-wrong"' in answer.text


def test_a_role_that_does_not_exist_is_refused(house: House, office: Browser) -> None:
    sanne = house.add("Sanne")
    for address in ("/console/people/invitations", f"/console/people/{sanne.id}"):
        assert office.send(address, role="boss", team="").status_code == 422


@pytest.mark.parametrize("act", ["", "/disable", "/enable", "/remove", "/password"])
def test_there_is_nobody_of_an_unknown_id(office: Browser, act: str) -> None:
    assert office.send(f"/console/people/nobody{act}", role="staff", team="").status_code == 404


def test_a_token_is_shown_once_works_within_its_scope_and_can_be_withdrawn(make_house: MakeHouse) -> None:
    house = make_house(KALM_HOST="0.0.0.0")
    office = house.browser(house.add("Aisha", Role.ADMINISTRATOR))
    token = the_secret(office.send("/console/people/tokens", label="Koppeling", team="webcare", scope="lint").text)
    assert token.startswith("kalm_")
    assert token not in office.see("/console/people").text
    asks, headers = house.app.test_client(), {"Authorization": f"Bearer {token}"}
    assert asks.get("/v1/platforms", headers=headers).status_code == 200
    assert asks.get("/metrics", headers=headers).status_code == 403
    assert asks.get("/console/people", headers=headers).status_code == 401, "a token opens no page"
    with house.store.session() as session:
        (kept,) = tokens.of_teams(session)
        assert token not in str(vars(kept))
    office.send(f"/console/people/tokens/{kept.id}/revoke")
    assert asks.get("/v1/platforms", headers=headers).status_code == 401


def test_the_file_of_tokens_works_beside_the_store(make_house: MakeHouse, tmp_path: object) -> None:
    from pathlib import Path

    file = Path(str(tmp_path)) / "tokens"
    file.write_text("from-the-file\n")
    house = make_house(KALM_TOKENS_FILE=str(file))
    with house.store.session() as session:
        ours = tokens.make(session, "x", now().date(), team="webcare")
        revision.touch(session)
    house.hear()
    for token in ("from-the-file", ours):
        headers = {"Authorization": f"Bearer {token}"}
        assert house.app.test_client().get("/v1/platforms", headers=headers).status_code == 200
    assert house.app.test_client().get("/metrics", headers={"Authorization": "Bearer from-the-file"}).status_code == 200


def test_a_token_without_a_name_or_a_scope_is_not_made(house: House, office: Browser) -> None:
    answer = office.send("/console/people/tokens", label=" ", team="")
    assert answer.status_code == 422
    assert 'id="label-wrong"' in answer.text
    assert 'id="scope-wrong"' in answer.text
    with house.store.session() as session:
        assert tokens.of_teams(session) == []


def test_a_person_makes_and_withdraws_their_own_token_and_no_other(house: House) -> None:
    sanne, wim = house.browser(house.add("Sanne")), house.browser(house.add("Wim"))
    token = the_secret(sanne.send("/console/me/tokens", label="Mijn script").text)
    assert token not in sanne.see("/console/me").text
    assert "Mijn script" in sanne.see("/console/me").text
    with house.store.session() as session:
        (kept,) = session.query(Token).all()
    assert wim.send(f"/console/me/tokens/{kept.id}/revoke").status_code == 404
    assert sanne.send(f"/console/me/tokens/{kept.id}/revoke").status_code == 303
    assert sanne.send(f"/console/me/tokens/{kept.id}/revoke").status_code == 404
    assert wim.send("/console/me/tokens", label="").status_code == 422


def test_a_persons_token_stands_for_them_with_their_team_and_a_stable_share(house: House) -> None:
    sanne = house.add("Sanne", team="webcare")
    with house.store.session() as session:
        tokens.make(session, "x", now().date(), person=sanne.id)
        (owner,) = tokens.owners(session).values()
    assert (owner.person, owner.name, owner.team, owner.scopes) == (sanne.id, "Sanne", "webcare", {"lint"})
    assert owner.bucket == tokens.bucket_of(sanne.id)
    shares = [tokens.bucket_of(f"{number:032x}") for number in range(2000)]
    assert set(shares) == set(range(100))


def test_names_are_shown_as_they_are_written_not_as_markup(house: House, office: Browser) -> None:
    house.add("<b>Wim</b>")
    page = office.see("/console/people").text
    assert "&lt;b&gt;Wim&lt;/b&gt;" in page
    assert "<b>Wim" not in page
