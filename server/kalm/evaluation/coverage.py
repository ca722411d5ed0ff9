"""How far the rules reach: wordings by another hand, which no rule was written for, linted and counted.

``lint_rules/wordings/<language>/<CODE>.yml`` holds ten bad wordings of a phenomenon and ten look-alikes.
``lint_rules/coverage.yml`` says how many of each carry a finding of the phenomenon's category, at any severity.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kalm.core import Draft
from kalm.linting import Linter
from kalm.records import RecordError, to_record
from kalm.rules.errors import Problem, RuleError, problem_at
from kalm.rules.files import read
from kalm.rules.schema import Account, Place

CATEGORY_OF = {
    "ET": "emotional-tone",
    "CO": "condescension",
    "ME": "missing-empathy",
    "CF": "confidential",
    "CR": "copyright",
    "KO": "competitor",
    "SP": "spam",
    "DI": "disclosure",
    "ES": "escalation",
    "RE": "respect",
    "FA": "facts",
    "MO": "moderation",
    "VO": "voice",
}
"""Category of a phenomenon, by the letters of its code in the catalogue."""

HEADER = """\
# Written by `kalm rules coverage`; `kalm rules coverage --check` says whether it is still true.
# caught: bad wordings, of `of`, with a finding of the phenomenon's category, at any severity.
# false: look-alikes, of `of`, with such a finding. rules: rules that name the phenomenon.
"""


class _Wording(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str
    language: str | None = None
    parent: str | None = None
    place: Place | None = None
    account: Account | None = None
    platform: str | None = None
    situation: str | None = None
    turn: Literal["first", "later"] | None = None
    attachments: list[str] = []
    thread: list[dict[str, Any]] = []


class _WordingFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    phenomenon: str = Field(pattern=r"^[A-Z]{2}-[0-9]+$")
    context: dict[str, Any] = {}
    bad: list[str | dict[str, Any]]
    good: list[str | dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Wordings:
    """The unseen wordings of one phenomenon in one language."""

    path: Path
    phenomenon: str
    language: str
    bad: tuple[Draft, ...]
    good: tuple[Draft, ...]

    @property
    def category(self) -> str:
        """The category in which a finding counts."""
        return CATEGORY_OF[self.phenomenon.split("-")[0]]


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the rules reach for one phenomenon in one language."""

    phenomenon: str
    language: str
    rules: int
    caught: int
    bad: int
    false: int
    good: int

    def as_mapping(self) -> dict[str, object]:
        """What stands in the file."""
        return {
            "rules": self.rules,
            "caught": self.caught,
            "of": self.bad if self.bad == self.good else [self.bad, self.good],
            "false": self.false,
        }


def load_wordings(folder: Path) -> list[Wordings]:
    """All files below ``folder``, in the order of the catalogue. Raises `RuleError` with every problem found."""
    problems: list[Problem] = []
    files = [_load(path, problems) for path in sorted(folder.glob("*/*.yml"))]
    if problems:
        raise RuleError(problems)
    return sorted((wordings for wordings in files if wordings is not None), key=_order)


def _order(wordings: Wordings) -> tuple[int, int, str]:
    letters, number = wordings.phenomenon.split("-")
    return list(CATEGORY_OF).index(letters), int(number), wordings.language


def _load(path: Path, problems: list[Problem]) -> Wordings | None:
    language = path.parent.name
    try:
        source, written = read(path)
    except RuleError as error:
        problems += error.problems
        return None
    try:
        content = _WordingFile.model_validate(written)
    except ValidationError as error:
        problems += [problem_at(path, source, tuple(each["loc"]), each["msg"]) for each in error.errors()]
        return None
    if content.phenomenon != path.stem or content.phenomenon.split("-")[0] not in CATEGORY_OF:
        problems.append(problem_at(path, source, ("phenomenon",), "is not the code that the file is named after"))
        return None
    drafts: dict[str, list[Draft]] = {"bad": [], "good": []}
    for kind, written in (("bad", content.bad), ("good", content.good)):
        for index, wording in enumerate(written):
            try:
                drafts[kind].append(_draft(wording, content.context, language))
            except (RecordError, ValidationError) as error:
                problems.append(problem_at(path, source, (kind, index), str(error)))
    return Wordings(path, content.phenomenon, language, tuple(drafts["bad"]), tuple(drafts["good"]))


def _draft(written: str | Mapping[str, Any], shared: Mapping[str, Any], language: str) -> Draft:
    """A wording in the context that its file shares, except for what it says itself."""
    own = {"text": written} if isinstance(written, str) else written
    wording = _Wording.model_validate({**shared, **own})
    fields = wording.model_dump(exclude_none=True, exclude={"turn", "situation"})
    if wording.turn == "later" and not any(message.get("own") for message in wording.thread):
        fields["thread"] = [*wording.thread, {"text": "…", "own": True}]
    if wording.situation is not None:
        fields["context"] = {"situation": wording.situation}
    return to_record({"language": language, **fields}).draft


def reach(linter: Linter, wordings: Wordings) -> Reach:
    """Lint the wordings of one phenomenon and count."""

    def flagged(drafts: Sequence[Draft]) -> int:
        reports = (linter.check(draft) for draft in drafts)
        return sum(any(found.category == wordings.category for found in report.findings) for report in reports)

    rules = sum(
        wordings.phenomenon in rule.phenomena and rule.language in (wordings.language, "any") for rule in linter.rules
    )
    return Reach(
        wordings.phenomenon,
        wordings.language,
        rules,
        flagged(wordings.bad),
        len(wordings.bad),
        flagged(wordings.good),
        len(wordings.good),
    )


def totals(reaches: Sequence[Reach]) -> dict[str, dict[str, object]]:
    """The sums for each language."""
    sums = {}
    for language in sorted({each.language for each in reaches}):
        own = [each for each in reaches if each.language == language]
        total = Reach(
            "total",
            language,
            sum(each.rules > 0 for each in own),
            sum(each.caught for each in own),
            sum(each.bad for each in own),
            sum(each.false for each in own),
            sum(each.good for each in own),
        ).as_mapping()
        sums[language] = {"phenomena": len(own), "with_rules": total.pop("rules"), **total}
    return sums


def write(reaches: Sequence[Reach]) -> str:
    """The text of ``coverage.yml``: totals a language, then one line a phenomenon and language."""
    content = {"total": totals(reaches)}
    for each in reaches:
        content.setdefault(each.phenomenon, {})[each.language] = each.as_mapping()
    return HEADER + "".join(_lines(content))


def _lines(content: Mapping[str, Mapping[str, Mapping[str, object]]]) -> Iterator[str]:
    for name, languages in content.items():
        yield f"{name}:\n"
        for language, figures in languages.items():
            flow = yaml.safe_dump(dict(figures), default_flow_style=True, sort_keys=False, width=1000)
            yield f"  {language}: {flow.strip()}\n"
