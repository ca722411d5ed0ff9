"""Openers that fit the parent and the draft's form of address: data, chosen the same way every time.

An opener may have slots: the parent's own thing (*de container*) and its own numbers (*drie weken*). It is offered
only where all its slots are filled from safe matches in the parent, so that nothing is invented.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from string import Formatter
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from kalm.engine.address import form_of_address
from kalm.engine.intensity import GRUMBLE
from kalm.engine.quantities import Quantities, Quantity
from kalm.engine.scan import search
from kalm.engine.scene import Scene
from kalm.rules.errors import Problem, RuleError, problem_at
from kalm.rules.files import read as read_file
from kalm.rules.notation import NotationError
from kalm.rules.phrases import Phrase, PhraseCompiler
from kalm.text.document import Document
from kalm.text.fold import fold

FUNCTIONS = ("apology", "regret", "feeling", "validation", "thanks", "ownership", "norm")
SLOTS = frozenset(("thing", "duration", "count", "lasted", "lack"))

NEAR = 6
"""Words between a time and what it measures."""

MOST_NAMING = 2
"""Openers in one offer that name something of the parent: the third way is a plain one."""

MOST_THINGS = 2
"""Things that a parent may name: with more of them nobody knows which one is meant."""


@dataclass(frozen=True, slots=True)
class OwnOpener:
    """An opener of the organisation's own; None fits everything."""

    language: str
    text: str
    situation: str | None = None
    address: str | None = None

    def fits(self, language: str, situation: str | None, address: str) -> bool:
        """Whether it suits a draft."""
        return (
            language.startswith(self.language[:2])
            and (self.language != "nl-BE" or language == "nl-BE")
            and self.situation in (None, situation)
            and self.address in (None, address)
        )


@dataclass(frozen=True, slots=True)
class Manners:
    """What an organisation decided about openers."""

    without: frozenset[str] = frozenset()
    """Functions that are not offered: one that never apologises names ``apology``."""
    own: tuple[OwnOpener, ...] = ()


ANY_MANNERS = Manners()

_Ranked = tuple[tuple[int, bytes], str, str]
"""Rank (-1: the house's own, 0: names something, 1: for the topic, 2: general) with a hash, function, text."""


def _listed(value: object) -> object:
    return value if isinstance(value, list) else [value]


class _OpenerForm(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1)
    function: Literal["apology", "regret", "feeling", "validation", "thanks", "ownership", "norm"]
    address: Literal["u", "je", "none"] = "none"
    intensity: Annotated[list[Literal[1, 2, 3]], BeforeValidator(_listed)] = [1, 2]
    topic: Annotated[list[str], BeforeValidator(_listed)] = []
    """Topics that it is for; empty: any."""


