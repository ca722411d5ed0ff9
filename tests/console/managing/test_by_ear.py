"""What the reader hears without a rule is listed among the rules, and a policy decides about it as about any other."""

from pathlib import Path

import pytest

from kalm.console.rulebook import Wanted, entries, stand
from kalm.linting import Linter
from kalm.policy import PolicyBook

from .office import document


def test_what_the_reader_hears_is_listed_and_can_be_switched_off(cache: str) -> None:
    linter = Linter.load(cache=Path(cache), reader="auto")
    if linter.reader_state != "ok":
        pytest.skip(linter.reader_state)
    heard = [entry for entry in entries(linter).values() if entry.kind == "reader"]
    assert {entry.id for entry in heard} >= {"reader.respect", "reader.spam"}
    off = {"rules": [{"select": "reader.spam", "enabled": False, "reason": "Te vroeg."}]}
    policy = PolicyBook(document(settings=off), 1).base
    assert [entry.id for entry in heard if not stand(entry, policy).on] == ["reader.spam"]
    spam = next(entry for entry in heard if entry.id == "reader.spam")
    assert Wanted(words="READER spam", language="any", on="off", by="organisation").fits(spam, stand(spam, policy))
