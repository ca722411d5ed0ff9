"""The policy: what holds for the whole house, for its teams and for some places, with a try-out beside the form."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

import orjson
from flask import Blueprint, Response, request
from pydantic import BaseModel, ConfigDict, Field
from werkzeug.wrappers import Response as BaseResponse

from kalm.api import body
from kalm.api.answer import to_answer
from kalm.api.auth import SEES_ALL, needs, session_or_503
from kalm.api.lint import linter_in_force
from kalm.api.rules import heard
from kalm.api.state import state
from kalm.api.wire import DRAFT_LIMIT, MESSAGE_LIMIT
from kalm.console.drafting import MAY_CHANGE, change, draft_page, save_part, told, words
from kalm.console.pages import HEADERS, back, language, texts
from kalm.console.parts import Part, Plain, read_fields
from kalm.console.texts import TEXTS
from kalm.core import CATEGORIES, Context, Draft, LintReport, Message
from kalm.inforce import try_document
from kalm.linting import Linter
from kalm.policy import PolicyBook, PolicyError, Scope, read_document, write_document
from kalm.policy.document import Account, Place, When
from kalm.rules.errors import RuleError
from kalm.store.policies import EditedMeanwhileError, draft

blueprint = Blueprint("console_policy", __name__, url_prefix="/console/policy")

HOUSE: Final = Part(("name", "language", "access", "counting", "settings", "house"))
LARGEST_TRY: Final = 1024 * 1024
"""Bytes of a try-out: the form as it stands, a draft and a message."""


def of_team(index: int) -> Part:
    """The part that the page of one team edits."""
    return Part(("name", "settings"), ("teams", index))


def of_scope(index: int) -> Part:
    """The part that the page of one scope edits."""
    return Part(("when", "settings"), ("scopes", index))


PARTS: Final[dict[str, Callable[[int], Part]]] = {
    "policy": lambda index: HOUSE,
    "team": of_team,
    "scope": of_scope,
    "words": lambda index: Part(("words", "own", "case_numbers", "allow", "openers")),
    "modes": lambda index: Part(("modes",)),
}
"""Pages with a try-out → the part each edits."""


@blueprint.get("")
@needs(*SEES_ALL)
def index() -> Response:
    """What holds for the whole house, and the ways to its teams and places."""
    return _house()


@blueprint.post("")
@needs(*MAY_CHANGE)
def save() -> Response | BaseResponse:
    """Save what holds for the whole house."""
    return save_part("policy", "policy.html", HOUSE, "console_policy.index", "policy.save", **_beside())


@blueprint.post("/teams")
@needs(*MAY_CHANGE)
def add_team() -> Response | BaseResponse:
    """A team of which something of its own will hold."""
    added = {"id": request.form.get("id", "").strip().lower(), "name": request.form.get("name", "").strip()}
    try:
        change(lambda plain: {**plain, "teams": [*plain.get("teams", []), added]}, "policy.add-team", added["id"])
    except PolicyError as error:
        return _house(422, added=added, team_wrong=told(error.problems[0][1], words()))
    except EditedMeanwhileError as error:
        return _house(409, added=added, meanwhile=error.author)
    return back("console_policy.team", "added", index=_count("teams") - 1)


@blueprint.get("/teams/<int:index>")
@needs(*SEES_ALL)
def team(index: int) -> Response:
    """What holds for one team."""
    return draft_page("policy", "layer.html", of_team(index), **_layer("team", index))


@blueprint.post("/teams/<int:index>")
@needs(*MAY_CHANGE)
def save_team(index: int) -> Response | BaseResponse:
    """Save what holds for one team."""
    return _save_layer("team", of_team(index), index)


@blueprint.post("/teams/<int:index>/remove")
@needs(*MAY_CHANGE)
def remove_team(index: int) -> Response | BaseResponse:
    """Nothing of its own holds for this team any more."""
    return _remove("teams", index)


@blueprint.post("/scopes")
@needs(*MAY_CHANGE)
def add_scope() -> Response | BaseResponse:
    """Accounts, places or platforms where something of its own will hold."""
    added = {"when": read_fields(request.form.items(multi=True), ("when",)).get("when", {}), "settings": {}}
    try:
        change(lambda plain: {**plain, "scopes": [*plain.get("scopes", []), added]}, "policy.add-scope")
    except PolicyError as error:
        return _house(422, scope_wrong=told(error.problems[0][1], words()))
    except EditedMeanwhileError as error:
        return _house(409, meanwhile=error.author)
    return back("console_policy.scope", "added", index=_count("scopes") - 1)


@blueprint.get("/scopes/<int:index>")
@needs(*SEES_ALL)
def scope(index: int) -> Response:
    """What holds in some accounts, places or platforms."""
    return draft_page("policy", "layer.html", of_scope(index), **_layer("scope", index))


@blueprint.post("/scopes/<int:index>")
@needs(*MAY_CHANGE)
def save_scope(index: int) -> Response | BaseResponse:
    """Save what holds there."""
    return _save_layer("scope", of_scope(index), index)


@blueprint.post("/scopes/<int:index>/remove")
@needs(*MAY_CHANGE)
def remove_scope(index: int) -> Response | BaseResponse:
    """Nothing of its own holds there any more."""
    return _remove("scopes", index)


@blueprint.get("/selectors.json")
@needs(*SEES_ALL)
def selectors() -> Response:
    """What the picker offers: categories, folders of ids, ids with their message."""
    lang = language()
    linter = linter_in_force()
    rules, by_ear = linter.rules, heard(linter, linter.policy)
    folders = sorted({rule.id.rpartition(".")[0] + ".*" for rule in rules})
    offered = [
        *((name, TEXTS[lang][f"category_{name}"]) for name in CATEGORIES),
        *((name, "") for name in folders),
        *((rule.id, rule.message[lang]) for rule in rules),
        *((one.id, one.words.message[lang]) for one in by_ear),
    ]
    categories = {rule.id: rule.category for rule in rules} | {one.id: one.category for one in by_ear}
    return _json({"offered": offered, "categories": categories})


class Try(BaseModel):
    """A draft to be read by a form that is not saved."""

    model_config = ConfigDict(extra="forbid")
    part: str = Field(max_length=20)
    index: int = Field(default=0, ge=0, le=10_000)
    fields: list[tuple[str, str]] | None = Field(default=None, max_length=50_000)
    """Names and values of the form; None: the draft as it is saved."""
    text: str = Field(max_length=DRAFT_LIMIT)
    parent: str = Field(default="", max_length=MESSAGE_LIMIT)
    account: Account = "brand"
    place: Place = "page"
    platform: str | None = Field(default=None, max_length=60)
    team: str | None = Field(default=None, max_length=60)


@blueprint.post("/try")
@needs(*SEES_ALL)
def try_out() -> Response:
    """Read a draft by the form as it stands and by the policy in force. Nothing is stored, counted or logged."""
    asked = body.read(Try, LARGEST_TRY)
    with session_or_503() as session:
        plain = write_document(draft(session).document)
    part = PARTS[asked.part](asked.index) if asked.part in PARTS else HOUSE
    now = linter_in_force()
    base = state().inforce.base or now
    try:
        if asked.fields is not None:
            plain = part.put(plain, read_fields(asked.fields, part.keys))
        linter, book = _tried(base, orjson.dumps(plain))
    except LookupError:
        return _json({"problems": [["", texts("drafting", language())["gone"]]]})
    except PolicyError as error:
        return _json({"problems": [[place, told(text, words())] for place, text in part.problems(error).items()]})
    except RuleError as error:
        return _json({"problems": [["/pack", str(problem)] for problem in error.problems[:5]]})
    context = Context(
        account=asked.account,
        place=asked.place,
        platform=asked.platform or None,
        parent=Message(asked.parent) if asked.parent.strip() else None,
    )
    read = Draft(asked.text, context)
    tried = book.resolve(Scope(asked.team or None, asked.account, asked.place, asked.platform or None))
    in_force = state().inforce.policy(context, asked.team or None)
    lang = language()
    return _json(
        {
            "draft": _told(linter.check(read, words=lang, policy=tried), read),
            "now": _told(now.check(read, words=lang, policy=in_force), read),
            "line": next((mode.line[lang] for mode in tried.modes if mode.line), None),
        }
    )


@lru_cache(maxsize=2)
def _tried(base: Linter, document: bytes) -> tuple[Linter, PolicyBook]:
    """What reads by a document. Kept for the next key press: the form seldom changes while somebody types a draft."""
    checked = read_document(orjson.loads(document))
    return try_document(base, checked), PolicyBook(checked, 0, base.policy.strictness)


def _told(report: LintReport, read: Draft) -> dict[str, Any]:
    answer: dict[str, Any] = to_answer(report, read, "utf16")
    return {"verdict": answer["verdict"], "findings": answer["findings"]}


def _json(value: Any) -> Response:
    return Response(orjson.dumps(value), headers=HEADERS, content_type="application/json")


def scope_name(when: When) -> str:
    """Where a scope holds, in one line."""
    lang = language()
    named = {"account": "account_", "place": "place_"}
    return ", ".join(
        TEXTS[lang].get(named.get(name, "") + value, value)
        for name, value in when.model_dump(exclude_none=True).items()
    )


def _house(status: int = 200, **shown: Any) -> Response:
    return draft_page("policy", "policy.html", HOUSE, status, **(_beside() | shown))


def _beside() -> dict[str, Any]:
    """What the page of the house shows below its form."""
    return {"scope_name": scope_name, "added": {}, "team_wrong": "", "scope_wrong": ""}


def _layer(kind: str, index: int) -> dict[str, Any]:
    with session_or_503() as session:
        document = draft(session).document
    if kind == "team":
        title = document.teams[index].name if index < len(document.teams) else ""
    else:
        title = scope_name(document.scopes[index].when) if index < len(document.scopes) else ""
    return {"kind": kind, "index": index, "title": title}


def _save_layer(kind: str, part: Part, index: int) -> Response | BaseResponse:
    return save_part(
        "policy", "layer.html", part, f"console_policy.{kind}", f"policy.save-{kind}", **_layer(kind, index)
    )


def _remove(kind: str, index: int) -> Response | BaseResponse:
    def without(plain: Plain) -> Plain:
        kept = list(plain.get(kind, []))
        kept.pop(index)
        return {**plain, kind: kept}

    try:
        change(without, f"policy.remove-{kind[:-1]}")
    except PolicyError as error:  # an account or a place names this team
        return _house(422, wrong={f"/{place}": told(text, words()) for place, text in HOUSE.problems(error).items()})
    except EditedMeanwhileError as error:
        return _house(409, meanwhile=error.author)
    return back("console_policy.index", "removed")


def _count(kind: str) -> int:
    with session_or_503() as session:
        return len(getattr(draft(session).document, kind))
