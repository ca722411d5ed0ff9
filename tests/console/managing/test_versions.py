"""Versions: publishing what was seen, going back, comparing, and the whole policy as a file."""

import copy
import datetime as dt
import json
import tempfile
from dataclasses import replace
from typing import Any

import pytest

from kalm.api.auth import Role
from kalm.api.state import EXTENSION
from kalm.inforce import InForce
from kalm.policy import write_document
from kalm.policy.files import written
from kalm.store import admin_log, policies, revision
from kalm.store.tables import Draft, Policy

from .office import OWN_RULE, POLICY, Browser, Office, document, field

STRICT: dict[str, Any] = {"settings": {"strictness": "keen"}}


@pytest.fixture
def manager(office: Office) -> Browser:
    return office.browser(Role.MANAGER)


def publish(browser: Browser, note: str = "Om te beginnen", **more: Any) -> Any:
    page = browser.see("/console/versions")
    seen = {name: field(page, name) for name in ("edition", "seen")}
    return browser.send("/console/versions/publish", **{**seen, "note": note, **more})


def broken() -> dict[str, Any]:
    """A document whose own rule does not find its own example."""
    rule = copy.deepcopy(OWN_RULE)
    rule["phrases"] = ["iets heel anders"]
    return {"pack": [rule]}


def acts(office: Office) -> list[tuple[str, str, str]]:
    with office.store.session() as session:
        return [(act.who, act.action, act.target) for act in admin_log.newest(session)]


def test_the_draft_is_shown_against_what_is_in_force(office: Office, manager: Browser):
    office.publish()
    office.draft(settings={"strictness": "keen"}, words={"competitors": ["Beekdorp"]})
    page = manager.see("/console/versions").text
    assert "Organisatie › hoeveel Kalm zegt" in page
    assert "<del>gemiddeld</del>" in page
    assert "<ins>alles</ins>" in page
    assert "<del>Anderstad</del>" in page
    assert "<ins>Beekdorp</ins>" in page


def test_publishing_makes_a_version_with_author_and_note_and_a_line_in_the_log(office: Office, manager: Browser):
    office.draft(**STRICT)
    answer = publish(manager)
    assert answer.status_code == 303
    (version,) = office.versions()
    assert (version.number, version.author, version.note) == (1, "Mieke", "Om te beginnen")
    assert version.document == document(**STRICT)
    assert acts(office) == [("Mieke", "policy.publish", "version 1")]
    assert "Binnen twee seconden" in manager.see(answer.headers["Location"]).text
    assert "Er is geen concept" in manager.see("/console/versions").text


@pytest.mark.parametrize("note", ["", "   ", "n" * 501])
def test_a_version_needs_a_note_of_a_sentence(office: Office, manager: Browser, note: str):
    office.draft()
    answer = publish(manager, note)
    assert answer.status_code == 422
    assert 'aria-invalid="true" aria-describedby="note-wrong"' in answer.text
    assert office.versions() == []


def test_a_draft_that_rules_do_not_load_with_is_refused_and_the_mistake_shown(office: Office, manager: Browser):
    office.publish()
    office.draft(**broken())
    answer = publish(manager, "Dit gaat mis")
    assert answer.status_code == 422
    assert "kan niet gepubliceerd worden" in answer.text
    assert "house-loket" in answer.text
    assert 'value="Dit gaat mis"' in answer.text, "what was typed is not lost"
    assert [one.number for one in office.versions()] == [1]
    assert acts(office) == []


def test_the_second_of_two_managers_is_told_what_the_first_changed(office: Office, manager: Browser):
    office.publish()
    office.draft("Mieke", **STRICT)
    page = manager.see("/console/versions")
    seen = {name: field(page, name) for name in ("edition", "seen")}
    office.draft("Bram", settings={"strictness": "keen"}, own=["14 020"])
    answer = manager.send("/console/versions/publish", **seen, note="Klaar")
    assert answer.status_code == 409
    assert "Bram heeft het concept intussen bewaard" in answer.text
    exactly = answer.text.partition("Wat Bram veranderde")[2].partition("</section>")[0]
    assert "<ins>14 020</ins>" in exactly
    assert "hoeveel Kalm zegt" not in exactly, "only what the other one changed"
    assert [one.number for one in office.versions()] == [1]
    assert publish(manager, "Klaar").status_code == 303, "once seen it can be published"


