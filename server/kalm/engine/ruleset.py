"""The compiled rules of one language, and running them over one scene."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from kalm.core import SEVERITIES, Span, rank
from kalm.engine.conditions import holds, is_about
from kalm.engine.matchers import find
from kalm.engine.scan import Match, PhraseIndex
from kalm.engine.scene import Scene
from kalm.engine.steps import STEPS, Hit
from kalm.rules.model import DetectMatcher, PhraseMatcher, Rule, Setting
from kalm.rules.phrases import Phrase

QUIET_IN_DM = frozenset(("escalation", "spam", "copyright", "disclosure"))
"""Categories about manners in public: silent in a private conversation unless a rule asks for it."""


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """What a policy decided about rules, by id. The same only if it is one object, so that what follows is kept."""

    off: frozenset[str] = frozenset()
    on: frozenset[str] = frozenset()
    """Rules on trial that run all the same."""
    severities: Mapping[str, str] = field(default_factory=dict)


NOTHING_DECIDED = Decided()


@dataclass(frozen=True, slots=True)
class _Indexed:
    """Phrases in an index, with the number of the rule that each belongs to."""

    index: PhraseIndex
    owner: Sequence[int]


class Ruleset:
    """Rules with all their phrases in one index; an organisation's own rules beside them in a small second one."""

    def __init__(self, rules: Sequence[Rule], particles: tuple[Phrase, ...], base: "Ruleset | None" = None) -> None:
        """With ``base`` these rules stand beside those of another set and replace the ones of the same id."""
        before: tuple[Rule, ...] = () if base is None else base.rules
        shared: tuple[_Indexed, ...] = () if base is None else base._indexed
        taken = frozenset(rule.id for rule in rules)
        self._replaced = frozenset(number for number, rule in enumerate(before) if rule.id in taken)
        self.rules: tuple[Rule, ...] = (*before, *rules)
        self.particles = particles
        phrases: list[Phrase] = []
        owner: list[int] = []
        self._others: list[int] = []
        self._detecting: dict[str, list[int]] = {}
        for number, rule in enumerate(self.rules):
            if isinstance(rule.matcher, PhraseMatcher):
                if number >= len(before):
                    phrases += rule.matcher.phrases
                    owner += [number] * len(rule.matcher.phrases)
            elif isinstance(rule.matcher, DetectMatcher):
                self._detecting.setdefault(rule.matcher.name, []).append(number)
            else:
                self._others.append(number)
        self._indexed: tuple[_Indexed, ...] = (*shared, _Indexed(PhraseIndex(phrases), owner))
        self._active = lru_cache(maxsize=512)(self._compute_active)

    def beside(self, rules: Sequence[Rule]) -> "Ruleset":
        """These rules beside those of this set, whose index is shared and not built again."""
        return Ruleset(rules, self.particles, self)

    def standing_rules(self) -> tuple[Rule, ...]:
        """The rules that run: without those that were replaced."""
        return tuple(rule for number, rule in enumerate(self.rules) if number not in self._replaced)

    def literals(self) -> list[str]:
        """Fixed pieces of all phrases, for measuring against a bare automaton."""
        return [piece for indexed in self._indexed for piece in indexed.index.literals()]

    def run(self, scene: Scene, strictness: str, decided: Decided = NOTHING_DECIDED) -> list[Hit]:
        """What the rules say of a draft, after all steps. ``decided`` is what a policy has to say about rules."""
        hits: Sequence[Hit] = self.raw(scene, strictness, decided=decided)
        if decided.severities:
            hits = [replace(hit, severity=decided.severities.get(hit.rule.id, hit.severity)) for hit in hits]
        if strictness == "quiet":
            hits = [hit for hit in hits if rank(hit.severity) > 0]
        for step in STEPS:
            hits = step(hits, scene.document)
        return list(hits)

    def raw(
        self, scene: Scene, strictness: str, only: int | None = None, decided: Decided = NOTHING_DECIDED
    ) -> list[Hit]:
        """Every hit of every rule, or of rule number ``only``, before any step."""
        active_rules, active_phrases = self._active(scene.setting, strictness == "keen" or only is not None, decided)
        if only is not None:
            on = only in active_rules
            active_phrases = tuple(bytes(on and owner == only for owner in indexed.owner) for indexed in self._indexed)
        hits: list[Hit] = []
        by_rule: dict[int, list[Match]] = {}
        for indexed, active in zip(self._indexed, active_phrases, strict=True):
            for match in indexed.index.scan(scene.document, active):
                by_rule.setdefault(indexed.owner[match.phrase], []).append(match)
        for number, matches in by_rule.items():
            hits += self._phrase_hits(self.rules[number], matches, scene)
        detecting = (number for kind in scene.detected for number in self._detecting.get(kind, ()))
        for number in (*self._others, *detecting):
            if number in active_rules and (only is None or number == only):
                hits += self._other_hits(self.rules[number], scene)
        return hits

    def _compute_active(
        self, setting: Setting, keen: bool, decided: Decided
    ) -> tuple[frozenset[int], tuple[bytes, ...]]:
        rules = frozenset(
            number
            for number, rule in enumerate(self.rules)
            if number not in self._replaced
            and rule.id not in decided.off
            and _runs(rule, setting, keen or rule.id in decided.on)
        )
        return rules, tuple(bytes(owner in rules for owner in indexed.owner) for indexed in self._indexed)

    def _phrase_hits(self, rule: Rule, matches: list[Match], scene: Scene) -> Iterator[Hit]:
        matcher = rule.matcher
        assert isinstance(matcher, PhraseMatcher)
        places: list[tuple[int, int]] = []
        for _, first, end in sorted(matches, key=lambda match: (match.first, -match.end)):
            if places and first < places[-1][1]:
                continue
            if not _within(matcher.where, scene, first):
                continue
            if matcher.about is not None and not is_about(scene, (first, end), matcher.about):
                continue
            places.append((first, end))
        if len(places) < matcher.at_least:
            return
        for place in places:
            hit = self._judge(rule, scene, place, None, None)
            if hit is not None:
                yield hit

    def _other_hits(self, rule: Rule, scene: Scene) -> Iterator[Hit]:
        for start, end, confidence in find(rule.matcher, scene):
            if start is None or end is None:
                hit = self._judge(rule, scene, None, None, confidence)
            else:
                hit = self._judge(rule, scene, words_of(scene, start, end), Span(start, end), confidence)
            if hit is not None:
                yield hit

    def _judge(
        self, rule: Rule, scene: Scene, place: tuple[int, int] | None, span: Span | None, confidence: float | None
    ) -> Hit | None:
        if not all(holds(condition, scene, place, self.particles) for condition in rule.needs):
            return None
        if any(holds(condition, scene, place, self.particles) for condition in rule.unless):
            return None
        severity = self._severity(rule, scene, place)
        if place is not None and (span is None or rule.span != "match"):
            span = _stretch(rule.span, scene, place)
        start, end = span if span is not None else (None, None)
        return Hit(rule, severity, start, end, place, confidence if confidence is not None else rule.confidence)

    def _severity(self, rule: Rule, scene: Scene, place: tuple[int, int] | None) -> str:
        severity = rule.severity
        if any(holds(condition, scene, place, self.particles) for condition in rule.raises):
            severity = SEVERITIES[max(rank(severity), 1)] if rank(severity) == 0 else severity
        if any(holds(condition, scene, place, self.particles) for condition in rule.lowers):
            severity = SEVERITIES[max(0, rank(severity) - 1)]
        return severity


