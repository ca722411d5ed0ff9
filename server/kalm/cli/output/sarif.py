"""SARIF 2.1.0 (OASIS standard), for editors, code hosts and dashboards that read it. Columns are code points."""

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

import orjson

import kalm
from kalm.cli.output import Linted
from kalm.cli.output.excerpt import position
from kalm.core import Finding, Fix

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "suggestion": "note"}

Object = dict[str, Any]


def as_sarif(all_linted: Sequence[Linted]) -> str:
    """One run over all files."""
    rules = _rules(finding for linted in all_linted for finding in linted.report.findings)
    order = {rule["id"]: index for index, rule in enumerate(rules)}
    driver = {"name": "Kalm", "version": kalm.__version__, "semanticVersion": kalm.__version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "artifacts": [_artifact(linted) for linted in all_linted],
        "results": [
            _result(linted, index, finding, order[finding.rule])
            for index, linted in enumerate(all_linted)
            for finding in linted.report.findings
        ],
    }
    return orjson.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, option=orjson.OPT_INDENT_2).decode()


def _rules(findings: Iterable[Finding]) -> list[Object]:
    """What the run says of each rule that found something, in the order of their ids."""
    one_of_each = {finding.rule: finding for finding in findings}
    return [
        {
            "id": rule,
            "shortDescription": {"text": finding.message},
            "fullDescription": {"text": finding.why},
            "help": {"text": finding.advice},
            "properties": {"category": finding.category, "source": finding.source},
        }
        for rule, finding in sorted(one_of_each.items())
    ]


def _artifact(linted: Linted) -> Object:
    return {"location": _location(linted), "encoding": "UTF-8"}


def _location(linted: Linted) -> Object:
    if not linted.from_file:
        return {"uri": "stdin", "description": {"text": "standard input"}}
    path = Path(linted.name)
    uri = path.as_uri() if path.is_absolute() else quote(PurePath(linted.name).as_posix())
    return {"uri": uri}


def _result(linted: Linted, artifact: int, finding: Finding, rule: int) -> Object:
    where: Object = {"artifactLocation": {"uri": _location(linted)["uri"], "index": artifact}}
    if finding.start is not None and finding.end is not None:
        where["region"] = _region(linted.draft.text, finding.start, finding.end)
    result: Object = {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": LEVELS[finding.severity],
        "message": {"text": f"{finding.message} {finding.advice}"},
        "locations": [{"physicalLocation": where}],
        "properties": {"category": finding.category, "confidence": finding.confidence, "contact": finding.contact},
    }
    if finding.fixes:
        result["fixes"] = [_fix(linted, artifact, fix) for fix in finding.fixes]
    return result


def _fix(linted: Linted, artifact: int, fix: Fix) -> Object:
    replacements = [
        {
            "deletedRegion": _region(linted.draft.text, edit.start, edit.end),
            "insertedContent": {"text": edit.text},
        }
        for edit in fix.edits
    ]
    change = {"artifactLocation": {"uri": _location(linted)["uri"], "index": artifact}, "replacements": replacements}
    return {"description": {"text": fix.title}, "artifactChanges": [change]}


def _region(text: str, start: int, end: int) -> Object:
    first, last = position(text, start), position(text, end)
    return {
        "charOffset": start,
        "charLength": end - start,
        "startLine": first.line,
        "startColumn": first.column,
        "endLine": last.line,
        "endColumn": last.column,
    }
