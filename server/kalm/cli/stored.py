"""The store, for commands that only look."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from kalm.cli.common import InputError
from kalm.config import Settings
from kalm.store import Store, StoreUnavailableError


@contextmanager
def looking(settings: Settings) -> Iterator[Session]:
    """A transaction that reads. Nothing is made: a database file that is not there stays away.

    Raises `StoreUnavailableError` if there is no database, or it cannot be used now, and `InputError` for an address
    that can never be right.
    """
    try:
        store = Store(settings.database_url)
    except ValueError as error:
        raise InputError(f"KALM_DATABASE_URL: {error}") from None
    try:
        if store.file is not None and not store.file.is_file():
            raise StoreUnavailableError("There is no database yet: `kalm serve` makes one.")
        with store.reading() as session:
            yield session
    finally:
        store.close()