class _TopicForm(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    phrases: list[str] = Field(min_length=1)
    alone: bool = False
    """Nothing but this topic's own openers fits: a death."""


class _OpenersForm(BaseModel):
    model_config = ConfigDict(extra="forbid")
    topics: list[_TopicForm] = []
    things: dict[str, list[str]] = {}
    """Article → nouns as they are written: *de* → *container, bus*."""
    without: list[str] = []
    """What one can be without: *warm water*."""
    lacking: list[str] = []
    """Words before it: *geen*, *zonder*."""
    waiting: list[str] = []
    """Phrases that show that a time in the message was spent waiting."""
    openers: list[_OpenerForm]


@dataclass(frozen=True, slots=True)
class Opener:
    """One way to begin, with its slots still open."""

    text: str
    function: str
    address: str
    intensity: frozenset[int]
    topics: frozenset[str]
    slots: frozenset[str]

    def is_for(self, topic: "_Topic | None") -> bool:
        """Whether it fits what the message is about."""
        if not self.topics:
            return topic is None or not topic.alone
        return topic is not None and topic.name in self.topics

    def fill(self, slots: Mapping[str, str]) -> str | None:
        """The sentence, or None where the parent leaves a slot empty."""
        if not self.slots <= slots.keys():
            return None
        text = self.text.format_map({name: slots[name] for name in self.slots})
        return text[0].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class _Topic:
    name: str
    phrases: tuple[Phrase, ...]
    alone: bool


class Openers:
    """The openers of one language."""

    def __init__(
        self,
        openers: Sequence[Opener],
        topics: Sequence[_Topic],
        slots: "_Slots",
    ) -> None:
        self.openers = tuple(openers)
        self._topics = tuple(topics)
        self._slots = slots

    @classmethod
    def load(cls, paths: Sequence[Path], compiler: PhraseCompiler, quantities: Quantities) -> "Openers":
        """Build from `openers.yml` files, later ones adding to earlier ones. Raises `RuleError`."""
        openers: list[Opener] = []
        topics: list[_Topic] = []
        slots = _Slots(quantities)
        problems: list[Problem] = []
        for path in paths:
            source, content = read_file(path)
            try:
                form = _OpenersForm.model_validate(content)
            except ValidationError as error:
                problems += [problem_at(path, source, tuple(item["loc"]), item["msg"]) for item in error.errors()]
                continue
            try:
                topics.extend(
                    _Topic(topic.name, tuple(map(compiler.compile, topic.phrases)), topic.alone)
                    for topic in form.topics
                )
                slots.add(form, tuple(map(compiler.compile, form.waiting)))
            except NotationError as error:
                problems.append(problem_at(path, source, (), f"a phrase of topics or waiting: {error}"))
            known = {topic.name for topic in topics}
            for number, opener in enumerate(form.openers):
                try:
                    built = _opener(opener)
                except ValueError as error:  # a brace without its other half
                    problems.append(problem_at(path, source, ("openers", number, "text"), str(error)))
                    continue
                if unknown := (built.slots - SLOTS) | (built.topics - known):
                    message = f"unknown slot or topic: {', '.join(sorted(unknown))}"
                    problems.append(problem_at(path, source, ("openers", number), message))
                openers.append(built)
        if problems:
            raise RuleError(problems)
        return cls(openers, topics, slots)

    def choose(self, scene: Scene, count: int, manners: Manners = ANY_MANNERS) -> tuple[str, ...]:
        """``count`` openers, of different functions where there are enough: the house's own, then those that name
        something of the parent, those for its topic, general ones; in an order that a hash of the parent decides, so
        that they stay while one types and differ from message to message."""
        parent = scene.parent
        if parent is None:
            return ()
        topic = next((topic for topic in self._topics if search(topic.phrases, parent, 0, len(parent.words))), None)
        slots = self._slots.filled(parent)
        address = form_of_address(scene)
        intensity = max(GRUMBLE, scene.setting.intensity)
        seed = blake2b(parent.folded.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        ranked: list[_Ranked] = []
        label = None if scene.situation is None else scene.situation.label
        for own in manners.own if topic is None or not topic.alone else ():
            if own.fits(scene.document.language, label, address):
                digest = blake2b(own.text.encode(), key=seed, digest_size=8).digest()
                ranked.append(((-1, digest), "house", own.text))
        for opener in self.openers:
            if (
                opener.function in manners.without
                or intensity not in opener.intensity
                or opener.address not in ("none", address)
            ):
                continue
            text = opener.fill(slots) if opener.is_for(topic) else None
            if text is not None:
                rank = 0 if opener.slots else 1 if opener.topics else 2
                digest = blake2b(opener.text.encode(), key=seed, digest_size=8).digest()
                ranked.append(((rank, digest), opener.function, text))
        return tuple(_varied(sorted(ranked), count))


def _opener(form: _OpenerForm) -> Opener:
    slots = frozenset(name for _, name, _, _ in Formatter().parse(form.text) if name)
    return Opener(form.text, form.function, form.address, frozenset(form.intensity), frozenset(form.topic), slots)


def _varied(ranked: Sequence[_Ranked], count: int) -> list[str]:
    """The first of each function, then what is left, with at most `MOST_NAMING` that name something."""
    chosen: list[str] = []
    functions: set[str] = set()
    naming = 0
    for distinct in (True, False):
        for (rank, _), function, text in ranked:
            if len(chosen) == count:
                return chosen
            if text in chosen or (distinct and function in functions) or (not rank and naming == MOST_NAMING):
                continue
            functions.add(function)
            chosen.append(text)
            naming += not rank
    return chosen


class _Slots:
    """Fills slots from a parent."""

    def __init__(self, quantities: Quantities) -> None:
        self._quantities = quantities
        self._things: dict[tuple[str, ...], str] = {}
        self._without: dict[tuple[str, ...], str] = {}
        self._lacking: set[str] = set()
        self._waiting: tuple[Phrase, ...] = ()
        self._longest = 1

    def add(self, form: _OpenersForm, waiting: tuple[Phrase, ...]) -> None:
        """Take over the lists of one file."""
        for article, nouns in form.things.items():
            for noun in nouns:
                self._things[_key(noun)] = f"{article} {noun}"
        self._without.update((_key(noun), noun) for noun in form.without)
        self._lacking.update(form.lacking)
        self._waiting += waiting
        self._longest = max((len(key) for key in (*self._things, *self._without)), default=1)

    def filled(self, parent: Document) -> dict[str, str]:
        """What the parent offers, by slot."""
        slots: dict[str, str] = {}
        things = dict.fromkeys(noun for noun, _ in self._found(parent, self._things))
        if 0 < len(things) <= MOST_THINGS:
            slots["thing"] = next(iter(things))
        self._times(parent, slots)
        return slots

    def _times(self, parent: Document, slots: dict[str, str]) -> None:
        """Fill the slots that a number fills: how often, how long waited, how long without what."""
        times: list[Quantity] = []
        for quantity in self._quantities.read(parent, 0, len(parent.words)):
            if not quantity.number.isdigit() or int(quantity.number) <= 1:
                continue
            if self._quantities.is_time(quantity):
                times.append(quantity)
            elif self._quantities.is_often(quantity):
                slots.setdefault("count", self._quantities.write(quantity))
        for noun, at in self._found(parent, self._without, lacking=True):
            near = [time for time in times if abs(time.word - at) <= NEAR]
            if near:
                closest = min(near, key=lambda time: abs(time.word - at))
                times.remove(closest)
                slots["lasted"], slots["lack"] = self._quantities.write(closest), noun
                break
        for time in times:
            begin, stop = parent.sentences[parent.sentence_at(time.word)]
            around = (max(begin, time.word - NEAR), min(stop, time.word + NEAR))
            if search(self._waiting, parent, *around) is not None:
                slots["duration"] = self._quantities.write(time)
                break

    def _found(
        self, parent: Document, known: Mapping[tuple[str, ...], str], *, lacking: bool = False
    ) -> Iterator[tuple[str, int]]:
        """Nouns of a list in the parent with where they stand; with ``lacking`` only behind *geen* or *zonder*."""
        words = parent.words
        index = 0
        while index < len(words):
            for length in range(self._longest, 0, -1):
                noun = known.get(tuple(words[index : index + length]))
                if noun is not None and (not lacking or words[index - 1] in self._lacking):
                    yield noun, index
                    index += length - 1
                    break
            index += 1


def _key(noun: str) -> tuple[str, ...]:
    return tuple(fold(noun).split())
