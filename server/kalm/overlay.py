"""What a policy changes: which rules run, how grave they are, which words may stand, whom to ask."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from kalm.core import Advice, Finding, Span
from kalm.engine.openers import Manners, OwnOpener
from kalm.engine.ruleset import NOTHING_DECIDED, Decided
from kalm.policy import ResolvedPolicy
from kalm.policy.resolved import AllowedText, lowered
from kalm.policy.selectors import selects
from kalm.rules.model import Rule

WITHOUT: Mapping[str, frozenset[str]] = {
    "none": frozenset(("apology", "regret", "ownership")),
    "regret": frozenset(("apology", "ownership")),
    "full": frozenset(),
}
"""Stance on apologies → functions of openers that are not offered (rule catalogue, 3.1)."""


class Overlay:
    """A policy laid over one set of rules. Remembers what follows from the policies it has seen."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        self.decided = lru_cache(maxsize=256)(self._decide)
        """What a policy says about the rules, as the engine asks for it."""
        self.manners = lru_cache(maxsize=256)(_manners)
        """What a policy says about openers."""

    def _decide(self, policy: ResolvedPolicy) -> Decided:
        if policy.standings is None:
            return NOTHING_DECIDED
        off: set[str] = set()
        on: set[str] = set()
        severities: dict[str, str] = {}
        for rule in self._rules:
            standing = policy.standing(rule.id, rule.category)
            if standing.enabled is not None:
                (on if standing.enabled.value else off).add(rule.id)
            if standing.severity is not None:
                severities[rule.id] = str(standing.severity.value)
        return Decided(frozenset(off), frozenset(on), severities)

    def telling(self, text: str, policy: ResolvedPolicy) -> Callable[[str, str, Span | None], bool]:
        """Says of a rule, its category and a span of ``text`` whether the policy lets it be told: it is not switched
        off, and these words may not stand."""
        free = _stretches(text, policy.allowed) if policy.allowed else ()

        def is_told(rule: str, category: str, span: Span | None) -> bool:
            if free and span is not None and _may_stand(rule, category, span, free):
                return False
            enabled = policy.standing(rule, category).enabled
            return enabled is None or bool(enabled.value)

        return is_told

    def settle(self, findings: Iterable[Finding], text: str, policy: ResolvedPolicy) -> list[Finding]:
        """``findings`` in ``text`` as the policy has them: without what it switched off or allowed, as grave as it
        says, with whom to ask and where the guideline stands."""
        is_told = self.telling(text, policy)
        kept: list[Finding] = []
        for found in findings:
            span = None if found.start is None or found.end is None else Span(found.start, found.end)
            if not is_told(found.rule, found.category, span):
                continue
            if policy.standings is None:
                kept.append(found)
                continue
            standing = policy.standing(found.rule, found.category)
            changes: dict[str, str] = {}
            if standing.severity is not None:
                changes["severity"] = str(standing.severity.value)
            ask = str(standing.contact.value) if standing.contact is not None else found.contact or policy.contact
            if ask is not None and ask != found.contact:
                changes["contact"] = ask
            if standing.guideline is not None or (policy.guideline is not None and found.source is None):
                changes["source"] = str(standing.guideline.value if standing.guideline else policy.guideline)
            kept.append(replace(found, **changes) if changes else found)  # type: ignore[arg-type]
        return kept


def of_modes(policy: ResolvedPolicy, words: str) -> tuple[Advice, ...]:
    """The guidance of the modes in force, which comes before all other."""
    return tuple(Advice(f"mode.{mode.kind}", mode.guidance[words]) for mode in policy.modes if mode.guidance)


def _manners(policy: ResolvedPolicy) -> Manners:
    own = tuple(OwnOpener(one.language, one.text, one.situation, one.address) for one in policy.openers)
    return Manners(WITHOUT[policy.apology], own)


_Stretch = tuple[int, int, str | None]
"""Start, end, and which rules must keep quiet there; None: all that allow it."""


def _stretches(text: str, allowed: Sequence[AllowedText]) -> tuple[_Stretch, ...]:
    read = lowered(text)
    found: list[_Stretch] = []
    for entry in allowed:
        at = read.find(entry.text)
        while at >= 0:
            found.append((at, at + len(entry.text), entry.select))
            at = read.find(entry.text, at + 1)
    return tuple(found)


def _may_stand(rule: str, category: str, span: Span, free: Sequence[_Stretch]) -> bool:
    return any(
        start <= span.start and span.end <= end and (select is None or selects(select, rule, category))
        for start, end, select in free
    )
