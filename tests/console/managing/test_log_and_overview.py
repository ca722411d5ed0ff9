"""The log of administrators, and the first page as each role sees it."""

import datetime as dt
import re

import pytest

from kalm.api.auth import Role
from kalm.store import admin_log, disputes, people

from .office import Office

RULE = "nl.condescension.already-explained"
TODAY = dt.datetime.now(dt.UTC).date()


def test_the_log_is_paged_without_losing_or_repeating_an_act(office: Office):
    with office.store.session() as session:
        for number in range(120):
            admin_log.record(session, "Aisha", "people.change", f"mens-{number}.")
    browser = office.browser(Role.OBSERVER)
    path: str | None = "/console/log"
    found: list[str] = []
    while path:
        page = browser.see(path).text
        found += re.findall(r"mens-(\d+)\.", page)
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        path = onward[1].replace("&amp;", "&") if onward else None
    assert found == [str(number) for number in reversed(range(120))]


def test_the_log_can_be_narrowed_to_a_subject(office: Office):
    with office.store.session() as session:
        admin_log.record(session, "Aisha", "people.invite", "iemand")
        admin_log.record(session, "Mieke", "policy.publish", "version 1", "waarom")
        admin_log.record(session, "Mieke", "policyx.publish", "niet dit")
    page = office.browser(Role.ADMINISTRATOR).see("/console/log?kind=policy").text
    assert "Beleid gepubliceerd: versie 1" in page
    assert "waarom" in page
    assert "iemand" not in page
    assert "niet dit" not in page
    for odd in ("kind=x", "before=-1", "before=x", "before=99999999999999999999"):
        assert office.browser(Role.ADMINISTRATOR).see(f"/console/log?{odd}").status_code == 200


def test_what_an_act_was_about_is_in_the_readers_language(office: Office):
    with office.store.session() as session:
        admin_log.record(session, "Aisha", "people.invite", "manager")
        admin_log.record(session, "Mieke", "policy.import", "draft")
    page = office.browser(Role.OBSERVER).see("/console/log").text
    assert "Iemand uitgenodigd: beleidsmaker" in page
    assert "Bestand ingelezen: concept" in page


def test_an_act_without_words_of_ours_is_shown_by_its_name(office: Office):
    with office.store.session() as session:
        admin_log.record(session, "Aisha", "moon.land", "<i>maan</i>")
    page = office.browser(Role.ADMINISTRATOR).see("/console/log").text
    assert "moon.land: &lt;i&gt;maan" in page


def test_staff_see_their_policy_whom_to_ask_and_the_dos_and_donts(settled: Office):
    page = settled.browser(settled.add("Yara", team="webcare")).see("/console/").text
    assert "Gemeente Voorbeeld" in page
    assert "alles: ook regels in proef" in page, "as her team has it"
    for told in ("Redactie (14 020)", "Noem je voornaam.", "Geen grapjes bij klachten.", "we tonen dat het ons spijt"):
        assert told in page
    for kept in ("De laatste 8 weken", "meldingen", "/console/versions"):
        assert kept not in page


def test_a_manager_sees_numbers_what_waits_and_the_draft(settled: Office):
    settled.count(TODAY, RULE, number=21)
    settled.count(TODAY - dt.timedelta(weeks=2), RULE, number=9)
    settled.count(TODAY, RULE, "applied", 5)
    settled.draft("Bram", own=["1"])
    page = settled.browser(Role.MANAGER).see("/console/").text
    assert "Kalm wees 30 keer ergens op." in page
    assert page.count('<svg class="bars"') == 2, "all together, and the one subject"
    assert re.search(r'<th scope="row">Betuttelend</th>.*<td class="number">9</td>', page), "the chart as a table"
    assert "van Bram is nog niet gepubliceerd" in page


def test_numbers_of_fewer_than_five_people_are_not_shown(settled: Office):
    settled.count(TODAY, RULE, number=21)
    with settled.store.session() as session:
        people.disable(session, settled.people[Role.STAFF].id)
    page = settled.browser(Role.MANAGER).see("/console/").text
    assert "minder dan vijf mensen" in page
    assert "21" not in page.partition("De laatste 8 weken")[2]


def test_with_counting_off_no_number_is_shown(office: Office):
    office.publish(counting=False)
    office.count(TODAY, RULE, number=21)
    page = office.browser(Role.MANAGER).see("/console/").text
    assert "Tellen staat uit" in page
    assert '<svg class="bars"' not in page


def test_a_mode_in_force_stands_on_top_with_its_end(office: Office):
    until = (dt.datetime.now(dt.UTC) + dt.timedelta(days=2)).isoformat()
    line = {"nl": "Plaats vandaag niets luchtigs.", "en": "Post nothing light today."}
    over = {"kind": "crisis", "until": "2020-01-01T00:00:00Z", "line": {"nl": "Voorbij.", "en": "Over."}}
    office.publish(modes=[{"kind": "mourning", "until": until, "line": line}, over])
    page = office.browser(Role.STAFF).see("/console/").text
    assert "Rouw" in page
    assert "Plaats vandaag niets luchtigs." in page
    assert "Voorbij." not in page


def test_before_anything_is_published_the_page_says_so(office: Office):
    for role in Role:
        assert "Er is nog geen eigen beleid." in office.browser(role).see("/console/").text


def test_what_was_published_last_is_told_to_everybody(settled: Office):
    settled.publish("Codenaam erbij", words={"codenames": ["Zeester"]})
    page = settled.browser(Role.STAFF).see("/console/").text
    assert "Codenaam erbij" in page
    assert "versie 2" in page


def test_a_dispute_shows_up_as_waiting_where_there_is_a_page_for_it(settled: Office):
    with settled.store.session() as session:
        disputes.add(session, RULE, 1, "other", None, None, TODAY)
    page = settled.browser(Role.OWNER).see("/console/").text
    has_page = "console_disputes.index" in settled.app.view_functions
    assert ("melding wacht op antwoord" in page) == has_page


@pytest.mark.parametrize("language", ["nl", "en"])
def test_both_languages_have_every_text(settled: Office, language: str):
    for role in Role:
        for path in ("/console/", "/console/rules", f"/console/rules/{RULE}", "/console/versions", "/console/log"):
            page = settled.browser(role).see(f"{path}?lang={language}")
            if page.status_code == 200:
                assert "Undefined" not in page.text
                assert re.search(r"\{[a-z]+\}", re.sub(r"(?s)<textarea.*?</textarea>|<[^>]*>", "", page.text)) is None
