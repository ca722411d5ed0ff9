"""A dry run: what the draft policy would have said of past posts, beside the policy in force. Nothing is stored."""

import time
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

import orjson
from flask import Blueprint, Response, request

from kalm.api.auth import SEES_ALL, needs, session_or_503
from kalm.api.limits import Limit, limited, person
from kalm.api.lint import linter_in_force
from kalm.api.state import state
from kalm.api.upload import LIMIT, raw_upload
from kalm.audit import Progress, UnreadableError, stream
from kalm.audit.checks import Check
from kalm.audit.report import as_document
from kalm.console.drafting import draft_page
from kalm.console.pages import HEADERS, language, texts
from kalm.console.parts import Part
from kalm.console.texts import TEXTS
from kalm.core import Draft, LintReport
from kalm.inforce import try_document
from kalm.linting import Linter
from kalm.policy import PolicyBook, Scope
from kalm.rules.errors import RuleError
from kalm.store.policies import draft

blueprint = Blueprint("console_dry_run", __name__, url_prefix="/console/dry-run")

CASES: Final = 12
"""Posts that are shown, drawn at random from those on which the two differ."""
MOST_PROBLEMS: Final = 100
"""Rows that are listed with what is wrong with them; all are counted."""


@blueprint.get("")
@needs(*SEES_ALL)
def index() -> Response:
    """The page."""
    lang = language()
    known = {key: text for key, text in TEXTS[lang].items() if key.startswith(("category_", "verdict_"))}
    said = {**known, **texts("dry_run", lang)}
    return draft_page("dry_run", "dry_run.html", Part(()), megabytes=LIMIT // 1024**2, result_texts=said)


@blueprint.post("/run")
@needs(*SEES_ALL)
@limited(Limit("60 per hour", person))
def run() -> Response:
    """Read the file in the body by both policies; answer one JSON object a line: how far it is, then the result.

    The file comes as the whole body, so that no part of it goes to a temporary file; its name, which tells formats
    apart, stands in a header, where no log looks.
    """
    upload = raw_upload()
    name = unquote(request.headers.get("X-File-Name", ""))[:200]
    held = state().inforce
    now = linter_in_force()
    base = held.base or now
    with session_or_503() as session:
        document = draft(session).document
    lang = language()
    book = held.now.book
    seed = time.time_ns()

    def answer() -> Iterator[bytes]:
        try:
            ours = _check(try_document(base, document), PolicyBook(document, 0, base.policy.strictness), lang)
            for sign in stream(upload, name, [ours, _check(now, book, lang)], cases=CASES, seed=seed):
                if isinstance(sign, Progress):
                    yield _line({"rows": sign.rows, "read": sign.consumed, "size": sign.size})
                    time.sleep(0)  # drafts of others go first
                else:
                    result = as_document("", ["draft", "now"], sign.tally, sign.cases)
                    result["problems"] = result["problems"][:MOST_PROBLEMS]
                    yield _line({"result": result})
        except UnreadableError as error:
            yield _line({"unreadable": str(error)})
        except RuleError as error:
            yield _line({"unreadable": "\n".join(str(problem) for problem in error.problems[:5])})

    return Response(answer(), headers=HEADERS, content_type="application/x-ndjson")


def _check(linter: Linter, book: PolicyBook | None, lang: str) -> Check:
    """Reads as the policy of ``book`` says for the place of each post."""

    def check(read: Draft) -> LintReport:
        context = read.context
        scope = Scope(None, context.account, context.place, context.platform)
        policy = None if book is None else book.resolve(scope)
        return linter.check(read, words=lang, policy=policy)

    return check


def _line(value: object) -> bytes:
    return orjson.dumps(value) + b"\n"
