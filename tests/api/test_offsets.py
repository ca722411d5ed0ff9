"""Offsets: code points inside, UTF-16 units for browsers, converted once and truly."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalm.api.answer import LintAnswer, to_answer
from kalm.api.offsets import converter
from kalm.core import (
    Anatomy,
    Context,
    Draft,
    Edit,
    Finding,
    Fix,
    LintReport,
    Message,
    PolicyStamp,
    Situation,
    Span,
)

from .conftest import COMPLAINT, REPLY, Ask

TEXTS = st.text(st.one_of(st.characters(), st.sampled_from("😀👍🏽👨‍👩‍👧é\u0301שa")), max_size=60)


def utf16(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


@given(TEXTS, st.data())
def test_a_utf16_offset_cuts_the_text_where_the_code_point_offset_does(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    place = converter(text, "utf-16")(offset)
    assert utf16(text)[: place * 2] == utf16(text[:offset])


@given(TEXTS, st.data())
def test_code_points_stay_as_they_are(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    assert converter(text, "codepoint")(offset) == offset


def report(text: str, parent: str) -> LintReport:
    """A report that points at everything it can point at: always from 1 to the end."""
    whole, cue = Span(1, len(text)), Span(1, len(parent))
    fix = Fix("Anders", (Edit(1, len(text), "😀 anders"),))
    return LintReport(
        language="nl",
        situation=Situation("complaint", 0.9, (cue,)),
        findings=(
            Finding("nl.voice.x", "voice", "warning", None, None, "m", "w", "a"),
            Finding("nl.voice.y", "voice", "warning", *whole, "m", "w", "a", (fix,), 0.5, "bron", "Bas"),
        ),
        anatomy=Anatomy((whole,), (whole,), (whole,)),
        guidance=(),
        verdict="review",
        policy=PolicyStamp("built-in", 0),
        unread=(whole,),
    )


@pytest.mark.parametrize(("unit", "draft_end", "parent_end"), [("utf-16", 6, 8), ("codepoint", 4, 5)])
def test_every_offset_of_an_answer_is_in_the_unit_that_was_asked_for(
    unit: str, draft_end: int, parent_end: int
) -> None:
    text, parent = "😀ab😀", "😀c😀d😀"
    start = 2 if unit == "utf-16" else 1
    context = Context(parent=Message(parent))
    answer = to_answer(report(text, parent), Draft(text, context), unit)
    LintAnswer.model_validate(answer)
    span = {"start": start, "end": draft_end}
    missing, found = answer["findings"]
    assert (missing["start"], missing["end"]) == (None, None)
    assert (found["start"], found["end"]) == (start, draft_end)
    assert found["fixes"] == [{"title": "Anders", "edits": [{**span, "text": "😀 anders"}]}]
    assert answer["anatomy"] == {"empathy": [span], "facts": [span], "solution": [span]}
    assert answer["unread"] == [span]
    assert answer["situation"]["cues"] == [{"start": start, "end": parent_end}]


def spans(answer: dict[str, Any]) -> list[tuple[int, int]]:
    parts = [finding for finding in answer["findings"] if finding["start"] is not None]
    parts += [edit for finding in answer["findings"] for fix in finding["fixes"] for edit in fix["edits"]]
    parts += [span for spans in answer["anatomy"].values() for span in spans]
    return [(part["start"], part["end"]) for part in parts]


@pytest.mark.parametrize("ornament", ["", "😀 ", "👨‍👩‍👧 Dag. ", "é "])
def test_real_findings_stand_on_the_same_words_in_both_units(lint: Ask, ornament: str) -> None:
    text, parent = ornament + REPLY, ornament + COMPLAINT
    asked = {"text": text, "language": "nl", "context": {"parent": {"text": parent}}}
    browser, script = lint(**asked).json, lint(**asked, offset_unit="codepoint").json
    assert any(finding["start"] is not None for finding in browser["findings"])
    for (low, high), (first, end) in zip(spans(browser), spans(script), strict=True):
        assert utf16(text)[low * 2 : high * 2].decode("utf-16-le") == text[first:end]
    cues = zip(browser["situation"]["cues"], script["situation"]["cues"], strict=True)
    for wide, narrow in cues:
        words = utf16(parent)[wide["start"] * 2 : wide["end"] * 2].decode("utf-16-le")
        assert words == parent[narrow["start"] : narrow["end"]]


def test_half_an_emoji_counts_as_one_and_moves_nothing(app: Any) -> None:
    ask = app.test_client()
    body = json.dumps({"text": "? " + REPLY, "language": "nl"}).encode()
    whole = ask.post("/v1/lint", data=body)
    half = ask.post("/v1/lint", data=body.replace(b"?", rb"\ud83d"))
    assert half.status_code == 200
    assert spans(half.json) == spans(whole.json)


def test_escaped_whole_pairs_are_read_as_the_character_they_are(app: Any) -> None:
    escaped = app.test_client().post("/v1/lint", data=rb'{"text": "\ud83d\ude00 ' + REPLY.encode() + b'"}')
    plain = app.test_client().post("/v1/lint", json={"text": "😀 " + REPLY})
    assert escaped.json == plain.json
