"""The first page: what holds for whoever asks, how Kalm is doing, and what waits for an answer."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from kalm.api import auth
from kalm.api.auth import EVERYBODY, SEES_ALL, needs, session_or_503
from kalm.api.state import state
from kalm.console import pages
from kalm.console.charts import bars
from kalm.console.moments import day, moment
from kalm.console.rulebook import entries, stand
from kalm.console.texts import TEXTS
from kalm.learning import Trend, trends
from kalm.policy import PolicyBook, ResolvedPolicy
from kalm.store import counters, disputes, policies, proposals

blueprint = Blueprint("console_overview", __name__, url_prefix="/console")

WEEKS = 8
"""Weeks in the charts."""
MOST_CHARTS = 4
"""Subjects that have a chart of their own: those that spoke most."""
NEWS = 3
"""Versions that are told as news."""


@blueprint.get("/")
@needs(*EVERYBODY)
def index() -> Response:
    """The overview."""
    who = auth.principal()
    held = state()
    inforce = held.inforce
    language = pages.language()
    policy = inforce.policy(None, who.team, who.bucket)
    counting = inforce.now.book is None or inforce.now.book.document.counting
    with session_or_503() as session:
        news = policies.history(session, NEWS)
        numbers = _numbers(session) if who.role in pages.COUNTS_FOR and counting else None
        waiting = _waiting(session) if who.role in pages.COUNTS_FOR else []
        drafted = policies.draft(session) if who.role in SEES_ALL else None
    shared = TEXTS[language]
    return pages.page(
        "overview",
        "overview.html",
        policy=policy,
        house=_house(inforce.now.book, language),
        modes=policy.modes,
        news=news,
        rules=_rules(policy),
        states=_states(),
        numbers=numbers,
        weeks=WEEKS,
        counting=counting,
        sees_numbers=who.role in pages.COUNTS_FOR,
        waiting=waiting,
        draft=drafted if drafted and drafted.changed_at else None,
        problem=inforce.problem if who.role in SEES_ALL else None,
        bars=bars,
        category=lambda name: shared.get(f"category_{name}", name),
        when=lambda value: moment(value, language),
        on_day=lambda value: day(value, language),
        may=lambda endpoint: auth.may(endpoint, who),
    )


def _house(book: PolicyBook | None, language: str) -> dict[str, list[str]]:
    """The do's and don'ts, in the language of the page."""
    if book is None:
        return {}
    words = book.document.house
    told = {"do": [getattr(one, language) for one in words.do], "dont": [getattr(one, language) for one in words.dont]}
    return {name: lines for name, lines in told.items() if lines}


def _rules(policy: ResolvedPolicy) -> dict[str, int]:
    linter = state().inforce.linter
    every = entries(linter).values() if linter is not None else ()
    stood = [(entry, stand(entry, policy)) for entry in every]
    return {
        "all": len(stood),
        "on": sum(one.on for _, one in stood),
        "own": sum(entry.kind == "own" for entry, _ in stood),
        "decided": sum(bool(one.choices) for _, one in stood),
    }


def _states() -> list[tuple[str, str]]:
    """What Kalm rests on, and how it is doing, as ``/readyz`` says."""
    held = state()
    linter = held.inforce.linter
    reader = "off" if held.settings.reader == "off" else "ok" if linter and linter.listening else "unavailable"
    grammar = held.grammar.stage() if held.grammar else "off"
    return [("store", held.inforce.store_state), ("reader", reader), ("grammar", grammar)]


@dataclass(frozen=True, slots=True)
class Numbers:
    """How often rules spoke in the last weeks."""

    mondays: Sequence[dt.date]
    total: Trend
    subjects: Sequence[Trend]
    applied: int
    ignored: int
    disputed: int
    enough: bool
    """Whether enough people are in the directory to count at all."""


def _numbers(session: Session) -> Numbers:
    seen = trends(session, auth.now().date())
    weeks = seen.mondays[-WEEKS:]
    subjects = [Trend(line.name, line.counts[-WEEKS:]) for line in seen.categories]
    subjects.sort(key=lambda line: (-line.total, line.name))
    sums = [sum(line.counts[week] for line in subjects) for week in range(len(weeks))]
    came_of = {event: sum(one[event] for one in seen.outcomes) for event in ("applied", "ignored", "disputed")}
    shown = [line for line in subjects if line.total][:MOST_CHARTS]
    enough = sum(counters.sizes(session).values()) >= counters.LEAST
    return Numbers(weeks, Trend("all", tuple(sums)), shown, **came_of, enough=enough)


def _waiting(session: Session) -> list[tuple[str, int]]:
    """(subject, how many wait for an answer)."""
    return [("disputes", disputes.count_open(session)), ("proposals", proposals.count_open(session))]
