"""Words for what only the reader heard: those of the nearest rule, else the category's own careful ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from kalm.core import CATEGORIES
from kalm.reader.reading import Stretch
from kalm.rules.errors import Problem, RuleError, problem_at
from kalm.rules.files import read as read_file
from kalm.rules.model import Rule
from kalm.rules.schema import TextsForm


class _WordsForm(BaseModel):
    model_config = ConfigDict(extra="forbid")
    message: TextsForm
    why: TextsForm
    advice: TextsForm


@dataclass(frozen=True, slots=True)
class Words:
    """What, why, and what to do, by language of the person who reads it."""

    message: Mapping[str, str]
    why: Mapping[str, str]
    advice: Mapping[str, str]


def load_words(paths: Sequence[Path]) -> dict[str, Words]:
    """The careful words of each category from `reader.yml` files, later ones first. Raises `RuleError`."""
    found: dict[str, Words] = {}
    problems: list[Problem] = []
    for path in paths:
        source, content = read_file(path)
        for category, given in content.items():
            try:
                form = _WordsForm.model_validate(given)
            except ValidationError as error:
                problems += [
                    problem_at(path, source, (category, *wrong["loc"]), wrong["msg"]) for wrong in error.errors()
                ]
                continue
            if category not in CATEGORIES:
                problems.append(problem_at(path, source, (category,), "no such category"))
                continue
            found[category] = Words(form.message.model_dump(), form.why.model_dump(), form.advice.model_dump())
    if problems:
        raise RuleError(problems)
    return found


class Neighbours:
    """Vectors of the rules' own marked bad examples; the nearest one lends its rule's words."""

    def __init__(self, path: Path, rules: Sequence[Rule]) -> None:
        import numpy

        self._numpy: Any = numpy
        with numpy.load(path, allow_pickle=False) as kept:
            names, vectors = kept["rules"].tolist(), kept["vectors"].astype(numpy.float32)
        by_id = {rule.id: rule for rule in rules}
        self._groups: dict[tuple[str, str], tuple[list[Rule], Any]] = {}
        rows: dict[tuple[str, str], list[int]] = {}
        for row, name in enumerate(names):
            if name in by_id:
                rows.setdefault((by_id[name].category, by_id[name].language[:2]), []).append(row)
        for key, chosen in rows.items():
            group = vectors[chosen]
            group /= numpy.linalg.norm(group, axis=1, keepdims=True)
            self._groups[key] = ([by_id[names[row]] for row in chosen], group)

    def nearest(self, category: str, language: str, stretch: Stretch) -> tuple[Rule | None, float]:
        """The rule whose example is nearest, and the cosine; (None, -1) where the category has none."""
        group = self._groups.get((category, language[:2]))
        if group is None:
            return None, -1.0
        rules, vectors = group
        cosines = vectors @ (stretch.vector / self._numpy.linalg.norm(stretch.vector))
        best = int(cosines.argmax())
        return rules[best], float(cosines[best])