def _runs(rule: Rule, setting: Setting, keen: bool) -> bool:
    if rule.status == "preview" and not keen:
        return False
    if setting.place == "dm" and rule.category in QUIET_IN_DM and rule.when.place is None:
        return False
    return rule.when.holds(setting)


def _within(where: str, scene: Scene, first: int) -> bool:
    if where == "draft":
        return True
    document = scene.document
    if where == "opening":
        low, high = document.opening()
    elif where == "closing":
        low, high = document.closing()
    else:
        low, high = document.first_sentence()
    return low <= first < high


def _stretch(kind: str, scene: Scene, place: tuple[int, int]) -> Span:
    document = scene.document
    if kind == "clause":
        first, end = scene.clause_range(*place)
        while end - 1 > first and document.words[end - 1] in (",", ";", ":", "."):
            end -= 1
        return document.span(first, end)
    if kind == "sentence":
        first, _ = document.sentences[document.sentence_at(place[0])]
        _, end = document.sentences[document.sentence_at(max(place[0], place[1] - 1))]
        return document.span(first, end)
    return document.span(*place)


def words_of(scene: Scene, start: int, end: int) -> tuple[int, int] | None:
    """Word range that covers a stretch of the text, within one sentence where it can be."""
    document = scene.document
    if not document.sentences:
        return None
    first = max(1, bisect_right(document.starts, start) - 1)
    last = max(first, bisect_right(document.starts, max(start, end - 1)) - 1)
    while first < last and document.words[first] == "\n":
        first += 1
    while last > first and document.words[last] == "\n":
        last -= 1
    return (first, last + 1)
