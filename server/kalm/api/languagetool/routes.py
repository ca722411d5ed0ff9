"""The addresses of the protocol."""

import re
import time

import orjson
from flask import Blueprint, Response, request

from kalm.api.languagetool import languages
from kalm.api.languagetool.answer import SOFTWARE, Writer, answer
from kalm.api.languagetool.errors import Refused
from kalm.api.languagetool.request import MISSING_TEXT, Question, fields, read
from kalm.api.lint import linter_in_force, policy_for, words_for
from kalm.api.state import state
from kalm.api.wire import DRAFT_LIMIT, to_context
from kalm.core import Draft, Span
from kalm.grammar import Answer
from kalm.grammar.values import UNAVAILABLE

PATIENCE = 5.0
"""Seconds that a check waits for LanguageTool: these clients send whole pages and wait."""

LACKS = {
    "unavailable": "Grammar and spelling are not available now.",
    "timeout": "Grammar and spelling took too long.",
}
_NO_PARAMETERS = "This is the LanguageTool API. You have not specified any parameters."
_action = re.compile(r"[\w/-]{1,40}", re.ASCII)

blueprint = Blueprint("languagetool", __name__, url_prefix="/v2")


@blueprint.errorhandler(Refused)
def refused(problem: Refused) -> Response:
    """Anything that is wrong, in the protocol's own words."""
    return problem.response()


@blueprint.route("/check", methods=["PUT", "PATCH", "DELETE", "OPTIONS"], provide_automatic_options=False)
def not_asked() -> Response:
    """Methods in which nobody asks for a check. A browser that asks beforehand (CORS) gets its leave, where there are
    origins to get it."""
    if (
        request.method == "OPTIONS"
        and state().settings.cors_origins
        and "Access-Control-Request-Method" in request.headers
    ):
        return Response(status=200)
    raise Refused(400, MISSING_TEXT)


@blueprint.route("/check", methods=["GET", "POST"], provide_automatic_options=False)
def check() -> Response:
    """Read a text: what LanguageTool finds and what Kalm finds, as its matches."""
    asked = read()
    text = asked.text.plain
    linter = linter_in_force()
    held = state()
    if asked.language == "auto":
        code, told = languages.detected(text, linter.policy.language, dict(asked.variants))
    else:
        code = told = asked.language
    language, detected = (languages.name(told), told), (languages.name(told), told)
    if not text.strip():
        return _json(answer(language, detected, [], [], ""), asked.callback)
    draft = Draft(text, to_context(asked.context), code)
    words = words_for(request.environ.get("HTTP_ACCEPT_LANGUAGE", "")) or ("en" if code.startswith("en") else "nl")
    started = time.perf_counter()
    policy = policy_for(draft.context)
    report = linter.check(draft, words=words, strictness=asked.strictness, policy=policy)
    held.metrics.linted((finding.rule for finding in report.findings), report.verdict, time.perf_counter() - started)
    said = _ask(asked, text, code)
    wanted = asked.wanted
    kept = linter.grammar_matches(
        report, draft, said, policy, lambda match: wanted.asked_for(match.rule, match.category)
    )
    writer = Writer(asked.text, said.sentences or (Span(0, len(text)),), words)
    found = [writer.of_languagetool(match) for match in kept]
    found += [match for finding in report.findings if (match := writer.of_kalm(finding)) is not None]
    heard = [match for match in found if wanted.hears(match["rule"]["id"], match["rule"]["category"]["id"])]
    lacks = "" if held.grammar is None else LACKS.get(said.state, "")
    return _json(answer(language, detected, heard, writer.ranges(), lacks), asked.callback)


def _ask(asked: Question, text: str, code: str) -> Answer:
    grammar = state().grammar
    if grammar is None:
        return UNAVAILABLE
    return grammar.check(text, code, fields=asked.passed_on, budget=max(PATIENCE, grammar.budget))


@blueprint.route("/languages", methods=["GET", "POST"])
def offered() -> Response:
    """The languages that are read."""
    listed = [
        {"name": name, "code": code.partition("-")[0], "longCode": code} for code, name in languages.OFFERED.items()
    ]
    return _json(listed)


@blueprint.get("/info")
def info() -> Response:
    """What this is."""
    return _json({"software": {name: SOFTWARE[name] for name in ("name", "version", "buildDate", "premium")}})


@blueprint.get("/maxtextlength")
def max_text_length() -> Response:
    """UTF-16 units in one text."""
    return _plain(str(DRAFT_LIMIT))


@blueprint.get("/healthcheck")
def healthcheck() -> Response:
    """Whether Kalm answers; grammar may be away."""
    return _plain("OK")


@blueprint.get("/configinfo")
def configinfo() -> Response:
    """Limits, and Kalm's own rules."""
    language = fields().get("language", "")
    if not language:
        raise Refused(400, "'language' parameter missing")
    languages.known(language)
    rules = [{"ruleId": rule.id, "description": rule.message["en"]} for rule in linter_in_force().rules]
    return _json({"software": SOFTWARE, "parameter": {"maxTextLength": DRAFT_LIMIT}, "rules": rules})


@blueprint.route("/words", methods=["GET", "POST"])
def words() -> Response:
    """A dictionary of one's own: there are no users here."""
    raise Refused(400, "This end point needs a user id")


@blueprint.route("", methods=["GET", "POST"])
def nothing() -> Response:
    """Whoever only looks whether somebody is there."""
    raise Refused(400, _NO_PARAMETERS)


@blueprint.route("/<path:action>", methods=["GET", "POST"])
@blueprint.route("/", methods=["GET", "POST"], defaults={"action": ""})
def unknown(action: str) -> Response:
    """Anything else."""
    said = f": '{action}'" if _action.fullmatch(action) or not action else ""
    raise Refused(404, f"Unsupported action{said}.")


def _json(document: object, callback: str = "") -> Response:
    written = orjson.dumps(document)
    if callback:
        return Response(b"%s(%s)" % (callback.encode(), written), content_type="application/javascript")
    return Response(written, content_type="application/json")


def _plain(text: str) -> Response:
    return Response(text, content_type="text/plain; charset=utf-8")
