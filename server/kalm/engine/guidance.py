"""What to do in this situation, in order, whatever the draft says (rule catalogue, section 1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kalm.core import Advice
from kalm.engine.scene import Scene
from kalm.rules.errors import Problem, RuleError, problem_at
from kalm.rules.files import read as read_file
from kalm.rules.loader import facts
from kalm.rules.model import Facts, Setting
from kalm.rules.schema import FactsForm, TextsForm

MOST = 5
"""Lines of advice at once: more is not read."""


class _AdviceForm(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str
    when: FactsForm = FactsForm()
    text: TextsForm


class _CaseForm(BaseModel):
    model_config = ConfigDict(extra="forbid")
    case: str
    when: FactsForm = FactsForm()
    advice: list[_AdviceForm] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class _Line:
    id: str
    when: Facts
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Case:
    name: str
    when: Facts
    lines: tuple[_Line, ...]


class Guidance:
    """Cases in order: the first that fits speaks, the others are silent."""

    def __init__(self, cases: Sequence[_Case]) -> None:
        self._cases = tuple(cases)
        self._advise = lru_cache(maxsize=512)(self._find)

    @classmethod
    def load(cls, paths: Sequence[Path]) -> "Guidance":
        """Build from `guidance.yml` files; those of later folders are asked first. Raises `RuleError`."""
        cases: list[_Case] = []
        problems: list[Problem] = []
        for path in reversed(paths):
            source, content = read_file(path, list)
            for number, written in enumerate(content):
                try:
                    form = _CaseForm.model_validate(written)
                except ValidationError as error:
                    problems.extend(
                        problem_at(path, source, (number, *item["loc"]), item["msg"]) for item in error.errors()
                    )
                    continue
                lines = tuple(_Line(line.id, facts(line.when), line.text.model_dump()) for line in form.advice)
                cases.append(_Case(form.case, facts(form.when), lines))
        if problems:
            raise RuleError(problems)
        return cls(cases)

    def advise(self, scene: Scene, words: str) -> tuple[Advice, ...]:
        """What fits this situation and place, at most `MOST` lines, in the language ``words``."""
        return self._advise(scene.setting, words)

    def _find(self, setting: Setting, words: str) -> tuple[Advice, ...]:
        for case in self._cases:
            if case.when.holds(setting):
                fitting = [line for line in case.lines if line.when.holds(setting)]
                return tuple(Advice(line.id, line.text[words]) for line in fitting[:MOST])
        return ()
