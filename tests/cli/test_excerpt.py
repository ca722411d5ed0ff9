"""Carets stand under the words, whatever the words are made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from kalm.cli.output.excerpt import excerpt, position

WIDE = st.text(
    st.one_of(
        st.sampled_from("aé漢字🙄👩\u200d\u0301\ufe0f\t \u202e\x1b\u2028\r\n"),
        st.characters(exclude_categories=["Cs"]),
    ),
    min_size=1,
    max_size=120,
)


def columns(line: str) -> int:
    return max(0, wcswidth(line))


def test_carets_stand_under_a_plain_word() -> None:
    text = "Dag, lees eerst de mail."
    assert excerpt(text, 5, 15, 80) == [(text, " " * 5 + "^" * 10)]


@pytest.mark.parametrize(
    ("before", "word", "left", "width"),
    [
        ("漢字 ", "ja", 5, 2),
        ("🙄 ", "漢字", 3, 4),
        ("a\tb", "c", 5, 1),
        ("e\u0301 ", "é", 2, 1),
        ("\N{WOMAN}\u200d\N{WOMAN}\u200d\N{GIRL} ", "gezin", 3, 5),
    ],
    ids=["wide letters before", "wide word", "tab", "combining mark", "joined emoji"],
)
def test_carets_count_columns_of_the_terminal(before: str, word: str, left: int, width: int) -> None:
    [(_, carets)] = excerpt(before + word, len(before), len(before) + len(word), 80)
    assert carets == " " * left + "^" * width


def test_a_long_line_is_cut_around_its_words() -> None:
    text = "woord " * 60 + "hier" + " woord" * 60
    [(line, carets)] = excerpt(text, 360, 364, 60)
    assert columns(line) <= 60
    assert line.startswith("…")
    assert line.endswith("…")
    assert line[carets.index("^") : carets.rindex("^") + 1] == "hier"


def test_a_span_over_two_lines_shows_both() -> None:
    text = "een twee\r\ndrie vier"
    assert excerpt(text, 4, 14, 80) == [("een twee", "    ^^^^"), ("drie vier", "^^^^")]


def test_a_span_over_many_lines_stops_after_three() -> None:
    text = "\n".join("abcde")
    assert excerpt(text, 0, len(text), 80)[3:] == [("…", "")]


def test_control_characters_of_a_draft_never_reach_the_terminal() -> None:
    [(line, _)] = excerpt("kijk \x1b[31mrood\x07 \u202eomgekeerd", 0, 4, 80)
    assert not set(line) & {"\x1b", "\x07", "\u202e"}


def test_line_and_column_count_from_one_and_in_code_points() -> None:
    text = "🙄 a\r\nbé c"
    assert (position(text, 2).line, position(text, 2).column) == (1, 3)
    assert (position(text, 8).line, position(text, 8).column) == (2, 4)


@given(WIDE, st.data(), st.integers(20, 100))
def test_no_line_is_wider_than_asked_and_every_span_has_a_caret(text: str, data: st.DataObject, width: int) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    shown = excerpt(text, start, end, width)
    for line, carets in shown:
        assert columns(line) <= width
        assert "\n" not in line
        assert len(carets) <= width + 1
    if text[start:end].strip():
        assert any("^" in carets for _, carets in shown)
