"""Single sign-on against a real provider (npm's oidc-provider): the whole flow, and all that may go wrong."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
import requests
from playwright.sync_api import expect, sync_playwright

from kalm.api.auth import Role, now
from kalm.store import Store, people
from kalm.store.migrate import upgrade
from kalm.store.tables import Person
from tests.console.serving import free_port, provider, served_house

pytestmark = pytest.mark.slow

SECRET = "a secret between the two"
ACCOUNTS: dict[str, dict[str, Any]] = {
    "sanne": {
        "name": "Sanne Bakker",
        "email": "sanne@huis.example",
        "email_verified": True,
        "groups": ["webcare", "x"],
    },
    "aisha": {
        "name": "Aisha",
        "email": "aisha@huis.example",
        "email_verified": True,
        "groups": ["kalm-admins", "webcare"],
    },
    "wim": {"name": "Wim", "email": "wim@huis.example", "email_verified": True, "groups": []},
    "unsure": {"name": "Unsure", "email": "noor@huis.example", "email_verified": False, "groups": ["webcare"]},
    "noor": {"name": "Noor", "email": "noor@huis.example", "email_verified": True, "groups": ["webcare"]},
    "nameless": {"groups": ["webcare"]},
}
MAPPING = {
    "KALM_OIDC_ROLES": "kalm-admins=administrator, webcare=staff",
    "KALM_OIDC_TEAMS": "webcare=webcare",
}


class World:
    """A provider, a house that trusts it, and the directory of the house."""

    def __init__(self, house: str, issuer: str, store: Store, log: Path) -> None:
        self.house, self.issuer, self.store, self.log = house, issuer, store, log

    def person(self, email: str) -> Person | None:
        with self.store.session() as session:
            return people.by_email(session, email)


@pytest.fixture(scope="module", params=["userinfo", "token"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """With the claims at the userinfo endpoint and a secret, and in the token itself and without one."""
    folder = tmp_path_factory.mktemp("oidc")
    in_token = request.param == "token"
    house_port, provider_port = free_port(), free_port()
    secret = folder / "client-secret"
    secret.write_text(SECRET + "\n")
    client = {
        "client_id": "kalm",
        "redirect_uris": [f"http://127.0.0.1:{house_port}/console/oidc/callback"],
        **({"token_endpoint_auth_method": "none"} if in_token else {"client_secret": SECRET}),
    }
    store = Store(f"sqlite:///{folder / 'kalm.db'}")
    upgrade(store)
    assert store.file is not None
    settings = {"KALM_OIDC_CLIENT_ID": "kalm", "KALM_OIDC_UNMAPPED": "refuse" if in_token else "staff", **MAPPING}
    if not in_token:
        settings["KALM_OIDC_CLIENT_SECRET_FILE"] = str(secret)
    log = folder / "house.log"
    with (
        provider(provider_port, folder / "provider.log", [client], ACCOUNTS, in_token) as issuer,
        served_house(house_port, store.file, log, KALM_OIDC_ISSUER=issuer, **settings),
    ):
        yield World(f"http://127.0.0.1:{house_port}", issuer, store, log)
    store.close()


class Visitor:
    """A browser without a screen, that fills in the provider's own pages."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.session = requests.Session()

    def arrive(self, login: str, start: str = "/console/oidc") -> requests.Response:
        """Sign in at the provider as ``login``; the answer to the address one comes back with."""
        return self.open(self.way_back(login, start))

    def way_back(self, login: str, start: str = "/console/oidc") -> str:
        """The address with which the provider sends the browser back."""
        where = self.follow(self.world.house + start)
        for _ in range(3):
            if where.startswith(self.world.house):
                return where
            page = self.session.get(where)
            form = re.search(r'<form[^>]*action="([^"]+)"', page.text)
            assert form, page.text
            fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
            if 'name="login"' in page.text:
                fields |= {"login": login, "password": "x"}
            answer = self.session.post(urljoin(where, form[1]), data=fields, allow_redirects=False)
            where = self.follow(urljoin(where, answer.headers["Location"]))
        return where

    def follow(self, where: str) -> str:
        """Follow redirects until a page, or until they lead back to the house."""
        begun = where
        while True:
            if where != begun and where.startswith(self.world.house):
                return where
            answer = self.open(where)
            if not answer.is_redirect:
                return where
            where = urljoin(where, answer.headers["Location"])

    def open(self, where: str) -> requests.Response:
        return self.session.get(where, headers={"Accept": "text/html"}, allow_redirects=False)

    def page(self) -> requests.Response:
        """One's own page, or the way to sign in."""
        return self.open(self.world.house + "/console/me")


def failed(answer: requests.Response) -> str:
    """What the page one is sent to is told."""
    assert answer.status_code == 303
    return parse_qs(urlsplit(answer.headers["Location"]).query).get("failed", [""])[0]


def test_somebody_of_the_organisation_is_in_with_the_role_and_team_of_their_groups(world: World) -> None:
    visitor = Visitor(world)
    answer = visitor.arrive("sanne", "/console/oidc?next=/console/me")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/console/me"
    assert "Sanne Bakker" in visitor.page().text
    sanne = world.person("sanne@huis.example")
    assert sanne is not None
    assert (sanne.role, sanne.team, sanne.password_hash) == ("staff", "webcare", None)
    assert sanne.subject == f"{world.issuer} sanne"


