"""Nobody else's page can act for somebody who is signed in: forms, origins, cookies, headers."""

import re

import pytest
from werkzeug.formparser import FormDataParser

from kalm.api.auth import Role, csrf_of
from kalm.store import sessions

from .conftest import MakeHouse
from .house import PASSWORD, PERSON, Browser, House


def post(browser: Browser, headers: dict[str, str] | None = None, **fields: str) -> int:
    """Send the form that signs out elsewhere."""
    return browser.client.post("/console/me/sessions/end", data=fields, headers=headers or {}).status_code


def test_a_form_needs_the_proof_of_this_browser(house: House, office: Browser) -> None:
    other = house.browser(house.add("Sanne"))
    assert post(office) == 403
    assert post(office, csrf="") == 403
    assert post(office, csrf="0" * 64) == 403
    assert post(office, csrf="é" * 64) == 403
    assert post(office, csrf=other.proof("/console/me")) == 403
    assert post(office, csrf=office.proof("/console/me")) == 303


def test_a_script_sends_the_proof_as_a_header(office: Browser) -> None:
    assert post(office, {"X-CSRF-Token": office.proof("/console/me")}) == 303
    assert post(office, {"X-CSRF-Token": "0" * 64}) == 403


@pytest.mark.parametrize("address", ["/console/me/sessions/end", "/console/sign-in", "/console/first"])
@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}], ids=["from here", "from elsewhere"])
def test_a_form_in_parts_is_refused_unread_whatever_proof_it_brings(
    house: House, monkeypatch: pytest.MonkeyPatch, address: str, headers: dict[str, str]
) -> None:
    """Whoever invents a cookie can compute its proof; what they send must not reach the disk."""
    monkeypatch.setattr(FormDataParser, "parse", lambda *_: pytest.fail("a form was read"))
    stranger = house.browser()
    stranger.client.set_cookie("kalm", "invented")
    sent = {**PERSON, **headers, "X-CSRF-Token": csrf_of("invented")}
    body = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n' + bytes(600_000) + b"\r\n--x--\r\n"
    media = "multipart/form-data; boundary=x"
    answer = stranger.client.post(address, data=body, content_type=media, headers=sent)
    assert answer.status_code == (403 if headers else 400)


@pytest.mark.parametrize("query", ["rule=%00", "%00=x", "state=open&rule=a%00b"])
def test_an_address_with_a_zero_in_it_is_refused_before_a_database_sees_it(office: Browser, query: str) -> None:
    assert office.see(f"/console/disputes?{query}").status_code == 404
    assert office.client.post("/v1/questions/a%00b/read").status_code == 404


@pytest.mark.parametrize("number", ["2147483648", "9" * 30, "9" * 5000])
def test_a_number_that_no_database_counts_to_leads_nowhere(office: Browser, number: str) -> None:
    assert office.see(f"/console/proposals/{number}").status_code == 404
    assert office.send(f"/console/disputes/{number}", state="accepted", words="Ja.").status_code == 404


def test_links_to_the_other_language_take_nothing_but_values_from_the_address(house: House) -> None:
    tricks = "_scheme=javascript&_anchor=x&_external=1&_method=POST&endpoint=x&code=a%26b"
    for path in ("/console/sign-in", "/console/nowhere", "//evil.example/console/"):
        page = house.browser().client.get(f"{path}?{tricks}", headers=PERSON, base_url="http://localhost")
        for link in re.findall(r'href="([^"]*lang=[^"]*)"', page.text):
            assert link.startswith("/"), link
            assert not link.startswith("//"), link
            assert "code=a%26b" in link


def test_the_proof_of_before_signing_in_is_void_after(house: House) -> None:
    house.add("Sanne", password=PASSWORD)
    browser = house.browser()
    before, old = browser.proof(), browser.cookie
    assert browser.send("/console/sign-in", email="sanne@huis.example", password=PASSWORD).status_code == 303
    assert browser.cookie != old, "the key is another one after signing in"
    assert post(browser, csrf=before) == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "http://localhost"}, 303),
        ({"Origin": "https://localhost"}, 303),  # behind a front that does TLS
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://localhost.evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_a_form_from_another_origin_is_refused_even_with_the_proof(
    office: Browser, headers: dict[str, str], status: int
) -> None:
    assert post(office, headers, csrf=office.proof("/console/me")) == status


def test_signing_in_from_a_foreign_page_is_refused(house: House) -> None:
    house.add("Sanne", password=PASSWORD)
    form = {"email": "sanne@huis.example", "password": PASSWORD}
    assert house.browser().client.post("/console/sign-in", data=form, headers=PERSON).status_code == 403


