"""What people said was not right here, for who looks after the rules: read, filter, answer."""

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as WerkzeugResponse

from kalm.api import auth
from kalm.api.auth import Role, needs
from kalm.api.errors import Problem
from kalm.console import pages
from kalm.learning.trends import mondays, outcomes
from kalm.store import admin_log, counters, disputes
from kalm.store.disputes import AnsweredAlreadyError

blueprint = Blueprint("console_disputes", __name__, url_prefix="/console")

ANSWERS = ("accepted", "declined")
MOST_WORDS = 2000


@blueprint.get("/disputes")
@needs(*Role.OWNER.and_above, Role.OBSERVER)
def index() -> Response:
    """Disputes, those without an answer first, and what became of each version of each rule."""
    return _page()


@blueprint.post("/disputes/<int(max=2147483647):number>")
@needs(*Role.OWNER.and_above)
def answer(number: int) -> WerkzeugResponse:
    """Accept or decline, with words."""
    state, words = request.form.get("state", ""), request.form.get("words", "").strip()
    if state not in ANSWERS or not words or len(words) > MOST_WORDS:
        return _page(422, wrong=number, words=words, chosen=state)
    name = auth.principal().name
    with auth.session_or_503() as session:
        try:
            answered = disputes.answer(session, number, state, words, name)
        except LookupError:
            raise Problem(404, "not-found", "There is no dispute of that number.", "path") from None
        except AnsweredAlreadyError:
            return pages.back("console_disputes.index", "already")
        admin_log.record(session, name, f"dispute.{state}", answered.rule, f"#{number}")
    return pages.back("console_disputes.index", "answered")


def _page(status: int = 200, **values: Any) -> Response:
    rule, state = request.args.get("rule") or None, request.args.get("state") or None
    with auth.session_or_503() as session:
        since = mondays(auth.now().date())[0]
        counted = counters.totals(session, since, auth.now().date(), apart=("policy_version",))
        came_of = {(one.rule, one.policy_version): one for one in outcomes(counted)}
        stood = [
            (one, came_of.get((one.rule, one.policy_version)))
            for one in disputes.standings(session)
            if rule is None or one.rule == rule
        ]
        listed = disputes.listed(session, rule, state if state in disputes.STATES else None)
        rules = disputes.disputed_rules(session)
    return pages.page(
        "disputes",
        "disputes.html",
        status,
        disputes=listed,
        rules=rules,
        rule=rule,
        state=state,
        states=disputes.STATES,
        reasons=disputes.REASONS,
        standings=stood,
        may_answer=auth.principal().role in Role.OWNER.and_above,
        most=MOST_WORDS,
        **values,
    )
