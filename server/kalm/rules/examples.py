"""The examples of a rule, and running them: the tests that every rule carries."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kalm.core import Attachment, Context, Draft, Finding, Fix, Message
from kalm.rules.model import TURNS, Example, Facts, Rule
from kalm.rules.schema import ExampleForm

if TYPE_CHECKING:
    from kalm.linting import Linter

STOCK_PARENTS = {
    "nl": "Hallo, ik heb hier iets over te zeggen.",
    "en": "Hello, I have something to say about this.",
}
"""What a bare example answers; its situation is set by hand."""


class ExampleError(ValueError):
    """An example that cannot be used."""


def build_example(form: str | ExampleForm, when: Facts, language: str, *, needs_mark: bool) -> Example:
    """The example in the smallest context that the rule's facts allow."""
    if isinstance(form, str):
        form = ExampleForm(text=form)
    text, marked = _unmark(form.text)
    if needs_mark and marked is None:
        raise ExampleError("mark the words that must be found with [[ and ]]")
    return Example(text, _context(form, when, language), marked)


def _unmark(text: str) -> tuple[str, tuple[int, int] | None]:
    start, end = text.find("[["), text.find("]]")
    if start < 0 and end < 0:
        return text, None
    if start < 0 or end < start or text.count("[[") > 1 or text.count("]]") > 1:
        raise ExampleError("one pair of [[ and ]] marks the words that must be found")
    return text.replace("[[", "").replace("]]", ""), (start, end - 2)


def _first(allowed: frozenset[str] | None, order: tuple[str, ...], default: str | None) -> str | None:
    if allowed is None:
        return default
    return next((value for value in order if value in allowed), default)


def _context(form: ExampleForm, when: Facts, language: str) -> Context:
    situation: str | None = form.situation
    if situation is None and form.parent is None:
        situation = _first(
            when.situation, ("complaint", "question", "misinformation", "compliment", "abuse", "other", "none"), None
        )
    place: str | None = form.place
    if place is None:
        place = _first(when.place, ("page", "post", "group", "dm"), None)
    account = form.account or _first(when.account, ("brand", "personal", "ambassador"), "brand") or "brand"
    replies = situation not in (None, "none") or form.parent is not None
    if place is None:
        place = "page" if replies else "post"
    if not replies and place != "post" and situation != "none":
        replies, situation = True, "other"
    parent = None
    if replies:
        parent = Message(form.parent if form.parent is not None else STOCK_PARENTS[language[:2]])
    turn = form.turn or TURNS[when.turn or "first"][0]
    thread = tuple(Message(item.text, own=item.own) for item in form.thread)
    thread += (Message("…", own=True),) * max(0, turn - 1 - sum(item.own for item in thread))
    attachments = tuple(replace(attachment(item), alt=form.alt) for item in form.attachments)
    if not attachments and when.attachment is not None and when.attachment.present:
        kinds, rights = when.attachment.kind, when.attachment.rights
        attachments = (
            Attachment(
                _first(kinds, ("image", "video", "audio", "link", "document"), "image") or "image",
                _first(rights, ("unknown", "licensed", "own"), "unknown") or "unknown",
            ),
        )
    platform = form.platform or (min(when.platform) if when.platform else None)
    return Context(
        platform=platform,
        place=place,
        account=account,
        parent=parent,
        thread=thread,
        attachments=attachments,
        situation=situation if situation not in (None, "none") else None,
    )


def attachment(written: str) -> Attachment:
    """``image:own`` → kind and rights; a bare kind has unknown rights; ``music`` is audio."""
    kind, _, rights = written.partition(":")
    return Attachment("audio" if kind == "music" else kind, rights or "unknown")


def run_examples(linter: "Linter", rule: Rule) -> list[str]:
    """What is wrong with the examples of a rule, one sentence each; nothing when all is well."""
    return [
        *(problem for example in rule.bad for problem in _run_bad(linter, rule, example)),
        *(problem for example in rule.good for problem in _run_good(linter, rule, example)),
    ]


def own_findings(linter: "Linter", rule: Rule, text: str, context: Context) -> list[Finding]:
    """What this rule alone finds: no other rule takes the span, and preview counts."""
    language = linter_language(rule)
    return linter.check_one(Draft(text, context, language), rule)


def linter_language(rule: Rule) -> str:
    """Language in which the examples of a rule run: its own; rules for any language run in Dutch."""
    return "nl" if rule.language == "any" else rule.language


def _run_bad(linter: "Linter", rule: Rule, example: Example) -> Iterator[str]:
    found = own_findings(linter, rule, example.text, example.context)
    if len(found) != 1:
        yield f"{rule.id}: {len(found)} findings instead of one in: {example.text}"
        return
    finding = found[0]
    if example.marked is not None:
        span = (finding.start, finding.end)
        if span != example.marked:
            shown = "the whole draft" if finding.start is None else example.text[finding.start : finding.end]
            marked = example.text[slice(*example.marked)]
            yield f"{rule.id}: found “{shown}” instead of “{marked}” in: {example.text}"
    elif finding.start is not None:
        yield f"{rule.id}: found “{example.text[finding.start : finding.end]}”, which is not marked, in: {example.text}"
    for fix in finding.fixes:
        fixed = apply(example.text, fix)
        left = own_findings(linter, rule, fixed, example.context)
        if left:
            yield f"{rule.id}: the fix “{fix.title}” leaves the finding in place: {fixed}"
        if fixed.strip() and (fixed != fixed.strip() or "  " in fixed or " ," in fixed or ",," in fixed):
            yield f"{rule.id}: the fix “{fix.title}” leaves untidy spaces or commas: {fixed!r}"


def _run_good(linter: "Linter", rule: Rule, example: Example) -> Iterator[str]:
    for finding in own_findings(linter, rule, example.text, example.context):
        shown = "the whole draft" if finding.start is None else example.text[finding.start : finding.end]
        yield f"{rule.id}: found “{shown}” in the good example: {example.text}"


def apply(text: str, fix: Fix) -> str:
    """The draft with a fix applied as a whole."""
    for edit in sorted(fix.edits, key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text
