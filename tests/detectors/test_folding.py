"""Folding: evasions undone, positions kept."""

from hypothesis import given
from hypothesis import strategies as st

from kalm.detectors.folding import fold, original, positions


def test_typography_is_undone() -> None:
    plain, lower, dropped = fold("Ｂel\u00a0０6–12\u200b3 Één\u0301 “ja”")
    assert plain == 'Bel 06-123 Één "ja"'
    assert lower == 'bel 06-123 een "ja"'
    assert len(dropped) == 2


def test_keycaps_and_other_scripts_are_digits() -> None:
    assert fold("1️⃣2️⃣ ٣ 𝟜")[0] == "12 3 4"


@given(st.text())
def test_both_foldings_have_one_length_and_lead_back(text: str) -> None:
    plain, lower, dropped = fold(text)
    assert len(plain) == len(lower)
    assert len(plain) + len(dropped) == len(text)
    for at in range(len(plain)):
        start, end = original(dropped, at, at + 1)
        assert end == start + 1
        assert fold(text[start:end])[0] == plain[at]


@given(st.text(alphabet="ab1\u200b\ufe0f é"), st.data())
def test_spans_of_the_original_lead_forward(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    plain, _, dropped = fold(text)
    [(left, right)] = positions(dropped, ((start, end),), len(text))
    assert plain[left:right] == fold(text[start:end])[0]
