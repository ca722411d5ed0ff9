"""What is recorded here, for everybody who is signed in; the same report as ``kalm privacy report`` prints."""

from flask import Blueprint, Response
from werkzeug.wrappers import Response as WerkzeugResponse

from kalm.api import auth
from kalm.api.auth import EVERYBODY, Role, needs
from kalm.api.state import state
from kalm.console import pages
from kalm.privacy import Report, as_markdown, as_text, gather, report
from kalm.store import admin_log, counters

blueprint = Blueprint("console_privacy", __name__, url_prefix="/console")


@blueprint.get("/privacy")
@needs(*EVERYBODY)
def index() -> Response:
    """The report as a page."""
    may_erase = auth.principal().role in Role.MANAGER.and_above
    return pages.page("privacy", "privacy.html", report=_report(), may_erase=may_erase)


@blueprint.get("/privacy.txt")
@needs(*EVERYBODY)
def text() -> Response:
    """The report as plain text."""
    return _plain(as_text(_report()), "text/plain")


@blueprint.get("/privacy.md")
@needs(*EVERYBODY)
def markdown() -> Response:
    """The report in Markdown, for a file of one's own."""
    return _plain(as_markdown(_report()), "text/markdown")


@blueprint.post("/privacy/erase-counts")
@needs(*Role.MANAGER.and_above)
def erase_counts() -> WerkzeugResponse:
    """Erase all counts."""
    with auth.session_or_503() as session:
        rows = counters.erase(session)
        admin_log.record(session, auth.principal().name, "counts.erase", "counters", str(rows))
    return pages.back("console_privacy.index", "erased")


def _report() -> Report:
    with auth.session_or_503() as session:
        facts = gather(state().settings, session, auth.now().date())
    return report(facts, pages.language())


def _plain(told: str, media: str) -> Response:
    return Response(told, content_type=f"{media}; charset=utf-8", headers={"Cache-Control": "no-store"})