def test_the_highest_role_of_several_groups_counts_and_at_every_sign_in_anew(world: World) -> None:
    assert failed(Visitor(world).arrive("aisha")) == ""
    aisha = world.person("aisha@huis.example")
    assert aisha is not None
    assert aisha.role == "administrator"
    with world.store.session() as session:
        session.get_one(Person, aisha.id).role = "observer"
    assert failed(Visitor(world).arrive("aisha")) == ""
    again = world.person("aisha@huis.example")
    assert again is not None
    assert (again.id, again.role) == (aisha.id, "administrator")


def test_somebody_without_a_mapped_group_is_staff_or_refused_as_the_setting_says(
    world: World, request: pytest.FixtureRequest
) -> None:
    refused = "token" in request.node.callspec.id
    assert failed(Visitor(world).arrive("wim")) == ("sso_unmapped" if refused else "")
    wim = world.person("wim@huis.example")
    assert (wim is None) is refused
    assert wim is None or (wim.role, wim.team) == ("staff", None)


def test_only_a_verified_address_joins_an_account_that_is_here(world: World) -> None:
    with world.store.session() as session:
        noor = people.add(session, name="Noor", email="noor@huis.example", role=Role.MANAGER, today=now().date())
    assert failed(Visitor(world).arrive("unsure")) == "sso_other_account"
    assert failed(Visitor(world).arrive("noor")) == ""
    joined = world.person("noor@huis.example")
    assert joined is not None
    assert (joined.id, joined.subject) == (noor.id, f"{world.issuer} noor")
    assert failed(Visitor(world).arrive("unsure")) == "sso_other_account"


def test_somebody_whose_access_is_closed_stays_out(world: World) -> None:
    assert failed(Visitor(world).arrive("sanne")) == ""
    sanne = world.person("sanne@huis.example")
    assert sanne is not None
    with world.store.session() as session:
        people.disable(session, sanne.id)
    try:
        assert failed(Visitor(world).arrive("sanne")) == "sso_disabled"
    finally:
        with world.store.session() as session:
            people.enable(session, sanne.id)


def test_an_account_without_an_address_is_told_so(world: World) -> None:
    assert failed(Visitor(world).arrive("nameless")) == "sso_no_email"


def test_a_way_back_works_in_the_browser_that_set_out_and_once(world: World) -> None:
    visitor, other = Visitor(world), Visitor(world)
    back = visitor.way_back("sanne")
    assert failed(other.open(back)) == "sso_stale"
    assert other.page().status_code == 303
    assert failed(visitor.open(back)) == ""
    assert failed(visitor.open(back)) == "sso_stale"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"state": "0" * 64}, "sso_stale"),
        ({"state": "é"}, "sso_stale"),
        ({"state": ""}, "sso_stale"),
        ({"iss": "https://evil.example"}, "sso_failed"),
        ({"code": "made up"}, "sso_failed"),
        ({"code": ""}, "sso_failed"),
        ({"error": "access_denied"}, "sso_refused"),
    ],
)
def test_a_way_back_that_somebody_changed_leads_nowhere(world: World, change: dict[str, str], told: str) -> None:
    visitor = Visitor(world)
    back = urlsplit(visitor.way_back("sanne"))
    query = {name: values[0] for name, values in parse_qs(back.query).items()} | change
    address = requests.Request("GET", back._replace(query="").geturl(), params=query).prepare().url
    assert failed(visitor.open(address or "")) == told
    assert visitor.page().status_code == 303


def test_the_code_of_another_attempt_is_not_taken(world: World) -> None:
    """PKCE and nonce: a code that somebody else obtained does not work with this browser's verifier."""
    mine, theirs = Visitor(world), Visitor(world)
    stolen = parse_qs(urlsplit(theirs.way_back("aisha")).query)["code"][0]
    back = urlsplit(mine.way_back("sanne"))
    query = {name: values[0] for name, values in parse_qs(back.query).items()} | {"code": stolen}
    address = requests.Request("GET", back._replace(query="").geturl(), params=query).prepare().url
    assert failed(mine.open(address or "")) == "sso_failed"


def test_the_page_offers_it_and_says_what_went_wrong(world: World) -> None:
    page = Visitor(world).open(world.house + "/console/sign-in?failed=sso_stale").text
    assert "Sign in with your organisation" in page
    assert "took too long" in page
    assert 'href="/console/oidc"' in page


def test_nothing_of_the_flow_is_in_the_log(world: World) -> None:
    visitor = Visitor(world)
    back = visitor.way_back("sanne")
    visitor.open(back)
    log = world.log.read_text()
    assert "status=303" in log
    for value in (*(values[0] for values in parse_qs(urlsplit(back).query).values()), SECRET, "sanne"):
        assert value not in log


@pytest.mark.browser
def test_a_person_signs_in_in_a_real_browser(world: World) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-background-networking"]
        )
        page = browser.new_context(locale="nl-NL").new_page()
        page.set_default_timeout(20_000)
        page.goto(world.house + "/console/people")
        page.get_by_role("link", name="Aanmelden via je organisatie").click()
        page.locator("input[name=login]").fill("aisha")
        page.locator("input[name=password]").fill("x")
        page.locator("button[type=submit]").click()
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("heading", name="Mensen en sleutels")).to_be_visible(timeout=20_000)
        browser.close()
