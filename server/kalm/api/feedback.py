"""What comes back about a rule: ``POST /v1/feedback`` says it is not right here, ``POST /v1/events`` counts."""

import datetime as dt
import re
from typing import Annotated, Literal

import orjson
from flask import Blueprint, Response
from pydantic import BaseModel, ConfigDict, Field, field_validator

from kalm.api import auth, body
from kalm.api.answer import Out
from kalm.api.auth import Role, needs
from kalm.api.errors import WrongField, invalid
from kalm.api.lint import linter_in_force
from kalm.api.openapi import operation
from kalm.api.rules import heard
from kalm.api.state import state
from kalm.grammar.findings import PREFIX
from kalm.linting import Linter
from kalm.store import disputes

MOST_EVENTS = 50
"""Events in one request."""
MOST_AT_ONCE = 1_000
"""How often one event may have happened in one request."""
MOST_VERSION = 2**31 - 1

RuleId = Annotated[str, Field(min_length=1, max_length=120)]
Version = Annotated[int, Field(ge=0, le=MOST_VERSION)]

blueprint = Blueprint("feedback", __name__)


class _Asked(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


class FeedbackRequest(_Asked):
    """Something that is not right here."""

    rule: RuleId = Field(description="id of the rule, as in a finding")
    policy_version: Version = Field(description="version of the policy under which it spoke")
    reason: Annotated[str, Field(min_length=1, max_length=500)] = Field(
        description=f"{', '.join(disputes.REASONS)}, or own words"
    )
    text: Annotated[str, Field(min_length=1, max_length=2000)] | None = Field(
        default=None, description="the sentence, only if the writer ticked the box to send it; kept for 30 days"
    )

    @field_validator("reason", "text")
    @classmethod
    def _some_words(cls, value: str | None) -> str | None:
        if value is not None and not value.strip():
            raise ValueError("must hold words")
        return value.replace("\0", "\ufffd").strip() if value is not None else None


class FeedbackAnswer(Out):
    """What was kept."""

    text_until: dt.date | None = Field(description="day on which the text is erased; null without text")


class EventIn(_Asked):
    """How often something happened to findings of one rule."""

    rule: RuleId
    policy_version: Version
    event: Literal["shown", "applied", "ignored", "held", "overridden"] = Field(
        description="shown: it was underlined or listed, once for a draft; "
        "applied: a better wording was taken; ignored: passed over at send; "
        "held: a post was held; overridden: it went all the same"
    )
    count: int = Field(default=1, ge=1, le=MOST_AT_ONCE)


class EventsRequest(_Asked):
    """What happened since the last time."""

    events: list[EventIn] = Field(max_length=MOST_EVENTS)


class EventsAnswer(Out):
    """What was done with them."""

    counted: int = Field(description="events of rules that are known here; the others were dropped")


@blueprint.post("/v1/feedback")
@needs(*Role.STAFF.and_above)
@operation(
    "Say that a rule is not right here",
    "Goes to who looks after the rule. It is about the rule: not who said it nor which team is kept. The text comes "
    "along only if the writer ticked the box, and is erased after 30 days.",
    asks=FeedbackRequest,
    answers=FeedbackAnswer,
    problems=(400, 401, 403, 408, 413, 421, 422, 503),
    success=202,
)
def feedback() -> Response:
    """Keep a dispute."""
    body.declared()
    asked = body.read(FeedbackRequest)
    if not _disputable(asked.rule, linter_in_force()):
        raise invalid([WrongField("rule", "is no rule that is known here")])
    version = state().inforce.known_version(asked.policy_version)
    with auth.session_or_503() as session:
        kept = disputes.add(session, asked.rule, version, asked.reason, asked.text, None, auth.now().date())
        until = kept.text_until
    state().inforce.count("disputed", asked.rule, auth.principal().team, version=version)
    return Response(orjson.dumps({"text_until": until}), 202, content_type="application/json")


@blueprint.post("/v1/events")
@needs(*Role.STAFF.and_above)
@operation(
    "Count what was done with findings",
    "Counters by rule, team, day and version: no person, no text, no time of day. Nothing is kept where the policy "
    "says counting: false. Rules that are not known here are dropped.",
    asks=EventsRequest,
    answers=EventsAnswer,
    problems=(400, 401, 403, 408, 413, 421, 422, 503),
    success=202,
)
def events() -> Response:
    """Count events."""
    body.declared()
    asked = body.read(EventsRequest)
    known = known_rules(linter_in_force())
    team = auth.principal().team
    counted = [event for event in asked.events if event.rule in known]
    for event in counted:
        state().inforce.count(event.event, event.rule, team, event.count, event.policy_version)
    return Response(orjson.dumps({"counted": len(counted)}), 202, content_type="application/json")


def known_rules(linter: Linter) -> frozenset[str]:
    """Ids that can be counted: the rules and what the reader hears by itself."""
    return frozenset(rule.id for rule in linter.rules) | {one.id for one in heard(linter, linter.policy)}


_OF_GRAMMAR = re.compile(re.escape(PREFIX) + r"[\w.'-]+")
"""LanguageTool has thousands of rules; some ids have hyphens, dots or letters with accents."""


def _disputable(rule: str, linter: Linter) -> bool:
    """Whether there is such a rule; of LanguageTool's only the form is looked at."""
    return _OF_GRAMMAR.fullmatch(rule) is not None or rule in known_rules(linter)
