"""How often rules spoke, week by week, and which deserve a second look. Nothing here is about a person."""

from flask import Blueprint, Response, request

from kalm.api import auth
from kalm.api.auth import needs
from kalm.console import pages
from kalm.console.charts import bars
from kalm.console.texts import TEXTS
from kalm.learning import digest, retirements, trends

MOST_RULES = 12
"""Rules that have a chart of their own."""

blueprint = Blueprint("console_trends", __name__, url_prefix="/console")


@blueprint.get("/trends")
@needs(*pages.COUNTS_FOR)
def index() -> Response:
    """Charts of categories and rules, of everybody or of a team that is large enough."""
    team = request.args.get("team") or None
    today = auth.now().date()
    with auth.session_or_503() as session:
        seen = trends(session, today, team)
        again = retirements(session, today)
    return pages.page(
        "trends",
        "trends.html",
        trends=seen,
        rules=seen.rules[:MOST_RULES],
        team=team,
        again=again,
        bars=bars,
        top=max((max(line.counts) for line in seen.categories), default=0),
        top_rules=max((max(line.counts) for line in seen.rules), default=0),
        categories=category_names(pages.language()),
    )


@blueprint.get("/digest.txt")
@needs(*pages.COUNTS_FOR)
def digest_text() -> Response:
    """The last whole week as plain text, as ``kalm digest`` prints it."""
    language = pages.language()
    with auth.session_or_503() as session:
        told = digest(session, auth.now().date(), language, category_names(language))
    return Response(told, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


def category_names(language: str) -> dict[str, str]:
    """What categories are called, as on the self-check page."""
    prefix = "category_"
    return {key.removeprefix(prefix): text for key, text in TEXTS[language].items() if key.startswith(prefix)}
