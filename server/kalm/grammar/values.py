"""What LanguageTool says about a text, in code points, without the text itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from kalm.core import Span

State = Literal["off", "ok", "unavailable", "timeout"]
"""What became of a question: not asked, answered, nobody there (also while starting), or too late."""

SPELLING = "misspelling"
"""The ITS issue type of a word that the dictionary does not know."""

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Match:
    """One thing that LanguageTool noticed at ``text[start:end]``."""

    start: int
    end: int
    rule: str
    category: str
    issue: str
    """ITS issue type: misspelling, grammar, typographical, …"""
    message: str
    """In the language of the text."""
    replacements: tuple[str, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    """The other fields as the server sent them, without those that repeat the text (context, sentence)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking LanguageTool about one text."""

    state: State
    matches: tuple[Match, ...] = ()
    sentences: tuple[Span, ...] = ()


UNAVAILABLE = Answer("unavailable")
TIMEOUT = Answer("timeout")
