"""Words that only the house knows: lists, own numbers, case numbers, allowed texts, first sentences."""

import datetime as dt
from typing import Any, Final

from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse

from kalm.api.auth import SEES_ALL, needs
from kalm.console.drafting import MAY_CHANGE, draft_page, save_part
from kalm.console.pages import language
from kalm.console.parts import Part
from kalm.console.texts import TEXTS
from kalm.core import SITUATIONS
from kalm.policy.document import MOST_ENTRIES

blueprint = Blueprint("console_words", __name__, url_prefix="/console/words")

PART: Final = Part(("words", "own", "case_numbers", "allow", "openers"))
LISTS: Final = ("org", "competitors", "codenames", "names")


@blueprint.get("")
@needs(*SEES_ALL)
def index() -> Response:
    """The lists."""
    return draft_page("words", "words.html", PART, **_beside())


@blueprint.post("")
@needs(*MAY_CHANGE)
def save() -> Response | BaseResponse:
    """Save them."""
    return save_part("words", "words.html", PART, "console_words.index", "words.save", **_beside())


def _beside() -> dict[str, Any]:
    return {
        "lists": LISTS,
        "named_situations": [(one, TEXTS[language()][f"situation_{one}"]) for one in SITUATIONS],
        "most": MOST_ENTRIES,
        "today": dt.datetime.now(dt.UTC).date().isoformat(),
    }
