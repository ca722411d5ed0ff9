"""Each page and each act, for each role."""

import pytest

from kalm.api.auth import Role

from .office import Office

RULE = "nl.condescension.already-explained"
EVERYBODY = frozenset(Role)
SEES_ALL = frozenset((Role.MANAGER, Role.ADMINISTRATOR, Role.OBSERVER))
DECIDES = frozenset((Role.MANAGER, Role.ADMINISTRATOR))
PAGES = {
    "/console/": EVERYBODY,
    "/console/rules": EVERYBODY,
    f"/console/rules/{RULE}": EVERYBODY,
    "/console/versions": SEES_ALL,
    "/console/versions/diff": SEES_ALL,
    "/console/versions/1.yml": SEES_ALL,
    "/console/versions/draft.yml": SEES_ALL,
    "/console/versions/1/rollback": DECIDES,
    "/console/versions/import": DECIDES,
    "/console/log": frozenset((Role.ADMINISTRATOR, Role.OBSERVER)),
}
ACTS = ("publish", "discard", "1/rollback", "import")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_for_the_roles_that_it_names(settled: Office, path: str):
    for role in Role:
        wanted = 200 if role in PAGES[path] else 403
        assert settled.browser(role).see(path).status_code == wanted, role
    answer = settled.browser(None).see(path)
    assert answer.status_code == 303
    assert "/console/sign-in" in answer.headers["Location"]


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_for_those_who_decide(settled: Office, act: str):
    for role in Role:
        status = settled.browser(role).send(f"/console/versions/{act}").status_code
        assert (status == 403) == (role not in DECIDES), role
    assert len(settled.versions()) == 1


@pytest.mark.parametrize("act", ACTS)
def test_an_act_without_the_proof_of_a_form_of_ours_is_refused(settled: Office, act: str):
    browser = settled.browser(Role.MANAGER)
    assert browser.client.post(f"/console/versions/{act}", data={"note": "x"}).status_code == 403


def test_an_observer_sees_the_draft_and_no_button(settled: Office):
    settled.draft("Bram", own=["14 020"])
    page = settled.browser(Role.OBSERVER).see("/console/versions").text
    assert "14 020" in page
    for act in ("publish", "discard", "rollback", "import"):
        assert f"/console/versions/{act}" not in page
        assert f"/1/{act}" not in page


@pytest.mark.parametrize("path", [path for path in PAGES if not path.endswith(".yml")])
def test_a_page_keeps_to_itself(settled: Office, path: str):
    headers = settled.browser(Role.ADMINISTRATOR).see(path).headers
    assert headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", PAGES)
def test_with_the_database_away_a_page_says_that_it_has_to_wait(settled: Office, path: str):
    browser = settled.browser(Role.ADMINISTRATOR)
    assert settled.store.file
    settled.store.close()
    settled.store.file.unlink()
    settled.store.file.with_name("kalm.db").mkdir()
    answer = browser.see(path)
    assert answer.status_code == 503
    assert "De database is niet bereikbaar" in answer.text
