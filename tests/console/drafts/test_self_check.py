"""The self-check page knows the house, asks to sign in where the policy says so, and takes shared text."""

import json
import logging
from importlib.resources import files

import pytest

from kalm.api.auth import Role
from kalm.linting import Linter, reply

from .office import PERSON, Browser, Office

SECRET = "Kanariepietje <b>zingt</b> & danst\n  met een inspringing"


def test_it_says_whose_policy_what_to_do_and_whom_to_ask(office: Office) -> None:
    office.publish(
        settings={
            "contact": {"name": "Team Communicatie", "reach": "12"},
            "guideline": "https://huis.example/webcare",
            "anatomy": False,
        },
        house={
            "do": [{"nl": "Noem je naam", "en": "Say your name"}],
            "dont": [{"nl": "Discussie", "en": "Arguing"}],
        },
        modes=[
            {"kind": "crisis", "until": "2099-01-01T00:00Z", "line": {"nl": "Brand: liveblog.", "en": "Fire: blog."}}
        ],
    )
    shown = office.app.test_client().get("/", headers=PERSON).text
    for words in (
        "Beleid: Gemeente Voorbeeld, versie 1",
        "Vragen? Team Communicatie (12)",
        'href="https://huis.example/webcare"',
        ">Noem je naam</li>",
        'data-en="Arguing"',
        ">Brand: liveblog.</p>",
        "data-no-anatomy",
    ):
        assert words in shown


def test_without_a_policy_it_is_as_it_was(office: Office) -> None:
    shown = office.app.test_client().get("/", headers=PERSON).text
    assert "Beleid: zoals meegeleverd" in shown
    assert "Zo doen wij het" not in shown
    assert "data-no-anatomy" not in shown


def test_where_the_policy_asks_it_leads_to_the_sign_in_and_back(office: Office) -> None:
    boss = office.browser(Role.ADMINISTRATOR)
    stranger = Browser(office.app)
    assert stranger.see("/").status_code == 200, "open, as long as nothing else was decided"
    office.publish(access="signed-in")
    answer = stranger.see("/")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/console/sign-in?next=/"
    assert 'name="next" value="/"' in stranger.see(answer.headers["Location"]).text
    assert boss.see("/").status_code == 200
    assert stranger.client.post("/share", data={"text": SECRET}).status_code == 303


def test_a_shared_text_stands_in_the_field_and_nowhere_else(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    client = office.app.test_client()
    with caplog.at_level(logging.DEBUG):
        answer = client.post("/share", data={"title": "", "text": SECRET, "url": "https://x.example/1"}, headers=PERSON)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Location" not in answer.headers
    held = "Kanariepietje &lt;b&gt;zingt&lt;/b&gt; &amp; danst\n  met een inspringing\nhttps://x.example/1</textarea>"
    assert held in answer.text
    assert "Kanariepietje" not in client.get("/", headers=PERSON).text
    assert "Kanariepietje" not in caplog.text
    assert office.store.file is not None
    for file in office.store.file.parent.iterdir():
        assert b"Kanariepietje" not in file.read_bytes()


@pytest.mark.parametrize(
    ("sent", "status"),
    [(b"", 200), (b"text=%ff%00a", 200), (b"&" * 50, 200), (b"&" * 5000, 400), (b"x" * 300_000, 413)],
)
def test_whatever_a_phone_shares_is_bounded(office: Office, sent: bytes, status: int) -> None:
    answer = office.app.test_client().post(
        "/share", data=sent, content_type="application/x-www-form-urlencoded", headers=PERSON
    )
    assert answer.status_code == status
    assert b"\0" not in answer.data


def test_the_manifest_makes_it_installable_and_shares_by_post(office: Office) -> None:
    client = office.app.test_client()
    manifest = json.loads(client.get("/manifest.webmanifest", headers=PERSON).data)
    assert manifest["share_target"]["method"] == "POST"
    assert manifest["share_target"]["enctype"] == "application/x-www-form-urlencoded"
    sizes = {icon["sizes"] for icon in manifest["icons"]}
    assert {"192x192", "512x512"} <= sizes
    for icon in manifest["icons"]:
        answer = client.get(icon["src"])
        assert answer.status_code == 200
        assert answer.mimetype == icon["type"]
    assert 'rel="manifest" href="/manifest.webmanifest"' in client.get("/", headers=PERSON).text


def _exercises() -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(files("kalm.console").joinpath("static/practice.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("exercise", _exercises(), ids=lambda one: one["id"])
def test_kalm_has_something_to_say_of_every_exercise(exercise: dict[str, str], linter: Linter) -> None:
    report = linter.check(reply(exercise["draft"], exercise["parent"], "auto"))
    assert report.findings
    assert report.language == exercise["language"]


ANSWERS = {
    "nl-1": "Wat vervelend dat uw moeder is gevallen. Onze wijkploeg legt de tegel morgen vast. Gaat het goed met haar?",
    "nl-2": "Zondag gaat het zwembad open om 9.00 uur.",
    "nl-3": "Acht dagen wachten is lang, dat begrijp ik. Stuur je ons je bestelnummer in een privébericht? "
    "Dan zoeken we vandaag uit waar het pakket is.",
    "nl-4": "Een uur in de wacht staan is heel vervelend. Stuur ons een privébericht met uw vraag, "
    "dan bellen wij u vandaag terug.",
    "en-1": "I am sorry your parcel arrived broken and that nobody picked up. Send us a private message, "
    "and we will send a new one today.",
    "en-2": "Yes, the library is open on Monday from 10 am to 5 pm.",
    "en-3": "Being charged twice is annoying, and we understand that. Send us a private message "
    "and we will check your payments today.",
}
"""A reply to each exercise with which Kalm is content: all can be done."""


@pytest.mark.parametrize("exercise", _exercises(), ids=lambda one: one["id"])
def test_every_exercise_can_be_done(exercise: dict[str, str], linter: Linter) -> None:
    report = linter.check(reply(ANSWERS[exercise["id"]], exercise["parent"]))
    assert [finding.rule for finding in report.findings] == []
