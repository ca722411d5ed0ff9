"""Rules that colleagues propose: written as phrases and examples, talked over, voted on, accepted or declined."""

from typing import Any

from flask import Blueprint, Response, request
from pydantic import ValidationError
from werkzeug.wrappers import Response as WerkzeugResponse

from kalm import proposing
from kalm.api import auth
from kalm.api.auth import EVERYBODY, Role, needs
from kalm.api.errors import Problem
from kalm.api.lint import linter_in_force
from kalm.console import pages
from kalm.console.trends import category_names
from kalm.core import CATEGORIES
from kalm.policy import PolicyError, read_document, write_document
from kalm.policy.document import PackRule
from kalm.proposing import Mistake
from kalm.store import admin_log, policies, proposals
from kalm.store.policies import EditedMeanwhileError
from kalm.store.proposals import ClosedError

MOST_REASON = 2000
LISTS = ("phrases", "bad", "good")
"""Fields of which each line is an entry."""
TEXTS = ("message", "why", "advice")
"""Fields in both languages of the interface; one may stand for both."""
ANSWERS = ("accepted", "declined")

blueprint = Blueprint("console_proposals", __name__, url_prefix="/console")


@blueprint.get("/proposals")
@needs(*EVERYBODY)
def index() -> Response:
    """All proposals, open ones first."""
    with auth.session_or_503() as session:
        listed = proposals.listed(session)
    return pages.page("proposals", "proposals.html", proposals=listed, may_propose=_may_talk())


@blueprint.get("/proposals/new")
@needs(*Role.STAFF.and_above)
def new() -> Response:
    """An empty form."""
    return _form({}, ())


@blueprint.post("/proposals/new")
@needs(*Role.STAFF.and_above)
def propose() -> WerkzeugResponse:
    """Keep a proposal, if it can be read; if its examples fail, only when the writer says so."""
    form, reason = request.form, request.form.get("reason", "").strip()
    asked, mistakes = read_form(form)
    if not 0 < len(reason) <= MOST_REASON:
        mistakes.append(Mistake("reason", 0, _said("wrong_reason")))
    if asked is None or mistakes:
        return _form(form, mistakes, 422)
    tried = proposing.mistakes(linter_in_force(), asked)
    if tried and "anyway" not in form:
        return _form(form, tried, 422, offer_anyway=True)
    with auth.session_or_503() as session:
        document = asked.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
        made = proposals.add(session, asked.id, document, reason, auth.principal().person, auth.now().date())
        number = made.id
    return pages.back("console_proposals.one", "proposed", number=number)


@blueprint.get("/proposals/<int(max=2147483647):number>")
@needs(*EVERYBODY)
def one(number: int) -> Response:
    """One proposal with what was said about it."""
    return _one(number)


@blueprint.post("/proposals/<int(max=2147483647):number>/vote")
@needs(*Role.STAFF.and_above)
def vote(number: int) -> WerkzeugResponse:
    """Vote for, against, or take the vote back."""
    value = {"for": 1, "against": -1, "none": 0}.get(request.form.get("vote", ""))
    person = auth.principal().person
    if value is None or person is None:
        raise Problem(422, "invalid-field", "Vote for, against or none.", "vote")
    return _talk(number, "voted", lambda session: proposals.vote(session, number, person, value))


@blueprint.post("/proposals/<int(max=2147483647):number>/comment")
@needs(*Role.STAFF.and_above)
def comment(number: int) -> WerkzeugResponse:
    """Say something about it."""
    text = request.form.get("text", "").strip()
    if not 0 < len(text) <= MOST_REASON:
        return _one(number, 422, wrong_comment=True, comment_text=text)
    person, today = auth.principal().person, auth.now().date()
    return _talk(number, "said", lambda session: proposals.say(session, number, person, text, today))


@blueprint.post("/proposals/<int(max=2147483647):number>/decide")
@needs(*Role.OWNER.and_above)
def decide(number: int) -> WerkzeugResponse:
    """Accept, if all its examples do what they say, into the draft of the policy; or decline, with words."""
    state, words = request.form.get("state", ""), request.form.get("words", "").strip()
    if state not in ANSWERS or len(words) > MOST_REASON or (state == "declined" and not words):
        return _one(number, 422, wrong_decision=True, words=words)
    name = auth.principal().name
    mistakes: list[Mistake] = []
    try:
        with auth.session_or_503() as session:
            found = proposals.one(session, number)
            if found is None:
                raise _none()
            if found.proposal.state == "open" and state == "accepted":
                mistakes = _enter(session, found.proposal.document, name)
            if not mistakes:
                proposals.decide(session, number, state, words)
                admin_log.record(session, name, f"proposal.{state}", found.proposal.title, f"#{number}")
    except ClosedError:  # somebody was first; what was entered is undone
        return pages.back("console_proposals.one", "closed", number=number)
    if mistakes:
        return _one(number, 422, mistakes=mistakes, words=words)
    return pages.back("console_proposals.one", state, number=number)


