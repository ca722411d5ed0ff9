"""What a running app holds: its settings, the linter in force, its tokens, its store, its counters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from flask import current_app

from kalm.api.metrics import Metrics
from kalm.config import Settings
from kalm.grammar.checker import Checker
from kalm.inforce import InForce
from kalm.store import Store
from kalm.store.tokens import TokenOwner

if TYPE_CHECKING:
    from kalm.api.auth import Browsers
    from kalm.api.provider import Provider

EXTENSION = "kalm"


class Access(Enum):
    """Who may call a blueprint; said where it is registered."""

    OPEN = "everybody who reaches Kalm"
    TOKEN = "whoever has a token for lint or is signed in, unless Kalm is open"
    METRICS = "whoever has a token for metrics, unless Kalm is open"
    SIGNED_IN = "whoever is signed in; each view says which roles"


@dataclass(frozen=True, slots=True)
class State:
    """One app's state. Nothing in it changes while it answers."""

    settings: Settings
    inforce: InForce
    """Rules and policy in force."""
    tokens: Callable[[], Mapping[bytes, TokenOwner]]
    """Gives the tokens in force: SHA-256 → what each stands for."""
    open_to_all: Callable[[], bool]
    """Whether the interface may be used without token and sign-in."""
    store: Store | None
    """People and what they decided; None means that nobody can sign in."""
    browsers: "Browsers"
    """Signed-in browsers seen lately."""
    single_sign_on: "Provider | None"
    """Asks who somebody is; None if that is not set up."""
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
