"""A second pair of eyes: the page that seals a draft in the browser, and the one that opens it, once.

Neither page knows the draft: scripts encrypt and decrypt (``seal.js``), the key stays after the ``#`` of the link.
"""

from flask import Blueprint, Response

from kalm.api.auth import Role, needs
from kalm.api.openapi import operation
from kalm.console import pages
from kalm.store import questions

blueprint = Blueprint("console_questions", __name__, url_prefix="/console")
envelope = Blueprint("envelope", __name__)
"""Open to whoever has the link."""


@blueprint.get("/questions/new")
@needs(*Role.STAFF.and_above)
def index() -> Response:
    """Seal a draft and get a link."""
    return pages.page("questions", "question_new.html", limit=questions.LIMIT)


@envelope.get("/q/<name>")
@operation(
    "Open a question",
    "The page behind a link: it asks first, and takes nothing away by being looked at.",
    media="text/html",
    problems=(421,),
)
def show(name: str) -> Response:
    """Ask before opening. Looks nothing up: whoever only previews the link takes nothing away and learns nothing."""
    return pages.page("questions", "question_read.html", name=name)
