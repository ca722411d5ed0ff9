"""Windows over long drafts, runs of pieces, whole words."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from kalm.core import Span
from kalm.reader.encode import Window
from kalm.reader.reading import GAP, MOST_WINDOWS, choose, runs, unread, whole_words


def window(start: int, end: int) -> Window:
    return Window((0, 5, 2), 1, (Span(start, end),))


LONG = [window(100 * number, 100 * number + 130) for number in range(12)]


def test_a_short_draft_is_read_whole():
    assert choose(LONG[:MOST_WINDOWS], ()) == LONG[:MOST_WINDOWS]
    assert unread(LONG[:MOST_WINDOWS], LONG[:MOST_WINDOWS]) == ()


def test_of_a_long_draft_the_first_the_last_and_where_rules_saw_something_are_read():
    chosen = choose(LONG, [Span(640, 650), Span(910, 915), Span(300, 310)])
    assert chosen[0] == LONG[0]
    assert chosen[-1] == LONG[-1]
    assert len(chosen) == MOST_WINDOWS
    for seen in (Span(640, 650), Span(910, 915)):
        assert any(one.extent.start <= seen.start and seen.end <= one.extent.end for one in chosen)


def test_where_rules_saw_something_across_two_parts_one_of_them_is_read():
    chosen = choose(LONG, [Span(620, 745)])
    assert any(one in chosen for one in LONG[6:8])


@given(st.lists(st.tuples(st.integers(0, 1200), st.integers(1, 40)), max_size=8))
def test_every_part_of_a_long_draft_is_read_or_named_as_unread(seen: list[tuple[int, int]]):
    chosen = choose(LONG, [Span(start, start + length) for start, length in seen])
    gaps = unread(LONG, chosen)
    for place in range(1230):
        is_read = any(one.extent.start <= place < one.extent.end for one in chosen)
        assert is_read != any(gap.start <= place < gap.end for gap in gaps)


@given(st.lists(st.booleans(), max_size=60))
def test_runs_hold_every_marked_place_and_begin_and_end_with_one(marked: list[bool]):
    found = runs(marked)
    for first, last in found:
        assert marked[first]
        assert marked[last]
    assert all(any(first <= place <= last for first, last in found) for place, one in enumerate(marked) if one)
    assert all(later[0] - earlier[1] > GAP for earlier, later in itertools.pairwise(found))


@given(st.text(max_size=40), st.data())
def test_a_stretch_never_cuts_a_word(text: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    begin, stop = whole_words(text, start, end)
    assert 0 <= begin <= stop <= len(text)
    if begin < stop:
        assert not (begin > 0 and text[begin - 1].isalnum() and text[begin].isalnum())
        assert not (stop < len(text) and text[stop].isalnum() and text[stop - 1].isalnum())
