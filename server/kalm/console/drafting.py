"""Working on the draft of the policy: what the pages that edit it share."""

import re
from collections.abc import Callable
from typing import Any, Final

from flask import Response, current_app, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from kalm.api import auth
from kalm.api.auth import Role, session_or_503
from kalm.api.errors import Problem
from kalm.api.lint import linter_in_force
from kalm.api.state import state
from kalm.console.pages import back, language, page, texts
from kalm.console.parts import Fields, Part, Plain, read_fields
from kalm.console.texts import TEXTS
from kalm.core import CATEGORIES, SEVERITIES
from kalm.core.draft import PLATFORMS
from kalm.policy import PolicyError, read_document, write_document
from kalm.reader.strictness import STRICTNESS
from kalm.store import admin_log, people
from kalm.store.policies import EditedMeanwhileError, Edition, draft, save_draft

MAY_CHANGE: Final = (Role.MANAGER, Role.ADMINISTRATOR)

_WRONG: Final = (
    (r"Field required|at least 1 ", "required"),
    (r"at most (\d+) characters", "long"),
    (r"at most (\d+) items", "many"),
    (r"must be a category", "select"),
    (r"must be an http", "address"),
    (r"valid date|valid datetime|must be a moment", "date"),
    (r"valid integer|less than or|greater than or", "number"),
    (r"no team has the id", "team"),
    (r"stands twice", "twice"),
    (r"must be later", "later"),
    (r"must name at least one", "when"),
    (r"match pattern '\^\[A-Z0-9", "case"),
    (r"match pattern", "id"),
    (r"once it is written", "written"),
    (r"Input should be", "choice"),
)
"""What `PolicyError` says → the end of the key ``wrong_…`` that says it in the reader's language."""


def told(text: str, words: dict[str, str]) -> str:
    """What is wrong, in the reader's language."""
    for pattern, key in _WRONG:
        if found := re.search(pattern, text):
            limit = found[1] if found.groups() else ""
            return words[f"wrong_{key}"].replace("{limit}", limit)
    return text


def words() -> dict[str, str]:
    """The texts that all pages about the draft share."""
    return texts("drafting", language())


def may_change() -> bool:
    """Whether whoever asks may change the draft; observers look."""
    return auth.principal().role in MAY_CHANGE


def draft_page(subject: str, template: str, part: Part, status: int = 200, **shown: Any) -> Response:
    """The page of ``part`` as the draft has it, or with ``values`` and ``wrong`` of a form that cannot be saved."""
    with session_or_503() as session:
        edition = draft(session)
        teams = people.teams(session)
    plain = write_document(edition.document)
    values = shown.pop("values", None)
    if values is None:
        values = part.of(plain)
    if values is None:
        raise Problem(404, "not-found", "There is nothing here.", "path")
    return page(
        subject,
        template,
        status,
        **{
            "d": words(),
            "v": Fields(values, shown.pop("wrong", {})),
            "k": TEXTS[language()],
            "draft": edition,
            "document": edition.document,
            "whole": plain,
            "teams": sorted({*teams, *(team.id for team in edition.document.teams)}),
            "named_teams": [(team.id, team.name) for team in edition.document.teams],
            "categories": CATEGORIES,
            "severities": SEVERITIES,
            "platforms": PLATFORMS,
            "editable": may_change(),
            "versions_url": url_for("console_versions.index")
            if "console_versions.index" in current_app.view_functions
            else None,
            "meanwhile": None,
            "problem": state().inforce.problem,
            "alarms": _alarms(),
            **shown,
        },
    )


def _alarms() -> str:
    """How often good drafts were flagged at each strictness when the reader was measured; empty without a reader."""
    listening = linter_in_force().listening
    if listening is None:
        return ""
    told = TEXTS[language()]
    each = "; ".join(
        told[f"language_{name}"]
        + " "
        + ", ".join(f"{told[f'strictness_{one}']} {scale.false_alarms[one]:.1f}" for one in STRICTNESS)
        for name, scale in listening.reader.measured.scales.items()
    )
    if language() == "nl":
        each = each.replace(".", ",")
    return words()["strictness_measured"].replace("{each}", each)


def save_part(
    subject: str, template: str, part: Part, endpoint: str, action: str, **shown: Any
) -> Response | BaseResponse:
    """Save the form of ``part``; with a mistake, or if somebody else saved meanwhile, the form comes back as it is,
    with ``shown`` beside it."""
    values = read_fields(request.form.items(multi=True), part.keys)
    try:
        change(lambda plain: part.put(plain, values), action)
    except PolicyError as error:
        wrong = {place: told(text, words()) for place, text in part.problems(error).items()}
        return draft_page(subject, template, part, 422, values=values, wrong=wrong, **shown)
    except EditedMeanwhileError as error:
        return draft_page(subject, template, part, 409, values=values, meanwhile=error.author, **shown)
    return back(endpoint, "saved", **(request.view_args or {}))


def change(how: Callable[[Plain], Plain], action: str, target: str = "draft") -> None:
    """Change the draft that was opened as the form's ``edition``. Raises `PolicyError`, `EditedMeanwhileError`, and
    `Problem` (404) if what is changed is not there."""
    with session_or_503() as session:
        now: Edition = draft(session)
        try:
            edition = int(request.form.get("edition", ""))
        except ValueError:
            raise Problem(422, "invalid-field", "must be the number that the page had", "edition") from None
        if edition != now.edition:
            raise EditedMeanwhileError(now.author)
        try:
            document = read_document(how(write_document(now.document)))
        except LookupError:
            raise Problem(404, "not-found", "There is nothing here.", "path") from None
        who = auth.principal().name
        save_draft(session, document, edition, who)
        admin_log.record(session, who, action, target)
