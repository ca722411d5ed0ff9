"""Signing in and out with a password, the first administrator, and the way in for who is invited."""

import re
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from kalm.api import auth, passwords
from kalm.api.auth import anyone, session_or_503
from kalm.api.limits import Limit, account, address, limited
from kalm.api.state import state
from kalm.console.pages import back, home, page, safe_address, set_session_cookie
from kalm.store import admin_log, codes, people, revision, sessions
from kalm.store.tables import Person

blueprint = Blueprint("console_sign_in", __name__, url_prefix="/console")

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")

Wrong = dict[str, str]
"""Field → key of the text that says what is wrong with it."""


@blueprint.get("/sign-in")
@anyone
def index() -> Response | BaseResponse:
    """The form, for who is not signed in yet."""
    if auth.principal().role is not None:
        return redirect(home(), 303)
    return _sign_in_page()


@blueprint.post("/sign-in")
@anyone
@limited(Limit("10 per 15 minutes", account), Limit("60 per 15 minutes", address))
def sign_in() -> Response | BaseResponse:
    """Check address and password. An account that is not there takes as long as one that is, and reads the same."""
    email, password = request.form.get("email", ""), request.form.get("password", "")
    with session_or_503() as session:
        person = people.by_email(session, email)
        known = people.local_hash(person) if person is not None else None
    if passwords.verify(known, password) and person is not None and known is not None:
        better = passwords.hashed(password) if passwords.outdated(known) else None
        with session_or_503() as session:
            now = people.still(session, person.id, known)
            if now is not None:
                if better is not None:
                    people.set_password(session, now.id, better)
                return let_in(session, now, safe_address(request.form.get("next", "")))
    return _sign_in_page(401, email=email, wrong={"password": "wrong_sign_in"})


@blueprint.post("/sign-out")
@anyone
def sign_out() -> BaseResponse:
    """End this browser's session."""
    key = auth.cookie()
    if key is not None and auth.principal().session is not None:
        with session_or_503() as session:
            sessions.end(session, key)
    response = back("console_sign_in.index", "out")
    set_session_cookie(response, "", 0)
    return response


@blueprint.route("/first", methods=["GET", "POST"])
@anyone
@limited(Limit("20 per 15 minutes", address))
def first() -> Response | BaseResponse:
    """The first administrator of a new Kalm, with the code that ``kalm serve`` printed."""
    return _join("first")


@blueprint.route("/invitation", methods=["GET", "POST"])
@anyone
@limited(Limit("60 per 15 minutes", address))
def invitation() -> Response | BaseResponse:
    """A colleague who was sent a link: a new account, or a new password for one that is there."""
    return _join("invite")


def let_in(session: Session, person: Person, asked_for: str | None = None) -> BaseResponse:
    """Sign ``person`` in with a new key, whatever this browser held before, and go on to where they wanted."""
    before = auth.cookie()
    if before is not None:
        sessions.end(session, before)
    key = sessions.start(session, person.id, auth.now())
    auth.become(auth.of_person(person, key))
    response = redirect(asked_for or home(), 303)
    set_session_cookie(response, key)
    return response


def _sign_in_page(status: int = 200, **values: Any) -> Response:
    asked = request.values.get("next", "")
    held = state()
    return page(
        "sign_in",
        "sign_in.html",
        status,
        next=asked if safe_address(asked) else "",
        single_sign_on=held.single_sign_on is not None,
        failed=request.args.get("failed", ""),
        **{"wrong": {}, "email": "", **values},
    )


def _join(kind: str) -> Response | BaseResponse:
    code = request.values.get("code", "")
    with session_or_503() as session:
        opened = codes.look(session, kind, code, auth.now())
        if opened is not None and kind == "first" and people.has_administrator(session):
            opened = None
        person = people.get(session, opened.person) if opened and opened.person else None
    if opened is None or (person is not None and not _may_choose(person)):
        return page("sign_in", "code_void.html", 404, kind=kind)
    if request.method == "GET":
        return _join_page(kind, code, opened, person)
    wrong = _wrong_fields(request.form, with_name=opened.person is None)
    if not wrong:
        try:
            made = _account(kind, code, opened)
        except IntegrityError:  # somebody else took the address in the same moment
            made = {"email": "wrong_taken"}
        if not isinstance(made, dict):
            return made
        wrong = made
    return _join_page(kind, code, opened, person, 422, wrong=wrong)


def _account(kind: str, code: str, opened: codes.Invitation) -> BaseResponse | Wrong:
    form = request.form
    kept = passwords.hashed(form["password"])
    with session_or_503() as session:
        if opened.person is None and people.by_email(session, form["email"]) is not None:
            return {"email": "wrong_taken"}
        if codes.use(session, kind, code, auth.now()) is None:
            return {"password": "wrong_code"}
        if opened.person is not None:
            person = people.get(session, opened.person, hold=True)
            if person is None or not _may_choose(person):
                return {"password": "wrong_code"}
            people.set_password(session, person.id, kept)
            sessions.end_all(session, person.id)
        else:
            person = people.add(
                session,
                name=form["name"],
                email=form["email"],
                role=opened.role or "staff",
                team=opened.team,
                password_hash=kept,
                today=auth.now().date(),
            )
            admin_log.record(session, person.name, "people.join", person.name, person.role)
        revision.touch(session)
        return let_in(session, person)


def _may_choose(person: Person) -> bool:
    """Whether ``person`` may choose a password: not where access is closed, or through the provider alone."""
    return not person.disabled and person.subject is None


def _join_page(
    kind: str, code: str, opened: codes.Invitation, person: Person | None, status: int = 200, wrong: Wrong | None = None
) -> Response:
    return page(
        "sign_in",
        "join.html",
        status,
        kind=kind,
        code=code,
        opened=opened,
        person=person,
        wrong=wrong or {},
        form=request.form,
        here=url_for(request.endpoint or ""),
        shortest=passwords.SHORTEST,
        longest=passwords.LONGEST,
    )


def _wrong_fields(form: Any, with_name: bool) -> Wrong:
    wrong: Wrong = {}
    if with_name:
        name, email = form.get("name", "").strip(), form.get("email", "").strip()
        if not 0 < len(name) <= people.NAME_LIMIT:
            wrong["name"] = "wrong_name"
        if not _EMAIL.fullmatch(email) or len(email) > people.EMAIL_LIMIT:
            wrong["email"] = "wrong_email"
    return wrong | wrong_password(form)


def wrong_password(form: Any) -> Wrong:
    """What is wrong with a new password and its repetition, if anything."""
    if not passwords.fits(form.get("password", "")):
        return {"password": "wrong_password"}
    if form.get("password") != form.get("again"):
        return {"again": "wrong_again"}
    return {}
