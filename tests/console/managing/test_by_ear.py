"""What the reader hears without a rule is listed among the rules, and a policy decides about it as about any other."""

from pathlib import Path

import pytest

from kalm.api.auth import Role
from kalm.console.rulebook import Wanted, entries, stand
from kalm.policy import PolicyBook
from kalm.store import Store
from tests.shipped import shipped

from .office import Office, document


def test_what_the_reader_hears_is_listed_and_can_be_switched_off() -> None:
    linter = shipped("auto")
    if linter.reader_state != "ok":
        pytest.skip(linter.reader_state)
    heard = [entry for entry in entries(linter).values() if entry.kind == "reader"]
    assert {entry.id for entry in heard} >= {"reader.respect", "reader.spam"}
    off = {"rules": [{"select": "reader.spam", "enabled": False, "reason": "Te vroeg."}]}
    policy = PolicyBook(document(settings=off), 1).base
    assert [entry.id for entry in heard if not stand(entry, policy).on] == ["reader.spam"]
    spam = next(entry for entry in heard if entry.id == "reader.spam")
    assert Wanted(words="READER spam", language="any", on="off", by="organisation").fits(spam, stand(spam, policy))


def test_how_often_good_drafts_were_warned_about_stands_beside_the_switch(tmp_path: Path, empty_database: Path) -> None:
    linter = shipped("auto")
    if linter.listening is None:
        pytest.skip(linter.reader_state)
    (tmp_path / "kalm.db").write_bytes(empty_database.read_bytes())
    store = Store(f"sqlite:///{tmp_path / 'kalm.db'}")
    measured = linter.listening.reader.measured.scale("nl").false_alarms
    told = ", ".join(
        f"{name} {measured[one]:.1f}".replace(".", ",")
        for name, one in (("weinig", "quiet"), ("gemiddeld", "balanced"), ("alles", "keen"))
    )
    page = Office(store, linter).browser(Role.MANAGER).see("/console/policy").text
    assert f"per 100 goede teksten, gemeten: in het Nederlands {told}" in page
    store.close()


def test_without_a_reader_nothing_is_said_of_what_was_measured(office: Office) -> None:
    assert "per 100 goede teksten" not in office.browser(Role.MANAGER).see("/console/policy").text
