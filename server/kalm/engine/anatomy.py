"""Which parts of a reply acknowledge, explain, and offer a next step (rule catalogue, 1.1, 3.1 and 3.7).

A part counts by its function: the phrases of `anatomy.yml` describe functions (regret, norm, ownership …). One
function is read in code, because it depends on the message answered: naming the trouble (see `kalm.engine.echo`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kalm.core import Anatomy, Span
from kalm.engine.conditions import is_about
from kalm.engine.echo import Echo, EchoForm
from kalm.engine.quantities import Quantities
from kalm.engine.scan import Match, PhraseIndex, search
from kalm.engine.scene import Scene
from kalm.rules.errors import Problem, RuleError, problem_at
from kalm.rules.files import read as read_file
from kalm.rules.loader import about as build_about
from kalm.rules.model import About
from kalm.rules.notation import NotationError
from kalm.rules.phrases import EmptyListError, Phrase, PhraseCompiler
from kalm.rules.schema import AboutForm

PartName = Literal["empathy", "facts", "solution"]
_FAKE, _HOLLOW, _REPROACH = -1, -2, -3
_THEIRS = About(subject=frozenset({"customer"}))


class _PartForm(BaseModel):
    model_config = ConfigDict(extra="forbid")
    part: PartName
    phrases: list[str] = Field(min_length=1)
    about: AboutForm | None = None
    unless: list[str] = []
    """Phrases in the same sentence that spoil it: *sorry* in *geen sorry* does not acknowledge."""
    soft: bool = False
    """Regret, apology, understanding: a hollow phrase in the same sentence spoils it."""


class _AnatomyForm(BaseModel):
    model_config = ConfigDict(extra="forbid")
    fake: list[str] = []
    """Phrases in a sentence that acknowledges nothing, whatever else it says: mockery."""
    reproach: list[str] = []
    """Like `fake`, where the sentence is about the customer: *u had moeten bellen*, but not *wij hadden u moeten …*."""
    hollow: list[str] = []
    """Phrases that make regret in their sentence hollow: *dat u dit zo ervaart*, *if you were offended*."""
    echo: EchoForm = EchoForm()
    parts: list[_PartForm]


@dataclass(frozen=True, slots=True)
class _Part:
    name: PartName
    about: About | None
    unless: tuple[Phrase, ...]
    soft: bool


class AnatomyModel:
    """Finds the sentences that do each of the three moves."""

    def __init__(
        self, parts: Sequence[_Part], phrases: Sequence[Phrase], owner: Sequence[int], echo: Echo | None
    ) -> None:
        """``owner`` says for each phrase whose it is: number of a part, -1 for mockery, -2 for hollow
        words, -3 for a reproach."""
        self._parts = tuple(parts)
        self._owner = tuple(owner)
        self._index = PhraseIndex(phrases)
        self._echo = echo

    @classmethod
    def load(cls, paths: Sequence[Path], compiler: PhraseCompiler, quantities: Quantities) -> "AnatomyModel":
        """Build from `anatomy.yml` files. Raises `RuleError` with every problem."""
        parts: list[_Part] = []
        phrases: list[Phrase] = []
        owner: list[int] = []
        echo: dict[str, list[Phrase]] = {"unless": [], "refuses": []}
        problems: list[Problem] = []
        for path in paths:
            source, content = read_file(path)
            try:
                form = _AnatomyForm.model_validate(content)
            except ValidationError as error:
                problems += [problem_at(path, source, tuple(item["loc"]), item["msg"]) for item in error.errors()]
                continue
            builder = _Builder(path, source, compiler, problems)
            for key, written, code in (
                ("fake", form.fake, _FAKE),
                ("hollow", form.hollow, _HOLLOW),
                ("reproach", form.reproach, _REPROACH),
            ):
                spoiling = builder.phrases(written, (key,))
                phrases += spoiling
                owner += [code] * len(spoiling)
            for number, part in enumerate(form.parts):
                own = builder.phrases(part.phrases, ("parts", number, "phrases"))
                phrases += own
                owner += [len(parts)] * len(own)
                unless = builder.phrases(part.unless, ("parts", number, "unless"))
                parts.append(_Part(part.part, build_about(part.about), tuple(unless), part.soft))
            for key, written in (("unless", form.echo.unless), ("refuses", form.echo.refuses)):
                echo[key] += builder.phrases(written, ("echo", key))
        if problems:
            raise RuleError(problems)
        whole = Echo(quantities, tuple(echo["unless"]), tuple(echo["refuses"])) if paths else None
        return cls(parts, phrases, owner, whole)

    def analyse(self, scene: Scene) -> Anatomy:
        """Spans of the sentences that acknowledge, explain, offer a step; empty for a post of one's own."""
        if scene.context.parent is None:
            return Anatomy()
        document = scene.document
        matches = self._index.scan(document)
        fake, hollow = (
            {document.sentence_at(match.first) for match in matches if self._owner[match.phrase] == code}
            for code in (_FAKE, _HOLLOW)
        )
        fake |= {
            document.sentence_at(match.first)
            for match in matches
            if self._owner[match.phrase] == _REPROACH and is_about(scene, (match.first, match.end), _THEIRS)
        }
        found: dict[str, set[int]] = {"empathy": set(), "facts": set(), "solution": set()}
        for part, sentence in self._counting(scene, matches):
            if not (part.name == "empathy" and (sentence in fake or (part.soft and sentence in hollow))):
                found[part.name].add(sentence)
        if self._echo is not None:
            found["empathy"].update(set(self._echo.sentences(scene)) - fake - hollow)
        return Anatomy(*(self._spans(scene, found[name]) for name in ("empathy", "facts", "solution")))

    def _counting(self, scene: Scene, matches: Sequence[Match]) -> Iterator[tuple[_Part, int]]:
        """Part and sentence of the matches that nothing in their sentence spoils."""
        document = scene.document
        for match in matches:
            if self._owner[match.phrase] < 0:
                continue
            part = self._parts[self._owner[match.phrase]]
            sentence = document.sentence_at(match.first)
            if part.about is not None and not is_about(scene, (match.first, match.end), part.about):
                continue
            if part.unless and search(part.unless, document, *document.sentences[sentence]) is not None:
                continue
            yield part, sentence

    @staticmethod
    def _spans(scene: Scene, sentences: set[int]) -> tuple[Span, ...]:
        return tuple(scene.document.span(*scene.document.sentences[number]) for number in sorted(sentences))


class _Builder:
    """Compiles the phrases of one file, collecting problems instead of stopping at the first."""

    def __init__(self, path: Path, source: str, compiler: PhraseCompiler, problems: list[Problem]) -> None:
        self.path = path
        self.source = source
        self.compiler = compiler
        self.problems = problems

    def phrases(self, written: Sequence[str], keys: tuple[str | int, ...]) -> list[Phrase]:
        compiled: list[Phrase] = []
        for position, phrase in enumerate(written):
            try:
                compiled.append(self.compiler.compile(phrase))
            except EmptyListError:
                continue
            except NotationError as error:
                message = f"phrase {phrase!r}: {error}"
                self.problems.append(problem_at(self.path, self.source, (*keys, position), message, error.column))
        return compiled
