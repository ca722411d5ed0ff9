"""Files of records: one draft a line, as gold files hold them or as a request to ``/v1/lint`` spells it.

Both spellings become one draft here, within the limits of a request. What a person judged about a draft
(``situation``, ``findings``, ``ok``, ``why`` of a gold record) is never read: a label must not help to find itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from kalm.api.body import parse
from kalm.api.errors import Problem, wrong_fields
from kalm.api.wire import LintRequest, to_draft
from kalm.core import Draft
from kalm.parallel import LONGEST_LINE
from kalm.rules.examples import attachment

LEAST, MOST = -(2**63), 2**64 - 1
"""Numbers that an answer can repeat."""

_CONTEXT_FIELDS = ("platform", "place", "account", "parent", "thread", "attachments")


class RecordError(ValueError):
    """A line that is no record. The text says what is wrong and where, and quotes nothing from the line."""


@dataclass(frozen=True, slots=True)
class Record:
    """One draft of a file, under the name that the file gives it."""

    id: str | int | None
    draft: Draft
    strictness: str | None = None


def read_fields(line: bytes) -> dict[str, Any]:
    """The JSON object that a line holds. Raises `RecordError`."""
    if len(line) > LONGEST_LINE:
        raise RecordError(f"The line is longer than {LONGEST_LINE} bytes.")
    try:
        fields = parse(line)
    except Problem as problem:
        raise RecordError(problem.detail.replace("The body", "The line")) from None
    if not isinstance(fields, dict):
        raise RecordError("The line must be a JSON object.")
    return fields


def to_record(fields: Mapping[str, Any]) -> Record:
    """The record that these fields describe, in either spelling. Raises `RecordError`."""
    name = fields.get("id")
    if not isinstance(name, str | int | None):
        raise RecordError("id: is neither a string nor a number")
    if isinstance(name, int) and not LEAST <= name <= MOST:
        raise RecordError("id: does not fit in 64 bits; write it as a string")
    try:
        asked = LintRequest.model_validate(_as_request(fields))
    except ValidationError as error:
        wrong = (f"{each.field}: {each.detail}" for each in wrong_fields(error))
        raise RecordError("; ".join(wrong)) from None
    return Record(name, to_draft(asked), asked.strictness)


def _as_request(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields under the names and in the shapes of a request to ``/v1/lint``."""
    request = {name: fields[name] for name in ("strictness",) if name in fields}
    for name, gold_name in (("text", "draft"), ("language", "lang")):
        given = fields.get(name, fields.get(gold_name))
        if given is not None:
            request[name] = given
    context = fields.get("context") or {}
    if isinstance(context, Mapping):
        context = {**context, **{name: fields[name] for name in _CONTEXT_FIELDS if name in fields}}
        if isinstance(context.get("parent"), str):
            context["parent"] = {"text": context["parent"]}
        if isinstance(context.get("attachments"), list):
            context["attachments"] = [_attachment(given) for given in context["attachments"]]
    return {**request, "context": context}


def _attachment(given: object) -> object:
    """An attachment as a request spells it; anything but the short form stays, to be judged there."""
    if not isinstance(given, str):
        return given
    short = attachment(given)
    return {"kind": short.kind, "rights": short.rights}
