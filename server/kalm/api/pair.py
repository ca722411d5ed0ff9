"""Connecting an extension: a short code from one's own page buys a token, once: ``POST /v1/pair``."""

from typing import Annotated

import orjson
from flask import Blueprint, Response
from pydantic import BaseModel, Field

from kalm.api import body
from kalm.api.answer import Out
from kalm.api.auth import anyone, now, session_or_503
from kalm.api.errors import Problem
from kalm.api.limits import Limit, address, everybody, limited
from kalm.api.openapi import operation
from kalm.store import codes, people, revision, tokens

LIMIT = 1024
"""Bytes in a body."""
LABEL = "browser extension"

blueprint = Blueprint("pair", __name__)


class PairRequest(BaseModel):
    """The code as somebody typed it."""

    code: Annotated[str, Field(max_length=40, description="capitals or not, with or without the hyphen")]


class PairAnswer(Out):
    """What the extension is to send with every call from now on."""

    token: str = Field(description="told once; Kalm keeps its hash")


@blueprint.post("/v1/pair")
@anyone
@limited(Limit("30 per 10 minutes", address), Limit("1000 per 10 minutes", everybody))
@operation(
    "Connect an extension",
    "A code from /console/me, eight characters, good for ten minutes and once, buys a token for that person.",
    asks=PairRequest,
    answers=PairAnswer,
    problems=(400, 403, 413, 421, 422, 429, 503),
)
def pair() -> Response:
    """A token for a code."""
    asked = body.read(PairRequest, LIMIT)
    with session_or_503() as session:
        opened = codes.use(session, "pair", codes.written(asked.code), now())
        person = people.get(session, opened.person) if opened and opened.person else None
        if person is not None and not person.disabled:
            if len(tokens.of_person(session, person.id)) >= tokens.MOST:
                raise Problem(422, "invalid-field", f"At most {tokens.MOST} tokens; withdraw one first.", "code")
            token = tokens.make(session, LABEL, now().date(), person=person.id)
            revision.touch(session)
            return Response(orjson.dumps({"token": token}), content_type="application/json")
    raise Problem(403, "wrong-code", "Wrong, used, or older than ten minutes: ask for a new one.", "code")
