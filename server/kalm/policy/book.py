"""A published document → the policy in force for one draft, with where each choice comes from."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kalm.detectors import own_values
from kalm.policy.document import (
    LOCKABLE,
    Layer,
    Mode,
    PolicyDocument,
    RuleSetting,
    When,
)
from kalm.policy.resolved import (
    BUILT_IN,
    SHIPPED,
    AllowedText,
    ModeInForce,
    OwnOpener,
    ResolvedPolicy,
    StandingLayer,
    Standings,
    StandingSetting,
    lowered,
)
from kalm.policy.selectors import weight

ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose draft it is and where it will stand; None: unknown, and no scope that asks for it fits."""

    team: str | None = None
    account: str | None = None
    place: str | None = None
    platform: str | None = None
    share: int | None = None
    """0 to 99, the same for one person every day: who sees settings that are tried out. None: sees none of them."""


@dataclass(frozen=True, slots=True)
class _Level:
    origin: str
    layer: Layer


class PolicyBook:
    """One version of an organisation's policy. Nothing in it changes."""

    def __init__(self, document: PolicyDocument, version: int, strictness: str = BUILT_IN.strictness) -> None:
        """``version`` is 0 for a document that was never published; ``strictness`` counts where it says none."""
        self.document = document
        self.version = version
        self._strictness = strictness
        self._own = own_values(document.own, document.language)
        self._numbers = tuple(_number(form) for form in document.case_numbers)
        self._shares = sorted({setting.preview for setting in _all_rules(document) if setting.preview is not None})
        self._resolve = lru_cache(maxsize=1024)(self._compute)

    @property
    def base(self) -> ResolvedPolicy:
        """The policy of the organisation as a whole."""
        return self.resolve(Scope())

    def resolve(self, scope: Scope, now: dt.datetime | None = None) -> ResolvedPolicy:
        """The policy in force there at ``now`` (by default this moment)."""
        now = now or dt.datetime.now(dt.UTC)
        on = tuple(index for index, mode in enumerate(self.document.modes) if mode.on(now))
        # Of the share only matters which of the previews it falls under.
        under = 0 if scope.share is None else sum(scope.share >= limit for limit in self._shares) + 1
        named = Scope(scope.team, scope.account, scope.place, scope.platform)
        return self._resolve(named, under, on, now.date())

    def _compute(self, scope: Scope, under: int, on: tuple[int, ...], today: dt.date) -> ResolvedPolicy:
        levels = list(self._levels(scope))
        modes = [self.document.modes[index] for index in on]
        values, origins, locked = _settings(levels)
        previews = frozenset(self._shares[under - 1 :]) if under else frozenset[int]()
        overlay = tuple(
            [StandingLayer(level.origin, _overlay(level.layer.rules, previews)) for level in levels]
            + [StandingLayer(_of_mode(mode), _overlay(mode.rules, previews), above_locks=True) for mode in modes]
        )
        document = self.document
        return ResolvedPolicy(
            name=document.name,
            version=self.version,
            language=document.language,
            strictness=values.strictness or self._strictness,
            lists={name: tuple(entries) for name, entries in document.words.model_dump().items() if entries},
            own=self._own,
            case_numbers=self._numbers,
            handles=tuple(account.handle for account in document.accounts),
            contact=values.contact.told() if values.contact else None,
            guideline=values.guideline,
            interruption_budget=BUILT_IN.interruption_budget if values.interruptions is None else values.interruptions,
            override_allowed=values.override.allowed if values.override else BUILT_IN.override_allowed,
            override_reason=values.override.reason if values.override else BUILT_IN.override_reason,
            apology=values.apology or BUILT_IN.apology,
            address=values.address,
            anatomy=BUILT_IN.anatomy if values.anatomy is None else values.anatomy,
            openers=tuple(
                OwnOpener(opener.language, opener.text, opener.situation, opener.address) for opener in document.openers
            ),
            allowed=tuple(
                AllowedText(lowered(entry.text), entry.select, entry.until)
                for entry in document.allow
                if entry.until is None or entry.until >= today
            ),
            modes=tuple(
                ModeInForce(
                    mode.kind,
                    mode.until,
                    mode.line.model_dump() if mode.line else None,
                    mode.guidance.model_dump() if mode.guidance else None,
                )
                for mode in modes
            ),
            standings=Standings(overlay),
            locked=locked,
            origins=origins,
        )

    def _levels(self, scope: Scope) -> Iterable[_Level]:
        """Layers that fit, from the top down; of scopes the less exact ones first."""
        yield _Level(ORGANISATION, self.document.settings)
        for team in self.document.teams:
            if team.id == scope.team:
                yield _Level(f"team {team.name}", team.settings)
        fitting = [form for form in self.document.scopes if _fits(form.when, scope)]
        for form in sorted(fitting, key=lambda form: len(form.when.facts)):
            yield _Level(_of_scope(form.when), form.settings)


def _settings(levels: Sequence[_Level]) -> tuple[Layer, dict[str, str], frozenset[str]]:
    """(one layer with what counts, setting → origin, settings that are locked at the end)."""
    counts: dict[str, object] = {}
    origins = dict.fromkeys(LOCKABLE, SHIPPED)
    locked: set[str] = set()
    for level in levels:
        for name in LOCKABLE:
            value = getattr(level.layer, name)
            if value is not None and name not in locked:
                counts[name] = value
                origins[name] = level.origin
        locked.update(level.layer.locked)
    return Layer.model_construct(**counts), origins, frozenset(locked)  # type: ignore[arg-type]


def _overlay(rules: Iterable[RuleSetting], previews: frozenset[int]) -> tuple[StandingSetting, ...]:
    found: list[StandingSetting] = []
    for rule in rules:
        if rule.preview is not None and rule.preview not in previews:
            continue
        values: dict[str, bool | str | None] = {
            "enabled": rule.enabled,
            "severity": rule.severity,
            "stop": rule.stop,
            "contact": rule.contact.told() if rule.contact else None,
            "guideline": rule.guideline,
            "owner": rule.owner,
        }
        given = {key: value for key, value in values.items() if value is not None}
        found.append(StandingSetting(rule.select, weight(rule.select), given, rule.reason, rule.locked))
    return tuple(found)


def _fits(when: When, scope: Scope) -> bool:
    return all(
        wanted is None or wanted == given
        for wanted, given in (
            (when.team, scope.team),
            (when.account, scope.account),
            (when.place, scope.place),
            (when.platform, scope.platform),
        )
    )


def _of_scope(when: When) -> str:
    return "scope " + ", ".join(f"{name}={value}" for name, value in when.facts.items())


def _of_mode(mode: Mode) -> str:
    return f"mode {mode.kind} until {mode.until:%Y-%m-%d %H:%M}"


def _all_rules(document: PolicyDocument) -> Iterable[RuleSetting]:
    yield from document.settings.rules
    for team in document.teams:
        yield from team.settings.rules
    for scope in document.scopes:
        yield from scope.settings.rules
    for mode in document.modes:
        yield from mode.rules


def _number(form: str) -> re.Pattern[str]:
    parts = {"9": r"\d", "A": r"[A-Za-z]"}
    return re.compile(rf"(?<!\w){''.join(parts.get(sign, re.escape(sign)) for sign in form)}(?!\w)")
