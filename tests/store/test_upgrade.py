"""Every older form of the database goes up to this release's and back, with what lies in it."""

import datetime as dt
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Integer, LargeBinary, MetaData, Table, select

from kalm.store import Store, migrate

FORMS = [script.revision for script in ScriptDirectory(str(migrate.FOLDER)).walk_revisions()]
"""Every form that this release knows, the newest first."""


def test_the_names_of_the_files_tell_the_forms_as_alembic_does():
    assert list(migrate.FORMS) == FORMS[::-1]
    assert migrate.newest() == ScriptDirectory(str(migrate.FOLDER)).get_current_head()


def tables(store: Store) -> list[Table]:
    metadata = MetaData()
    metadata.reflect(store.engine)
    return [table for table in metadata.sorted_tables if table.name != "alembic_version"]


def value(column: Column[Any], row: int) -> Any:
    """Something for ``column``, another thing in each row; what points elsewhere points at the same row there."""
    kinds: tuple[tuple[type, Any], ...] = (
        (Boolean, bool(row % 2)),
        (Integer, row),
        (DateTime, dt.datetime(2026, 1, row, 12, 30)),
        (Date, dt.date(2026, 1, row)),
        (LargeBinary, bytes([row]) * 32),
        (JSON, {"kalm": 1, "name": f"Gemeente Eén {row}"}),
    )
    for kind, made in kinds:
        if isinstance(column.type, kind):
            return made
    if column.name == "role":
        return "manager"
    made = f"rij {row} één €" if not column.foreign_keys and column.name != "id" else f"id{row}"
    return made[: getattr(column.type, "length", None) or 30]


def fill(store: Store) -> None:
    found = tables(store)
    with store.engine.begin() as connection:
        for table in found:
            for row in (1, 2, 3):
                connection.execute(table.insert().values({c.name: value(c, row) for c in table.columns}))


def contents(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    found = tables(store)
    with store.engine.begin() as connection:
        return {table.name: sorted(map(tuple, connection.execute(select(table))), key=repr) for table in found}


@pytest.mark.parametrize("form", FORMS)
def test_up_and_back_again_keeps_every_row_of_every_table(empty: Store, form: str):
    migrate.upgrade(empty, form)
    fill(empty)
    before = contents(empty)
    assert all(len(rows) == 3 for rows in before.values())
    migrate.upgrade(empty)
    assert migrate.current(empty) == migrate.newest()
    migrate.downgrade(empty, form)
    assert migrate.current(empty) == form
    assert contents(empty) == before


def test_the_newest_form_goes_down_step_by_step_with_rows_in_every_table(empty: Store):
    migrate.upgrade(empty)
    fill(empty)
    for form in (*FORMS[1:], "base"):
        migrate.downgrade(empty, form)
    migrate.upgrade(empty)
    fill(empty)
