"""Versions of the policy: what each changed, publishing the draft, going back, and the whole document as a file."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from kalm.api import auth
from kalm.api.auth import SEES_ALL, Role, needs, session_or_503
from kalm.api.errors import Problem
from kalm.api.state import state
from kalm.console import pages
from kalm.console.changes import Group, grouped, readable, value_in_words
from kalm.console.moments import moment
from kalm.inforce import try_document
from kalm.linting import Linter
from kalm.policy import PolicyDocument, PolicyError, read_document, write_document
from kalm.policy.differ import differences
from kalm.policy.files import parse, written
from kalm.rules.errors import RuleError
from kalm.store import admin_log, policies
from kalm.store.policies import EditedMeanwhileError, Edition, NoSuchVersionError, UnreadableError, Version

blueprint = Blueprint("console_versions", __name__, url_prefix="/console/versions")

DECIDES = (Role.MANAGER, Role.ADMINISTRATOR)
LARGEST_FILE = 1024 * 1024
"""Bytes of a policy file that is taken over."""
LONGEST_NOTE = 500
"""Code points of what is said about a version."""
LARGEST_SEEN = 200_000
"""Characters of a draft that its page carries along, to tell what somebody else changed meanwhile."""
LARGEST_NUMBER = 2**31 - 1
"""Of a version, as databases count."""
A_PAGE = 25
"""Versions on one page of the list."""
DRAFT = "draft"
YAML = ("application/yaml", "text/yaml", "application/x-yaml")
"""Media types in which a script sends a file (RFC 9512)."""
FILE = Path("policy.yml")
"""What messages call a text that came without a name."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One reason why a document cannot be used."""

    place: str
    """Line and column, or the rule it is about."""
    told: str
    text: str
    """The line as it was written; empty where there is none."""


@blueprint.get("")
@needs(*SEES_ALL)
def index() -> Response:
    """The draft against what is in force, and every version."""
    return _page()


@blueprint.get("/diff")
@needs(*SEES_ALL)
def diff() -> Response:
    """What changed between two versions, or a version and the draft."""
    with session_or_503() as session:
        newest = policies.latest(session)
        edition = policies.draft(session)
        known = [str(one.number) for one in policies.history(session)]
        if edition.changed_at is not None:
            known.insert(0, DRAFT)
        old = request.args.get("from") or (str(newest.based_on) if newest else "0")
        new = request.args.get("to") or (str(newest.number) if newest else "0")
        known.append("0")
        changes = _differences(_document(session, old), _document(session, new))
    return pages.page(
        "versions", "diff.html", old=old, new=new, known=known, changes=changes, newest=newest, **_words()
    )


@blueprint.get("/<name>.yml")
@needs(*SEES_ALL)
def export(name: str) -> Response:
    """A version, or the draft, as one YAML file."""
    with session_or_503() as session:
        document = _document(session, name)
    response = Response(written(document), content_type="application/yaml; charset=utf-8", headers=pages.HEADERS)
    response.headers.set("Content-Disposition", "attachment", filename=f"policy-{name}.yml")
    return response


@blueprint.post("/publish")
@needs(*DECIDES)
def publish() -> Response | BaseResponse:
    """Put the draft in force, as it was seen; refused if rules do not load with it."""
    note, name = request.form.get("note", "").strip(), auth.principal().name
    edition = _edition()
    if not 0 < len(note) <= LONGEST_NOTE:
        return _page(422, wrong={"note": "wrong_note"}, note=note)
    with session_or_503() as session:
        opened = policies.draft(session)
    if opened.changed_at is None or opened.edition != edition:
        return _page(409, meanwhile=_meanwhile(opened), note=note)
    mistakes = _tried(opened.document)
    if mistakes:
        return _page(422, mistakes=mistakes, note=note)
    try:
        with session_or_503() as session:
            number = policies.publish_draft(session, edition, note, name)
            admin_log.record(session, name, "policy.publish", f"version {number}", note)
    except (EditedMeanwhileError, IntegrityError):  # IntegrityError: two at the same moment, on PostgreSQL
        with session_or_503() as session:
            opened = policies.draft(session)
        return _page(409, meanwhile=_meanwhile(opened), note=note)
    return pages.back("console_versions.index", "published")


