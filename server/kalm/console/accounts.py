"""The accounts of the house: whose they are, and who may speak through them."""

from typing import Final

from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse

from kalm.api.auth import SEES_ALL, needs
from kalm.console.drafting import MAY_CHANGE, draft_page, save_part
from kalm.console.parts import Part

blueprint = Blueprint("console_accounts", __name__, url_prefix="/console/accounts")

PART: Final = Part(("accounts",))


@blueprint.get("")
@needs(*SEES_ALL)
def index() -> Response:
    """The accounts."""
    return draft_page("accounts", "accounts.html", PART)


@blueprint.post("")
@needs(*MAY_CHANGE)
def save() -> Response | BaseResponse:
    """Save them."""
    return save_part("accounts", "accounts.html", PART, "console_accounts.index", "accounts.save")
