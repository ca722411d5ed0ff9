"""Bringing a database to the form that this release knows, and back."""

import os
from pathlib import Path

from sqlalchemy import inspect

from kalm.store.base import Store, StoreUnavailableError

FOLDER = Path(__file__).with_name("migrations")
FORMS = tuple(sorted(file.name.partition("_")[0] for file in FOLDER.glob("versions/[0-9]*_*.py")))
"""The ids of all forms, in order. Read from the names of the files: Alembic itself is loaded when there is something
to migrate, since every worker would carry it in memory."""


def upgrade(store: Store, to: str = "head") -> None:
    """Run the migrations that are missing, each in a transaction of its own. Safe when several start at once:
    the second waits, and finds nothing left to do."""
    _run(store, to, up=True)


def downgrade(store: Store, to: str) -> None:
    """Go back to an older form: a revision's id, or ``base`` for nothing at all. What has no place there is lost."""
    _run(store, to, up=False)


def current(store: Store) -> str | None:
    """The id of the form that the database has; None for an empty one."""
    _make_room(store)
    with store.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.exec_driver_sql("select version_num from alembic_version").scalar()
        return None if found is None else str(found)


def newest() -> str:
    """The id of the form that this release knows."""
    return FORMS[-1]


def is_known(revision: str) -> bool:
    """Whether this release knows that form."""
    return revision in FORMS


def _run(store: Store, to: str, up: bool) -> None:
    from alembic import command
    from alembic.config import Config

    _make_room(store)
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    with store.engine.connect() as connection:
        if not store.sqlite:
            connection.exec_driver_sql(f"select pg_advisory_lock({LOCK})")
            connection.commit()
        config.attributes["connection"] = connection
        try:
            (command.upgrade if up else command.downgrade)(config, to)
        finally:
            if not store.sqlite:
                connection.rollback()
                connection.exec_driver_sql(f"select pg_advisory_unlock({LOCK})")
                connection.commit()


def _make_room(store: Store) -> None:
    """The folder and file of a SQLite database, for its owner only: SQLite itself would let everybody read it."""
    if store.file is not None:
        try:
            store.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(store.file, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise StoreUnavailableError(f"The database's file cannot be made or opened: {error.strerror}.") from None


LOCK = 0x6B616C6D
"""Number of the lock that PostgreSQL keeps while one process migrates ("kalm")."""
