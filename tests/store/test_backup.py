"""Copies of the database, made while others write, and what comes back from them."""

import datetime as dt
import stat
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from kalm.cli import main
from kalm.inforce import InForce
from kalm.policy import read_document
from kalm.store import Store, migrate, policies, questions, revision
from kalm.store.backup import BackupError, backup, restore
from kalm.store.tables import AdminAct, Policy


def publish(store: Store, name: str) -> int:
    with store.session() as session:
        return policies.publish(session, read_document({"kalm": 1, "name": name}), "", "test")


def names(store: Store) -> list[str]:
    with store.reading() as session:
        numbers = reversed([line.number for line in policies.history(session)])
        return [policies.version(session, number).document.name for number in numbers]


def kalm(address: str, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["store", *arguments], env={"KALM_DATABASE_URL": address})


def test_a_copy_made_while_others_write_is_of_one_moment_and_comes_back_whole(
    store: Store, address: str, tmp_path: Path
):
    publish(store, "first")
    done, written, failures = threading.Event(), [0], list[BaseException]()

    def write_on() -> None:
        other = Store(address)
        try:
            while not done.wait(0.005):  # two rows in one transaction: never one without the other
                with other.session() as session:
                    number = policies.publish(session, read_document({"kalm": 1, "name": "more"}), "", "test")
                    session.add(AdminAct(at=session.get_one(Policy, number).published_at, who="test",
                                         action="publish", target=str(number), detail=""))  # fmt: skip
                written[0] = number
        except BaseException as error:
            failures.append(error)
        finally:
            other.close()

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        while written[0] < 5 and not failures:
            done.wait(0.02)
        at_least = written[0]
        backup(store, tmp_path / "copy")
        seen = written[0]
        while written[0] < seen + 3 and not failures:
            done.wait(0.02)
        restore(store, tmp_path / "copy")  # the writer goes on all the while
    finally:
        done.set()
        writer.join()
    assert not failures
    with store.reading() as session:
        versions = list(session.execute(text("select version from policies order by version")).scalars())
        told = sorted(int(row) for row in session.execute(text("select target from admin_log")).scalars())
    assert versions == list(range(1, len(versions) + 1))
    assert told == versions[1:]
    assert len(versions) >= at_least


def test_what_was_written_after_the_copy_is_gone_and_running_workers_see_it(store: Store, tmp_path: Path):
    publish(store, "kept")
    backup(store, tmp_path / "copy")
    publish(store, "lost")
    with store.reading() as session:
        before = revision.number(session)
    restore(store, tmp_path / "copy")
    assert names(store) == ["kept"]
    with store.reading() as session:
        assert revision.number(session) > before
    publish(store, "new")
    assert names(store) == ["kept", "new"]


def test_no_copy_holds_a_question_to_a_colleague(store: Store, tmp_path: Path):
    sealed = b"sealed-words" * 100
    with store.session() as session:
        questions.ask(session, sealed, dt.datetime.now(dt.UTC))
    backup(store, tmp_path / "copy")
    if store.sqlite:
        assert sealed[:24] not in (tmp_path / "copy").read_bytes()
    restore(store, tmp_path / "copy")
    with store.reading() as session:
        assert session.execute(text("select count(*) from questions")).scalar() == 0


def test_a_copy_comes_back_into_an_empty_database(store: Store, address: str, tmp_path: Path):
    publish(store, "kept")
    backup(store, tmp_path / "copy")
    migrate.downgrade(store, "base")
    restore(store, tmp_path / "copy")
    assert names(store) == ["kept"]


def test_a_copy_is_for_its_owner_only_and_never_written_over_another(store: Store, tmp_path: Path):
    backup(store, tmp_path / "copy")
    assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == 0o600
    with pytest.raises(BackupError, match="copy: File exists"):
        backup(store, tmp_path / "copy")


def test_what_is_no_backup_or_of_a_newer_release_is_refused_and_changes_nothing(store: Store, tmp_path: Path):
    publish(store, "kept")
    (tmp_path / "nonsense").write_bytes(b"nothing of the kind" * 100)
    with pytest.raises(BackupError, match="is no backup"):
        restore(store, tmp_path / "nonsense")
    with store.session() as session:
        session.execute(text("update alembic_version set version_num = '9999'"))
    backup(store, tmp_path / "newer")
    with store.session() as session:
        session.execute(text("update alembic_version set version_num = :now"), {"now": migrate.newest()})
    with pytest.raises(BackupError, match="newer release"):
        restore(store, tmp_path / "newer")
    assert names(store) == ["kept"]


def test_at_the_command_line_it_goes_there_and_back(address: str, tmp_path: Path):
    assert kalm(address, "upgrade").output == f"none -> {migrate.newest()}\n"
    store = Store(address)
    publish(store, "kept")
    copy = str(tmp_path / "copy")
    made = kalm(address, "backup", copy)
    assert (made.exit_code, made.output.startswith(f"{copy}: ")) == (0, True)
    publish(store, "lost")
    assert "policy    version 2\n" in kalm(address, "status").output
    asked = CliRunner().invoke(main, ["store", "restore", copy], env={"KALM_DATABASE_URL": address}, input="n\n")
    assert asked.exit_code == 1
    assert names(store) == ["kept", "lost"]
    assert kalm(address, "restore", copy, "--yes").output == "restored\n"
    assert names(store) == ["kept"]
    store.close()
    assert kalm(address, "downgrade", "0001", "--yes").output == f"{migrate.newest()} -> 0001\n"
    unknown = kalm(address, "downgrade", "0815", "--yes")
    assert (unknown.exit_code, unknown.output) == (2, "0815: no form that this release knows\n")


def test_a_database_of_a_newer_release_is_left_alone_at_the_command_line(store: Store, address: str, tmp_path: Path):
    with store.session() as session:
        session.execute(text("update alembic_version set version_num = '9999'"))
    for asked in (("status",), ("upgrade",), ("downgrade", "0001", "--yes"), ("backup", str(tmp_path / "copy"))):
        told = kalm(address, *asked)
        assert told.exit_code == 2
        assert told.output.startswith("KALM_DATABASE_URL: it was made by a newer release of Kalm")
        assert told.output.endswith(f"(form of this release: {migrate.newest()})\n")
        assert told.output.count("\n") == 1
    found = InForce(None, store)
    assert found.store_state == "unavailable"


def test_into_a_lost_database_a_copy_comes_with_a_number_that_workers_hardly_know(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    publish(store, "kept")
    backup(store, tmp_path / "copy")
    with store.reading() as session:
        copied = revision.number(session)
    migrate.downgrade(store, "base")
    monkeypatch.setattr("kalm.store.backup.secrets.randbelow", lambda below: below - 1)
    restore(store, tmp_path / "copy")
    with store.reading() as session:
        assert revision.number(session) >= copied + 999_999
