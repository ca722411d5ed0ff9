"""What a running app holds: its settings, the linter in force, its tokens, its counters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from flask import current_app

from kalm.api.metrics import Metrics
from kalm.config import Settings
from kalm.grammar.checker import Checker
from kalm.linting import Linter

EXTENSION = "kalm"

LinterProvider = Callable[[], Linter | None]
"""Gives the linter in force, or None while there is none."""


class Access(Enum):
    """Who may call a blueprint; said where it is registered."""

    OPEN = "everybody who reaches Kalm"
    TOKEN = "whoever has a token, once tokens are configured"


@dataclass(frozen=True, slots=True)
class State:
    """One app's state. Nothing in it changes while it answers."""

    settings: Settings
    linter_provider: LinterProvider
    tokens: frozenset[bytes]
    """SHA-256 of each token; empty means that none is asked for."""
    access: dict[str, Access]
    """Blueprint name → who may call it."""
    metrics: Metrics
    grammar: Checker | None
    """Asks LanguageTool; None if grammar is switched off."""
    platforms: Mapping[str, Any]
    """What ``/v1/platforms`` answers."""


def state() -> State:
    """The state of the app that answers the current request."""
    found: State = current_app.extensions[EXTENSION]
    return found
