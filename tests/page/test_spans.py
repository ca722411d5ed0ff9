"""The page's arithmetic on spans, as properties over any text and any edit."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

CALL = """async ([address, name, args]) => (await import(address))[name](...args)"""

texts = st.text(alphabet="ab .é👍\n", max_size=30)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def units(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def cut(text: str, start: int, end: int) -> bytes:
    return units(text)[2 * start : 2 * end]


@pytest.fixture(scope="module")
def call(browser: Browser, url: str) -> Any:
    """Call a function of spans.js in the browser."""
    page: Page = browser.new_page()
    page.goto(url)
    address = page.locator("script").get_attribute("src")
    assert address
    module = address.replace("main.js", "spans.js")
    yield lambda name, *args: page.evaluate(CALL, [module, name, list(args)])
    page.close()


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str, int, int]:
    """A text, what it became by one edit, and a span in it (UTF-16 units)."""
    before = draw(texts)
    at = draw(st.integers(0, len(before)))
    to = draw(st.integers(at, len(before)))
    after = before[:at] + draw(texts) + before[to:]
    length = len(units(before)) // 2
    start = draw(st.integers(0, length))
    end = draw(st.integers(start, length))
    return before, after, start, end


@quick
@given(case=edited())
def test_a_span_that_survives_an_edit_still_covers_the_same_words(call: Any, case: tuple[str, str, int, int]) -> None:
    before, after, start, end = case
    edit = call("difference", before, after)
    moved = call("slide", {"start": start, "end": end}, edit)
    if moved is not None:
        assert cut(after, moved["start"], moved["end"]) == cut(before, start, end)


@quick
@given(before=texts, after=texts)
def test_the_difference_turns_one_text_into_the_other(call: Any, before: str, after: str) -> None:
    edit = call("difference", before, after)
    start, end, length = edit["start"], edit["end"], edit["length"]
    rebuilt = cut(before, 0, start) + cut(after, start, start + length) + units(before)[2 * end :]
    assert rebuilt == units(after)


@quick
@given(
    length=st.integers(0, 40),
    layers=st.lists(
        st.tuples(st.integers(0, 45), st.integers(0, 45)).map(lambda p: {"start": p[0], "end": p[1]}), max_size=6
    ),
)
def test_pieces_cover_the_text_once_and_know_what_lies_over_them(
    call: Any, length: int, layers: list[dict[str, int]]
) -> None:
    pieces = call("segments", length, layers)
    assert [piece["start"] for piece in pieces] == [0, *(piece["end"] for piece in pieces[:-1])][: len(pieces)]
    assert (pieces[-1]["end"] if pieces else 0) == length
    for piece in pieces:
        over = [
            it
            for it in layers
            if it["start"] < it["end"] and it["start"] <= piece["start"] and piece["end"] <= it["end"]
        ]
        assert piece["layers"] == over


@quick
@given(text=texts, data=st.data())
def test_the_edits_of_a_fix_become_one_stretch(call: Any, text: str, data: st.DataObject) -> None:
    length = len(units(text)) // 2
    cuts = sorted(data.draw(st.lists(st.integers(0, length), min_size=2, max_size=6)))
    edits: list[dict[str, Any]] = [
        {"start": cuts[i], "end": cuts[i + 1], "text": data.draw(st.sampled_from(["", "x", "yy "]))}
        for i in range(0, len(cuts) - 1, 2)
    ]
    expected = units(text)
    for edit in reversed(edits):
        expected = expected[: 2 * edit["start"]] + units(edit["text"]) + expected[2 * edit["end"] :]
    made = call("applyEdits", text, edits)
    whole = cut(text, 0, made["start"]) + units(made["replacement"]) + units(text)[2 * made["end"] :]
    assert whole == expected
