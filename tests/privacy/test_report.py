"""The report tells what runs: it changes with the settings and the policy, and leaves no table out."""

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kalm.cli import main
from kalm.config import read
from kalm.policy import read_document
from kalm.privacy import as_markdown, as_text, gather, report
from kalm.privacy.report import RECORDS, TEXTS
from kalm.store import Store, disputes, policies, questions
from kalm.store.migrate import upgrade
from kalm.store.tables import Base

TODAY = dt.date(2026, 11, 26)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(f"sqlite:///{tmp_path / 'kalm.db'}")
    upgrade(made)
    return made


def told(store: Store | None, language: str = "en", **settings: str) -> str:
    read_settings = read({"HOME": "/nowhere", **settings})
    if store is None:
        return as_text(report(gather(read_settings, None, TODAY), language))
    with store.session() as session:
        return as_text(report(gather(read_settings, session, TODAY), language))


def flat(text: str) -> str:
    return " ".join(text.split())


def test_every_table_is_told_of_once() -> None:
    tables = [table for _, names in RECORDS for table in names if "." not in table]
    assert sorted(tables) == sorted(Base.metadata.tables)


def test_both_languages_say_the_same_things() -> None:
    assert TEXTS["nl"].keys() == TEXTS["en"].keys()
    assert all(text.strip() for texts in TEXTS.values() for text in texts.values())


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "LanguageTool runs on this machine"),
        ({"KALM_GRAMMAR": "off"}, "Grammar checks are off"),
        ({"KALM_GRAMMAR": "http://127.0.0.1:8081/v2"}, "LanguageTool runs on this machine"),
        ({"KALM_GRAMMAR": "https://lt.example.org/v2"}, "use the server lt.example.org"),
        ({"KALM_GRAMMAR": "https://lt.example.org/v2"}, "except to the configured grammar server lt.example.org"),
        ({"KALM_GRAMMAR": "off"}, "Nothing goes to third parties."),
        ({}, "The reader (a small language model) is on"),
        ({"KALM_READER": "off"}, "The reader (a small language model) is off"),
        ({"KALM_LOG_LEVEL": "debug"}, "(level debug)"),
        ({}, "Sign-in happens in Kalm itself"),
        ({}, "counted by address and account in memory"),
        (
            {"KALM_RATELIMIT_URL": "redis://:geheim@tel.example:6379"},
            "in Redis on tel.example, under a hash without a key",
        ),
        (
            {
                "KALM_RATELIMIT_URL": "redis://:geheim@tel.example:6379",
                "KALM_DATABASE_URL": "postgresql://kalm:geheim@db.example/kalm",
            },
            "in Redis on tel.example, under a hash with a key",
        ),
        ({"KALM_DATABASE_URL": "postgresql://kalm:geheim@db.example/kalm"}, "db.example/kalm"),
        ({}, "can be used on this machine without an account"),
        ({"KALM_HOST": "127.8.4.1"}, "can be used on this machine without an account"),
        ({"KALM_OIDC_ISSUER": "https://login.example", "KALM_OIDC_CLIENT_ID": "kalm"}, "ask for an account or token"),
    ],
)
def test_the_report_follows_the_settings(store: Store, settings: dict[str, str], said: str) -> None:
    whole = flat(told(store, **settings))
    assert said in whole
    assert "geheim" not in whole


def test_the_report_follows_the_policy(store: Store) -> None:
    assert "Counting is on." in told(store)
    with store.session() as session:
        document = read_document({"kalm": 1, "name": "Voorbeeld", "counting": False, "access": "signed-in"})
        policies.publish(session, document, "", "Anna")
    whole = flat(told(store))
    assert "policy: Voorbeeld, version 1" in whole
    assert "Counting is off: nothing is added." in whole
    assert "Counting is off (`counting: false` in the policy)." in whole
    assert "ask for an account or token" in whole


def test_the_report_counts_what_is_there_now(store: Store) -> None:
    with store.session() as session:
        for text in ("Een zin.", None, None):
            disputes.add(session, "nl.respect.sneer", 1, "other", text, None, TODAY)
        questions.ask(session, b"sealed", dt.datetime(2026, 11, 26, tzinfo=dt.UTC))
        facts = gather(read({"HOME": "/nowhere"}), session, TODAY)
    (kept,) = [section for section in report(facts, "en").sections if section.records]
    now = {record.what: record.now for record in kept.records}
    assert now["Disputes (“not right here”)"] == "3"
    assert now["Text with a dispute"] == "1"
    assert now["Questions to a colleague"] == "1"
    assert now["People"] == "0"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_text_and_markdown_hold_every_sentence(store: Store, language: str) -> None:
    with store.session() as session:
        made = report(gather(read({"HOME": "/nowhere"}), session, TODAY), language)
    for written in (flat(as_text(made)), flat(as_markdown(made))):
        assert "{" not in written
        for section in made.sections:
            assert all(flat(line) in written for line in section.lines)
            for record in section.records:
                assert all(flat(text) in written for text in (record.what, record.content, record.how_long, record.who))


def kalm(*words: str, folder: Path) -> Result:
    return CliRunner().invoke(main, words, env={"HOME": str(folder), "KALM_DATA_DIR": str(folder)})


def test_the_command_tells_the_same_and_makes_no_database(tmp_path: Path) -> None:
    said = kalm("privacy", "report", "--language", "en", folder=tmp_path)
    assert said.exit_code == 0, said.output
    assert "The database cannot be reached now" in said.output
    assert not (tmp_path / "kalm.db").exists()
    store = Store(f"sqlite:///{tmp_path / 'kalm.db'}")
    upgrade(store)
    markdown = kalm("privacy", "report", "--format", "markdown", folder=tmp_path)
    assert markdown.output.startswith("# Wat Kalm hier vastlegt")
    assert str(tmp_path / "kalm.db") in markdown.output


@pytest.mark.parametrize("command", [("digest",), ("privacy", "report")])
def test_an_address_that_is_none_is_told_in_one_line(tmp_path: Path, command: tuple[str, ...]) -> None:
    environ = {"HOME": str(tmp_path), "KALM_DATA_DIR": str(tmp_path), "KALM_DATABASE_URL": "mystery://db.example/kalm"}
    said = CliRunner().invoke(main, command, env=environ)
    assert said.exit_code == 2
    assert "KALM_DATABASE_URL: " in said.output
    assert len(said.output.splitlines()) == 1


def test_the_digest_command_tells_a_week_and_needs_a_database(tmp_path: Path) -> None:
    missing = kalm("digest", folder=tmp_path)
    assert missing.exit_code == 2
    assert "no database yet" in missing.output
    upgrade(Store(f"sqlite:///{tmp_path / 'kalm.db'}"))
    said = kalm("digest", "--language", "en", "--day", "2026-11-26", folder=tmp_path)
    assert said.exit_code == 0, said.output
    assert said.output.startswith("Kalm · week 47 of 2026")
