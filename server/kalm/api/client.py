"""What a browser extension needs to know before it reads along: ``GET /v1/client``."""

from typing import Literal

from flask import Blueprint, Response, request
from pydantic import BaseModel, Field, ValidationError

from kalm.api import body
from kalm.api.answer import Out, PolicyOut
from kalm.api.errors import invalid, wrong_fields
from kalm.api.lint import linter_in_force, policy_for
from kalm.api.openapi import operation
from kalm.api.rules import TextsOut, heard
from kalm.api.state import state
from kalm.api.unchanging import unchanging
from kalm.api.wire import DRAFT_LIMIT, MESSAGE_LIMIT, THREAD_LIMIT
from kalm.console.texts import TEXTS
from kalm.core import Context
from kalm.policy import ResolvedPolicy
from kalm.policy.resolved import Standing

PAUSES = {"check": 350, "grammar": 1200}
"""Milliseconds without a key press before a draft is sent, and before grammar is asked for."""

SHARED_TEXTS = (
    "account_", "anatomy", "applied", "away", "better", "category_", "close", "contact", "distress", "do", "drop",
    "guidance", "long", "missing", "more", "less", "note_", "of", "place_", "severity_", "situation_", "slow",
    "source", "start_with", "threat", "token", "undo", "undone", "unread", "verdict_", "why",
)  # fmt: skip
"""Texts of the self-check page that an extension shows too: a key, or what a key begins with when it ends in _."""

blueprint = Blueprint("client", __name__)


class Pauses(Out):
    """Milliseconds to wait after the last key press."""

    check: int
    grammar: int


class Limits(Out):
    """What one request may hold; texts in code points."""

    body_bytes: int
    draft: int
    message: int = Field(description="the parent, and each message of the thread")
    thread: int = Field(description="messages")


class Override(Out):
    """Whether a held post may go all the same."""

    allowed: bool
    reason: bool = Field(description="whether the writer is asked why")


class OwnAccount(Out):
    """An account of the organisation's own."""

    handle: str
    platform: str
    account: Literal["brand", "personal", "ambassador"]


class ClientQuery(BaseModel):
    """Where a draft will stand; a policy may decide otherwise for some places."""

    account: Literal["brand", "personal", "ambassador"] = "brand"
    place: Literal["page", "group", "dm", "post"] = "post"
    platform: str | None = Field(default=None, max_length=40)


class ClientAnswer(Out):
    """What a client is to do and to show."""

    policy: PolicyOut
    strictness: str
    handles: list[str] = Field(description="accounts that are ours")
    accounts: list[OwnAccount]
    locked: list[str] = Field(description="ids of rules that a person cannot switch off for themselves")
    line: TextsOut | None = Field(description="one line above the composer, while a mode holds")
    contact: str | None = Field(description="whom to ask")
    guideline: str | None
    anatomy: bool = Field(description="whether the meter of understanding, facts and next step is shown")
    ask: bool = Field(description="whether a colleague can be asked about a draft, at /console/questions/new")
    interruption_budget: int = Field(description="how often in one draft a client may ask for attention by itself")
    stop: list[str] = Field(description="ids of the rules that hold a post")
    override: Override
    pauses: Pauses
    limits: Limits
    scoped: bool = Field(description="whether the policy decides otherwise for some accounts, places or platforms")
    texts: dict[str, dict[str, str]] = Field(description="language, then key, then text")


@blueprint.get("/v1/client")
@operation(
    "What a client needs",
    "Policy, pauses, limits and texts. Changes rarely: ask again with If-None-Match. With a query it is the policy for "
    "drafts there; without one that of the organisation or team as a whole.",
    answers=ClientAnswer,
    problems=(304, 401, 421, 422, 503),
    query=ClientQuery,
)
def client() -> Response:
    """Settings and texts for a client."""
    linter = linter_in_force()
    policy = policy_for(_context())
    book = state().inforce.now.book
    known = [(rule.id, rule.category) for rule in linter.rules]
    known += [(one.id, one.category) for one in heard(linter, policy)]
    return unchanging(
        {
            "policy": {"name": policy.name, "version": policy.version},
            "strictness": policy.strictness,
            "handles": list(policy.handles),
            "accounts": []
            if book is None
            else [
                {"handle": one.handle, "platform": one.platform, "account": one.account}
                for one in book.document.accounts
            ],
            "locked": sorted(rule for rule, category in known if _is_locked(policy.standing(rule, category))),
            "line": _line(policy),
            "contact": policy.contact,
            "guideline": policy.guideline,
            "anatomy": policy.anatomy,
            "ask": state().inforce.store is not None,
            "interruption_budget": policy.interruption_budget,
            "stop": sorted(rule for rule, category in known if policy.stops(rule, category)),
            "override": {"allowed": policy.override_allowed, "reason": policy.override_reason},
            "pauses": PAUSES,
            "limits": {
                "body_bytes": body.LIMIT,
                "draft": DRAFT_LIMIT,
                "message": MESSAGE_LIMIT,
                "thread": THREAD_LIMIT,
            },
            "scoped": book is not None and bool(book.document.scopes),
            "texts": {language: _shared(texts) for language, texts in TEXTS.items()},
        }
    )


def _context() -> Context | None:
    if not request.args:
        return None
    try:
        asked = ClientQuery.model_validate(request.args.to_dict())
    except ValidationError as error:
        raise invalid(wrong_fields(error)) from None
    return Context(asked.platform.lower() if asked.platform else None, asked.place, asked.account)


def _line(policy: ResolvedPolicy) -> dict[str, str] | None:
    return next((dict(mode.line) for mode in policy.modes if mode.line), None)


def _is_locked(standing: Standing) -> bool:
    return any(choice is not None and choice.locked for choice in (standing.enabled, standing.stop))


def _shared(texts: dict[str, str]) -> dict[str, str]:
    return {key: text for key, text in texts.items() if any(_is_shared(key, shared) for shared in SHARED_TEXTS)}


def _is_shared(key: str, shared: str) -> bool:
    return key == shared or (shared.endswith("_") and key.startswith(shared))
