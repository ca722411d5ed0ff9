"""The report: facts in, sections out, and the same sections as text or Markdown."""

import json
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from kalm.privacy.facts import Facts
from kalm.store import admin_log, counters, disputes, sessions

TEXTS: Final[dict[str, dict[str, str]]] = json.loads(
    files("kalm.privacy").joinpath("texts.json").read_text(encoding="utf-8")
)
WIDTH = 100
"""Characters in a line of plain text."""

RECORDS: Final = (
    ("policies", ("policies", "draft", "revision")),
    ("people", ("people",)),
    ("sessions", ("sessions",)),
    ("tokens", ("tokens", "codes")),
    ("counters", ("counters",)),
    ("disputes", ("disputes",)),
    ("dispute_texts", ("disputes.text",)),
    ("proposals", ("proposals", "votes", "comments")),
    ("questions", ("questions",)),
    ("admin_log", ("admin_log",)),
)
"""Kind of record → the tables it lies in. A test proves that no table is left out."""


@dataclass(frozen=True, slots=True)
class Record:
    """One kind of thing that is kept."""

    what: str
    content: str
    how_long: str
    who: str
    now: str
    """How many there are at this moment."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with sentences, and what is kept, if it is about that."""

    heading: str
    lines: tuple[str, ...]
    records: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report in one language."""

    title: str
    lines: tuple[str, ...]
    sections: tuple[Section, ...]
    columns: tuple[str, str, str, str, str]
    """Headings of the table of records."""


def report(facts: Facts, language: str) -> Report:
    """What is recorded here, where, how long, and who can see it; ``language`` is nl or en."""
    t = TEXTS[language]
    stamp = t["stamp"].format(
        version=facts.version,
        day=facts.day,
        policy=facts.policy or t["built_in"],
        policy_version=facts.policy_version,
    )
    return Report(
        t["title"],
        (stamp, t["from_configuration"]),
        (
            Section(t["drafts"], tuple(_drafts(facts, t))),
            Section(t["kept"], tuple(_kept(facts, t)), tuple(_records(facts, t))),
            Section(t["places"], tuple(_places(facts, t))),
            Section(t["persons"], (t["persons_1"], t["persons_2"], t["persons_3"])),
            Section(t["off"], tuple(_off(facts, t))),
        ),
        (t["what"], t["content"], t["how_long"], t["who"], t["now"]),
    )


def _drafts(facts: Facts, t: dict[str, str]) -> Iterator[str]:
    yield t["drafts_1"]
    yield t["drafts_2"]
    yield t["reader_on" if facts.reader else "reader_off"]
    if facts.grammar == "off":
        yield t["grammar_off"]
    elif facts.grammar == "here":
        yield t["grammar_here"]
    else:
        yield t["grammar_elsewhere"].format(host=facts.grammar)
    yield t["handed_over"].format(days=disputes.KEPT_DAYS)


def _kept(facts: Facts, t: dict[str, str]) -> Iterator[str]:
    yield t["kept_in"].format(kind=t[f"database_{facts.database}"], place=facts.database_at)
    if facts.rows is None:
        yield t["database_away"]


def _records(facts: Facts, t: dict[str, str]) -> Iterator[Record]:
    lengths = {
        "counters": t["days"].format(days=counters.KEPT_DAYS),
        "dispute_texts": t["days"].format(days=disputes.KEPT_DAYS),
        "sessions": t["sessions_how_long"].format(
            days=sessions.LONGEST.days, hours=int(sessions.IDLE.total_seconds() // 3600)
        ),
        "admin_log": t["days"].format(days=admin_log.KEPT_DAYS),
    }
    for kind, tables in RECORDS:
        rows = None if facts.rows is None else sum(facts.rows[table] for table in tables)
        content = t[f"{kind}_content"]
        if kind == "counters":
            content = t["counters_content" if facts.counting else "counters_content_off"]
        if kind == "people":
            content += " " + (t["by_password"] if facts.single_sign_on is None else t["by_provider"])
        yield Record(
            t[kind],
            content.format(least=counters.LEAST),
            lengths.get(kind) or t[f"{kind}_how_long"],
            t[f"{kind}_who"],
            "?" if rows is None else str(rows),
        )


def _places(facts: Facts, t: dict[str, str]) -> Iterator[str]:
    yield t["log"].format(level=facts.log_level)
    yield t["metrics"]
    yield t["cache"].format(folder=facts.cache)
    yield t["browser"]
    yield t["provider"].format(host=facts.single_sign_on) if facts.single_sign_on else t["no_provider"]
    elsewhere = "limits_elsewhere" if facts.limits_keyed else "limits_unkeyed"
    yield t["limits_here"] if facts.limits_at is None else t[elsewhere].format(host=facts.limits_at)
    yield t["third_parties" if facts.grammar in ("off", "here") else "third_parties_grammar"].format(host=facts.grammar)


def _off(facts: Facts, t: dict[str, str]) -> Iterator[str]:
    yield t["counting_on" if facts.counting else "counting_off"]
    yield t["access_signed_in" if facts.signed_in_only else "access_open"]
    if facts.token_file:
        yield t["token_file"]
    yield t["requests"]


def as_text(told: Report) -> str:
    """The report as plain text."""
    lines = [told.title, "=" * len(told.title), *_wrapped(told.lines)]
    for section in told.sections:
        lines += ["", section.heading, "-" * len(section.heading), *_wrapped(section.lines)]
        for record in section.records:
            lines += ["", record.what]
            values = (record.content, record.how_long, record.who, record.now)
            for name, value in zip(told.columns[1:], values, strict=True):
                lines += textwrap.wrap(f"{name}: {value}", WIDTH, initial_indent="  ", subsequent_indent="    ")
    return "\n".join(lines) + "\n"


def as_markdown(told: Report) -> str:
    """The report in Markdown."""
    lines = [f"# {told.title}", "", *told.lines]
    for section in told.sections:
        lines += ["", f"## {section.heading}", "", *(f"- {line}" for line in section.lines)]
        if section.records:
            lines += ["", _row(told.columns), _row(("---",) * len(told.columns))]
            lines += [_row((one.what, one.content, one.how_long, one.who, one.now)) for one in section.records]
    return "\n".join(lines) + "\n"


def _wrapped(lines: tuple[str, ...]) -> Iterator[str]:
    for line in lines:
        yield from textwrap.wrap(line, WIDTH, initial_indent="", subsequent_indent="  ")


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
