"""A tally as text and as JSON. Drafts are in it only as cases, and cases only if they were asked for."""

from collections.abc import Iterator, Sequence
from typing import Any

from kalm.audit.checks import Case
from kalm.audit.tally import Tally
from kalm.core import SEVERITIES
from kalm.intervals import wilson

MOST_RULES = 30
"""Rules that the text lists, those in most posts first; the JSON has all."""
MOST_WEEKS = 12
"""Weeks that the text lists, the last ones."""


def as_document(
    name: str, policies: Sequence[str], tally: Tally, cases: Sequence[Case] | None = None
) -> dict[str, Any]:
    """Everything under the names of docs/audit.md. ``policies`` are the names of the checks; ``cases`` is None
    unless somebody asked to see some."""
    document: dict[str, Any] = {
        "file": name,
        "rows": tally.rows,
        "posts": tally.posts,
        "drawn_from": tally.drawn_from or None,
        "unreadable": tally.unreadable,
        "problems": [{"line": line, "reason": reason} for line, reason in tally.problems],
        "unused": dict(sorted(tally.unused.items())),
        "period": tally.first
        and tally.last
        and {
            "first": tally.first.isoformat(),
            "last": tally.last.isoformat(),
            "weeks": round(tally.weeks_covered(), 1),
            "posts": tally.dated,
        },
        "weeks": [
            {"week": week, "posts": posts, "interrupted": [check.weeks[week] for check in tally.checks]}
            for week, posts in sorted(tally.weeks.items())
        ],
        "policies": [_policy(each, tally, index) for index, each in enumerate(policies)],
        "difference": None,
    }
    if tally.difference is not None:
        between = tally.difference
        document["difference"] = {
            "interrupted_new": between.interrupted_new,
            "interrupted_gone": between.interrupted_gone,
            "rules": [
                {"rule": rule, "new": between.new[rule], "gone": between.gone[rule], "changed": between.changed[rule]}
                for rule in _changed(tally)
            ],
        }
    if cases is not None:
        document["cases"] = [_case(case, policies) for case in cases]
    return document