def test_a_draft_that_is_gone_is_not_published_twice(office: Office, manager: Browser):
    office.draft(**STRICT)
    page = manager.see("/console/versions")
    seen = {name: field(page, name) for name in ("edition", "seen")}
    assert publish(manager).status_code == 303
    answer = manager.send("/console/versions/publish", **seen, note="Nog eens")
    assert answer.status_code == 409
    assert "Dit concept is er niet meer" in answer.text
    assert len(office.versions()) == 1


@pytest.mark.parametrize("edition", ["", "x", "-1", "0", "99999999999999999999", "1e3"])
def test_a_made_up_edition_publishes_nothing(office: Office, manager: Browser, edition: str):
    office.draft()
    assert publish(manager, edition=edition, seen="{").status_code == 409
    assert office.versions() == []


@pytest.mark.parametrize("seen", ["", "{", "[]", "null", '{"name": 1}', "[" * 50_000])
def test_what_a_page_says_it_showed_is_only_compared_with(office: Office, manager: Browser, seen: str):
    office.draft("Bram", **STRICT)
    answer = manager.send("/console/versions/publish", edition="1", seen=seen, note="x")
    assert answer.status_code == 409
    assert "Bram heeft het concept" in answer.text


def test_a_draft_is_thrown_away_as_it_was_seen(office: Office, manager: Browser):
    office.draft("Bram")
    edition = field(manager.see("/console/versions"), "edition")
    office.draft("Bram", **STRICT)
    assert manager.send("/console/versions/discard", edition=edition).status_code == 409
    edition = field(manager.see("/console/versions"), "edition")
    assert manager.send("/console/versions/discard", edition=edition).status_code == 303
    assert "Er is geen concept" in manager.see("/console/versions").text
    assert acts(office) == [("Mieke", "policy.discard", "draft")]


def test_going_back_is_a_new_version_and_leaves_the_draft(office: Office, manager: Browser):
    office.publish("eerste")
    office.publish("tweede", **STRICT)
    office.draft("Bram", own=["14 020"])
    page = manager.see("/console/versions/1/rollback").text
    assert "<del>alles</del>" in page
    assert "Het concept blijft staan." in page
    assert manager.send("/console/versions/1/rollback", note="Te streng").status_code == 303
    newest, _, first = office.versions()
    assert (newest.number, newest.note, newest.document) == (3, "Te streng", first.document)
    with office.store.session() as session:
        assert policies.draft(session).author == "Bram"
    assert "Dit concept begon bij versie 2" in manager.see("/console/versions").text
    assert acts(office) == [("Mieke", "policy.rollback", "version 3")]


def test_going_back_to_a_version_that_rules_no_longer_load_with_is_refused(office: Office, manager: Browser):
    office.publish("oud", **broken())
    office.publish("nieuw")
    answer = manager.send("/console/versions/1/rollback", note="terug")
    assert answer.status_code == 422
    assert "laden er niet mee" in answer.text
    assert len(office.versions()) == 2


def test_there_is_no_way_back_to_a_version_that_never_was(office: Office, manager: Browser):
    office.publish()
    for number in ("2", "0", "999999999999"):
        assert manager.see(f"/console/versions/{number}/rollback").status_code == 404
        assert manager.send(f"/console/versions/{number}/rollback", note="x").status_code == 404
    assert len(office.versions()) == 1


def test_any_two_versions_can_be_compared(office: Office, manager: Browser):
    office.publish("1")
    office.publish("2", **STRICT)
    office.publish("3", settings={"strictness": "quiet"})
    office.draft(settings={"strictness": "quiet", "apology": "none"})
    page = manager.see("/console/versions/diff?from=1&to=3").text
    assert "<del>gemiddeld</del>" in page
    assert "<ins>weinig</ins>" in page
    assert "<ins>geen</ins>" in manager.see("/console/versions/diff?from=3&to=draft").text
    assert "Er is geen verschil." in manager.see("/console/versions/diff?from=2&to=2").text
    assert manager.see("/console/versions/diff?from=0&to=1").status_code == 200
    for odd in ("9", "x", "-1", "²", "1.0", "99999999999999999999999"):
        assert manager.see(f"/console/versions/diff?from={odd}&to=1").status_code == 404