def read_form(form: Any) -> tuple[PackRule | None, list[Mistake]]:
    """The rule that a form describes, or what is wrong with it, by field and line."""
    described: dict[str, Any] = {key: form.get(key, "").strip() for key in ("name", "language", "category", "severity")}
    for field in LISTS:
        described[field] = [line.strip() for line in form.get(field, "").splitlines() if line.strip()]
    for field in TEXTS:
        both = {lang: form.get(f"{field}_{lang}", "").strip() for lang in ("nl", "en")}
        described[field] = {lang: text or both["en" if lang == "nl" else "nl"] for lang, text in both.items()}
    try:
        return PackRule.model_validate(described), []
    except ValidationError as error:
        return None, [_mistake(item["loc"], item["type"]) for item in error.errors(include_input=False)]


def _mistake(place: tuple[str | int, ...], kind: str) -> Mistake:
    field = str(place[0]) if place else "name"
    line = next((step + 1 for step in place if isinstance(step, int)), 0)
    if kind == "too_short" or (kind == "string_too_short"):
        return Mistake(field, line, _said("wrong_empty"))
    if kind in ("string_too_long", "too_long"):
        return Mistake(field, line, _said("wrong_long"))
    return Mistake(field, line, _said("wrong_name" if field == "name" else "wrong_choice"))


def _enter(session: Any, document: dict[str, Any], author: str) -> list[Mistake]:
    """Put a rule into the draft of the policy's own pack, after its examples ran; what is wrong if it cannot be."""
    asked = PackRule.model_validate(document)
    mistakes = proposing.mistakes(linter_in_force(), asked)
    if mistakes:
        return mistakes
    opened = policies.draft(session)
    plain = write_document(opened.document)
    try:
        wanted = read_document({**plain, "pack": [*plain.get("pack", []), document]})
        policies.save_draft(session, wanted, opened.edition, author)
    except PolicyError as error:
        return [Mistake("name", 0, text) for _, text in error.problems]
    except EditedMeanwhileError as error:
        return [Mistake("name", 0, _said("edited_meanwhile").format(name=error.author))]
    return []


def _talk(number: int, done: str, act: Any) -> WerkzeugResponse:
    with auth.session_or_503() as session:
        try:
            act(session)
        except LookupError:
            raise _none() from None
        except ClosedError:
            done = "closed"
    return pages.back("console_proposals.one", done, number=number)


def _none() -> Problem:
    return Problem(404, "not-found", "There is no proposal of that number.", "path")


def _may_talk() -> bool:
    return auth.principal().role in Role.STAFF.and_above


def _said(key: str) -> str:
    return pages.texts("proposals", pages.language())[key]


def _form(form: Any, mistakes: Any, status: int = 200, **values: Any) -> Response:
    by_field: dict[str, list[Mistake]] = {}
    for mistake in mistakes:
        by_field.setdefault(mistake.field, []).append(mistake)
    return pages.page(
        "proposals",
        "proposal_new.html",
        status,
        form=form,
        mistakes=by_field,
        categories=_categories(),
        most=MOST_REASON,
        **values,
    )


def _one(number: int, status: int = 200, **values: Any) -> Response:
    who = auth.principal()
    with auth.session_or_503() as session:
        found = proposals.one(session, number)
        if found is None:
            raise _none()
        said = proposals.comments(session, number)
        my_vote = 0 if who.person is None else proposals.vote_of(session, number, who.person)
    return pages.page(
        "proposals",
        "proposal.html",
        status,
        found=found,
        rule=PackRule.model_validate(found.proposal.document),
        said=said,
        my_vote=my_vote,
        may_talk=_may_talk(),
        may_decide=who.role in Role.OWNER.and_above,
        categories=_categories(),
        most=MOST_REASON,
        **values,
    )


def _categories() -> dict[str, str]:
    names = category_names(pages.language())
    return {name: names.get(name, name) for name in CATEGORIES if name != "language"}
