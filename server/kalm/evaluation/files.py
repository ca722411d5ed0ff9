"""Gold files → cases: every line linted without its labels, then held against them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from kalm.core import Draft, LintReport, rank
from kalm.evaluation.scoring import Case, Marked
from kalm.evaluation.situations import Judged
from kalm.linting import Linter
from kalm.parallel import Line, in_order, numbered
from kalm.records import RecordError, read_fields, to_record

HALVES = ("even", "odd", "all")


class _Labels(BaseModel):
    """What a person judged."""

    model_config = ConfigDict(strict=True, hide_input_in_errors=True)

    class _Finding(BaseModel):
        category: str
        start: int | None
        end: int | None

    id: str
    lang: str = ""
    findings: list[_Finding] = []
    ok: bool | None = None
    situation: str | None = None
    distress: bool | None = None


@dataclass(slots=True)
class Outcome:
    """What one line gave: a scored draft, a judged message, both, or a problem."""

    number: int
    case: Case | None = None
    judged: Judged | None = None
    problem: str | None = None


@dataclass(slots=True)
class Evaluated:
    """One gold file, linted."""

    path: Path
    cases: list[Case] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)


def evaluate(path: Path, linter: Linter, strictness: str | None = None, half: str = "all") -> Evaluated:
    """Lint every record of ``path`` over all cores. ``half`` takes records with an even or odd number only.

    A file of messages (``text`` and ``situation``, no draft) gives judged situations and no cases.
    Raises `OSError` when the file cannot be read.
    """
    evaluated = Evaluated(path)
    with path.open("rb") as lines:
        for outcome in in_order(numbered(lines), lambda line: _outcome(line, linter, strictness, half)):
            if outcome.problem is not None:
                evaluated.problems.append((outcome.number, outcome.problem))
            if outcome.case is not None:
                evaluated.cases.append(outcome.case)
            if outcome.judged is not None:
                evaluated.judged.append(outcome.judged)
    return evaluated


def _outcome(line: Line, linter: Linter, strictness: str | None, half: str) -> Outcome:
    number, content = line
    try:
        fields = read_fields(content)
        labels = _labels(fields)
        if half != "all" and _half(labels.id) != half:
            return Outcome(number)
        if "draft" not in fields and "findings" not in fields:
            return Outcome(number, judged=_judge(fields, labels, linter))
        draft = to_record(fields).draft
        return _score(number, labels, draft, linter.check(draft, strictness=strictness))
    except RecordError as error:
        return Outcome(number, problem=str(error))
    except Exception as error:  # a fault of ours on one line must not lose the others; it is named, without text
        return Outcome(number, problem=f"internal error: {type(error).__name__}")


def _labels(fields: Mapping[str, Any]) -> _Labels:
    try:
        return _Labels.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        raise RecordError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def _half(name: str) -> str:
    numbers = re.findall(r"\d+", name)
    if not numbers:
        raise RecordError("id: holds no number, so it belongs to neither half")
    return "odd" if int(numbers[-1]) % 2 else "even"


def _score(number: int, labels: _Labels, draft: Draft, report: LintReport) -> Outcome:
    case = Case(
        labels.id,
        labels.lang or draft.language,
        not labels.findings if labels.ok is None else labels.ok,
        tuple(Marked(gold.category, gold.start, gold.end) for gold in labels.findings),
        tuple(Marked(ours.category, ours.start, ours.end, rank(ours.severity)) for ours in report.findings),
    )
    if labels.situation is None or report.situation is None:
        return Outcome(number, case)
    return Outcome(number, case, Judged(labels.situation, report.situation.label))


def _judge(fields: Mapping[str, Any], labels: _Labels, linter: Linter) -> Judged:
    text = fields.get("text")
    if not isinstance(text, str) or labels.situation is None:
        raise RecordError("neither a draft nor a message with its situation")
    situation = linter.situation(text, labels.lang or "auto")
    return Judged(labels.situation, situation.label, labels.distress, situation.distress)
