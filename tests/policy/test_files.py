"""A policy as a file: what it says is what was meant, and a mistake has a place."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalm.policy import read_document
from kalm.policy.files import parse, written
from kalm.rules.errors import RuleError

FILE = Path("policy.yml")


@pytest.mark.parametrize(
    "number", ["0612345678", "0689", "06", "0031201234567", "9" * 30, "-0", "1_000", "0x1f", "0o7"]
)
def test_a_number_that_begins_with_a_zero_or_is_very_long_is_a_word(number: str):
    assert parse(f"name: x\nown: [{number}]\n", FILE).own == [number]


@given(st.lists(st.from_regex(r"[0-9+~_.:eExo -]{1,20}", fullmatch=True).map(str.strip).filter(bool), max_size=5))
def test_what_is_written_reads_the_same(entries: list[str]):
    document = read_document({"name": "x", "own": entries})
    assert parse(written(document), FILE) == document


def test_a_sign_that_yaml_does_not_allow_has_a_place():
    with pytest.raises(RuleError) as told:
        parse("name: x\nown: [a\x00]\n", FILE)
    (problem,) = told.value.problems
    assert (problem.line, problem.column, problem.message) == (2, 8, "a sign that may not stand here: U+0000")


def test_a_file_of_nothing_but_brackets_is_refused_and_brings_nothing_down():
    with pytest.raises(RuleError):
        parse("[" * 500_000, FILE)
