"""A policy as the engine reads it: every choice made, nothing left to look up."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kalm.policy.selectors import selects

STOP_BY_DEFAULT = frozenset(
    (
        "any.confidential.bsn",
        "any.confidential.card",
        "any.confidential.card-check-code",
        "any.confidential.credential",
        "any.confidential.education-number",
        "any.confidential.nhs-number",
        "any.confidential.rijksregisternummer",
        "any.confidential.secret-key",
    )
)
"""Rules that hold a post by default: credentials, checksum-valid personal numbers, cards."""

SHIPPED = "shipped"
"""Where a choice comes from that nobody made: what Kalm brings along."""

_NO_LISTS: Mapping[str, tuple[str, ...]] = MappingProxyType({})
_NO_ORIGINS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing decided about one rule, and why."""

    value: bool | str
    origin: str
    """The layer: ``shipped``, ``organisation``, ``team webcare``, ``scope place=dm``, ``mode crisis``."""
    select: str
    reason: str | None = None
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What a policy says about one rule; what is None stays as the rule itself has it."""

    enabled: Choice | None = None
    severity: Choice | None = None
    stop: Choice | None = None
    contact: Choice | None = None
    guideline: Choice | None = None
    owner: Choice | None = None


def lowered(text: str) -> str:
    """``text`` in lower case, sign by sign: folding a whole text may move positions (İ, ß)."""
    return "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)


@dataclass(frozen=True, slots=True)
class AllowedText:
    """Words that may stand."""

    text: str
    """As `lowered` has it."""
    select: str | None
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class OwnOpener:
    """A first sentence of the house."""

    language: str
    text: str
    situation: str | None
    address: str | None


@dataclass(frozen=True, slots=True)
class ModeInForce:
    """A mode that holds now."""

    kind: str
    until: dt.datetime
    line: Mapping[str, str] | None
    guidance: Mapping[str, str] | None


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class ResolvedPolicy:
    """The policy in force for one draft. Two are the same only if they are one object: what follows from one is
    remembered by whoever needs it."""

    name: str = "built-in"
    version: int = 0
    language: str = "nl"
    """Language of drafts that show none of their own; ``nl-BE`` makes ``auto`` answer Flemish."""
    strictness: str = "balanced"
    stop: frozenset[str] = STOP_BY_DEFAULT
    """Ids of the rules that hold a post, before `standing` has its say."""
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NO_LISTS)
    """Words that only the organisation knows: ``org``, ``competitors``, ``codenames``, ``names``."""
    own: frozenset[str] = frozenset()
    """The organisation's own numbers, addresses and domains, as `kalm.detectors.own_values` writes them: no leak."""
    case_numbers: tuple[re.Pattern[str], ...] = ()
    """How the organisation writes its own case numbers."""
    handles: tuple[str, ...] = ()
    """Account names of the organisation."""
    contact: str | None = None
    """Whom to ask."""
    guideline: str | None = None
    """Address of the organisation's guideline."""
    interruption_budget: int = 1
    """How often one composer may be interrupted at send."""
    override_allowed: bool = True
    """Whether a writer may post what a stop rule holds."""
    override_reason: bool = True
    """Whether the writer is asked why."""
    apology: str = "full"
    """How far offered openers go: ``none``, ``regret``, ``full``."""
    address: str | None = None
    """``u`` or ``je`` where the draft shows neither."""
    anatomy: bool = True
    """Whether the meter is shown."""
    openers: tuple[OwnOpener, ...] = ()
    allowed: tuple[AllowedText, ...] = ()
    modes: tuple[ModeInForce, ...] = ()
    standings: "Standings | None" = None
    """What is decided about single rules; see `standing`."""
    locked: frozenset[str] = frozenset()
    """Settings that nobody below may change, ``strictness`` among them."""
    origins: Mapping[str, str] = field(default_factory=lambda: _NO_ORIGINS)
    """Setting → the layer that decided it."""

    def standing(self, rule: str, category: str) -> Standing:
        """What is decided about a rule."""
        return NOTHING if self.standings is None else self.standings.standing(rule, category)

    def stops(self, rule: str, category: str) -> bool:
        """Whether a finding of this rule holds a post."""
        decided = self.standing(rule, category).stop
        return rule in self.stop if decided is None else bool(decided.value)


class Standings:
    """What layers decide about rules, looked up by id and remembered."""

    def __init__(self, layers: "tuple[StandingLayer, ...]") -> None:
        self._layers = layers
        self._known: dict[str, Standing] = {}

    def standing(self, rule: str, category: str) -> Standing:
        """What all layers together decide about a rule."""
        found = self._known.get(rule)
        if found is None:
            found = self._known[rule] = _decide(self._layers, rule, category)
        return found


@dataclass(frozen=True, slots=True)
class StandingSetting:
    """One setting of a layer: what it selects, and which values it gives."""

    select: str
    weight: tuple[int, int]
    values: Mapping[str, bool | str]
    reason: str | None
    locked: bool


@dataclass(frozen=True, slots=True)
class StandingLayer:
    """The settings of rules in one layer, upper layers first."""

    origin: str
    settings: tuple[StandingSetting, ...]
    above_locks: bool = False
    """A mode: it has an end, and goes above what is locked."""


NOTHING = Standing()
KEYS = ("enabled", "severity", "stop", "contact", "guideline", "owner")


def _decide(layers: tuple[StandingLayer, ...], rule: str, category: str) -> Standing:
    chosen: dict[str, Choice] = {}
    locked: set[str] = set()
    for layer in layers:
        fitting = [setting for setting in layer.settings if selects(setting.select, rule, category)]
        fitting.sort(key=lambda setting: setting.weight)  # the most exact one last: it wins
        closed: set[str] = set()
        for setting in fitting:
            for key, value in setting.values.items():
                if key not in locked or layer.above_locks:
                    chosen[key] = Choice(value, layer.origin, setting.select, setting.reason, setting.locked)
                if setting.locked:
                    closed.add(key)
        locked |= closed
    return Standing(**chosen) if chosen else NOTHING


BUILT_IN = ResolvedPolicy()
