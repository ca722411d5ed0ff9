"""What ``POST /v1/lint`` answers: the shape, and how a report becomes it in the caller's unit of offsets."""

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from kalm.api.offsets import Convert, converter
from kalm.core import Draft, Finding, LintReport, Span

Severity = Literal["suggestion", "warning", "error"]


class Out(BaseModel):
    """What every model of an answer shares. They describe; the answer itself is built as plain values."""

    model_config = ConfigDict(strict=True, extra="forbid")


class SpanOut(Out):
    """A half-open stretch of a text."""

    start: int
    end: int


class SituationOut(Out):
    """What kind of message the draft answers."""

    label: Literal["complaint", "misinformation", "compliment", "question", "abuse", "other"]
    confidence: float = Field(ge=0, le=1)
    cues: list[SpanOut] = Field(description="where it shows, in the parent")
    distress: bool = Field(description="the parent shows grief, fear, illness or danger")
    threat: bool = Field(description="the parent threatens somebody")


class EditOut(Out):
    """Replace what stands from start to end by text; inserting has start = end."""

    start: int
    end: int
    text: str


class FixOut(Out):
    """A better wording, applied as a whole."""

    title: str
    edits: list[EditOut]


class FindingOut(Out):
    """One piece of advice."""

    rule: str
    category: Literal[
        "emotional-tone",
        "condescension",
        "missing-empathy",
        "confidential",
        "copyright",
        "competitor",
        "spam",
        "disclosure",
        "escalation",
        "respect",
        "facts",
        "moderation",
        "voice",
        "language",
    ]
    severity: Severity
    confidence: float | None = Field(ge=0, le=1, description="null where the rule is certain")
    start: int | None = Field(description="null, with end, for what is missing or concerns the whole draft")
    end: int | None
    message: str
    why: str
    advice: str
    fixes: list[FixOut]
    source: str | None = Field(description="where the guideline says so")
    contact: str | None = Field(description="whom to ask")


class AnatomyOut(Out):
    """Which parts of the reply acknowledge, explain, and offer a next step."""

    empathy: list[SpanOut]
    facts: list[SpanOut]
    solution: list[SpanOut]


class AdviceOut(Out):
    """What to do in this situation, whatever the draft says."""

    id: str
    text: str


class PolicyOut(Out):
    """The policy in force; version 0 is the built-in one."""

    name: str
    version: int


class LintAnswer(Out):
    """Everything a client needs to draw and explain."""

    language: str = Field(description="the language used")
    situation: SituationOut | None = Field(description="null without a parent")
    findings: list[FindingOut] = Field(description="what is missing first, then in order of start")
    anatomy: AnatomyOut
    guidance: list[AdviceOut]
    verdict: Literal["ok", "review", "stop"]
    policy: PolicyOut
    grammar: Literal["off", "ok", "unavailable", "timeout"]
    unread: list[SpanOut] = Field(description="spans that a finder could not read within its limits")


def to_answer(report: LintReport, draft: Draft, unit: str) -> dict[str, Any]:
    """``report`` on ``draft`` as plain values for JSON, every offset in ``unit``."""
    place = converter(draft.text, unit)
    return {
        "language": report.language,
        "situation": _situation(report, draft, unit),
        "findings": [_finding(finding, place) for finding in report.findings],
        "anatomy": {
            "empathy": _spans(report.anatomy.empathy, place),
            "facts": _spans(report.anatomy.facts, place),
            "solution": _spans(report.anatomy.solution, place),
        },
        "guidance": [{"id": advice.id, "text": advice.text} for advice in report.guidance],
        "verdict": report.verdict,
        "policy": {"name": report.policy.name, "version": report.policy.version},
        "grammar": report.grammar,
        "unread": _spans(report.unread, place),
    }


def _situation(report: LintReport, draft: Draft, unit: str) -> dict[str, Any] | None:
    situation, parent = report.situation, draft.context.parent
    if situation is None or parent is None:
        return None
    return {
        "label": situation.label,
        "confidence": situation.confidence,
        "cues": _spans(situation.cues, converter(parent.text, unit)),
        "distress": situation.distress,
        "threat": situation.threat,
    }


def _finding(finding: Finding, place: Convert) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "category": finding.category,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "start": None if finding.start is None else place(finding.start),
        "end": None if finding.end is None else place(finding.end),
        "message": finding.message,
        "why": finding.why,
        "advice": finding.advice,
        "fixes": [
            {
                "title": fix.title,
                "edits": [{"start": place(e.start), "end": place(e.end), "text": e.text} for e in fix.edits],
            }
            for fix in finding.fixes
        ],
        "source": finding.source,
        "contact": finding.contact,
    }


def _spans(spans: Iterable[Span], place: Convert) -> list[dict[str, int]]:
    return [{"start": place(start), "end": place(end)} for start, end in spans]
