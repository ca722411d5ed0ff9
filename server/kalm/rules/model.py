"""What a rule is, once it is loaded: frozen values that the engine reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kalm.core import Context
from kalm.rules.phrases import Phrase

Texts = Mapping[str, str]
"""The same text in each language of the interface: ``nl`` and ``en``."""


@dataclass(frozen=True, slots=True)
class AttachmentKind:
    """An attachment as rules see it: no names, no texts."""

    kind: str
    rights: str
    credit: bool
    alt: bool | None
    """Whether it has a description; None where nobody knows."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The facts around a draft that rules may ask for. Holds no text, so what follows from it may be kept."""

    place: str
    account: str
    situation: str
    """A label, or ``none`` without a parent."""
    turn: int
    """1 for our first reply, 2 for the second, 3 for any later one."""
    platform: str | None
    distress: bool
    threat: bool
    attachments: tuple[AttachmentKind, ...]
    certain: bool = True
    """Whether the situation was read with confidence, or set by a person."""
    intensity: int = 0
    """How bad it is for the writer of the parent, 0 to 3; see `kalm.engine.intensity`."""


TURNS = {"first": (1,), "later": (2, 3), "third": (3,)}
"""Which of our replies a fact names: the first, any later one, the third or later."""


@dataclass(frozen=True, slots=True)
class AttachmentFact:
    """Some attachment is like this; ``present=False`` says that there is none at all."""

    present: bool = True
    kind: frozenset[str] | None = None
    rights: frozenset[str] | None = None
    credit: bool | None = None
    alt: bool | None = None

    def holds(self, attachments: tuple[AttachmentKind, ...]) -> bool:
        """Whether these attachments fit."""
        if not self.present:
            return not attachments
        return any(
            (self.kind is None or item.kind in self.kind)
            and (self.rights is None or item.rights in self.rights)
            and (self.credit is None or item.credit == self.credit)
            and (self.alt is None or item.alt == self.alt)
            for item in attachments
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """What must hold around the draft. ``None`` means: does not matter."""

    place: frozenset[str] | None = None
    account: frozenset[str] | None = None
    situation: frozenset[str] | None = None
    turn: str | None = None
    platform: frozenset[str] | None = None
    distress: bool | None = None
    threat: bool | None = None
    attachment: AttachmentFact | None = None
    certain: bool | None = None
    intensity: frozenset[int] | None = None

    def holds(self, setting: Setting) -> bool:
        """Whether all of it holds."""
        return (
            (self.place is None or setting.place in self.place)
            and (self.account is None or setting.account in self.account)
            and (self.situation is None or setting.situation in self.situation)
            and (self.turn is None or setting.turn in TURNS[self.turn])
            and (self.platform is None or (setting.platform or "") in self.platform)
            and (self.distress is None or setting.distress == self.distress)
            and (self.threat is None or setting.threat == self.threat)
            and (self.attachment is None or self.attachment.holds(setting.attachments))
            and (self.certain is None or setting.certain == self.certain)
            and (self.intensity is None or setting.intensity in self.intensity)
        )


@dataclass(frozen=True, slots=True)
class About:
    """Who the sentence is about: what the clause that holds a match must be. Empty means: does not matter."""

    subject: frozenset[str] = frozenset()
    mood: frozenset[str] = frozenset()
    negated: bool | None = None
    counterfactual: bool | None = None
    conditional: bool | None = None
    quoted: bool | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """Everything in it must hold."""

    facts: Facts = field(default_factory=Facts)
    phrases: tuple[Phrase, ...] = ()
    lacks: tuple[Phrase, ...] = ()
    where: str = "sentence"
    about: About | None = None
    anatomy: Mapping[str, bool] = field(default_factory=dict)
    particles: bool | None = None


@dataclass(frozen=True, slots=True)
class PhraseMatcher:
    """Finds phrases, in clauses that are about the right person."""

    phrases: tuple[Phrase, ...]
    about: About | None = None
    where: str = "draft"
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class PatternMatcher:
    """Finds a regular expression on the original text, where a fixed piece occurs."""

    regex: str
    gate: tuple[str, ...]
    case: bool = False


@dataclass(frozen=True, slots=True)
class CountMatcher:
    """Finds too many of a thing. ``at_least`` by platform, with ``default``; or ``share`` of the words."""

    of: str
    at_least: Mapping[str, int] = field(default_factory=dict)
    share: float | None = None


@dataclass(frozen=True, slots=True)
class MissingMatcher:
    """Finds that something is not there."""

    what: str | None
    phrases: tuple[Phrase, ...]
    where: str


@dataclass(frozen=True, slots=True)
class DetectMatcher:
    """Asks a named finder in code."""

    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class ContextMatcher:
    """Needs nothing but the facts."""


Matcher = PhraseMatcher | PatternMatcher | CountMatcher | MissingMatcher | DetectMatcher | ContextMatcher


@dataclass(frozen=True, slots=True)
class FixPattern:
    """A better wording for a stretch of the draft.

    ``text`` is keyed by form of address (``u``, ``je``, ``none``), or by the draft's language (``nl``, ``en``).
    """

    scope: str
    text: Mapping[str, str] = field(default_factory=dict)
    transform: str | None = None
    openers: int = 0
    title: Texts | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A draft that a rule must catch, with the marked span, or must leave alone."""

    text: str
    context: Context
    marked: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``id`` is its path below `lint_rules/` with dots."""

    id: str
    language: str
    category: str
    phenomena: tuple[str, ...]
    severity: str
    status: str
    message: Texts
    why: Texts
    advice: Texts
    when: Facts
    matcher: Matcher
    needs: tuple[Condition, ...]
    unless: tuple[Condition, ...]
    raises: tuple[Condition, ...]
    lowers: tuple[Condition, ...]
    span: str
    fixes: tuple[FixPattern, ...]
    bad: tuple[Example, ...]
    good: tuple[Example, ...]
    confidence: float | None
    reader: bool
    """Whether it asks for the reader's agreement: beside one that hears nothing its finding is worth less."""
    source: str | None
    path: Path
