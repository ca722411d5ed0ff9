"""The dry run of the console: the draft against what is in force, over a file that is never written anywhere."""

import json
import os
import sys
from typing import Any

import pytest
from werkzeug.test import TestResponse

from kalm.api.auth import Role
from kalm.api.upload import LIMIT
from tests.audit.made import as_csv, as_excel, as_jsonl, posts

from .office import PERSON, Browser, Office

CANARY = "kanariepiet"

_opened: list[str] = []
_watching = False


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if _watching and (event == "tempfile.mkstemp" or (event == "open" and _writes(args[2]))):
        _opened.append(str(args[0]))


def _writes(flags: Any) -> bool:
    return bool((flags or 0) & (os.O_WRONLY | os.O_RDWR))


sys.addaudithook(_watch)


def run(browser: Browser, content: bytes, name: str = "posts.csv") -> TestResponse:
    """Send a file as the page's script does."""
    headers = {"X-CSRF-Token": browser.proof("/console/dry-run"), "X-File-Name": name, **PERSON}
    return browser.client.post(
        "/console/dry-run/run", data=content, content_type="application/octet-stream", headers=headers
    )


def result(answer: TestResponse) -> dict[str, Any]:
    """The last line of the answer."""
    found: dict[str, Any] = json.loads(answer.data.splitlines()[-1])
    return found


@pytest.mark.parametrize(
    ("made", "name"), [(as_csv, "a.csv"), (as_jsonl, "a.jsonl"), (as_excel, "a.xlsx")], ids=["csv", "jsonl", "excel"]
)
def test_the_draft_is_held_against_what_is_in_force(office: Office, noor: Browser, made: Any, name: str) -> None:
    off = {"select": "condescension", "enabled": False}
    office.publish(settings={"rules": [{"select": "emotional-tone", "severity": "error"}]})
    fields = {"name": "x", "settings.rules[0].select": off["select"], "settings.rules[0].enabled": "false"}
    assert noor.send_all("/console/policy", fields).status_code == 303
    found = result(run(noor, made(posts(60)), name))["result"]
    draft, now = found["policies"]
    assert (draft["name"], now["name"], found["posts"]) == ("draft", "now", 60)
    assert "condescension" not in draft["categories"]
    assert now["categories"]["condescension"] > 0
    assert draft["interrupted"] < now["interrupted"]
    assert now["interruptions_a_week"] > draft["interruptions_a_week"] > 0
    assert found["cases"]
    assert {case["draft"] for case in found["cases"]} <= {post["text"] for post in posts(6)}


def test_bad_rows_are_listed_with_their_line_and_the_rest_is_read(noor: Browser) -> None:
    content = as_csv(posts(5)) + b"6,2026-01-01,page,x,,\n7,2026-01-01,page,x,Tot morgen.,\n"
    found = result(run(noor, content))["result"]
    assert found["posts"] == 6
    assert [problem["line"] for problem in found["problems"]] == [7]


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xd0\xcf\x11\xe0 old excel"])
def test_a_file_that_cannot_be_read_is_told(noor: Browser, content: bytes) -> None:
    assert result(run(noor, content))["unreadable"]


def test_a_file_over_the_limit_is_refused(noor: Browser) -> None:
    assert run(noor, b"x" * (LIMIT + 1)).status_code == 413


@pytest.mark.slow
def test_ten_megabytes_touch_no_file_no_store_and_no_log(
    office: Office, noor: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    global _watching
    row = {**next(posts(1)), "text": f"{CANARY} Zoals wij u al uitlegden. " + "Dag. " * 150}
    content = as_csv([row] * (10 * 1024**2 // 850))
    assert len(content) > 9 * 1024**2
    browser_proof = noor.proof("/console/dry-run")
    assert browser_proof
    _opened.clear()
    _watching = True
    try:
        answer = run(noor, content)
        found = result(answer)["result"]
    finally:
        _watching = False
    assert found["posts"] > 0
    assert [path for path in _opened if not path.startswith(str(office.store.file))] == []
    assert CANARY not in caplog.text
    assert office.store.file is not None
    for file in office.store.file.parent.iterdir():
        assert CANARY.encode() not in file.read_bytes()


def test_an_observer_may_try_and_staff_have_no_such_page(office: Office) -> None:
    watcher = office.browser(Role.OBSERVER, "Kijk")
    assert result(run(watcher, as_csv(posts(3))))["result"]["posts"] == 3
    sam = office.browser(Role.STAFF, "Sam")
    assert sam.see("/console/dry-run").status_code == 403


def test_without_the_proof_of_our_page_nothing_is_read(noor: Browser) -> None:
    answer = noor.client.post("/console/dry-run/run", data=as_csv(posts(3)), content_type="application/octet-stream")
    assert answer.status_code == 403
