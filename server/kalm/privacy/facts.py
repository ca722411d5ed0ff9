"""The facts that the report stands on: settings, policy in force, and how many rows each table holds now."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

import kalm
from kalm.config import Settings, may_be_open
from kalm.store import policies
from kalm.store.tables import Base, Dispute
from kalm.typed import is_loopback


@dataclass(frozen=True, slots=True)
class Facts:
    """What runs here."""

    version: str
    day: dt.date
    policy: str | None
    """Name of the policy in force; None for the built-in one."""
    policy_version: int
    counting: bool
    signed_in_only: bool
    """Whether the page and the interface ask for an account or token."""
    database: str
    """``sqlite`` or ``postgresql``."""
    database_at: str
    """The file, or host and name; never a password."""
    cache: Path
    log_level: str
    reader: bool
    grammar: str
    """``off``, ``here`` (a process on this machine) or the host that was configured."""
    single_sign_on: str | None
    """Host of the provider; None where people sign in with a password."""
    token_file: bool
    limits_at: str | None
    """Host of the Redis that counts tries; None where each worker counts in memory."""
    limits_keyed: bool
    """Whether the hashes there have a key: the password of the database."""
    rows: Mapping[str, int] | None
    """Table → rows, with ``disputes.text`` for the disputes that still have one; None if the database is away."""


def gather(settings: Settings, session: Session | None, today: dt.date) -> Facts:
    """The facts of this installation. ``session`` is None while the database is away."""
    latest = policies.latest(session) if session is not None else None
    document = latest.document if latest is not None else None
    issuer = settings.oidc_issuer
    return Facts(
        version=kalm.__version__,
        day=today,
        policy=document.name if document is not None else None,
        policy_version=latest.number if latest is not None else 0,
        counting=document.counting if document is not None else True,
        signed_in_only=(document is not None and document.access == "signed-in") or not may_be_open(settings),
        database="sqlite" if settings.database_url.startswith("sqlite") else "postgresql",
        database_at=_place(settings.database_url),
        cache=settings.cache_dir,
        log_level=settings.log_level,
        reader=settings.reader != "off",
        grammar=_grammar(settings.grammar),
        single_sign_on=None if issuer is None else urlsplit(issuer).hostname,
        token_file=settings.tokens_file is not None,
        limits_at=_redis(settings.ratelimit_url),
        limits_keyed=bool(make_url(settings.database_url).password),
        rows=None if session is None else _rows(session),
    )


def _place(url: str) -> str:
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return address.database or "memory"
    return f"{address.host or 'localhost'}/{address.database or ''}"


def _redis(url: str) -> str | None:
    return None if url.startswith("memory:") else urlsplit(url).hostname or "localhost"


def _grammar(setting: str) -> str:
    if setting == "off":
        return "off"
    host = None if setting == "auto" else urlsplit(setting).hostname
    return "here" if host is None or is_loopback(host) else host


def _rows(session: Session) -> dict[str, int]:
    found = {
        name: session.scalar(select(func.count()).select_from(table)) or 0
        for name, table in Base.metadata.tables.items()
    }
    with_text = select(func.count()).select_from(Dispute).where(Dispute.text.is_not(None))
    return {**found, "disputes.text": session.scalar(with_text) or 0}
