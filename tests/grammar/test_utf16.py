"""Offsets: from UTF-16 units to code points, and where a cut would split a character that a person sees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import iter_graphemes

from kalm.grammar.utf16 import cuts_grapheme, to_code_points

FAMILY, FLAG, THUMB, ACCENT = "👨‍👩‍👧", "🇳🇱", "👍🏽", "e\u0301"
WRITTEN = st.lists(
    st.one_of(st.sampled_from([FAMILY, FLAG, THUMB, ACCENT, "a", " ", "é", "ij", "\r\n"]), st.text(max_size=3))
)


@given(st.text())
def test_every_code_point_is_found_again(text: str) -> None:
    convert = to_code_points(text)
    units = 0
    for index, character in enumerate(text):
        assert convert(units) == index
        if character > "\uffff":
            assert convert(units + 1) is None, "inside a surrogate pair"
        units += 1 + (character > "\uffff")
    assert convert(units) == len(text)
    assert convert(units + 1) is None
    assert convert(-1) is None


@given(WRITTEN)
def test_a_cut_is_allowed_only_between_graphemes(parts: list[str]) -> None:
    text = "".join(parts)
    borders, position = {0}, 0
    for grapheme in iter_graphemes(text):
        position += len(grapheme)
        borders.add(position)
    allowed = {position for position in range(len(text) + 1) if not cuts_grapheme(text, position)}
    assert allowed <= borders


@pytest.mark.parametrize("whole", [FAMILY, FLAG, THUMB, ACCENT])
def test_around_a_joined_character_one_may_cut(whole: str) -> None:
    text = f"Dag {whole}hoor"
    inside = range(5, 4 + len(whole))
    assert all(cuts_grapheme(text, position) for position in inside)
    assert not cuts_grapheme(text, 4)
    assert not cuts_grapheme(text, 4 + len(whole))


def test_two_flags_may_be_cut_between_them() -> None:
    assert not cuts_grapheme("🇳🇱🇧🇪", 2)
    assert cuts_grapheme("🇳🇱🇧🇪", 3)
