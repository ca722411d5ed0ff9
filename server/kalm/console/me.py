"""One's own page: password, other browsers, extensions and their tokens."""

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from kalm.api import auth, passwords
from kalm.api.auth import EVERYBODY, needs, session_or_503
from kalm.api.errors import Problem
from kalm.api.limits import Limit, limited, person
from kalm.console.pages import back, page, set_session_cookie
from kalm.console.sign_in import Wrong, wrong_password
from kalm.store import codes, people, revision, sessions, tokens
from kalm.store.tables import Person

blueprint = Blueprint("console_me", __name__, url_prefix="/console/me")

LABEL_LIMIT = 60
"""Code points in the name of a token."""


@blueprint.get("")
@needs(*EVERYBODY)
def index() -> Response:
    """The page."""
    return _page()


@blueprint.post("/password")
@needs(*EVERYBODY)
@limited(Limit("10 per 15 minutes", person))
def password() -> Response | BaseResponse:
    """Choose another password. Other browsers are signed out, this one gets a new key."""
    me = _me()
    known = people.local_hash(me)
    if known is None:
        raise Problem(403, "forbidden", "This account signs in elsewhere.")
    if not passwords.verify(known, request.form.get("now", "")):
        return _page(422, wrong={"now": "wrong_now"})
    wrong = wrong_password(request.form)
    if wrong:
        return _page(422, wrong=wrong)
    kept = passwords.hashed(request.form["password"])
    key = ""
    with session_or_503() as session:
        if people.still(session, me.id, known) is not None:
            people.set_password(session, me.id, kept)
            sessions.end_all(session, me.id)
            key = sessions.start(session, me.id, auth.now())
    if not key:
        return _page(422, wrong={"now": "wrong_now"})
    response = back("console_me.index", "password")
    set_session_cookie(response, key)
    return response


@blueprint.post("/sessions/end")
@needs(*EVERYBODY)
def end_sessions() -> BaseResponse:
    """Sign out in all other browsers."""
    who = auth.principal()
    with session_or_503() as session:
        sessions.end_all(session, who.person or "", but=who.session)
    return back("console_me.index", "sessions")


@blueprint.post("/code")
@needs(*EVERYBODY)
@limited(Limit("20 per 10 minutes", person))
def code() -> Response:
    """A code that connects an extension; it is shown on the page that answers, and nowhere else."""
    with session_or_503() as session:
        made = codes.pair(session, auth.now(), auth.principal().person or "")
    return _page(code=f"{made[:4]}-{made[4:]}")


@blueprint.post("/tokens")
@needs(*EVERYBODY)
@limited(Limit("20 per 10 minutes", person))
def make_token() -> Response:
    """A token for a program of one's own; it is shown on the page that answers, and nowhere else."""
    label = request.form.get("label", "").strip()
    who = auth.principal().person or ""
    if not 0 < len(label) <= LABEL_LIMIT:
        return _page(422, wrong={"label": "wrong_label"})
    with session_or_503() as session:
        if len(tokens.of_person(session, who)) >= tokens.MOST:
            raise Problem(422, "invalid-field", f"At most {tokens.MOST} tokens; withdraw one first.", "label")
        made = tokens.make(session, label, auth.now().date(), person=who)
        revision.touch(session)
    return _page(token=made)


@blueprint.post("/tokens/<token>/revoke")
@needs(*EVERYBODY)
def revoke_token(token: str) -> BaseResponse:
    """Withdraw one of one's own tokens."""
    with session_or_503() as session:
        if tokens.revoke(session, token, auth.principal().person or "") is None:
            raise Problem(404, "not-found", "There is no such token in force.", "path")
        revision.touch(session)
    return back("console_me.index", "revoked")


def _me() -> Person:
    with session_or_503() as session:
        me = people.get(session, auth.principal().person or "")
    if me is None:
        raise Problem(401, "sign-in-required", "Sign in at /console/sign-in.", "Cookie")
    return me


def _page(status: int = 200, wrong: Wrong | None = None, **shown: Any) -> Response:
    me = _me()
    with session_or_503() as session:
        mine = tokens.of_person(session, me.id)
        elsewhere = sessions.count(session, me.id, auth.now()) - 1
    return page(
        "me",
        "me.html",
        status,
        me=me,
        tokens=mine,
        elsewhere=elsewhere,
        wrong=wrong or {},
        shortest=passwords.SHORTEST,
        longest=passwords.LONGEST,
        label_limit=LABEL_LIMIT,
        lasts=int(codes.PAIRING_LASTS.total_seconds() // 60),
        **{"code": "", "token": "", **shown},
    )