def as_lines(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same in pieces, one a line: ``kind`` says what a line is about."""
    lists = {"problems": "problem", "weeks": "week", "policies": "policy", "cases": "case"}
    yield {"kind": "audit", **{name: value for name, value in document.items() if name not in lists}}
    for name, kind in lists.items():
        for each in document.get(name, ()):
            rules = each.pop("rules", ()) if kind == "policy" else ()
            yield {"kind": kind, **each}
            yield from ({"kind": "rule", "policy": each["name"], **rule} for rule in rules)


def as_text(document: dict[str, Any]) -> Iterator[str]:
    """What a person reads: totals, weeks, rules, differences, cases."""
    policies = document["policies"]
    yield f"{document['file']}: {_posts(document['posts'])}" + _missing(document)
    if document["drawn_from"]:
        yield f"  drawn at random from {document['drawn_from']:,} rows"
    if period := document["period"]:
        dated = "" if period["posts"] == document["posts"] else f", {_posts(period['posts'])} with a date"
        yield f"  from {period['first']} to {period['last']}: {period['weeks']:,} weeks{dated}"
    for column, count in document["unused"].items():
        yield f"  {column}: {count:,} values say nothing to Kalm; its default was taken"
    yield ""
    yield _line("", [policy["name"] for policy in policies])
    for title, key in (("posts with a finding", "flagged"), ("posts interrupted", "interrupted")):
        yield _line(title, [_share(policy[key], document["posts"]) for policy in policies])
    if document["drawn_from"] and document["posts"]:
        between = ["{:.1%} to {:.1%}".format(*policy["interrupted_interval"]) for policy in policies]
        yield _line("  in the whole file, 95 % sure", between)
    yield _line("  of which held (stop)", [f"{policy['verdicts']['stop']:,}" for policy in policies])
    if any(policy["interruptions_a_week"] is not None for policy in policies):
        weekly = [policy["interruptions_a_week"] for policy in policies]
        yield _line("interruptions a week", ["-" if each is None else f"about {each:,.1f}" for each in weekly])
    for severity in reversed(SEVERITIES):
        yield _line(f"findings: {severity}", [f"{policy['severities'][severity]:,}" for policy in policies])
    yield from _weeks(document)
    yield from _table("posts by category", [policy["categories"] for policy in policies])
    by_rule = [{rule["rule"]: rule["posts"] for rule in policy["rules"]} for policy in policies]
    yield from _table("posts by rule", by_rule, MOST_RULES)
    yield from _difference(document)
    for case in document.get("cases", ()):
        yield ""
        yield from _case_text(case)


def _policy(name: str, tally: Tally, index: int) -> dict[str, Any]:
    check = tally.checks[index]
    weekly = tally.interruptions_a_week(index)
    return {
        "name": name,
        "flagged": check.flagged,
        "interrupted": check.interrupted,
        "interrupted_interval": wilson(check.interrupted, tally.posts) if tally.drawn_from else None,
        "interruptions_a_week": None if weekly is None else round(weekly, 2),
        "verdicts": {verdict: check.verdicts[verdict] for verdict in ("ok", "review", "stop")},
        "severities": {severity: check.severities[severity] for severity in SEVERITIES},
        "categories": dict(check.categories.most_common()),
        "rules": [
            {"rule": rule, "category": each.category, "findings": each.findings, "posts": each.posts}
            for rule, each in sorted(check.rules.items(), key=lambda item: (-item[1].posts, item[0]))
        ],
    }


def _changed(tally: Tally) -> list[str]:
    """The rules that found something else, those in most posts first."""
    assert tally.difference is not None
    total = tally.difference.new + tally.difference.gone + tally.difference.changed
    return sorted(total, key=lambda rule: (-total[rule], rule))


def _case(case: Case, policies: Sequence[str]) -> dict[str, Any]:
    draft = case.post.draft
    parent = draft.context.parent
    return {
        "line": case.line,
        "day": case.post.day and case.post.day.isoformat(),
        "draft": draft.text,
        "parent": parent and parent.text,
        "policies": [
            {
                "name": name,
                "verdict": report.verdict,
                "findings": [
                    {
                        "rule": finding.rule,
                        "severity": finding.severity,
                        "start": finding.start,
                        "end": finding.end,
                        "message": finding.message,
                    }
                    for finding in report.findings
                ],
            }
            for name, report in zip(policies, case.reports, strict=True)
        ],
    }


def _posts(count: int) -> str:
    return "1 post" if count == 1 else f"{count:,} posts"


def _missing(document: dict[str, Any]) -> str:
    count = document["unreadable"]
    return f", {count:,} {'row' if count == 1 else 'rows'} that could not be read" if count else ""


def _line(title: str, cells: Sequence[str]) -> str:
    return f"{title:44}" + "".join(f"{cell:>22}" for cell in cells)


def _share(count: int, of: int) -> str:
    return f"{count:,} ({count / of:.1%})" if of else "0"


def _table(title: str, columns: Sequence[dict[str, int]], most: int | None = None) -> Iterator[str]:
    """Names and their counts, largest first."""
    names = sorted(set().union(*columns), key=lambda name: (-max(column.get(name, 0) for column in columns), name))
    if names:
        yield ""
        yield title
    for name in names[:most]:
        yield _line(f"  {name}", [f"{column.get(name, 0):,}" for column in columns])
    if most is not None and len(names) > most:
        yield f"  and {len(names) - most:,} more rules (--format json has all)"


def _weeks(document: dict[str, Any]) -> Iterator[str]:
    weeks = document["weeks"]
    if len(weeks) > 1:
        yield ""
        yield f"posts interrupted by week{f', the last {MOST_WEEKS}' if len(weeks) > MOST_WEEKS else ''}"
        for week in weeks[-MOST_WEEKS:]:
            yield _line(f"  {week['week']} ({_posts(week['posts'])})", [f"{count:,}" for count in week["interrupted"]])


def _difference(document: dict[str, Any]) -> Iterator[str]:
    between = document["difference"]
    if between is None:
        return
    ours, theirs = (policy["name"] for policy in document["policies"])
    yield ""
    yield f"what {ours} says otherwise than {theirs}, in posts"
    yield f"  newly interrupted {between['interrupted_new']:,}, no longer interrupted {between['interrupted_gone']:,}"
    if between["rules"]:
        yield f"  {'new':>8}{'gone':>8}{'changed':>9}  rule"
    for each in between["rules"][:MOST_RULES]:
        yield f"  {each['new']:>8,}{each['gone']:>8,}{each['changed']:>9,}  {each['rule']}"
    if len(between["rules"]) > MOST_RULES:
        yield f"  and {len(between['rules']) - MOST_RULES:,} more rules (--format json has all)"


def _case_text(case: dict[str, Any]) -> Iterator[str]:
    yield f"line {case['line']}" + (f", {case['day']}" if case["day"] else "")
    if case["parent"]:
        yield f"  message: {_one_line(case['parent'])}"
    yield f"  draft:   {_one_line(case['draft'])}"
    for policy in case["policies"]:
        found = ", ".join(finding["rule"] for finding in policy["findings"]) or "nothing"
        yield f"  {policy['name']}: {policy['verdict']}: {found}"


def _one_line(text: str) -> str:
    """A text without line ends and without what could drive a terminal."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
