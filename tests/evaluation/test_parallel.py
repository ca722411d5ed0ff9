"""Many lines over several processes: in order, bounded, and nothing lost."""

import os
from collections.abc import Iterator
from io import BytesIO

import pytest

from kalm.parallel import AHEAD, CHUNK, LONGEST_LINE, in_order, numbered


def test_answers_come_in_the_order_of_the_lines() -> None:
    lines = [(number, b"x" * (number % 7)) for number in range(1, 1000)]
    assert list(in_order(lines, lambda line: (line[0], len(line[1])), processes=3)) == [
        (number, number % 7) for number in range(1, 1000)
    ]


def test_several_processes_share_the_work() -> None:
    lines = [(number, b"") for number in range(CHUNK * 40)]
    workers = set(in_order(lines, lambda _: os.getpid(), processes=2))
    assert os.getpid() not in workers
    assert 1 <= len(workers) <= 2


def test_a_single_chunk_stays_in_this_process() -> None:
    assert set(in_order([(1, b""), (2, b"")], lambda _: os.getpid(), processes=2)) == {os.getpid()}


def test_a_reader_never_runs_far_ahead_of_the_answers() -> None:
    read = 0

    def lines() -> Iterator[tuple[int, bytes]]:
        nonlocal read
        for number in range(CHUNK * 100):
            read += 1
            yield number, b""

    answers = in_order(lines(), lambda line: line[0], processes=2)
    next(answers)
    assert read <= CHUNK * (2 * AHEAD + 1)
    answers.close()  # type: ignore[attr-defined]


def test_a_fault_in_the_work_reaches_the_caller() -> None:
    def work(line: tuple[int, bytes]) -> int:
        return 1 // line[0]

    with pytest.raises(ZeroDivisionError):
        list(in_order([(number, b"") for number in range(CHUNK * 4)], work, processes=2))


def test_empty_lines_are_passed_over_and_keep_their_numbers() -> None:
    assert list(numbered(BytesIO(b"a\n\n  \nb"))) == [(1, b"a\n"), (4, b"b")]


def test_the_mark_before_a_file_is_no_part_of_its_first_line() -> None:
    assert list(numbered(BytesIO(b"\xef\xbb\xbfa\n\xef\xbb\xbfb\n"))) == [(1, b"a\n"), (2, b"\xef\xbb\xbfb\n")]


@pytest.mark.parametrize("more", [1, LONGEST_LINE, 3 * LONGEST_LINE + 7])
def test_of_a_line_that_is_too_long_little_is_kept_and_the_next_one_is_whole(more: int) -> None:
    first, second, last = numbered(BytesIO(b"x" * LONGEST_LINE + b"\n" + b"y" * (LONGEST_LINE + more) + b"\nz\n"))
    assert (first[0], len(first[1])) == (1, LONGEST_LINE + 1)
    assert (second[0], len(second[1])) == (2, LONGEST_LINE + 1)
    assert last == (3, b"z\n")
