"""The tables, made and unmade on both databases."""

import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from kalm.store import Store, StoreUnavailableError
from kalm.store.migrate import current, downgrade, newest, upgrade
from kalm.store.tables import Base, Revision


def test_up_down_and_up_again_leaves_the_tables_of_this_release(empty: Store):
    assert current(empty) is None
    upgrade(empty)
    assert current(empty) == newest()
    downgrade(empty, "base")
    assert inspect(empty.engine).get_table_names() == ["alembic_version"]
    upgrade(empty)
    assert set(inspect(empty.engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}


def test_the_migrations_make_exactly_the_tables_that_the_code_knows(store: Store):
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_an_upgrade_that_is_done_already_changes_nothing(store: Store):
    with store.session() as session:
        session.merge(Revision(id=2, number=7))
    upgrade(store)
    with store.session() as session:
        assert session.get_one(Revision, 2).number == 7


@pytest.mark.slow
def test_several_processes_may_upgrade_at_once(address: str):
    code = "import sys; from kalm.store import Store, migrate; migrate.upgrade(Store(sys.argv[1]))"
    several = [subprocess.Popen([sys.executable, "-c", code, address]) for _ in range(3)]
    assert [process.wait(60) for process in several] == [0, 0, 0]
    store = Store(address)
    assert current(store) == newest()
    store.close()


def test_a_database_without_tables_is_unavailable_and_the_error_repeats_nothing(empty: Store):
    with pytest.raises(StoreUnavailableError) as caught, empty.session() as session:
        session.add(Revision(id=1234567, number=7654321))
    assert "1234567" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("address", ["nonsense", "oracle+strange://x/y", ""])
def test_an_address_that_is_none_is_refused(address: str):
    with pytest.raises(ValueError, match="database address"):
        Store(address)
