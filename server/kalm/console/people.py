"""People and tokens: who may sign in, with which role, in which team; keys for programs. For administrators."""

import re
from typing import Any

from flask import Blueprint, Response, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from kalm.api import auth
from kalm.api.auth import Role, needs, session_or_503
from kalm.api.errors import Problem
from kalm.api.limits import Limit, limited, person
from kalm.console.me import LABEL_LIMIT
from kalm.console.pages import back, page
from kalm.console.sign_in import Wrong
from kalm.store import admin_log, codes, people, revision, tokens
from kalm.store.people import LastAdministratorError
from kalm.store.tables import Person

blueprint = Blueprint("console_people", __name__, url_prefix="/console/people")

_TEAM = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


@blueprint.get("")
@needs(Role.ADMINISTRATOR)
def index() -> Response:
    """The directory and the tokens of teams."""
    return _page()


@blueprint.post("/invitations")
@needs(Role.ADMINISTRATOR)
@limited(Limit("100 per hour", person))
def invite() -> Response:
    """A link for a new colleague; it is shown on the page that answers, and nowhere else."""
    role, team = _role(), _team()
    if team is None:
        return _page(422, wrong={"invite-team": "wrong_team"})
    with session_or_503() as session:
        code = codes.invite(session, auth.now(), role=role, team=team or None)
        _record(session, "people.invite", role, team)
    return _page(link=url_for("console_sign_in.invitation", code=code, _external=True))


@blueprint.post("/<person_id>")
@needs(Role.ADMINISTRATOR)
def change(person_id: str) -> Response | BaseResponse:
    """Give somebody another role or team."""
    role, team = _role(), _team()
    if team is None:
        return _page(422, wrong={f"team-{person_id}": "wrong_team"})
    try:
        with session_or_503() as session:
            found = _found(people.change(session, person_id, role=role, team=team or None))
            _record(session, "people.change", found.name, f"{role} {team}".strip())
            revision.touch(session)
    except LastAdministratorError:
        return _page(422, refused="last_administrator")
    return back("console_people.index", "changed")


@blueprint.post("/<person_id>/password")
@needs(Role.ADMINISTRATOR)
@limited(Limit("100 per hour", person))
def new_password(person_id: str) -> Response:
    """A link with which somebody chooses a new password; it is shown on the page that answers, and nowhere else.
    There is none for who signs in through the provider."""
    code = ""
    with session_or_503() as session:
        found = _found(people.get(session, person_id))
        if found.subject is None:
            code = codes.new_password(session, auth.now(), found.id)
            _record(session, "people.password", found.name)
    if not code:
        return _page(422, refused="provider_only")
    return _page(link=url_for("console_sign_in.invitation", code=code, _external=True), link_of=found.name)


@blueprint.post("/<person_id>/disable")
@needs(Role.ADMINISTRATOR)
def disable(person_id: str) -> Response | BaseResponse:
    """Let somebody in no more: sessions, tokens and codes end now."""
    try:
        with session_or_503() as session:
            found = _found(people.disable(session, person_id))
            _record(session, "people.disable", found.name)
            revision.touch(session)
    except LastAdministratorError:
        return _page(422, refused="last_administrator")
    return back("console_people.index", "disabled")


@blueprint.post("/<person_id>/enable")
@needs(Role.ADMINISTRATOR)
def enable(person_id: str) -> BaseResponse:
    """Let somebody in again."""
    with session_or_503() as session:
        found = _found(people.enable(session, person_id))
        _record(session, "people.enable", found.name)
        revision.touch(session)
    return back("console_people.index", "enabled")


@blueprint.post("/<person_id>/remove")
@needs(Role.ADMINISTRATOR)
def remove(person_id: str) -> Response | BaseResponse:
    """Forget somebody who may not sign in any more."""
    with session_or_503() as session:
        found = _found(people.get(session, person_id))
        if found.disabled:
            people.remove(session, person_id)
            _record(session, "people.remove", found.name)
            revision.touch(session)
    if not found.disabled:
        return _page(422, refused="remove_disabled_only")
    return back("console_people.index", "removed")


@blueprint.post("/tokens")
@needs(Role.ADMINISTRATOR)
@limited(Limit("100 per hour", person))
def make_token() -> Response:
    """A token for a team's program; it is shown on the page that answers, and nowhere else."""
    label, team = request.form.get("label", "").strip(), _team()
    scopes = [scope for scope in tokens.SCOPES if scope in request.form.getlist("scope")]
    wrong: Wrong = {}
    if not 0 < len(label) <= LABEL_LIMIT:
        wrong["label"] = "wrong_label"
    if team is None:
        wrong["token-team"] = "wrong_team"
    if not scopes:
        wrong["scope"] = "wrong_scope"
    if wrong:
        return _page(422, wrong=wrong)
    with session_or_503() as session:
        made = tokens.make(session, label, auth.now().date(), team=team or None, scopes=scopes)
        _record(session, "tokens.make", label, f"{' '.join(scopes)} {team}".strip())
        revision.touch(session)
    return _page(token=made)


@blueprint.post("/tokens/<token>/revoke")
@needs(Role.ADMINISTRATOR)
def revoke_token(token: str) -> BaseResponse:
    """Withdraw a token, of a team or a person."""
    with session_or_503() as session:
        found = tokens.revoke(session, token)
        if found is None:
            raise Problem(404, "not-found", "There is no such token in force.", "path")
        _record(session, "tokens.revoke", found.label)
        revision.touch(session)
    return back("console_people.index", "revoked")


def _page(status: int = 200, wrong: Wrong | None = None, **shown: Any) -> Response:
    with session_or_503() as session:
        everybody = people.everybody(session)
        teams = people.teams(session)
        held = tokens.of_teams(session)
        connected = tokens.count_by_person(session)
    return page(
        "people",
        "people.html",
        status,
        people=everybody,
        teams=teams,
        tokens=held,
        connected=connected,
        roles=list(Role),
        scopes=tokens.SCOPES,
        wrong=wrong or {},
        label_limit=LABEL_LIMIT,
        **{"link": "", "link_of": "", "token": "", "refused": "", **shown},
    )


def _role() -> str:
    try:
        return Role(request.form.get("role", "")).value
    except ValueError:
        raise Problem(422, "invalid-field", "must be one of the roles", "role") from None


def _team() -> str | None:
    """The team that the form names, empty for none; None if it is no name of a team."""
    team = request.form.get("team", "").strip().lower()
    return team if not team or _TEAM.fullmatch(team) else None


def _found(found: Person | None) -> Person:
    if found is None:
        raise Problem(404, "not-found", "There is no such person.", "path")
    return found


def _record(session: Session, action: str, target: str, detail: str = "") -> None:
    admin_log.record(session, auth.principal().name, action, target, detail)