@blueprint.post("/discard")
@needs(*DECIDES)
def discard() -> Response | BaseResponse:
    """Throw the draft away, as it was seen."""
    with session_or_503() as session:
        opened = policies.draft(session)
        if opened.changed_at is not None and opened.edition == _edition():
            policies.discard_draft(session)
            admin_log.record(session, auth.principal().name, "policy.discard", DRAFT, f"by {opened.author}")
            return pages.back("console_versions.index", "discarded")
    return _page(409, meanwhile=_meanwhile(opened))


@blueprint.get("/<int:number>/rollback")
@needs(*DECIDES)
def before_rollback(number: int) -> Response:
    """What going back would change, and the question whether to."""
    return _rollback_page(number)


@blueprint.post("/<int:number>/rollback")
@needs(*DECIDES)
def rollback(number: int) -> Response | BaseResponse:
    """Publish an older version anew. The draft stays."""
    note, name = request.form.get("note", "").strip(), auth.principal().name
    if not 0 < len(note) <= LONGEST_NOTE:
        return _rollback_page(number, 422, wrong={"note": "wrong_note"}, note=note)
    with session_or_503() as session:
        document = _version(session, number).document
    mistakes = _tried(document)
    if mistakes:
        return _rollback_page(number, 422, mistakes=mistakes, note=note)
    try:
        with session_or_503() as session:
            made = policies.rollback(session, number, note, name)
            admin_log.record(session, name, "policy.rollback", f"version {made}", f"as version {number}: {note}")
    except IntegrityError:
        return _rollback_page(number, 409, note=note)
    return pages.back("console_versions.index", "rolled_back")


@blueprint.get("/import")
@needs(*DECIDES)
def before_import() -> Response:
    """The form that takes a file."""
    return _import_page()


@blueprint.post("/import")
@needs(*DECIDES)
def take() -> Response | BaseResponse:
    """Make a file the draft: from a form's field, or as a body of its own. It is read in memory; all its mistakes
    are told."""
    source, edition = _source()
    try:
        document = parse(source, FILE)
    except RuleError as error:
        return _import_page(422, source, mistakes=_mistakes(error))
    mistakes = _tried(document)
    if mistakes:
        return _import_page(422, source, mistakes=mistakes)
    name = auth.principal().name
    try:
        with session_or_503() as session:
            policies.save_draft(session, document, edition, name)
            admin_log.record(session, name, "policy.import", DRAFT)
    except EditedMeanwhileError:
        with session_or_503() as session:
            opened = policies.draft(session)
        return _import_page(409, source, meanwhile=_meanwhile(opened, document))
    return pages.back("console_versions.index", "imported")


# -- pages ---------------------------------------------------------------------------------------------------------


