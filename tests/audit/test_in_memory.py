"""The dry run itself: signs of life, a fair part of a file that is too long, cases in the result only."""

import io

import pytest

from kalm.audit import Job, Posts, Progress, Result, Tally, UnreadableError, audit, in_memory, over_cores, stream
from kalm.audit.checks import Check, CheckSource
from kalm.audit.readers import UPLOAD_LIMIT
from kalm.audit.report import as_document, as_text
from kalm.core import Draft, LintReport
from tests.audit import policies
from tests.audit.made import as_csv, as_excel, as_jsonl, posts

NONE = policies.none(CheckSource("none"))


def result(content: bytes, *checks: Check, seconds: float = 100, cases: int = 20) -> Result:
    *signs, last = stream(io.BytesIO(content), "posts", checks, seconds=seconds, cases=cases)
    assert all(isinstance(sign, Progress) for sign in signs)
    assert isinstance(last, Result)
    return last


def test_it_counts_what_an_audit_counts(ours: CheckSource, theirs: CheckSource) -> None:
    content = as_csv([*posts(120), {**next(posts(1)), "text": ""}])
    found = result(content, ours.load(), theirs.load(), cases=0).tally
    job = Job((ours, theirs))
    assert found == audit(Posts(content), job, over_cores(job, 1))


def test_excel_and_json_lines_are_read_too(check: Check) -> None:
    tallies: list[Tally] = [result(make(posts(24)), check, cases=0).tally for make in (as_csv, as_excel, as_jsonl)]
    assert tallies[0] == tallies[1]
    assert tallies[0].checks == tallies[2].checks


def test_cases_come_in_the_order_of_the_file_with_what_was_said_of_them(check: Check) -> None:
    found = result(as_csv(posts(120)), check, cases=7)
    assert len(found.cases) == 7
    assert [case.line for case in found.cases] == sorted(case.line for case in found.cases)
    assert all(case.reports[0].verdict != "ok" for case in found.cases)
    assert found.cases[0].post.draft.text not in repr(found)


def test_when_time_is_up_the_result_is_a_fair_part_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0

    def slow(draft: Draft) -> LintReport:
        nonlocal now
        now += 0.01
        return NONE(draft)

    monkeypatch.setattr(in_memory, "monotonic", lambda: now)
    rows = [{"text": "Dag.", "date": f"2026-01-{1 + number // 100:02}"} for number in range(2_000)]
    tally = result(as_jsonl(rows), slow, seconds=5).tally
    assert tally.drawn_from == 2_000
    assert tally.posts == 501
    assert tally.first is not None
    assert tally.last is not None
    assert (tally.last - tally.first).days == 19, "the beginning of the file is no fair part of it"


def test_a_file_that_cannot_even_be_read_in_time_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(10**6))
    monkeypatch.setattr(in_memory, "monotonic", lambda: next(clock))
    with pytest.raises(UnreadableError, match="kalm audit"):
        result(as_csv(posts(100)), NONE, seconds=20)


def test_of_very_many_rows_so_many_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_memory, "MOST_READ", 50)
    tally = result(as_csv(posts(400)), NONE).tally
    assert (tally.rows, tally.drawn_from) == (50, 400)


def test_a_result_about_a_part_says_how_sure_it_is(monkeypatch: pytest.MonkeyPatch, check: Check) -> None:
    monkeypatch.setattr(in_memory, "MOST_READ", 50)
    tally = result(as_csv(posts(400)), check).tally
    document = as_document("posts", ["new"], tally)
    low, high = document["policies"][0]["interrupted_interval"]
    assert low < tally.checks[0].interrupted / 50 < high
    assert high - low < 0.3
    text = "\n".join(as_text(document))
    assert "drawn at random from 400 rows" in text
    assert f"{low:.1%} to {high:.1%}" in text


def test_signs_of_life_come_all_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_memory, "STEP_SECONDS", 0.0)
    *signs, _ = stream(io.BytesIO(as_csv(posts(10))), "posts", [NONE])
    assert [sign.rows for sign in signs if isinstance(sign, Progress)] == [0] * 10 + list(range(1, 11))


def test_more_than_the_limit_is_refused() -> None:
    with pytest.raises(UnreadableError, match="20 MB"):
        next(stream(io.BytesIO(bytes(UPLOAD_LIMIT + 1)), "posts", [NONE]))
