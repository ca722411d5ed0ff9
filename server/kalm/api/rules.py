"""The rules in force, for people who want to know why: ``GET /v1/rules`` and ``GET /v1/rules/<id>``."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response
from pydantic import Field

from kalm.api.answer import Out, PolicyOut, Severity
from kalm.api.errors import Problem
from kalm.api.lint import linter_in_force, policy_for
from kalm.api.openapi import operation
from kalm.api.unchanging import unchanging
from kalm.linting import Linter
from kalm.listening import GRAVEST, ByEar
from kalm.policy import ResolvedPolicy
from kalm.policy.stand import Stand, stand
from kalm.rules.model import Example, Rule

blueprint = Blueprint("rules", __name__)


class TextsOut(Out):
    """The same text in both languages of the interface."""

    nl: str
    en: str


class RuleSummary(Out):
    """A rule in short."""

    id: str
    category: str
    severity: Severity
    status: str
    language: str = Field(description="of the drafts it reads; any means all")
    message: TextsOut
    on: bool = Field(description="whether it runs under the policy in force")
    reason: TextsOut = Field(description="why it is on or off")


class ExampleOut(Out):
    """A draft that the rule catches, or leaves alone."""

    text: str
    marked: str | None = Field(description="the words that are underlined")
    parent: str | None
    place: str
    account: str


class RuleDetail(RuleSummary):
    """Everything that a rule says about itself."""

    phenomena: list[str] = Field(description="codes of the catalogue")
    why: TextsOut
    advice: TextsOut
    stop: bool = Field(description="whether it holds a post under the policy in force")
    bad: list[ExampleOut]
    good: list[ExampleOut]
    source: str | None


class RulesAnswer(Out):
    """All rules."""

    policy: PolicyOut
    rules: list[RuleSummary]


@blueprint.get("/v1/rules")
@operation(
    "All rules", "Each with its message, and why it is on or off.", answers=RulesAnswer, problems=(304, 401, 421, 503)
)
def rules() -> Response:
    """Every rule in short."""
    linter = linter_in_force()
    policy = policy_for()
    return unchanging(
        {
            "policy": {"name": policy.name, "version": policy.version},
            "rules": [_summary(rule, policy) for rule in linter.rules]
            + [_heard_summary(one, policy) for one in heard(linter, policy)],
        }
    )


@blueprint.get("/v1/rules/<rule_id>")
@operation(
    "One rule",
    "Its texts, its examples, and why it is on or off.",
    answers=RuleDetail,
    problems=(304, 401, 404, 421, 503),
)
def rule(rule_id: str) -> Response:
    """One rule in full."""
    linter = linter_in_force()
    found = next((rule for rule in linter.rules if rule.id == rule_id), None)
    if found is None:
        policy = policy_for()
        by_ear = next((one for one in heard(linter, policy) if one.id == rule_id), None)
        if by_ear is not None:
            return unchanging(_heard_detail(by_ear, policy))
        raise Problem(404, "not-found", "No rule has that id.", "rule_id")
    return unchanging(_detail(found, policy_for()))


def heard(linter: Linter, policy: ResolvedPolicy) -> tuple[ByEar, ...]:
    """What the reader hears by itself under ``policy``, where it is on."""
    return linter.listening.by_ear(policy.strictness) if linter.listening is not None else ()


def _heard_summary(one: ByEar, policy: ResolvedPolicy) -> dict[str, Any]:
    stands = stand(one.id, one.category, GRAVEST, "stable", policy)
    alarms = ", ".join(f"{language} {share:g}" for language, share in one.false_alarms.items())
    return {
        "id": one.id,
        "category": one.category,
        "severity": stands.severity,
        "status": "stable",
        "language": "any",
        "message": dict(one.words.message),
        "on": stands.on,
        "reason": {
            "nl": f"Gehoord door de lezer, zonder regel. Onnodig gewaarschuwd per 100 goede teksten: {alarms}.",
            "en": f"Heard by the reader, without a rule. Warned needlessly, of 100 good drafts: {alarms}.",
        }
        if stands.why == "shipped"
        else _because(stands),
    }


def _heard_detail(one: ByEar, policy: ResolvedPolicy) -> dict[str, Any]:
    return {
        **_heard_summary(one, policy),
        "phenomena": [],
        "why": dict(one.words.why),
        "advice": dict(one.words.advice),
        "stop": policy.stops(one.id, one.category),
        "bad": [],
        "good": [],
        "source": "docs/model-card.md",
    }


def _summary(rule: Rule, policy: ResolvedPolicy) -> dict[str, Any]:
    stands = stand(rule.id, rule.category, rule.severity, rule.status, policy)
    return {
        "id": rule.id,
        "category": rule.category,
        "severity": stands.severity,
        "status": rule.status,
        "language": rule.language,
        "message": dict(rule.message),
        "on": stands.on,
        "reason": _because(stands),
    }


def _detail(rule: Rule, policy: ResolvedPolicy) -> dict[str, Any]:
    return {
        **_summary(rule, policy),
        "phenomena": list(rule.phenomena),
        "why": dict(rule.why),
        "advice": dict(rule.advice),
        "stop": policy.stops(rule.id, rule.category),
        "bad": _examples(rule.bad),
        "good": _examples(rule.good),
        "source": rule.source,
    }


def _examples(examples: Iterable[Example]) -> list[dict[str, Any]]:
    return [
        {
            "text": example.text,
            "marked": example.text[slice(*example.marked)] if example.marked else None,
            "parent": example.context.parent.text if example.context.parent else None,
            "place": example.context.place,
            "account": example.context.account,
        }
        for example in examples
    ]


_REASONS = {
    "preview": {"nl": "Nieuw: draait alleen bij strengheid keen.", "en": "New: runs at strictness keen only."},
    "quiet": {
        "nl": "Een suggestie: zwijgt bij strengheid quiet.",
        "en": "A suggestion: silent at strictness quiet.",
    },
    "deprecated": {"nl": "Draait nog, maar verdwijnt.", "en": "Still runs, but will go."},
    "shipped": {"nl": "Hoort bij de meegeleverde regels.", "en": "One of the rules that come with Kalm."},
}


def _because(stands: Stand) -> dict[str, str]:
    """Why a rule is on or off, in both languages."""
    if stands.why != "decided":
        return _REASONS[stands.why]
    _, choice = stands.choices[0]
    because = f" ({choice.reason})" if choice.reason else ""
    return {
        "nl": f"Besloten door {choice.origin}: {choice.select}{because}.",
        "en": f"Decided by {choice.origin}: {choice.select}{because}.",
    }
