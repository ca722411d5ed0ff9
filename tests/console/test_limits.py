"""How often one may try, and that nothing tells who tried."""

import hashlib
import logging
from pathlib import Path

import pytest
from redis import Redis

from kalm.api.limits import address
from kalm.api.state import EXTENSION
from kalm.config import SettingError, read

from .conftest import MakeHouse
from .house import PASSWORD, Browser, House
from .serving import free_port, redis


def attempt(browser: Browser, email: str, peer: str = "127.0.0.1", **headers: str) -> int:
    form = {"csrf": browser.proof(), "email": email, "password": "wrong password"}
    environ = {"REMOTE_ADDR": peer}
    return browser.client.post("/console/sign-in", data=form, environ_base=environ, headers=headers).status_code


def test_after_ten_tries_an_account_has_to_wait_wherever_they_come_from(house: House) -> None:
    house.add("Sanne", password=PASSWORD)
    browser = house.browser()
    for number in range(10):
        assert attempt(browser, "sanne@huis.example", f"10.0.0.{number}") == 401
    assert attempt(browser, " SANNE@huis.example", "10.0.1.1") == 429
    assert attempt(browser, "wim@huis.example", "10.0.1.1") == 401


def test_it_is_the_same_for_an_account_that_is_not_there(house: House) -> None:
    browser = house.browser()
    assert [attempt(browser, "x@huis.example", f"10.0.0.{number}") for number in range(11)] == [401] * 10 + [429]


@pytest.mark.slow
def test_after_sixty_tries_an_address_has_to_wait_whatever_the_account(house: House) -> None:
    browser = house.browser()
    for number in range(60):
        assert attempt(browser, f"{number}@huis.example") == 401
    page = browser.send("/console/sign-in", email="x@huis.example", password="wrong password")
    assert page.status_code == 429
    assert "Please wait a moment" in page.text
    assert attempt(browser, "x@huis.example", "10.0.0.1") == 401


def test_what_lies_in_redis_tells_no_address_to_who_lacks_the_databases_password(make_house: MakeHouse) -> None:
    def counted_as(password: str) -> str:
        database = f"postgresql://kalm:{password}@db.example/kalm"
        app = make_house(KALM_RATELIMIT_URL="redis://127.0.0.1:1", KALM_DATABASE_URL=database).app
        with app.test_request_context("/", environ_base={"REMOTE_ADDR": "10.0.0.1"}):
            return address()

    assert counted_as("one") == counted_as("one"), "all hosts count together"
    assert counted_as("one") != counted_as("another")
    assert hashlib.sha256(b"address 10.0.0.1").hexdigest()[:32] != counted_as("one")


def test_behind_a_trusted_front_each_caller_counts_for_itself(make_house: MakeHouse) -> None:
    house = make_house(KALM_TRUSTED_PROXIES="127.0.0.1")
    with house.app.test_request_context("/", environ_base={"REMOTE_ADDR": "10.0.0.1"}):
        alone = address()
    seen = set()

    @house.app.get("/whence")
    def whence() -> str:
        seen.add(address())
        return ""

    client = house.app.test_client()
    for chain in ("10.0.0.1", "6.6.6.6, 10.0.0.1", "10.0.0.1 "):
        client.get("/whence", headers={"X-Forwarded-For": chain})
    assert seen == {alone}, "only what the front itself saw counts"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("10.0.0.1", "10.0.0.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:10.0.0.1", "10.0.0.1", True),
        ("", "not an address", True),
    ],
)
def test_an_address_counts_as_one_and_an_ipv6_site_too(house: House, one: str, other: str, same: bool) -> None:
    keys = []
    for peer in (one, other):
        with house.app.test_request_context("/", environ_base={"REMOTE_ADDR": peer}):
            keys.append(address())
    assert (keys[0] == keys[1]) is same
    assert not one or one not in keys[0]


def test_reading_drafts_is_not_limited(house: House) -> None:
    client = house.app.test_client()
    assert {client.get("/v1/platforms").status_code for _ in range(300)} == {200}


def test_looking_at_a_form_is_not_limited(house: House) -> None:
    browser = house.browser()
    assert {browser.see("/console/first?code=x").status_code for _ in range(40)} == {404}


def test_the_library_that_counts_says_nothing(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    browser = house.browser()
    for _ in range(12):
        attempt(browser, "x@huis.example", "10.9.8.7")
    assert not [record for record in caplog.records if "limit" in record.name]
    assert "10.9.8.7" not in caplog.text


@pytest.mark.slow
def test_with_redis_all_hosts_count_together_without_names(make_house: MakeHouse, tmp_path: Path) -> None:
    with redis(free_port(), tmp_path / "redis.log") as url:
        hosts = [make_house(KALM_RATELIMIT_URL=url).browser() for _ in range(2)]
        assert [attempt(hosts[number % 2], "x@huis.example") for number in range(10)] == [401] * 10
        assert [attempt(host, "x@huis.example") for host in hosts] == [429, 429]
        with Redis.from_url(url) as known:
            keys = [key.decode() for key in known.scan_iter()]
        assert keys
        assert not [key for key in keys if "huis" in key or "127.0.0.1" in key]


@pytest.mark.slow
def test_redis_that_is_away_does_not_keep_anybody_out(make_house: MakeHouse) -> None:
    house = make_house(KALM_RATELIMIT_URL="redis://127.0.0.1:1/0?socket_connect_timeout=1")
    browser = house.browser()
    assert [attempt(browser, "x@huis.example") for _ in range(11)] == [401] * 10 + [429], "each worker counts meanwhile"


def test_what_is_no_redis_is_refused_at_the_start() -> None:
    with pytest.raises(SettingError, match=r"^KALM_RATELIMIT_URL: must be"):
        read({"KALM_RATELIMIT_URL": "mongodb://x"})


def test_the_state_holds_no_address(house: House) -> None:
    attempt(house.browser(), "x@huis.example", "10.9.8.7")
    (limiter,) = house.app.extensions["limiter"]
    assert "10.9.8.7" not in str(vars(limiter.storage))
    assert "x@huis" not in str(vars(limiter.storage))
    assert EXTENSION in house.app.extensions
