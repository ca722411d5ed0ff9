"""The week in plain text, for a mail or a chat: about rules, with nobody in it."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy.orm import Session

from kalm.learning.retirement import retirements
from kalm.learning.trends import Trend, trends
from kalm.store import disputes, proposals

MOST_LINES = 5
"""Rules that the digest names."""

TEXTS = {
    "nl": {
        "title": "Kalm · week {week} van {year}",
        "days": "{since} tot en met {until}",
        "none": "Er is niets geteld. Tellen staat uit, of er staan minder dan vijf mensen in de lijst.",
        "shown": "Kalm wees {number} keer ergens op; de week ervoor {before} keer.",
        "categories": "Waarover het ging",
        "rules": "Regels die het vaakst spraken",
        "again": "Regels om nog eens naar te kijken",
        "accepted": "{rule}: {number} van {total} beantwoorde meldingen kregen gelijk",
        "ignored": "{rule}: {number} van {total} keer voorbijgegaan",
        "disputes": "Meldingen die op antwoord wachten: {number}",
        "proposals": "Voorstellen die openstaan: {number}",
        "nobody": "Dit zijn tellingen van regels in groepen van minstens vijf mensen. Er staat niets in over personen.",
    },
    "en": {
        "title": "Kalm · week {week} of {year}",
        "days": "{since} to {until}",
        "none": "Nothing was counted. Counting is off, or fewer than five people are in the directory.",
        "shown": "Kalm pointed something out {number} times; the week before {before} times.",
        "categories": "What it was about",
        "rules": "Rules that spoke most",
        "again": "Rules to look at again",
        "accepted": "{rule}: {number} of {total} answered disputes were right",
        "ignored": "{rule}: passed over {number} of {total} times",
        "disputes": "Disputes that wait for an answer: {number}",
        "proposals": "Proposals that are open: {number}",
        "nobody": "These are counts of rules, of groups of five people or more. There is nothing about persons in it.",
    },
}


def digest(
    session: Session,
    today: dt.date,
    language: str,
    names: Mapping[str, str] | None = None,
) -> str:
    """The last whole week before ``today``. ``names`` are the words for categories in ``language``."""
    words, names = TEXTS[language], names or {}
    sunday = today - dt.timedelta(days=today.weekday() + 1)
    year, week, _ = sunday.isocalendar()
    title = words["title"].format(week=week, year=year)
    lines = [title, "=" * len(title), words["days"].format(since=sunday - dt.timedelta(days=6), until=sunday), ""]
    seen = trends(session, sunday)
    number = sum(line.counts[-1] for line in seen.categories)
    before = sum(line.counts[-2] for line in seen.categories)
    lines.append(words["shown"].format(number=number, before=before) if number or before else words["none"])
    lines += _listed(words["categories"], seen.categories, names)
    lines += _listed(words["rules"], seen.rules, {})
    again = retirements(session, sunday)
    if again:
        lines += ["", words["again"]]
        lines += [
            "- " + words[one.reason].format(rule=one.rule, number=one.number, total=one.total)
            for one in again[:MOST_LINES]
        ]
    lines += [
        "",
        words["disputes"].format(number=disputes.count_open(session)),
        words["proposals"].format(number=proposals.count_open(session)),
        "",
        words["nobody"],
        "",
    ]
    return "\n".join(lines)


def _listed(heading: str, found: tuple[Trend, ...], names: Mapping[str, str]) -> list[str]:
    last = sorted((line for line in found if line.counts[-1]), key=lambda line: (-line.counts[-1], line.name))
    if not last:
        return []
    width = len(str(last[0].counts[-1]))
    return [
        "",
        heading,
        *(f"{line.counts[-1]:>{width}}  {names.get(line.name, line.name)}" for line in last[:MOST_LINES]),
    ]
