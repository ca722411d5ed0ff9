"""A draft for one colleague's eyes: ``POST /v1/questions`` takes ciphertext, reading it takes it away.

The browser encrypts, and the key stays in the part of the link after ``#``, which browsers never send. So this is
a place to leave a sealed envelope for an hour, and no more.
"""

import datetime as dt

import orjson
from flask import Blueprint, Response, request
from pydantic import Field

from kalm.api import auth, body, guard
from kalm.api.answer import Out
from kalm.api.auth import Role, needs
from kalm.api.errors import Problem
from kalm.api.openapi import operation
from kalm.api.state import state
from kalm.store import questions
from kalm.store.questions import LIMIT, TooManyQuestionsError

MEDIA = "application/octet-stream"
LEAST_BYTES = 29
"""Version, nonce (12) and tag (16) of an empty message."""

asking = Blueprint("questions", __name__)
reading = Blueprint("questions_reading", __name__)
"""Open to whoever has the link."""


class QuestionAnswer(Out):
    """Where the question lies."""

    id: str = Field(description="goes into the link: /q/<id>#<key>")
    expires: dt.datetime = Field(description="when it is erased if nobody read it")


@asking.post("/v1/questions")
@needs(*Role.STAFF.and_above)
@operation(
    "Leave a question for a colleague",
    "The body is ciphertext as the page makes it: a version byte, twelve bytes of nonce, AES-GCM. At most 64 KiB. "
    "It is kept for an hour, or until it is read, and nothing about who left it.",
    answers=QuestionAnswer,
    problems=(400, 401, 403, 408, 413, 421, 503),
    success=201,
)
def ask() -> Response:
    """Keep ciphertext."""
    # Where nobody shows who they are, a page on another origin could fill the place with envelopes of its own.
    if auth.principal() is auth.ANYBODY and request.headers.get("Origin") not in state().settings.cors_origins:
        guard.check_origin()
    sealed = body.raw(LIMIT)
    if len(sealed) < LEAST_BYTES:
        raise Problem(400, "malformed-body", "The body is too short to be ciphertext.", "body")
    with auth.session_or_503() as session:
        try:
            made = questions.ask(session, sealed, auth.now())
        except TooManyQuestionsError:
            detail = "Too many questions wait to be read; try again in a while."
            raise Problem(503, "not-ready", detail, headers={"Retry-After": "60"}) from None
        answer = {"id": made.id, "expires": made.expires}
    return Response(orjson.dumps(answer), 201, content_type="application/json")


@reading.post("/v1/questions/<name>/read")
@operation(
    "Read a question, once",
    "Answers the ciphertext and erases it. 404 once it was read, or after an hour.",
    media=MEDIA,
    problems=(404, 421, 503),
)
def read(name: str) -> Response:
    """Hand out ciphertext and erase it."""
    with auth.session_or_503() as session:
        sealed = questions.read(session, name, auth.now())
    if sealed is None:
        raise Problem(404, "not-found", "There is no question here, or it was read, or its hour is over.", "path")
    return Response(sealed, content_type=MEDIA, headers={"Cache-Control": "no-store"})
