"""The policy in the store: one draft that is being written, and published versions that never change."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kalm.policy import PolicyDocument, read_document, write_document
from kalm.store.revision import touch
from kalm.store.tables import Draft, Policy

_ONLY = 1
"""Id of the one row of `draft`."""
_FIRST = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


class EditedMeanwhileError(Exception):
    """Somebody else saved the draft since it was opened; ``author`` did."""

    def __init__(self, author: str) -> None:
        super().__init__(f"{author} saved the draft meanwhile")
        self.author = author


class NoSuchVersionError(LookupError):
    """No version has that number."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The draft as somebody opened it."""

    document: PolicyDocument
    edition: int
    """To be handed back when it is saved."""
    based_on: int
    author: str
    changed_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Version:
    """A published version."""

    number: int
    based_on: int
    document: PolicyDocument
    author: str
    note: str
    published_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Line:
    """A published version as lists show it, without its document."""

    number: int
    based_on: int
    author: str
    note: str
    published_at: dt.datetime


def latest(session: Session) -> Version | None:
    """The version in force; None while nothing was published."""
    row = session.scalar(select(Policy).order_by(Policy.version.desc()).limit(1))
    return None if row is None else _version(row)


def newest(session: Session, below: int | None = None) -> tuple[int, Any] | None:
    """Number and document of the newest version, as they lie there: one of another release may be no policy to this
    one. With ``below``, the newest of those with a lower number."""
    asked = select(Policy.version, Policy.document).order_by(Policy.version.desc()).limit(1)
    row = session.execute(asked if below is None else asked.where(Policy.version < below)).first()
    return None if row is None else (row.version, row.document)


def version(session: Session, number: int) -> Version:
    """One version. Raises `NoSuchVersionError`."""
    row = session.get(Policy, number)
    if row is None:
        raise NoSuchVersionError(number)
    return _version(row)


def versions(session: Session) -> list[Version]:
    """All versions, the newest first."""
    return [_version(row) for row in session.scalars(select(Policy).order_by(Policy.version.desc()))]


def history(session: Session, most: int = 1000, skip: int = 0) -> list[Line]:
    """The latest versions without their documents, the newest first, ``skip`` passed over."""
    columns = (Policy.version, Policy.based_on, Policy.author, Policy.note, Policy.published_at)
    asked = select(*columns).order_by(Policy.version.desc()).limit(most).offset(skip)
    return [Line(*row) for row in session.execute(asked)]


def draft(session: Session, name: str = "built-in") -> Edition:
    """The draft; where there is none, what is in force, or an empty policy of that ``name``."""
    row = session.get(Draft, _ONLY)
    if row is not None:
        return Edition(read_document(row.document), row.edition, row.based_on, row.author, row.changed_at)
    now = latest(session)
    if now is not None:
        return Edition(now.document, 0, now.number, now.author, None)
    return Edition(PolicyDocument(name=name), 0, 0, "", None)


def save_draft(session: Session, document: PolicyDocument, edition: int, author: str) -> int:
    """Save the draft that was opened as ``edition`` and give its new edition. Raises `EditedMeanwhileError`."""
    row = session.get(Draft, _ONLY, with_for_update=True)
    if (0 if row is None else row.edition) != edition:
        raise EditedMeanwhileError(row.author if row is not None else "")
    plain = write_document(document)
    if row is None:
        newest = session.scalar(select(func.max(Policy.version))) or 0
        # Seconds: never the 0 of "there is none", nor a number that an earlier draft had.
        edition = int((_now() - _FIRST).total_seconds())
        row = Draft(id=_ONLY, edition=edition, based_on=newest)
        session.add(row)
    row.edition += 1
    row.document, row.author, row.changed_at = plain, author, _now()
    session.flush()
    return row.edition


def discard_draft(session: Session) -> None:
    """Throw the draft away; what is in force stays."""
    row = session.get(Draft, _ONLY)
    if row is not None:
        session.delete(row)


def publish(session: Session, document: PolicyDocument, note: str, author: str) -> int:
    """Make ``document`` the newest version, all in this transaction or not at all, and give its number. A draft that
    somebody is writing stays. Whoever calls has seen that rules load with it."""
    newest = session.scalar(select(func.max(Policy.version))) or 0
    session.add(
        Policy(
            version=newest + 1,
            based_on=newest,
            document=write_document(document),
            author=author,
            note=note,
            published_at=_now(),
        )
    )
    touch(session)
    session.flush()
    return newest + 1


def publish_draft(session: Session, edition: int, note: str, author: str) -> int:
    """Make the draft the newest version, as it was opened as ``edition``. Raises `EditedMeanwhileError` if somebody
    saved or published it since: what nobody has seen is not published."""
    row = session.get(Draft, _ONLY, with_for_update=True)
    if row is None or row.edition != edition:
        raise EditedMeanwhileError(row.author if row is not None else "")
    document = read_document(row.document)
    session.delete(row)
    return publish(session, document, note, author)


def rollback(session: Session, to: int, note: str, author: str) -> int:
    """Publish an older version anew: versions only grow. A draft that somebody is writing stays. Raises
    `NoSuchVersionError`."""
    return publish(session, version(session, to).document, note, author)


def _version(row: Policy) -> Version:
    document: Any = row.document
    return Version(row.version, row.based_on, read_document(document), row.author, row.note, row.published_at)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
