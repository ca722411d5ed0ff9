"""Reaching the database: one engine, short transactions, one error for everything that keeps us from it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

BUSY_SECONDS = 5
"""How long a write to SQLite waits for another one."""
CONNECT_SECONDS = 2
"""How long PostgreSQL may take to answer the door."""
_READS = "kalm_reads"
os.environ.setdefault("PSYCOPG_WAIT_FUNC", "wait_select")
"""Waiting in Python's select gives way to other requests where gevent rules; psycopg's own in C would not."""
POOL = 5
"""Connections that one process keeps to PostgreSQL, and as many again when it is busy."""


class StoreUnavailableError(Exception):
    """The database cannot be reached or used now. The text holds no value that was sent to it."""


class Store:
    """The database of one organisation. May be carried over a fork before it was used, not after."""

    def __init__(self, url: str) -> None:
        """``url`` as SQLAlchemy writes it. Raises `ValueError` for one that is none, or whose driver is missing."""
        try:
            address = make_url(url)
            if address.drivername in ("postgresql", "postgres"):
                address = address.set(drivername="postgresql+psycopg")
            self.sqlite = address.get_backend_name() == "sqlite"
            self.engine = create_engine(address, **(self._of_sqlite() if self.sqlite else self._of_postgres()))
        except (ArgumentError, NoSuchModuleError) as error:
            raise ValueError(f"no database address that Kalm knows: {type(error).__name__}") from None
        except ModuleNotFoundError as error:
            raise ValueError(f"the driver {error.name} is not installed: install kalm with [postgres]") from None
        self.file = Path(address.database) if self.sqlite and address.database else None
        if self.sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)

    @staticmethod
    def _of_sqlite() -> dict[str, Any]:
        return {"connect_args": {"timeout": BUSY_SECONDS, "isolation_level": None}, "hide_parameters": True}

    @staticmethod
    def _of_postgres() -> dict[str, Any]:
        return {
            "connect_args": {"connect_timeout": CONNECT_SECONDS},
            "pool_size": POOL,
            "max_overflow": POOL,
            "pool_timeout": CONNECT_SECONDS,
            "pool_pre_ping": True,
            "pool_recycle": 900,
            "hide_parameters": True,
        }

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A transaction: committed at the end, undone if anything is raised.

        Raises `StoreUnavailableError` when the database is not there, locked for too long or not migrated.
        A constraint that does not hold is raised as SQLAlchemy's ``IntegrityError``: that is the caller's affair.
        """
        with telling(), Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only reads: on SQLite it waits for nobody who writes. Raises `StoreUnavailableError`."""
        reader = self.engine.execution_options(**{_READS: True})
        with telling(), Session(reader, expire_on_commit=False) as session:
            yield session

    def ready(self) -> bool:
        """Whether the database answers."""
        try:
            with telling(), self.engine.connect() as connection:
                connection.exec_driver_sql("select 1")
        except StoreUnavailableError:
            return False
        return True

    def forget_connections(self) -> None:
        """Start anew with the connections, as after a fork, without closing those of the other process."""
        self.engine.dispose(close=False)

    def close(self) -> None:
        """Give up all connections."""
        self.engine.dispose()


def own_file(data_dir: Path) -> str:
    """The address of the embedded default: one SQLite file in Kalm's data folder."""
    return f"sqlite:///{data_dir / 'kalm.db'}"


@contextmanager
def telling() -> Iterator[None]:
    """Turn what a driver raises when the database cannot be used into `StoreUnavailableError`."""
    try:
        yield
    except PoolTimeoutError:
        raise StoreUnavailableError("The database has no connection to spare.") from None
    except DBAPIError as error:
        if type(error).__name__ in ("OperationalError", "ProgrammingError", "InterfaceError", "InternalError"):
            # `from None` and only the kind: a database's message may repeat a value.
            raise StoreUnavailableError(f"The database cannot be used now ({type(error).__name__}).") from None
        raise


def _prepare_sqlite(connection: Any, _: Any) -> None:
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later would fail at once beside another writer; asked for at the
    # start it waits its turn. Python's own transaction control is off (isolation_level) for the same reason.
    connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get(_READS) else "BEGIN IMMEDIATE")


def engine_of(store: Store) -> Engine:
    """The engine, for migrations."""
    return store.engine
