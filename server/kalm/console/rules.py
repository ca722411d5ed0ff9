"""The rules in force: find one, read what it says and why it is on or off, and try it."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from flask import Blueprint, Response, request, url_for
from markupsafe import Markup

from kalm.api import auth
from kalm.api.auth import EVERYBODY, SEES_ALL, needs, session_or_503
from kalm.api.errors import Problem
from kalm.api.lint import linter_in_force
from kalm.api.state import state
from kalm.api.wire import DRAFT_LIMIT, MESSAGE_LIMIT
from kalm.console import pages
from kalm.console.rulebook import Entry, Wanted, entries, stand
from kalm.console.texts import TEXTS
from kalm.core import CATEGORIES, SITUATIONS
from kalm.learning.trends import mondays
from kalm.policy import PolicyBook, ResolvedPolicy, Scope
from kalm.policy.stand import NOBODY, Stand
from kalm.rules.examples import STOCK_PARENTS
from kalm.rules.model import Example
from kalm.store import counters, disputes
from kalm.store.tables import EVENTS

blueprint = Blueprint("console_rules", __name__, url_prefix="/console/rules")

A_PAGE = 40
"""Rules on one page of the list."""
MOST_WORDS = 200
"""Code points of a search."""
LANGUAGES = ("nl", "nl-BE", "en", "any")
SEVERITIES = ("suggestion", "warning", "error")


@blueprint.get("")
@needs(*EVERYBODY)
def index() -> Response:
    """The list, searched and filtered."""
    wanted = _wanted()
    policy = _policy()
    stood = [(entry, stand(entry, policy)) for entry in entries(linter_in_force()).values()]
    origins = sorted({origin for _, one in stood for origin in one.origins} - {NOBODY})
    found = [(entry, one) for entry, one in stood if wanted.fits(entry, one)]
    last = max(1, -(-len(found) // A_PAGE))
    number = min(max(request.args.get("page", 1, type=int), 1), last)
    shown = found[(number - 1) * A_PAGE : number * A_PAGE]
    asked = {name: value for name, value in asdict(wanted).items() if value}
    return pages.page(
        "rules",
        "rules.html",
        policy=policy,
        shown=shown,
        total=len(found),
        all=len(stood),
        wanted=wanted,
        asked=asked,
        number=number,
        last=last,
        languages=LANGUAGES,
        categories=CATEGORIES,
        severities=SEVERITIES,
        origins=origins,
        own=any(entry.kind == "own" for entry, _ in stood),
        turn=lambda to: url_for("console_rules.index", **asked, page=to),
        **words(),
    )


@blueprint.get("/<rule_id>")
@needs(*EVERYBODY)
def rule(rule_id: str) -> Response:
    """One rule."""
    entry = entries(linter_in_force()).get(rule_id)
    if entry is None:
        raise Problem(404, "not-found", "No rule has that id.", "path")
    policy = _policy()
    now = stand(entry, policy)
    book = state().inforce.now.book
    sees_all = auth.principal().role in SEES_ALL
    return pages.page(
        "rules",
        "rule.html",
        rule=entry,
        stand=now,
        policy=policy,
        elsewhere=list(_elsewhere(entry, now, book)) if sees_all and book is not None else [],
        came_of=_came_of(rule_id) if auth.principal().role in pages.COUNTS_FOR else None,
        marked=_marked,
        situations=SITUATIONS,
        stock=STOCK_PARENTS.values(),
        draft_limit=DRAFT_LIMIT,
        message_limit=MESSAGE_LIMIT,
        **words(),
    )


def words() -> dict[str, Any]:
    """Functions for templates that put values into words, as on the self-check page."""
    shared, own = TEXTS[pages.language()], pages.texts("rules", pages.language())

    def origin(layer: str) -> str:
        kind, _, rest = layer.partition(" ")
        if kind == "mode":
            mode, _, until = rest.partition(" until ")
            rest = own["mode_until"].replace("{mode}", own[f"mode_{mode}"]).replace("{until}", until)
        return own.get(f"origin_{kind}", "{rest}").replace("{rest}", rest)

    return {
        "category": lambda name: shared.get(f"category_{name}", name),
        "severity": lambda name: shared.get(f"severity_{name}", name),
        "situation": lambda name: shared.get(f"situation_{name}", name),
        "place": lambda name: shared.get(f"place_{name}", name),
        "account": lambda name: shared.get(f"account_{name}", name),
        "origin": origin,
    }


def _policy() -> ResolvedPolicy:
    who = auth.principal()
    return state().inforce.policy(None, who.team, who.bucket)


def _wanted() -> Wanted:
    def one_of(name: str, *allowed: str) -> str:
        given = request.args.get(name, "")
        return given if given in allowed else ""

    return Wanted(
        request.args.get("words", "")[:MOST_WORDS].strip(),
        one_of("language", *LANGUAGES),
        one_of("category", *CATEGORIES),
        one_of("severity", *SEVERITIES),
        one_of("on", "on", "off"),
        request.args.get("by", "")[:MOST_WORDS],
    )


def _elsewhere(entry: Entry, here: Stand, book: PolicyBook) -> Iterator[tuple[str, Stand]]:
    """Teams and places where the rule stands differently, with the layer that names them."""
    document = book.document
    if (there := stand(entry, book.base)) != here:
        yield "organisation", there
    for team in document.teams:
        there = stand(entry, book.resolve(Scope(team.id)))
        if there != here:
            yield f"team {team.name}", there
    for scope in document.scopes:
        when = scope.when
        there = stand(entry, book.resolve(Scope(when.team, when.account, when.place, when.platform)))
        if there != here:
            named = (f"{key}={value}" for key, value in when.facts.items())
            yield f"scope {', '.join(named)}", there


@dataclass(frozen=True, slots=True)
class CameOf:
    """What became of a rule in the last weeks, all teams together."""

    weeks: int
    events: dict[str, int]
    accepted: int
    declined: int


def _came_of(rule_id: str) -> CameOf | None:
    """None while fewer people are in the directory than counts may be shown of."""
    today = auth.now().date()
    weeks = mondays(today)
    with session_or_503() as session:
        if sum(counters.sizes(session).values()) < counters.LEAST:
            return None
        counted = counters.totals(session, weeks[0], today, rules=[rule_id])
        stood = [one for one in disputes.standings(session, weeks[0]) if one.rule == rule_id]
    events = dict.fromkeys(EVENTS, 0)
    for total in counted:
        events[total.event] += total.count
    events["disputed"] = sum(one.disputed for one in stood)
    return CameOf(len(weeks), events, sum(one.accepted for one in stood), sum(one.declined for one in stood))


def _marked(example: Example) -> Markup:
    """The example with the words that are found marked."""
    if example.marked is None:
        return Markup("{}").format(example.text)
    start, end = example.marked
    text = example.text
    return Markup("{}<mark>{}</mark>{}").format(text[:start], text[start:end], text[end:])
