"""All tables. What is not here is not kept: there is no column for a draft.

Three columns hold text that a person handed over on purpose and saw in full: ``disputes.text`` (30 days),
the examples in ``proposals.document``, and ``questions.ciphertext`` (an hour, the key is not here).
"""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, DateTime, ForeignKey, LargeBinary, MetaData, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

EVENTS = ("shown", "applied", "ignored", "disputed", "held", "overridden")
"""What is counted of a rule: it was shown, its better wording taken, passed over at send, called not right here,
it held a post, a held post went all the same."""


class Instant(TypeDecorator[dt.datetime]):
    """A moment in UTC, with its zone in Python whatever the database keeps."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Into the database: UTC without a zone."""
        return None if value is None else value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Out of the database: UTC with its zone."""
        return None if value is None else value.replace(tzinfo=dt.UTC)


class Base(DeclarativeBase):
    """What the tables have in common: names of constraints that are the same on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {dict[str, Any]: JSON, bytes: LargeBinary, dt.datetime: Instant}  # noqa: RUF012


class Revision(Base):
    """One row whose number grows with every change that running workers must hear of."""

    __tablename__ = "revision"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]


class Draft(Base):
    """The one policy that is being written. ``edition`` grows with every save, so that the second of two
    managers is told."""

    __tablename__ = "draft"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    edition: Mapped[int]
    based_on: Mapped[int]
    document: Mapped[dict[str, Any]]
    author: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[dt.datetime]


class Policy(Base):
    """A published version; never changed."""

    __tablename__ = "policies"
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    based_on: Mapped[int]
    document: Mapped[dict[str, Any]]
    author: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text)
    published_at: Mapped[dt.datetime]


class Person(Base):
    """Somebody who may sign in. ``subject`` is the issuer and subject of single sign-on, where that is used."""

    __tablename__ = "people"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(320), unique=True)
    role: Mapped[str] = mapped_column(String(20))
    team: Mapped[str | None] = mapped_column(String(60))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    subject: Mapped[str | None] = mapped_column(String(500), unique=True)
    since: Mapped[dt.date]
    disabled: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (
        CheckConstraint("role in ('staff', 'owner', 'manager', 'administrator', 'observer')", name="known_role"),
    )


class SignIn(Base):
    """A browser that is signed in; the cookie itself is not kept, only its SHA-256."""

    __tablename__ = "sessions"
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    expires: Mapped[dt.datetime]
    seen: Mapped[dt.datetime]


class Token(Base):
    """A key for the programs of a person or team; kept as SHA-256. When it was used is nobody's affair."""

    __tablename__ = "tokens"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    label: Mapped[str] = mapped_column(String(200))
    person: Mapped[str | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    team: Mapped[str | None] = mapped_column(String(60))
    scopes: Mapped[str] = mapped_column(String(200))
    """Words separated by spaces: ``lint``, ``metrics``."""
    since: Mapped[dt.date]
    revoked: Mapped[bool] = mapped_column(default=False)


class Code(Base):
    """A code for one use: the first administrator (``first``), a new colleague (``invite``), an extension
    (``pair``). Kept as SHA-256."""

    __tablename__ = "codes"
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    person: Mapped[str | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    role: Mapped[str | None] = mapped_column(String(20))
    team: Mapped[str | None] = mapped_column(String(60))
    expires: Mapped[dt.datetime]


class Dispute(Base):
    """What was said not to be right here: about a rule, not about a person. ``text`` only if the writer ticked it,
    until ``text_until``."""

    __tablename__ = "disputes"
    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(String(120), index=True)
    policy_version: Mapped[int]
    team: Mapped[str | None] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(500))
    text: Mapped[str | None] = mapped_column(Text)
    text_until: Mapped[dt.date | None]
    day: Mapped[dt.date]
    state: Mapped[str] = mapped_column(String(10), default="open")
    """``open``, ``accepted`` (the rule was wrong) or ``declined``."""
    answer: Mapped[str | None] = mapped_column(String(2000))
    answered_by: Mapped[str | None] = mapped_column(String(200))


class Counter(Base):
    """How often on a day in a team; no person, no text, no time of day. No team is the empty text."""

    __tablename__ = "counters"
    day: Mapped[dt.date] = mapped_column(primary_key=True)
    team: Mapped[str] = mapped_column(String(60), primary_key=True)
    rule: Mapped[str] = mapped_column(String(120), primary_key=True)
    policy_version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event: Mapped[str] = mapped_column(String(12), primary_key=True)
    count: Mapped[int]


class Proposal(Base):
    """A rule that somebody proposes, in the form of the policy's own pack."""

    __tablename__ = "proposals"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    document: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(String(2000))
    author: Mapped[str | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    day: Mapped[dt.date]
    state: Mapped[str] = mapped_column(String(10), default="open")
    """``open``, ``accepted`` or ``declined``."""
    answer: Mapped[str | None] = mapped_column(String(2000))


class Vote(Base):
    """For (1) or against (-1); one a person."""

    __tablename__ = "votes"
    proposal: Mapped[int] = mapped_column(ForeignKey("proposals.id", ondelete="CASCADE"), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    value: Mapped[int]


class Comment(Base):
    """What somebody says about a proposal."""

    __tablename__ = "comments"
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal: Mapped[int] = mapped_column(ForeignKey("proposals.id", ondelete="CASCADE"), index=True)
    author: Mapped[str | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(String(2000))
    day: Mapped[dt.date]


class Question(Base):
    """A draft that a colleague is asked about, encrypted in the browser; gone after reading or at ``expires``."""

    __tablename__ = "questions"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    ciphertext: Mapped[bytes]
    expires: Mapped[dt.datetime]


class AdminAct(Base):
    """What an administrator, manager or rule owner did: never what anybody wrote."""

    __tablename__ = "admin_log"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(index=True)
    who: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(60))
    target: Mapped[str] = mapped_column(String(200))
    detail: Mapped[str] = mapped_column(String(2000))
