"""Modes: a crisis, mourning, an election. For a time other manners hold, and a line stands above the composer."""

import datetime as dt
from typing import Any, Final

from flask import Blueprint, Response, request
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response as BaseResponse

from kalm.api import auth
from kalm.api.auth import SEES_ALL, needs, session_or_503
from kalm.console.drafting import MAY_CHANGE, draft_page, save_part
from kalm.console.pages import back
from kalm.console.parts import Part
from kalm.policy import PolicyDocument
from kalm.policy.document import Mode
from kalm.store import admin_log
from kalm.store.policies import EditedMeanwhileError, draft, highest, latest, publish, save_draft

blueprint = Blueprint("console_modes", __name__, url_prefix="/console/modes")

PART: Final = Part(("modes",))


@blueprint.get("")
@needs(*SEES_ALL)
def index() -> Response:
    """The modes in force, and those of the draft."""
    return draft_page("modes", "modes.html", PART, **_beside())


@blueprint.post("")
@needs(*MAY_CHANGE)
def save() -> Response | BaseResponse:
    """Save those of the draft."""
    return save_part("modes", "modes.html", PART, "console_modes.index", "modes.save", **_beside())


@blueprint.post("/end")
@needs(*MAY_CHANGE)
def end() -> Response | BaseResponse:
    """End a mode now, in a version of its own: it cannot wait for the rest of the draft, which goes on without it."""
    asked = request.form.get("version", ""), request.form.get("mode", "")
    try:
        done = _ended(*asked)
    except (EditedMeanwhileError, IntegrityError):  # IntegrityError: two at the same moment, on PostgreSQL
        done = False
    if not done:
        return draft_page("modes", "modes.html", PART, 409, **_beside(), refused=True)
    return back("console_modes.index", "ended")


def _ended(shown: str, number: str) -> bool:
    """End the mode with that number in the version that the page showed; False if it is not in force any more. Raises
    `EditedMeanwhileError` if somebody saved or published meanwhile, or IntegrityError at the same moment."""
    with session_or_503() as session:
        newest = highest(session)
        version = latest(session)
        which = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else -1
        if version is None or shown != str(version.number) or not 0 <= which < len(version.document.modes):
            return False
        mode = version.document.modes[which]
        if not mode.on(auth.now()):
            return False
        who = auth.principal().name
        kept = draft(session)
        if kept.changed_at is not None and not kept.unreadable:
            save_draft(session, _without(kept.document, mode), kept.edition, who)
        made = publish(session, _without(version.document, mode), f"{mode.kind}: ended", who)
        if made != newest + 1:
            raise EditedMeanwhileError(version.author)
        admin_log.record(session, who, "modes.end", mode.kind, f"version {made}")
    return True


def _without(document: PolicyDocument, mode: Mode) -> PolicyDocument:
    return document.model_copy(update={"modes": [one for one in document.modes if one != mode]})


def _beside() -> dict[str, Any]:
    now = auth.now()
    with session_or_503() as session:
        version = latest(session)
    if version is None:
        return {"in_force": [], "version": 0, "moment": _moment}
    on = [(index, mode) for index, mode in enumerate(version.document.modes) if mode.on(now)]
    return {"in_force": on, "version": version.number, "moment": _moment}


def _moment(value: str) -> dict[str, str]:
    """A moment of the document, for a field: ``value`` is empty or as JSON has it."""
    try:
        found = dt.datetime.fromisoformat(value)
        utc = found.astimezone(dt.UTC) if found.tzinfo is not None else found.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError):
        return {"utc": "", "local": value}
    return {"utc": utc.isoformat(), "local": utc.strftime("%Y-%m-%dT%H:%M")}
