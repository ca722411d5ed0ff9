"""The policy page: a form becomes the draft, mistakes stand at their field, nobody overwrites another unasked."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from kalm.api.auth import Role
from kalm.store import admin_log, policies

from .office import Browser, Office, wrong

HOUSE = {"name": "Gemeente Voorbeeld", "language": "nl", "access": "open", "counting": "true"}
PAGE = "/console/policy"


def save(browser: Browser, **fields: str) -> TestResponse:
    return browser.send_all(PAGE, HOUSE | {name.replace("__", "."): value for name, value in fields.items()})


def test_what_the_form_says_is_the_draft_and_nothing_is_in_force_yet(office: Office, noor: Browser) -> None:
    answer = noor.send_all(
        PAGE,
        HOUSE
        | {
            "counting": "false",
            "settings.strictness": "quiet",
            "settings.override": "never",
            "settings.interruptions": "0",
            "settings.contact.name": "Team Communicatie",
            "settings.locked[]": "strictness",
            "settings.rules[3].select": "condescension",
            "settings.rules[3].severity": "error",
            "settings.rules[3].locked": "true",
            "settings.rules[3].reason": "Afspraak met de bewonersraad",
            "settings.rules[4].select": "spam",
            "settings.rules[20001].select": "nl.respect.*",
            "settings.rules[20001].enabled": "false",
            "settings.rules[20001].preview": "20",
            "house.do[0].nl": "Noem je naam",
            "house.do[0].en": "Say your name",
        },
    )
    assert answer.status_code == 303, answer.text
    draft = office.draft()
    assert draft.counting is False
    settings = draft.settings
    assert (settings.strictness, settings.interruptions, settings.locked) == ("quiet", 0, ["strictness"])
    assert settings.override is not None
    assert settings.override.allowed is False
    assert [(rule.select, rule.severity, rule.enabled, rule.preview) for rule in settings.rules] == [
        ("condescension", "error", None, None),
        ("nl.respect.*", None, False, 20),
    ], "a category about which nothing is said is no setting"
    assert settings.rules[0].locked
    assert draft.house.do[0].en == "Say your name"
    assert office.inforce.now.book is None


def test_the_page_shows_what_was_saved(noor: Browser) -> None:
    save(noor, settings__strictness="keen", settings__guideline="https://huis.example/webcare")
    shown = noor.see(PAGE).text
    assert '<option value="keen" selected>' in shown
    assert 'value="https://huis.example/webcare"' in shown


def test_the_row_that_a_script_copies_is_empty(noor: Browser) -> None:
    save(noor, settings__guideline="https://huis.example/webcare")
    shown = noor.see(PAGE).text
    assert '[__rules__].select" type="text" value=""' in shown
    assert "&#39;guideline" not in shown


def test_saving_one_page_leaves_what_other_pages_hold(office: Office, noor: Browser) -> None:
    office.publish(words={"competitors": ["Vergaland"]}, teams=[{"id": "webcare", "name": "Webcare"}])
    save(noor)
    draft = office.draft()
    assert draft.words.competitors == ["Vergaland"]
    assert [team.id for team in draft.teams] == ["webcare"]


def test_details_of_a_category_survive_a_form_that_does_not_change_them(office: Office, noor: Browser) -> None:
    rule = {
        "select": "spam",
        "stop": True,
        "preview": 10,
        "owner": "Lot",
        "guideline": "https://huis.example/s",
        "contact": {"name": "Lot", "reach": "12"},
    }
    office.publish(settings={"rules": [rule]})
    shown = noor.see(PAGE).text
    fields = dict(_fields(shown))
    assert noor.send_all(PAGE, fields).status_code == 303
    assert office.draft().settings.rules[0].model_dump(exclude_none=True) == {**rule, "locked": False}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "Dit is nodig."),
        ("name", "x" * 301, "Maak dit korter: hoogstens 300 tekens."),
        ("settings.guideline", "intranet", "Begin met https:// of http://"),
        ("settings.contact.reach", "x" * 301, "Maak dit korter: hoogstens 300 tekens."),
        ("settings.rules[0].select", "nergens", "Kies een categorie, een regel, of een map met een sterretje"),
        ("settings.rules[0].preview", "0", "Dit getal past hier niet."),
        ("house.dont[0].nl", "Alleen Nederlands", ""),
        ("access", "iedereen", "Kies iets uit de lijst."),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_saved(
    office: Office, noor: Browser, field: str, value: str, said: str
) -> None:
    more = {"settings.rules[0].select": "spam"} if field.endswith("preview") else {}
    answer = noor.send_all(PAGE, HOUSE | more | {field: value})
    assert answer.status_code == 422
    at = "house.dont[0].en" if field.startswith("house") else field
    assert wrong(answer, at).startswith(said)
    assert f'aria-describedby="{at}-wrong"' in answer.text
    assert value in answer.text or field == "access", "what was filled in is still there"
    assert office.draft().name == "built-in"


def test_two_managers_the_second_is_told_and_keeps_what_was_typed(office: Office, noor: Browser) -> None:
    aisha = office.browser(name="Aisha")
    before = noor.see(PAGE).text.split('name="edition" value="')[1].split('"')[0]
    assert save(aisha, settings__strictness="quiet").status_code == 303
    answer = noor.send_all(PAGE, HOUSE | {"edition": before, "settings.strictness": "keen"})
    assert answer.status_code == 409
    assert "Aisha heeft het concept intussen bewaard" in answer.text
    assert '<option value="keen" selected>' in answer.text
    assert office.draft().settings.strictness == "quiet"
    assert save(noor, settings__strictness="keen").status_code == 303, "who saves again means it"
    assert office.draft().settings.strictness == "keen"


def test_a_team_is_added_given_settings_and_removed(office: Office, noor: Browser) -> None:
    answer = noor.send("/console/policy/teams", PAGE, id="webcare", name="Webcare")
    assert answer.headers["Location"].startswith("/console/policy/teams/0")
    page = "/console/policy/teams/0"
    assert noor.see(page).status_code == 200
    fields = {"name": "Webcare", "settings.address": "je", "settings.contact.name": "Bo"}
    assert noor.send_all(page, fields).status_code == 303
    assert office.draft().teams[0].settings.address == "je"
    assert noor.send_all(page, {"name": ""}).status_code == 422
    assert noor.send(f"{page}/remove", page).status_code == 303
    assert office.draft().teams == []
    assert noor.see(page).status_code == 404
    assert noor.send_all(page, {"name": "x"}, PAGE).status_code == 404


def test_a_team_with_a_strange_or_a_taken_id_is_refused_at_its_field(noor: Browser) -> None:
    assert noor.send("/console/policy/teams", PAGE, id="Web care!", name="x").status_code == 422
    noor.send("/console/policy/teams", PAGE, id="webcare", name="Webcare")
    answer = noor.send("/console/policy/teams", PAGE, id="webcare", name="Nog een")
    assert wrong(answer, "team-id") == "Dit staat er al."


def test_a_team_that_is_still_named_stays_and_it_is_said_where(office: Office, noor: Browser) -> None:
    office.publish(teams=[{"id": "web", "name": "Web"}], scopes=[{"when": {"team": "web"}, "settings": {}}])
    answer = noor.send("/console/policy/teams/0/remove", "/console/policy/teams/0")
    assert answer.status_code == 422
    assert "scopes[0].when.team" in answer.text
    assert len(office.draft().teams) == 1


def test_a_scope_is_added_changed_and_removed(office: Office, noor: Browser) -> None:
    assert noor.send("/console/policy/scopes", PAGE).status_code == 422, "it must hold somewhere"
    assert noor.send_all("/console/policy/scopes", {"when.place": "dm"}, PAGE).status_code == 303
    page = "/console/policy/scopes/0"
    assert "in een privébericht" in noor.see(page).text
    noor.send_all(page, {"when.place": "dm", "when.platform": "x", "settings.strictness": "keen"})
    scope = office.draft().scopes[0]
    assert (scope.when.platform, scope.settings.strictness) == ("x", "keen")
    assert wrong(noor.send_all(page, {"settings.strictness": "keen"}), "when").startswith("Kies minstens één")
    assert noor.send(f"{page}/remove", page).status_code == 303
    assert office.draft().scopes == []


def test_what_the_organisation_locked_is_marked_on_the_page_of_a_team(office: Office, noor: Browser) -> None:
    office.publish(settings={"locked": ["strictness"]}, teams=[{"id": "web", "name": "Web"}])
    assert noor.see("/console/policy/teams/0").text.count("vastgezet door de organisatie") == 1


def test_an_observer_sees_everything_and_changes_nothing(office: Office, noor: Browser) -> None:
    office.publish(teams=[{"id": "web", "name": "Web"}])
    watcher = office.browser(Role.OBSERVER, "Kijk")
    for page in (PAGE, "/console/policy/teams/0"):
        shown = watcher.see(page)
        assert shown.status_code == 200
        assert "Je kijkt mee" in shown.text
        assert "Concept bewaren" not in shown.text
        assert watcher.send(page, name="x").status_code == 403
    assert _try(watcher, None)["draft"]["verdict"]


@pytest.mark.parametrize("role", [Role.STAFF, Role.OWNER])
def test_staff_have_no_such_page(office: Office, role: Role) -> None:
    browser = office.browser(role)
    assert browser.see(PAGE).status_code == 403
    assert browser.see("/console/policy/selectors.json").status_code == 403


def _try(browser: Browser, fields: list[list[str]] | None, **more: Any) -> dict[str, Any]:
    asked = {"part": "policy", "fields": fields, "text": "Zoals wij u eerder al uitlegden kan dit niet.", **more}
    answer = browser.client.post(
        "/console/policy/try",
        json=asked,
        headers={"X-CSRF-Token": browser.proof(), "Accept-Language": "nl"},
    )
    assert answer.status_code == 200, answer.text
    found: Any = answer.json
    assert isinstance(found, dict)
    return found


def test_the_try_out_reads_by_the_unsaved_form_and_by_what_is_in_force(office: Office, noor: Browser) -> None:
    off = [
        *map(list, HOUSE.items()),
        ["settings.rules[0].select", "condescension"],
        ["settings.rules[0].enabled", "false"],
    ]
    answer = _try(noor, off, parent="Waarom kan dit niet? Wat een waardeloze dienst!")
    assert "condescension" in {finding["category"] for finding in answer["now"]["findings"]}
    assert "condescension" not in {finding["category"] for finding in answer["draft"]["findings"]}
    assert office.draft().settings.rules == []


def test_the_try_out_says_what_is_wrong_with_the_form(noor: Browser) -> None:
    answer = _try(noor, [["name", "x"], ["settings.guideline", "intranet"]])
    assert answer == {"problems": [["settings.guideline", "Begin met https:// of http://"]]}


def test_the_try_out_knows_the_words_of_an_unsaved_list(noor: Browser) -> None:
    fields = [["words.competitors[]", "Vergaland\nBrimstad"]]
    answer = _try(noor, fields, part="words", text="Vergaland is veel slechter dan wij.")
    found = {finding["category"] for finding in answer["draft"]["findings"]}
    assert "competitor" in found - {finding["category"] for finding in answer["now"]["findings"]}


def test_the_try_out_of_a_team_reads_as_that_team(office: Office, noor: Browser) -> None:
    office.publish(teams=[{"id": "web", "name": "Web"}])
    fields = [["name", "Web"], ["settings.rules[0].select", "condescension"], ["settings.rules[0].severity", "error"]]
    for team, severity in (("web", "error"), (None, "warning")):
        answer = _try(noor, fields, part="team", index=0, team=team, parent="Waarom kan dit niet?")
        severities = {one["severity"] for one in answer["draft"]["findings"] if one["category"] == "condescension"}
        assert (severity in severities) is True, (team, severities)


def test_nothing_of_a_try_out_is_stored(office: Office, noor: Browser) -> None:
    canary = "Kanariepietje zingt vandaag"
    _try(noor, None, text=canary, parent=canary)
    assert office.store.file is not None
    for file in office.store.file.parent.iterdir():
        assert canary.encode() not in file.read_bytes()


def test_the_picker_offers_categories_folders_and_rules(noor: Browser) -> None:
    found = noor.see("/console/policy/selectors.json").json
    assert found is not None
    offered = {value for value, _ in found["offered"]}
    assert {"spam", "any.confidential.*", "any.confidential.bsn"} <= offered
    assert found["categories"]["any.confidential.bsn"] == "confidential"


def test_saving_is_in_the_log_of_administrators_without_what_was_decided(office: Office, noor: Browser) -> None:
    save(noor, settings__strictness="keen")
    with office.store.session() as session:
        acts = [(act.who, act.action, act.detail) for act in admin_log.newest(session)]
        assert acts == [("Noor", "policy.save", "")]
        assert policies.latest(session) is None


def _fields(page: str) -> list[tuple[str, str]]:
    """The fields of the page's main form as a browser without script would send them."""
    from html.parser import HTMLParser

    found: list[tuple[str, str]] = []

    class Reader(HTMLParser):
        inside = False
        template = 0
        select: str | None = None

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = dict(attrs)
            if tag == "form":
                self.inside = given.get("id") == "draft"
            self.template += tag == "template"
            if not self.inside or self.template:
                return
            name = given.get("name")
            if tag == "input" and name and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
                found.append((name, given.get("value") or ""))
            elif tag == "select":
                self.select = name
            elif tag == "option" and self.select and "selected" in given:
                found.append((self.select, given.get("value") or ""))

        def handle_endtag(self, tag: str) -> None:
            self.template -= tag == "template"
            if tag == "form":
                self.inside = False

    Reader().feed(page)
    return [(name, value) for name, value in found if name not in ("csrf",)]