def test_a_version_goes_out_as_a_file_and_comes_back_as_it_was(office: Office, manager: Browser):
    office.publish(own=["0612345678", "no", "16:00", "14020", "0x1f", "1_000", "~", "été 🌷"])
    answer = manager.see("/console/versions/1.yml")
    assert answer.headers["Content-Disposition"] == "attachment; filename=policy-1.yml"
    assert answer.headers["Cache-Control"] == "no-store"
    edition = field(manager.see("/console/versions/import"), "edition")
    assert manager.send("/console/versions/import", source=answer.text, edition=edition).status_code == 303
    with office.store.reading() as session:
        assert policies.draft(session).document == policies.latest(session).document  # type: ignore[union-attr]
    assert "Het concept zegt hetzelfde" in manager.see("/console/versions").text
    assert acts(office) == [("Mieke", "policy.import", "draft")]
    assert [one.number for one in office.versions()] == [1], "nothing is in force that was not published"


def test_json_is_taken_too(office: Office, manager: Browser):
    assert manager.send("/console/versions/import", source=json.dumps(POLICY), edition="0").status_code == 303


@pytest.mark.parametrize(
    ("source", "places"),
    [
        (
            "name: x\nsettings: {strictnes: keen}\nown: [[1]]\nteams: [{id: Webcare, name: W}]\n",
            ["settings.strictnes", "own[0]", "teams[0].id"],
        ),
        ("name: [\n", ["2:1"]),
        ("", ["document"]),
        ("name: \ta: b: c", ["1:"]),
        ("[" * 100_000, ["1:"]),
    ],
)
def test_all_mistakes_of_a_file_are_told_with_their_places(
    office: Office, manager: Browser, source: str, places: list[str]
):
    answer = manager.send("/console/versions/import", source=source, edition="0")
    assert answer.status_code == 422
    for place in places:
        assert place in answer.text
    with office.store.session() as session:
        assert policies.draft(session).changed_at is None


def test_a_form_with_a_nul_in_it_is_refused_before_it_is_looked_at(office: Office, manager: Browser):
    assert manager.send("/console/versions/import", source="name: x\x00", edition="0").status_code == 400


def test_an_own_rule_that_fails_its_example_is_told_before_it_is_a_draft(office: Office, manager: Browser):
    answer = manager.send("/console/versions/import", source=written(document(**broken())), edition="0")
    assert answer.status_code == 422
    assert "house-loket" in answer.text
    assert "iets heel anders" in answer.text, "the file is still in its field"


def send_file(browser: Browser, body: bytes, kind: str = "application/yaml", edition: int = 0, **headers: str) -> Any:
    proof = {"X-CSRF-Token": browser.proof(), "Accept": "text/html", "Accept-Language": "nl"}
    path = f"/console/versions/import?edition={edition}"
    return browser.client.post(path, data=body, content_type=kind, headers=proof | headers)


def test_a_file_may_be_a_body_of_its_own_up_to_a_mebibyte(office: Office, manager: Browser):
    words = [f"{'w' * 190}{number:06}" for number in range(2000)]
    lists = dict.fromkeys(("competitors", "codenames"), words)
    body = written(document(words=lists)).encode()
    body += b"#" * (1024 * 1024 - len(body))
    assert send_file(manager, body).status_code == 303
    edition = int(field(manager.see("/console/versions"), "edition"))
    answer = send_file(manager, body + b"#", edition=edition)
    assert answer.status_code == 413
    assert "te groot" in answer.text


