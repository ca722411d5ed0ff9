"""``POST /v1/lint``: a draft in, advice out."""

import time
from dataclasses import replace
from functools import lru_cache

import orjson
from flask import Blueprint, Response, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from kalm.api import body
from kalm.api.answer import LintAnswer, to_answer
from kalm.api.auth import principal
from kalm.api.errors import Problem
from kalm.api.openapi import operation
from kalm.api.state import state
from kalm.api.wire import LintRequest, to_draft
from kalm.core import Context
from kalm.grammar.findings import PREFIX
from kalm.linting import Linter
from kalm.policy import ResolvedPolicy

WORDS = ("nl", "en")
"""Languages in which findings are worded."""

blueprint = Blueprint("lint", __name__)


@blueprint.post("/v1/lint")
@operation(
    "Read a draft",
    "Answers all that is needed to draw and explain what was found. Words come in the language of Accept-Language "
    "(nl or en), else in that of the draft. Nothing of the draft is kept or logged.",
    asks=LintRequest,
    answers=LintAnswer,
    problems=(400, 401, 408, 413, 421, 422, 503),
)
def lint() -> Response:
    """Read the draft in the body."""
    asked = body.read(LintRequest)
    draft = to_draft(asked)
    linter = linter_in_force()
    held = state()
    started = time.perf_counter()
    words = words_for(request.environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    policy = policy_for(draft.context)
    report = linter.check(draft, words=words, strictness=asked.strictness, policy=policy)
    if "rules" in asked.checks:  # grammar is asked for apart, about a draft that was counted before
        seconds = time.perf_counter() - started
        held.metrics.linted((finding.rule for finding in report.findings), report.verdict, seconds)
    if "grammar" in asked.checks and held.grammar is not None:
        answer = held.grammar.check(draft.text, report.language)
        report = linter.with_grammar(report, draft, answer, words=words, policy=policy)
    if "rules" not in asked.checks:
        of_grammar = tuple(finding for finding in report.findings if finding.rule.startswith(PREFIX))
        report = replace(report, findings=of_grammar, verdict="ok")
    return Response(orjson.dumps(to_answer(report, draft, asked.offset_unit)), content_type="application/json")


def linter_in_force() -> Linter:
    """The linter that reads; raises `Problem` (503) while there is none."""
    linter = state().inforce.linter
    if linter is None:
        raise Problem(503, "not-ready", "The rules are not loaded yet.", headers={"Retry-After": "1"})
    return linter


def policy_for(context: Context | None = None) -> ResolvedPolicy:
    """The policy for a draft in ``context`` by whoever asks."""
    who = principal()
    return state().inforce.policy(context, who.team, who.bucket)


@lru_cache(maxsize=256)
def words_for(accept_language: str) -> str | None:
    """The one of `WORDS` that an Accept-Language header prefers; None if it asks for neither."""
    if not accept_language:
        return None
    wanted = parse_accept_header(accept_language, LanguageAccept)
    best: tuple[float, str] = (0.0, "")
    for tag, quality in wanted:
        language = tag.partition("-")[0].lower()
        if language in WORDS and quality > best[0]:
            best = (quality, language)
    return best[1] or None
