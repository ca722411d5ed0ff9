"""What LanguageTool finds and a writer of replies is better off not reading: data, each entry with its reason.

``languagetool.yml`` beside a language's rules; `nl-BE` reads the one of `nl` first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kalm.grammar.values import Match
from kalm.rules.errors import RuleError, problem_at
from kalm.rules.files import read

Reasons = dict[str, Annotated[str, Field(min_length=1)]]
"""What is silenced → why."""


class NoiseFile(BaseModel):
    """The form of ``languagetool.yml``."""

    model_config = ConfigDict(extra="forbid")

    rules: Reasons = Field(default_factory=dict, description="ids of rules")
    prefixes: Reasons = Field(default_factory=dict, description="what ids of rules begin with")
    categories: Reasons = Field(default_factory=dict, description="ids of categories")
    words: Reasons = Field(default_factory=dict, description="words that are right, in lower case")
    first_words: str = Field(default="", description="words that open sentences, whose misspellings are no names")


@dataclass(frozen=True, slots=True)
class Noise:
    """What is silenced in one language."""

    rules: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    categories: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    first_words: frozenset[str] = frozenset()

    @classmethod
    def load(cls, paths: Sequence[Path]) -> "Noise":
        """All of these files together. Raises `RuleError`."""
        files = [_read(path) for path in paths]
        return cls(
            frozenset(rule for each in files for rule in each.rules),
            tuple(prefix for each in files for prefix in each.prefixes),
            frozenset(category for each in files for category in each.categories),
            frozenset(word.casefold() for each in files for word in each.words),
            frozenset(word for each in files for word in each.first_words.split()),
        )

    def silences(self, match: Match) -> bool:
        """Whether nobody is to see it."""
        return match.rule in self.rules or match.category in self.categories or match.rule.startswith(self.prefixes)


def _read(path: Path) -> NoiseFile:
    source, content = read(path)
    try:
        return NoiseFile.model_validate(content)
    except ValidationError as error:
        raise RuleError([problem_at(path, source, item["loc"], item["msg"]) for item in error.errors()]) from None