def test_a_file_never_lies_on_the_disk(office: Office, manager: Browser, monkeypatch: pytest.MonkeyPatch):
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file was made")

    for name in ("TemporaryFile", "SpooledTemporaryFile", "NamedTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refused)
    body = written(document()).encode() + b"#" * 900_000
    assert send_file(manager, body).status_code == 303
    edition = field(manager.see("/console/versions"), "edition")
    source = written(document()) + "# " + "x" * 700_000
    assert manager.send("/console/versions/import", source=source, edition=edition).status_code == 303


def test_a_file_that_is_not_utf_8_is_told_where(manager: Browser):
    answer = send_file(manager, b"name: caf\xe9", Accept="application/json")
    assert answer.status_code == 422
    assert "byte 10" in answer.json["detail"]


def test_a_file_with_a_byte_order_mark_is_read(manager: Browser):
    assert send_file(manager, b"\xef\xbb\xbf" + written(document()).encode()).status_code == 303


def test_a_file_does_not_silently_replace_a_colleagues_draft(office: Office, manager: Browser):
    office.draft("Bram", own=["14 020"])
    answer = manager.send("/console/versions/import", source=written(document(**STRICT)), edition="0")
    assert answer.status_code == 409
    assert "Bram heeft het concept intussen bewaard" in answer.text
    assert "<ins>14 020</ins>" in answer.text
    edition = field(answer, "edition")
    assert (
        manager.send("/console/versions/import", source=written(document(**STRICT)), edition=edition).status_code == 303
    )


def test_a_version_that_a_newer_release_wrote_breaks_no_page(office: Office, manager: Browser):
    office.publish("eerste", **STRICT)
    office.publish("tweede")
    with office.store.session() as session:
        session.get_one(Policy, 2).document = {"kalm": 99}
        revision.touch(session)
    fresh = InForce(office.inforce.base, office.store)
    fresh.refresh()
    held = office.app.extensions[EXTENSION]
    office.app.extensions[EXTENSION] = replace(held, inforce=fresh)
    for path in ("versions", "policy", "words", "accounts", "modes", "dry-run", "", "privacy", "versions/import"):
        assert manager.see(f"/console/{path}").status_code == 200, path
    assert "De nieuwste versie kan niet geladen worden." in manager.see("/console/policy").text
    assert "De nieuwste versie kan niet geladen worden." in manager.see("/console/versions").text
    for path in ("versions/2/rollback", "versions/2.yml", "versions/diff?from=1&to=2"):
        assert manager.see(f"/console/{path}").status_code == 404, path
    office.draft(**STRICT)
    with office.store.session() as session:
        session.get_one(Draft, 1).document = {"kalm": 99}
    for path in ("versions", "policy"):
        assert "met een andere versie van Kalm geschreven" in manager.see(f"/console/{path}").text
    office.draft()
    assert publish(manager).status_code == 303
    with office.store.session() as session:
        assert policies.highest(session) == 3


def test_the_list_is_paged(office: Office, manager: Browser):
    with office.store.session() as session:
        for number in range(30):
            policies.publish(session, document(), f"nummer {number}.", "Mieke")
    first, second = manager.see("/console/versions").text, manager.see("/console/versions?page=2").text
    assert "nummer 29." in first
    assert "nummer 0." not in first
    assert "nummer 0." in second
    for odd in ("0", "-3", "999", "x"):
        assert manager.see(f"/console/versions?page={odd}").status_code == 200


def test_texts_of_a_policy_are_shown_as_text(office: Office, manager: Browser):
    office.draft("<b>Bram</b>", name="<img src=x onerror=alert(1)>", own=["<script>alert(1)</script>"])
    page = manager.see("/console/versions").text
    for mark in ("<img src=x", "<script>alert", "<b>Bram"):
        assert mark not in page


def test_a_whole_entry_is_told_in_words_without_what_it_leaves_open(office: Office, manager: Browser):
    office.publish()
    over = {"kind": "mourning", "until": "2026-11-28T07:00:00Z", "line": {"nl": "Stil.", "en": "Quiet."}}
    pers = {"id": "pers", "name": "Persdienst", "settings": {"strictness": "keen", "override": {"reason": False}}}
    office.draft(modes=[over], teams=[*POLICY["teams"], pers])
    page = manager.see("/console/versions").text
    assert "Bijzondere tijden rouw" in page
    assert "soort: rouw\ntot: 2026-11-28 07:00 UTC\nregel boven het bericht, Nederlands: Stil." in page
    assert "naam: Persdienst\ninstellingen, hoeveel Kalm zegt: alles\ninstellingen, toch plaatsen, mag: ja" in page
    assert "None" not in page


def test_a_document_is_written_the_same_way_each_time():
    assert written(document()) == written(document())
    assert write_document(document()) == write_document(document())


def test_publishing_says_a_moment_in_utc(office: Office, manager: Browser):
    office.publish()
    now = dt.datetime.now(dt.UTC)
    assert f"{now.day} " in manager.see("/console/versions").text
    assert "UTC" in manager.see("/console/versions").text