def _page(status: int = 200, **shown: Any) -> Response:
    with session_or_503() as session:
        edition = policies.draft(session)
        newest = policies.latest(session)
        highest = policies.highest(session)
        last = max(1, -(-highest // A_PAGE))  # numbers grow by one
        number = min(max(request.args.get("page", 1, type=int), 1), last)
        shown_versions = policies.history(session, A_PAGE, (number - 1) * A_PAGE)
    in_force = newest.document if newest else _built_in()
    drafted = edition.changed_at is not None
    return pages.page(
        "versions",
        "versions.html",
        status,
        edition=edition if drafted else None,
        seen=_carried(edition.document) if drafted else "",
        changes=_differences(in_force, edition.document) if drafted else [],
        versions=shown_versions,
        number=number,
        last=last,
        highest=highest,
        newest=newest,
        problem=state().inforce.problem,
        decides=auth.principal().role in DECIDES,
        longest_note=LONGEST_NOTE,
        **{"wrong": {}, "mistakes": [], "meanwhile": None, "note": "", **_words(), **shown},
    )


def _rollback_page(number: int, status: int = 200, **shown: Any) -> Response:
    with session_or_503() as session:
        to = _version(session, number)
        newest = policies.latest(session)
        drafted = policies.draft(session).changed_at is not None
    assert newest is not None
    return pages.page(
        "versions",
        "rollback.html",
        status,
        to=to,
        newest=newest,
        drafted=drafted,
        changes=_differences(newest.document, to.document),
        longest_note=LONGEST_NOTE,
        **{"wrong": {}, "mistakes": [], "note": "", **_words(), **shown},
    )


def _import_page(status: int = 200, source: str = "", **shown: Any) -> Response:
    with session_or_503() as session:
        edition = policies.draft(session)
    return pages.page(
        "versions",
        "import.html",
        status,
        edition=edition,
        drafted=edition.changed_at is not None,
        source=source,
        largest=LARGEST_FILE,
        **{"mistakes": [], "meanwhile": None, **_words(), **shown},
    )


def _words() -> dict[str, Any]:
    language = pages.language()
    t = pages.texts("versions", language)
    return {
        "when": lambda value: moment(value, language),
        "readable": lambda path: readable(path, t),
        "value": lambda path, value: value_in_words(value, t, path),
    }


# -- two managers --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What somebody else did to the draft since the page was opened."""

    opened: Edition
    """The draft as it is now."""
    gone: bool
    """Whether there is none any more: published, or thrown away."""
    changes: list[Group]
    exactly: bool
    """Whether `changes` are those of the other one alone; else they are all of the draft against what is at hand."""


def _meanwhile(opened: Edition, mine: PolicyDocument | None = None) -> Meanwhile:
    gone = opened.changed_at is None
    seen = _seen()
    if seen is not None:
        return Meanwhile(opened, gone, _differences(seen, opened.document), True)
    if mine is not None:
        return Meanwhile(opened, gone, _differences(mine, opened.document), False)
    return Meanwhile(opened, gone, [], False)


def _carried(document: PolicyDocument) -> str:
    plain = json.dumps(write_document(document), ensure_ascii=False, separators=(",", ":"))
    return plain if len(plain) <= LARGEST_SEEN else ""


def _seen() -> PolicyDocument | None:
    """The draft as the page that sent the form showed it. Only compared with, never saved."""
    try:
        return read_document(json.loads(request.form.get("seen", "")))
    except (ValueError, PolicyError, RecursionError):
        return None


# -- documents -----------------------------------------------------------------------------------------------------


def _source() -> tuple[str, int | None]:
    """(the text of the file, the edition of the draft that it shall replace)."""
    if request.mimetype not in YAML:
        return request.form.get("source", ""), _edition()
    request.max_content_length = LARGEST_FILE
    try:
        text = request.get_data(cache=False).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem(422, "invalid-field", f"The file is not UTF-8: byte {error.start + 1}.", "body") from None
    return text, request.args.get("edition", type=int)


def _edition() -> int | None:
    return request.form.get("edition", type=int)


def _document(session: Session, name: str) -> PolicyDocument:
    """The document of a version by its number, of the draft, or (``0``) of a house that decided nothing."""
    if name == "0":
        return _built_in()
    if name == DRAFT:
        return policies.draft(session).document
    return _version(session, int(name) if re.fullmatch("[0-9]{1,10}", name) else -1).document


def _version(session: Session, number: int) -> Version:
    try:
        return policies.version(session, min(number, LARGEST_NUMBER))
    except NoSuchVersionError:
        raise Problem(404, "not-found", "There is no such version.", "path") from None
    except UnreadableError:
        raise Problem(404, "not-found", "This version was written by another release of Kalm.", "path") from None


def _built_in() -> PolicyDocument:
    return PolicyDocument(name="built-in")


def _tried(document: PolicyDocument) -> list[Mistake]:
    """Why rules do not load with ``document``; empty if they do."""
    base: Linter | None = state().inforce.base
    if base is None:
        raise Problem(503, "not-ready", "The rules are not loaded yet.", headers={"Retry-After": "1"})
    try:
        try_document(base, document)
    except RuleError as error:
        return _mistakes(error)
    return []


def _mistakes(error: RuleError) -> list[Mistake]:
    return [
        Mistake(f"{one.line}:{one.column}" if one.path == FILE else str(one.path), one.message, one.text)
        for one in error.problems
    ]


def _differences(old: PolicyDocument, new: PolicyDocument) -> list[Group]:
    return grouped(differences(old, new))
