"""Reaching the database: one engine, short transactions, one error for everything that keeps us from it."""

import os
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from kalm.typed import is_address

BUSY_SECONDS = 5
"""How long a write to SQLite waits for another one."""
_BUSY_STEP = 0.02
"""Seconds between two tries. SQLite's own waiting would hold up every other request of the process."""
SILENT_SECONDS = 10
"""How long PostgreSQL may leave what was sent unacknowledged: its machine is gone, and no word of it came."""
CONNECT_SECONDS = 2
"""How long PostgreSQL may take to answer the door."""
_READS = "kalm_reads"
_ALONE = "kalm_alone"
RESTORING = 0x6B616C6E
"""Number of the lock on PostgreSQL that all who use the database share, and that a restore has for itself: it takes
tables away one by one, and would else wait for somebody who waits for it."""
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
        if self.file is not None:
            event.listen(self.engine, "do_connect", self._seek_file)
            event.listen(self.engine, "checkout", self._same_file)
        if self.sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            event.listen(self.engine, "do_connect", _look_up)
            event.listen(self.engine, "begin", _begin_postgres)

    @staticmethod
    def _of_sqlite() -> dict[str, Any]:
        return {"connect_args": {"timeout": 0.005, "isolation_level": None}, "hide_parameters": True}

    @staticmethod
    def _of_postgres() -> dict[str, Any]:
        return {
            "connect_args": {
                "connect_timeout": CONNECT_SECONDS,
                "keepalives_idle": SILENT_SECONDS,
                "keepalives_interval": 2,
                "keepalives_count": 3,
                "tcp_user_timeout": SILENT_SECONDS * 1000,
            },
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

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Wait until nobody else uses PostgreSQL's database, and let all others wait meanwhile. Raises
        `StoreUnavailableError`."""
        with telling(), self.engine.connect().execution_options(**{_ALONE: True}) as connection, connection.begin():
            yield

    def forget_connections(self) -> None:
        """Start anew with the connections, as after a fork, without closing those of the other process."""
        self.engine.dispose(close=False)

    def close(self) -> None:
        """Give up all connections."""
        self.engine.dispose()

    def _seek_file(self, dialect: Any, record: Any, args: Any, how: Any) -> None:
        """SQLite would make a file that is missing anew, and an empty database would pass for the one that is gone."""
        record.info["file"] = self._mark()
        if record.info["file"] is None:
            raise sqlite3.OperationalError("the database's file is not there")

    def _same_file(self, connection: Any, record: Any, proxy: Any) -> None:
        """A file that was removed or replaced lives on in connections that are open; what they write is lost."""
        if record.info.get("file") != self._mark():
            raise DisconnectionError

    def _mark(self) -> tuple[int, int] | None:
        """What tells the database's file from another one of that name."""
        try:
            found = os.stat(self.file) if self.file is not None else None
        except OSError:
            return None
        return None if found is None else (found.st_dev, found.st_ino)


def own_file(data_dir: Path) -> str:
    """The address of the embedded default: one SQLite file in Kalm's data folder."""
    return f"sqlite:///{data_dir / 'kalm.db'}"


_AWAY = frozenset({"OperationalError", "ProgrammingError", "InterfaceError", "InternalError", "DatabaseError"})
"""What drivers raise when the database itself is the trouble; ``DatabaseError`` is a file that is none or damaged."""


@contextmanager
def telling() -> Iterator[None]:
    """Turn what a driver raises when the database cannot be used into `StoreUnavailableError`."""
    try:
        yield
    except PoolTimeoutError:
        raise StoreUnavailableError("The database has no connection to spare.") from None
    except DBAPIError as error:
        if type(error).__name__ in _AWAY:
            # `from None` and only the kind: a database's message may repeat a value.
            raise StoreUnavailableError(f"The database cannot be used now ({type(error).__name__}).") from None
        raise


def _prepare_sqlite(connection: Any, _: Any) -> None:
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL", "secure_delete=ON"):
        _patiently(lambda pragma=pragma: connection.execute(f"PRAGMA {pragma}"))  # type: ignore[misc]


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later would fail at once beside another writer; asked for at the
    # start it waits its turn. Python's own transaction control is off (isolation_level) for the same reason.
    if connection.get_execution_options().get(_READS):
        connection.exec_driver_sql("BEGIN")
    else:
        _patiently(lambda: connection.exec_driver_sql("BEGIN IMMEDIATE"))


def _begin_postgres(connection: Connection) -> None:
    kind = "" if connection.get_execution_options().get(_ALONE) else "_shared"
    connection.exec_driver_sql(f"select pg_advisory_xact_lock{kind}({RESTORING})")


def _patiently(work: Callable[[], object]) -> None:
    """Do ``work`` as soon as SQLite is not busy with somebody else; at most `BUSY_SECONDS` are waited. Waiting by
    Python's sleep gives way to other requests where gevent rules."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            work()
        except (sqlite3.OperationalError, DBAPIError) as error:
            cause = error.orig if isinstance(error, DBAPIError) else error
            if getattr(cause, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_BUSY_STEP)
        else:
            return


def _look_up(dialect: Any, record: Any, args: Any, how: dict[str, Any]) -> None:
    """Find the address of PostgreSQL's machine by Python, which gives way to other requests where gevent rules; the
    driver's own look-up would hold them up for as long as a name server is silent."""
    host = str(how.get("host") or "")
    if not host or host.startswith(("/", "@")) or "," in host or "hostaddr" in how or is_address(host):
        return
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        raise dialect.loaded_dbapi.OperationalError("the machine's name is not known now") from None
    addresses = list(dict.fromkeys(str(info[4][0]) for info in found))
    how["host"], how["hostaddr"] = ",".join([host] * len(addresses)), ",".join(addresses)
