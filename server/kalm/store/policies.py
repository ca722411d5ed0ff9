"""The policy in the store: one draft that is being written, and published versions that never change."""

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kalm.policy import PolicyDocument, PolicyError, read_document, write_document
from kalm.store.revision import touch
from kalm.store.tables import Draft, Policy

_ONLY = 1
"""Id of the one row of `draft`."""
_FIRST = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


class EditedMeanwhileError(Exception):
    """Somebody else saved or published the draft since it was opened; ``author`` did."""

    def __init__(self, author: str) -> None:
        super().__init__(f"{author} saved the draft meanwhile")
        self.author = author


class NoSuchVersionError(LookupError):
    """No version has that number."""


class UnreadableError(Exception):
    """What lies there was written by another release, and is no policy to this one."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The draft as somebody opened it."""

    document: PolicyDocument
    edition: int
    """To be handed back when it is saved. Where there is no draft it is the number of the newest version below zero, so
    that a page that was left open does not overwrite what was published since."""
    based_on: int
    author: str
    changed_at: dt.datetime | None
    unreadable: bool = False
    """Whether there is a draft that another release wrote and this one cannot read: `document` is what is in force."""


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
    """The newest version that this release can read, which is in force; None while there is none."""
    asked = select(Policy).order_by(Policy.version.desc()).limit(1)
    row = session.scalar(asked)
    while row is not None:
        try:
            return _version(row)
        except UnreadableError:
            row = session.scalar(asked.where(Policy.version < row.version))
    return None


def highest(session: Session) -> int:
    """Number of the newest version, whoever can read it; 0 while nothing was published."""
    return session.scalar(select(func.max(Policy.version))) or 0


def newest(session: Session, below: int | None = None) -> tuple[int, Any] | None:
    """Number and document of the newest version, as they lie there: one of another release may be no policy to this
    one. With ``below``, the newest of those with a lower number."""
    asked = select(Policy.version, Policy.document).order_by(Policy.version.desc()).limit(1)
    row = session.execute(asked if below is None else asked.where(Policy.version < below)).first()
    return None if row is None else (row.version, row.document)


def version(session: Session, number: int) -> Version:
    """One version. Raises `NoSuchVersionError`, `UnreadableError`."""
    row = session.get(Policy, number)
    if row is None:
        raise NoSuchVersionError(number)
    return _version(row)


def history(session: Session, most: int | None = 1000, skip: int = 0) -> list[Line]:
    """The latest versions without their documents, the newest first, ``skip`` passed over."""
    columns = (Policy.version, Policy.based_on, Policy.author, Policy.note, Policy.published_at)
    asked = select(*columns).order_by(Policy.version.desc()).limit(most).offset(skip)
    return [Line(*row) for row in session.execute(asked)]


def draft(session: Session, name: str = "built-in") -> Edition:
    """The draft; where there is none, what is in force, or an empty policy of that ``name``."""
    row = session.get(Draft, _ONLY)
    if row is not None:
        with suppress(PolicyError):
            return Edition(read_document(row.document), row.edition, row.based_on, row.author, row.changed_at)
    now = latest(session)
    document = PolicyDocument(name=name) if now is None else now.document
    if row is not None:
        return Edition(document, row.edition, row.based_on, row.author, row.changed_at, unreadable=True)
    return Edition(document, -highest(session), now.number if now else 0, now.author if now else "", None)


def save_draft(session: Session, document: PolicyDocument, edition: int | None, author: str) -> int:
    """Save the draft that was opened as ``edition`` and give its new edition; None is that of no draft. Raises
    `EditedMeanwhileError`."""
    row = session.get(Draft, _ONLY, with_for_update=True)
    if (row.edition if row is not None else -highest(session)) != edition:
        raise EditedMeanwhileError(_last_author(session))
    plain = write_document(document)
    if row is not None:
        row.edition += 1
        row.document, row.author, row.changed_at = plain, author, _now()
        session.flush()
        return row.edition
    # Seconds: never the number of a version below zero, nor one that an earlier draft had.
    made = int((_now() - _FIRST).total_seconds()) + 1
    try:
        with session.begin_nested():
            session.add(
                Draft(
                    id=_ONLY,
                    edition=made,
                    based_on=highest(session),
                    document=plain,
                    author=author,
                    changed_at=_now(),
                )
            )
    except IntegrityError:  # somebody else saved the first one at the same moment
        raise EditedMeanwhileError(_last_author(session)) from None
    return made


def _last_author(session: Session) -> str:
    """Who saved the draft, or published the newest version where there is none."""
    drafted = session.scalar(select(Draft.author))
    published = select(Policy.author).order_by(Policy.version.desc()).limit(1)
    return drafted or session.scalar(published) or ""


def discard_draft(session: Session) -> None:
    """Throw the draft away; what is in force stays."""
    row = session.get(Draft, _ONLY)
    if row is not None:
        session.delete(row)


def publish(session: Session, document: PolicyDocument, note: str, author: str) -> int:
    """Make ``document`` the newest version, all in this transaction or not at all, and give its number. A draft that
    somebody is writing stays. Whoever calls has seen that rules load with it."""
    before = highest(session)
    session.add(
        Policy(
            version=before + 1,
            based_on=before,
            document=write_document(document),
            author=author,
            note=note,
            published_at=_now(),
        )
    )
    touch(session)
    session.flush()
    return before + 1


def publish_draft(session: Session, edition: int | None, note: str, author: str) -> int:
    """Make the draft the newest version, as it was opened as ``edition``. Raises `EditedMeanwhileError` if somebody
    saved or published it since, or wrote it with another release: what nobody has seen is not published."""
    row = session.get(Draft, _ONLY, with_for_update=True)
    if row is None or row.edition != edition:
        raise EditedMeanwhileError(_last_author(session))
    try:
        document = read_document(row.document)
    except PolicyError:
        raise EditedMeanwhileError(row.author) from None
    session.delete(row)
    return publish(session, document, note, author)


def rollback(session: Session, to: int, note: str, author: str) -> int:
    """Publish an older version anew: versions only grow. A draft that somebody is writing stays. Raises
    `NoSuchVersionError`, `UnreadableError`."""
    return publish(session, version(session, to).document, note, author)


def _version(row: Policy) -> Version:
    try:
        document = read_document(row.document)
    except PolicyError:
        raise UnreadableError(f"version {row.version} was written by another release of Kalm") from None
    return Version(row.version, row.based_on, document, row.author, row.note, row.published_at)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
