"""Word lists, accounts and special times: pasted, checked line by line, and a time that can always be ended."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kalm.api.auth import Role
from kalm.console import modes
from kalm.policy import PolicyDocument
from kalm.policy.document import MOST_ENTRIES
from kalm.store import policies
from kalm.store.tables import Draft

from .office import Browser, Office, wrong

WORDS, ACCOUNTS, MODES = "/console/words", "/console/accounts", "/console/modes"
TOMORROW = (dt.datetime.now(dt.UTC) + dt.timedelta(days=1)).isoformat()
CRISIS = {
    "kind": "crisis",
    "until": TOMORROW,
    "line": {"nl": "Brand: zie de liveblog.", "en": "Fire: see the live blog."},
}


def test_many_lines_are_pasted_at_once_and_what_stands_twice_counts_once(office: Office, noor: Browser) -> None:
    pasted = "Vergaland\r\n\r\n  Brimstad  \r\nVergaland\r\n" + "\r\n".join(f"Dorp {n}" for n in range(500))
    assert noor.send_all(WORDS, {"words.competitors[]": pasted, "own[]": "14 020"}).status_code == 303
    draft = office.draft()
    assert draft.words.competitors[:3] == ["Vergaland", "Brimstad", "Dorp 0"]
    assert len(draft.words.competitors) == 502
    assert draft.own == ["14 020"]


def test_a_line_that_is_too_long_is_named_by_its_number(office: Office, noor: Browser) -> None:
    answer = noor.send_all(WORDS, {"words.codenames[]": "goed\n" + "x" * 201})
    assert answer.status_code == 422
    assert wrong(answer, "words.codenames") == "Regel 2: Maak dit korter: hoogstens 200 tekens."
    assert "goed" in answer.text
    assert office.draft().words.codenames == []


def test_a_list_with_too_many_lines_is_refused_with_its_limit(noor: Browser) -> None:
    answer = noor.send_all(WORDS, {"words.names[]": "\n".join(f"naam {n}" for n in range(MOST_ENTRIES + 1))})
    assert wrong(answer, "words.names").startswith(f"Dit zijn er te veel: hoogstens {MOST_ENTRIES}.")
    assert f"Hoogstens {MOST_ENTRIES} op een lijst" in noor.see(WORDS).text


def test_case_numbers_say_how_they_are_written(noor: Browser) -> None:
    assert wrong(noor.send_all(WORDS, {"case_numbers[]": "z-12"}), "case_numbers").startswith("Regel 1: Gebruik 9 voor")
    assert noor.send_all(WORDS, {"case_numbers[]": "Z-9999-99999"}).status_code == 303


def test_allowed_words_need_a_reason_and_are_shown_as_expired_after_their_last_day(
    office: Office, noor: Browser
) -> None:
    assert wrong(noor.send_all(WORDS, {"allow[0].text": "gratis"}), "allow[0].reason") == "Dit is nodig."
    assert wrong(
        noor.send_all(WORDS, {"allow[0].text": "gratis", "allow[0].reason": "x", "allow[0].until": "31-12"}),
        "allow[0].until",
    ).startswith("Vul een dag")
    noor.send_all(WORDS, {"allow[0].text": "gratis", "allow[0].reason": "Actie", "allow[0].until": "2026-01-31"})
    assert office.draft().allow[0].until == dt.date(2026, 1, 31)
    assert noor.see(WORDS).text.count("verlopen, telt niet meer mee") == 1


def test_first_sentences_of_the_house_are_kept(office: Office, noor: Browser) -> None:
    fields = {"openers[0].text": "Wat vervelend.", "openers[0].language": "nl", "openers[0].situation": "complaint"}
    assert noor.send_all(WORDS, fields).status_code == 303
    assert office.draft().openers[0].situation == "complaint"


def test_accounts_are_kept_with_owner_and_mandate(office: Office, noor: Browser) -> None:
    office.publish(teams=[{"id": "web", "name": "Web"}])
    fields = {
        "accounts[0].handle": "@voorbeeld",
        "accounts[0].platform": "x",
        "accounts[0].account": "brand",
        "accounts[0].team": "web",
        "accounts[0].owner": "Noor",
        "accounts[0].mandate[]": "Webcare\nWoordvoering",
    }
    assert noor.send_all(ACCOUNTS, fields).status_code == 303
    account = office.draft().accounts[0]
    assert (account.team, account.mandate) == ("web", ["Webcare", "Woordvoering"])
    assert "Woordvoering" in noor.see(ACCOUNTS).text


def test_mistakes_in_accounts_stand_at_their_field(office: Office, noor: Browser) -> None:
    one = {"accounts[0].handle": "@a", "accounts[0].platform": "x"}
    assert wrong(noor.send_all(ACCOUNTS, one | {"accounts[0].team": "weg"}), "accounts[0].team").startswith("Dat team")
    assert wrong(noor.send_all(ACCOUNTS, {"accounts[0].platform": "x"}), "accounts[0].handle") == "Dit is nodig."
    twice = one | {"accounts[1].handle": "@A", "accounts[1].platform": "x"}
    assert wrong(noor.send_all(ACCOUNTS, twice), "accounts") == "Dit staat er al."
    assert office.draft().accounts == []


def test_a_mode_cannot_be_made_without_an_end_nor_end_before_it_begins(office: Office, noor: Browser) -> None:
    assert wrong(noor.send_all(MODES, {"modes[0].kind": "crisis"}), "modes[0].until") == "Dit is nodig."
    answer = noor.send_all(
        MODES,
        {
            "modes[0].kind": "crisis",
            "modes[0].since": "2027-02-01T10:00:00.000Z",
            "modes[0].until": "2027-01-01T10:00:00.000Z",
        },
    )
    assert wrong(answer, "modes[0].until") == "Het einde moet later zijn dan het begin."
    assert office.draft().modes == []


def test_a_mode_is_kept_with_line_guidance_and_rules(office: Office, noor: Browser) -> None:
    fields = {
        "modes[0].kind": "mourning",
        "modes[0].until": "2027-01-01T10:00:00.000Z",
        "modes[0].line.nl": "Rouw",
        "modes[0].line.en": "Mourning",
        "modes[0].guidance.nl": "Geen grapjes",
        "modes[0].guidance.en": "No jokes",
        "modes[0].rules[20001].select": "emotional-tone",
        "modes[0].rules[20001].severity": "error",
    }
    assert noor.send_all(MODES, fields).status_code == 303
    mode = office.draft().modes[0]
    assert mode.until == dt.datetime(2027, 1, 1, 10, tzinfo=dt.UTC)
    assert mode.rules[0].severity == "error"
    assert 'data-utc="2027-01-01T10:00:00+00:00"' in noor.see(MODES).text
    assert wrong(noor.send_all(MODES, fields | {"modes[0].line.en": ""}), "modes[0].line.en") == "Dit is nodig."


def test_a_mode_is_ended_at_once_and_the_draft_goes_on_without_it(office: Office, noor: Browser) -> None:
    office.publish(modes=[CRISIS])
    noor.send_all(WORDS, {"words.org[]": "Voorbeeld"})
    assert "Brand: zie de liveblog." in noor.see(MODES).text
    assert noor.send(f"{MODES}/end", MODES, version="1", mode="0").status_code == 303
    office.inforce.refresh()
    assert office.inforce.policy().modes == ()
    assert office.inforce.policy().version == 2
    assert office.inforce.policy().lists == {}, "the rest of the draft is not published with it"
    draft = office.draft()
    assert (draft.modes, draft.words.org) == ([], ["Voorbeeld"])
    assert noor.send_all(WORDS, {"words.org[]": "Anders"}).status_code == 303


@pytest.mark.parametrize(("version", "mode"), [("2", "0"), ("1", "7"), ("x", "0"), ("1", "²")])
def test_ending_what_is_not_there_changes_nothing(office: Office, noor: Browser, version: str, mode: str) -> None:
    office.publish(modes=[CRISIS])
    assert noor.send(f"{MODES}/end", MODES, version=version, mode=mode).status_code == 409
    with office.store.session() as session:
        newest = policies.latest(session)
        assert newest is not None
        assert newest.number == 1


@pytest.mark.parametrize("page", [WORDS, ACCOUNTS, MODES])
def test_staff_have_none_of_these_pages_and_an_observer_only_looks(office: Office, noor: Browser, page: str) -> None:
    office.publish(modes=[CRISIS])
    watcher = office.browser(Role.OBSERVER, "Kijk")
    shown = watcher.see(page)
    assert shown.status_code == 200
    assert "Concept bewaren" not in shown.text
    assert "Nu beëindigen" not in shown.text
    assert watcher.send(page).status_code == 403
    assert office.browser(Role.STAFF, "Sam").see(page).status_code == 403


@pytest.mark.parametrize("until", ["9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+01:00"])
def test_a_moment_that_utc_does_not_have_comes_back_as_a_mistake(office: Office, noor: Browser, until: str) -> None:
    answer = noor.send_all(MODES, {"modes[0].kind": "crisis", "modes[0].until": until})
    assert answer.status_code == 422
    assert wrong(answer, "modes[0].until").startswith("Vul een dag of een tijdstip in")
    assert office.draft().modes == []


def test_a_time_with_another_offset_is_shown_in_utc(office: Office, noor: Browser) -> None:
    east = dt.timezone(dt.timedelta(hours=5, minutes=30))
    until = dt.datetime.now(east).replace(microsecond=0) + dt.timedelta(days=1)
    office.publish(modes=[CRISIS | {"until": until.isoformat()}])
    assert f"{until.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC" in noor.see(MODES).text


def _end(noor: Browser) -> int:
    return noor.send(f"{MODES}/end", MODES, version="1", mode="0").status_code


def _newest(office: Office) -> int:
    with office.store.session() as session:
        return policies.highest(session)


def test_a_draft_that_somebody_saves_while_a_mode_is_ended_is_not_overwritten(
    office: Office, noor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.publish(modes=[CRISIS])
    noor.send_all(WORDS, {"words.org[]": "Voorbeeld"})
    read = modes.draft
    monkeypatch.setattr(modes, "draft", lambda session: replace(read(session), edition=read(session).edition - 1))
    assert _end(noor) == 409
    assert _newest(office) == 1
    assert len(office.draft().modes) == 1


@pytest.mark.parametrize("trouble", [IntegrityError("", {}, Exception()), None])
def test_a_mode_is_not_ended_over_what_is_published_in_the_same_moment(
    office: Office, noor: Browser, monkeypatch: pytest.MonkeyPatch, trouble: Exception | None
) -> None:
    office.publish(modes=[CRISIS])

    def meanwhile(session: Session, document: PolicyDocument, note: str, author: str) -> int:
        if trouble is not None:
            raise trouble
        publish(session, document.model_copy(update={"name": "Van een collega"}), "", "Iemand")
        return publish(session, document, note, author)

    publish = modes.publish
    monkeypatch.setattr(modes, "publish", meanwhile)
    assert _end(noor) == 409
    assert _newest(office) == 1


def test_a_draft_of_another_release_stays_as_it_is_when_a_mode_is_ended(office: Office, noor: Browser) -> None:
    office.publish(modes=[CRISIS])
    noor.send_all(WORDS, {"words.org[]": "Voorbeeld"})
    later = {"kalm": 2, "name": "Van later"}
    with office.store.session() as session:
        session.get_one(Draft, 1).document = later
    assert _end(noor) == 303
    assert _newest(office) == 2
    with office.store.session() as session:
        assert session.get_one(Draft, 1).document == later
