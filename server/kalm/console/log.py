"""What administrators, managers and rule owners did, newest first. Nothing about staff, nothing that anybody wrote."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, Response, request

from kalm.api.auth import Role, needs, session_or_503
from kalm.console import pages
from kalm.console.moments import moment
from kalm.store import admin_log
from kalm.store.tables import AdminAct

blueprint = Blueprint("console_log", __name__, url_prefix="/console/log")

A_PAGE = 50
"""Acts on one page."""
KINDS: Final = ("policy", "words", "accounts", "modes", "people", "tokens", "dispute", "proposal", "counts")
"""What acts can be about: the first part of their names."""
_LARGEST = 2**31 - 1


@blueprint.get("")
@needs(Role.ADMINISTRATOR, Role.OBSERVER)
def index() -> Response:
    """A page of the log; ``?before=`` is the id of the act that came last."""
    before = request.args.get("before", type=int)
    kind = request.args.get("kind", "")
    kind = kind if kind in KINDS else ""
    if before is not None and not 0 < before <= _LARGEST:
        before = None
    with session_or_503() as session:
        acts = admin_log.newest(session, A_PAGE + 1, before, kind or None)
    language = pages.language()
    t = pages.texts("log", language)
    return pages.page(
        "log",
        "log.html",
        acts=acts[:A_PAGE],
        older=acts[A_PAGE - 1].id if len(acts) > A_PAGE else None,
        before=before,
        kinds=KINDS,
        kind=kind,
        when=lambda value: moment(value, language),
        target=lambda act: target_in_words(act, t),
    )


def target_in_words(act: AdminAct, texts: Mapping[str, str]) -> str:
    """What an act was about; words that the log keeps in English in those of the page."""
    kind, target = act.action.partition(".")[0], act.target
    if kind in ("policy", "words", "accounts", "modes", "counts"):
        what, _, number = target.partition(" ")
        return f"{texts.get(f'target_{what}', what)} {number}".strip()
    return texts.get(f"role_{target}", target) if act.action == "people.invite" else target
