"""The way in through the organisation's own provider (`kalm.api.provider`)."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from kalm.api import auth
from kalm.api.auth import anyone, session_or_503
from kalm.api.errors import Problem
from kalm.api.single_sign_on import Attempt, Identity, SignOnError
from kalm.api.state import state
from kalm.console.pages import back, safe_address
from kalm.console.sign_in import let_in
from kalm.store import people, revision, sessions
from kalm.store.tables import Person

if TYPE_CHECKING:
    from kalm.api.provider import Provider

blueprint = Blueprint("console_single_sign_on", __name__, url_prefix="/console/oidc")

COOKIE = "kalm-oidc"
SECONDS = 600
"""How long one may take at the provider."""


@blueprint.get("")
@anyone
def start() -> Response | BaseResponse:
    """Send the browser to the provider, with a key of its own in a cookie for the way back."""
    key = sessions.new_key()
    try:
        response = redirect(_provider().address(Attempt(key), _back()), 303)
    except SignOnError as error:
        return back("console_sign_in.index", failed=str(error))
    asked = request.args.get("next", "")
    _keep(response, f"{key} {asked if safe_address(asked) else ''}", SECONDS)
    return response


@blueprint.get("/callback")
@anyone
def callback() -> Response | BaseResponse:
    """The browser is back: who is it?"""
    key, _, asked = request.cookies.get(COOKIE, "").partition(" ")
    try:
        identity = _provider().identity(Attempt(key), _back(), request.args) if key else None
        if identity is None:
            raise SignOnError("sso_stale")
        with session_or_503() as session:
            response = let_in(session, _person(session, identity, _provider().maps_teams), safe_address(asked))
    except SignOnError as error:
        response = back("console_sign_in.index", failed=str(error))
    _keep(response, "", 0)
    return response


def _person(session: Session, identity: Identity, maps_teams: bool) -> Person:
    """The person whom the provider vouches for, with role and team as their groups say now."""
    person = people.by_subject(session, identity.subject)
    if person is None and (known := people.by_email(session, identity.email)) is not None:
        # Somebody of that address is here already: only a provider that has verified it may speak for them.
        if not identity.verified or known.subject is not None:
            raise SignOnError("sso_other_account")
        people.link(session, known, identity.subject)
        revision.touch(session)
        person = known
    if person is None:
        person = people.add(
            session,
            name=identity.name,
            email=identity.email,
            role=identity.role or "staff",
            team=identity.team,
            subject=identity.subject,
            today=auth.now().date(),
        )
        revision.touch(session)
        return person
    if person.disabled:
        raise SignOnError("sso_disabled")
    role = identity.role or person.role
    team = identity.team if maps_teams else person.team
    if (role, team) != (person.role, person.team):
        try:
            people.change(session, person.id, role=role, team=team)
        except people.LastAdministratorError:  # whatever the groups say, somebody has to look after people
            person.team = team
        revision.touch(session)
    person.name = identity.name
    return person


def _provider() -> "Provider":
    found = state().single_sign_on
    if found is None:
        raise Problem(404, "not-found", "Single sign-on is not set up.", "path")
    return found


def _back() -> str:
    return url_for("console_single_sign_on.callback", _external=True)


def _keep(response: BaseResponse, value: str, seconds: int) -> None:
    response.set_cookie(
        COOKIE,
        value,
        max_age=seconds,
        path=url_for("console_single_sign_on.start"),
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
