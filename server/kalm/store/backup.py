"""A copy of the database in one file, made while Kalm runs, and the way back.

SQLite by its own means: ``VACUUM INTO`` for the copy (whole, compact, without what was erased) and its online backup
for the way back, which running workers see as one change. PostgreSQL by its own programs, ``pg_dump`` and
``pg_restore``. Questions to a colleague are promised to be gone within an hour: no copy holds them.
"""

import os
import re
import secrets
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import select, update

from kalm.store import migrate
from kalm.store.base import Store, StoreUnavailableError, telling
from kalm.store.revision import ONLY, number, touch
from kalm.store.tables import Question, Revision

QUESTIONS = Question.__tablename__


class BackupError(Exception):
    """A backup that cannot be made or used. The text is one line and holds nothing that lies in the database."""


def backup(store: Store, target: Path) -> None:
    """Copy ``store`` to the new file ``target``, for its owner only. Others may write meanwhile: the copy is of one
    moment. Raises `BackupError`, or `StoreUnavailableError`."""
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise BackupError(f"{target}: {error.strerror}") from None
    try:
        if store.sqlite:
            with telling(), store.engine.connect() as connection:
                connection.commit()
                connection.connection.driver_connection.execute("VACUUM INTO ?", (str(target),))  # type: ignore[union-attr]
            _without_questions(target)
        else:
            how = ("--format=custom", "--no-owner", "--no-privileges", f"--exclude-table-data={QUESTIONS}")
            _run("pg_dump", store, *how, f"--file={target}")
    except sqlite3.Error as error:
        target.unlink()
        raise StoreUnavailableError(f"The database cannot be copied now ({type(error).__name__}).") from None
    except BaseException:
        target.unlink()
        raise
    _keep(target)


def _without_questions(copy: Path) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None)) as opened:
        if opened.execute("select 1 from sqlite_master where name = ?", (QUESTIONS,)).fetchone():
            opened.execute(f"delete from {QUESTIONS}")
            opened.execute("vacuum")  # what was deleted goes from the file too


def restore(store: Store, source: Path) -> None:
    """Put the copy in ``source`` in place of all that is in ``store``, and bring it to the form of this release. All
    of it or nothing; running workers take it up as they do a new policy. Raises `BackupError`, or
    `StoreUnavailableError`."""
    form = _form_of_sqlite(source) if store.sqlite else _form_of_postgres(store, source)
    if form is None or not migrate.is_known(form):
        raise BackupError(f"{source}: was made by a newer release of Kalm" if form else f"{source}: is no backup")
    before = 0
    with suppress(StoreUnavailableError), store.reading() as session:
        before = number(session)
    if store.sqlite:
        _into_sqlite(store, source)
    else:
        how = ("--clean", "--if-exists", "--single-transaction", "--no-owner", "--no-privileges")
        with store.alone():
            _run("pg_restore", store, *how, str(source))
    with telling():
        migrate.upgrade(store)
    # Every worker has to look, whatever number it knows. Where the database was gone nobody can tell which: one by
    # chance is hardly theirs.
    with store.session() as session:
        touch(session)
        now = session.scalars(select(Revision.number)).one()
        fresh = max(now, before + 1) + secrets.randbelow(1_000_000)
        session.execute(update(Revision).where(Revision.id == ONLY).values(number=fresh))


def _into_sqlite(store: Store, source: Path) -> None:
    with telling():
        migrate.current(store)  # makes the file where there is none
    try:
        with closing(_open(source)) as copy, store.engine.connect() as connection:
            connection.commit()
            live = connection.connection.driver_connection
            assert isinstance(live, sqlite3.Connection)
            live.execute("PRAGMA busy_timeout=5000")
            copy.backup(live)
            connection.invalidate()
    except sqlite3.Error as error:
        raise StoreUnavailableError(f"The database cannot be written now ({type(error).__name__}).") from None


def _open(source: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)


def _form_of_sqlite(source: Path) -> str | None:
    try:
        with closing(_open(source)) as copy:
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                return None
            row = copy.execute("select version_num from alembic_version").fetchone()
    except sqlite3.Error:
        return None
    return str(row[0]) if row else None


def _form_of_postgres(store: Store, source: Path) -> str | None:
    try:
        told = _run("pg_restore", None, "--data-only", "--table=alembic_version", "--file=-", str(source))
    except BackupError:
        return None
    found = re.search(r"^COPY [^\n]*alembic_version[^\n]*\n([^\n\\]+)\n", told, re.MULTILINE)
    return found[1] if found else None


def _run(program: str, store: Store | None, *arguments: str) -> str:
    """What a program of PostgreSQL's prints. The password goes by its environment: others may read arguments."""
    if shutil.which(program) is None:
        raise BackupError(f"{program} is not installed (Debian: apt-get install postgresql-client)")
    environ, where = dict(os.environ), []
    if store is not None:
        url = store.engine.url
        if url.password is not None:
            environ["PGPASSWORD"] = str(url.password)
        url = url.set(drivername="postgresql", password=None)
        where = [f"--dbname={url.render_as_string(hide_password=False)}"]
    done = subprocess.run(
        [program, *where, *arguments], env=environ, capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode:
        # The first line names the trouble; later ones may quote rows.
        first = done.stderr.strip().partition("\n")[0]
        raise BackupError(first or f"{program} ended with code {done.returncode}")
    return done.stdout


def _keep(target: Path) -> None:
    """On the disk before anybody is told that it is done."""
    file = os.open(target, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