def test_the_interface_takes_a_signed_in_browser_but_no_foreign_page(make_house: MakeHouse, tmp_path: object) -> None:
    house = make_house(KALM_HOST="0.0.0.0")
    browser = house.browser(house.add("Sanne"))
    assert house.browser().client.get("/v1/platforms").status_code == 401
    assert browser.client.get("/v1/platforms").status_code == 200
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert browser.client.post("/v1/lint", json={"text": "Dag."}, headers=foreign).status_code == 403
    assert browser.client.post("/v1/lint", json={"text": "Dag."}).status_code == 200
    assert browser.client.get("/metrics").status_code == 403, "staff may not see the counters"
    assert house.browser(house.add("Wim", Role.OBSERVER)).client.get("/metrics").status_code == 200


def test_the_cookie_is_out_of_reach_for_scripts_and_foreign_pages(house: House) -> None:
    (cookie,) = house.browser().see("/console/sign-in").headers.getlist("Set-Cookie")
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Secure" not in cookie, "a plain http page on loopback could not set it"


def test_with_tls_the_cookie_is_for_this_host_and_for_tls_only(make_house: MakeHouse) -> None:
    house = make_house(KALM_TRUSTED_PROXIES="127.0.0.1", KALM_ALLOWED_HOSTS="kalm.example")
    front = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "kalm.example"}
    (cookie,) = house.browser().see("/console/sign-in", **front).headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-kalm=")
    assert {"HttpOnly", "Path=/", "SameSite=Lax", "Secure"} <= set(cookie.split("; "))


@pytest.mark.parametrize("cut", [True, False], ids=["prefix cut off by the front", "prefix left in place"])
def test_below_a_prefix_cookie_and_links_stay_below_it(make_house: MakeHouse, cut: bool) -> None:
    house = make_house(KALM_TRUSTED_PROXIES="127.0.0.1", KALM_ALLOWED_HOSTS="kalm.example")
    front = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "kalm.example", "X-Forwarded-Prefix": "/kalm"}
    page = house.browser().see("/console/sign-in" if cut else "/kalm/console/sign-in", **front)
    assert page.status_code == 200
    (cookie,) = page.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Secure-kalm=")
    assert "Path=/kalm/" in cookie
    assert 'action="/kalm/console/sign-in"' in page.text
    assert 'href="/kalm/static/' in page.text
    assert 'href="/console' not in page.text


def test_the_key_in_the_cookie_is_not_in_the_store(house: House) -> None:
    sanne = house.add("Sanne")
    browser = house.browser(sanne)
    key = browser.cookie or ""
    assert len(key) >= 43, "256 bits"
    assert csrf_of(key) != key
    with house.store.session() as session:
        stored = session.connection().exec_driver_sql("select hash from sessions").scalars().all()
    assert stored == [sessions.digest(key)]


def test_pages_load_and_send_nothing_elsewhere_and_stand_in_no_frame(office: Browser) -> None:
    page = office.see("/console/people")
    said = {
        item.split(" ", 1)[0]: item.split(" ", 1)[1] for item in page.headers["Content-Security-Policy"].split("; ")
    }
    assert said["default-src"] == said["frame-ancestors"] == said["base-uri"] == "'none'"
    assert said["script-src"] == said["style-src"] == said["form-action"] == "'self'"
    assert page.headers["X-Frame-Options"] == "DENY"
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "<script" not in page.text
    assert "style=" not in page.text


def test_a_form_may_hold_a_mebibyte(office: Browser) -> None:
    proof = office.proof("/console/me")
    large = office.client.post("/console/me/tokens", data={"csrf": proof, "label": "x" * 1024 * 1024}, headers=PERSON)
    assert large.status_code == 413
    assert "This is too large" in large.text


def test_a_character_that_no_database_holds_is_refused(house: House, office: Browser) -> None:
    sanne = house.add("Sanne")
    assert office.send("/console/me/tokens", label="a\0b").status_code == 400
    assert office.send(f"/console/people/{sanne.id}\0", role="staff", team="").status_code == 404


def test_what_goes_wrong_is_a_page_for_people_and_json_for_programs(house: House) -> None:
    browser = house.browser(house.add("Sanne"))
    page = browser.see("/console/people")
    assert (page.status_code, page.mimetype) == (403, "text/html")
    assert "This is not for you" in page.text
    said = browser.client.get("/console/people")
    assert (said.status_code, said.mimetype) == (403, "application/problem+json")
    assert house.browser().client.get("/console/people").status_code == 401
    nothing = browser.see("/console/nothing")
    assert (nothing.status_code, nothing.mimetype) == (404, "text/html")


def test_the_language_is_kept_once_it_was_chosen(house: House) -> None:
    browser = house.browser()
    assert 'lang="en"' in browser.see("/console/sign-in").text
    assert '<html lang="nl">' in browser.see("/console/sign-in?lang=nl").text
    assert '<html lang="nl">' in browser.see("/console/sign-in").text
    assert '<html lang="nl">' in house.browser().see("/console/sign-in", **{"Accept-Language": "nl-BE"}).text
