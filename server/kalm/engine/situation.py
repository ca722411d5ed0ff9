"""What kind of message is this? Everyday wordings in groups, each group with a weight per kind.

The wordings are written by hand (`situations.yml`); the weights are fitted to labelled messages by
`tools/fit_situations.py` (multinomial logistic regression, `situations-weights.yml`). A group counts once,
however often it occurs, so that a rant does not outweigh everything else. Distress and threat are noticed
apart: they change the guidance whatever the kind.
"""

from collections.abc import Mapping, Sequence
from math import exp
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from kalm.core import SITUATIONS, Situation, Span
from kalm.engine.scan import Match, PhraseIndex, search
from kalm.rules.errors import Problem, RuleError, problem_at
from kalm.rules.files import read as read_file
from kalm.rules.notation import NotationError
from kalm.rules.phrases import EmptyListError, Phrase, PhraseCompiler
from kalm.text.document import Document


class _SituationsForm(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    groups: dict[str, list[str]]
    distress: list[str] = []
    threat: list[str] = []
    not_distress: list[str] = []
    not_threat: list[str] = []


Weights = Mapping[str, Mapping[str, float]]
"""Feature → kind of message → weight. The feature ``bias`` always counts; ``word …`` is a single word."""

CUE = 0.4
"""Weight from which words are shown as a cue."""

HURTING = frozenset({"insult", "curse", "threat"})
"""Features without which a message is called abuse only when that is quite sure: a complaint that is taken for abuse
gets no word of understanding."""
SURE_OF_ABUSE = 0.6

_FEW_WORDS = 4
_MANY_WORDS = 40
_SHOUT_LETTERS = 4


_Kind = Literal["complaint", "misinformation", "compliment", "question", "abuse", "other"]
_WEIGHTS = TypeAdapter(dict[str, dict[_Kind, float]])


def _share(scores: Mapping[str, float], label: str) -> float:
    return 1 / sum(exp(score - scores[label]) for score in scores.values())


class SituationModel:
    """Reads a parent message."""

    def __init__(
        self,
        groups: Sequence[str],
        phrases: Sequence[Phrase],
        owner: Sequence[int],
        weights: Weights,
        denials: tuple[tuple[Phrase, ...], tuple[Phrase, ...]],
    ) -> None:
        self._groups = tuple(groups)
        self._owner = tuple(owner)
        self._index = PhraseIndex(phrases)
        self._weights = weights
        self._denials = denials

    @classmethod
    def load(cls, paths: Sequence[Path], compiler: PhraseCompiler) -> "SituationModel":
        """Build from `situations.yml` files, later ones adding to earlier ones, with the weights beside the first.

        Raises `RuleError` with every problem found.
        """
        groups: list[str] = []
        phrases: list[Phrase] = []
        owner: list[int] = []
        weights: Weights = {}
        denials: tuple[list[Phrase], list[Phrase]] = ([], [])
        problems: list[Problem] = []
        for path in paths:
            source, content = read_file(path)
            try:
                form = _SituationsForm.model_validate({str(key).replace("-", "_"): content[key] for key in content})
            except ValidationError as error:
                problems += [problem_at(path, source, tuple(item["loc"]), item["msg"]) for item in error.errors()]
                continue
            builder = _Builder(path, source, compiler, problems)
            for name, written in (*form.groups.items(), ("distress", form.distress), ("threat", form.threat)):
                if name not in groups:
                    groups.append(name)
                keys = ("groups", name) if name in form.groups else (name,)
                compiled = builder.phrases(written, keys)
                phrases += compiled
                owner += [groups.index(name)] * len(compiled)
            denials[0].extend(builder.phrases(form.not_distress, ("not-distress",)))
            denials[1].extend(builder.phrases(form.not_threat, ("not-threat",)))
            fitted = path.with_name("situations-weights.yml")
            if not weights and fitted.is_file():
                weights = _weights(fitted, problems)
        if problems:
            raise RuleError(problems)
        return cls(groups, phrases, owner, weights, (tuple(denials[0]), tuple(denials[1])))

    def features(self, message: Document) -> dict[str, list[Span]]:
        """Names of what the message shows, with the words that show it."""
        return self._features(message, self._index.scan(message))

    def classify(self, message: Document) -> Situation:
        """The likeliest kind, how sure that is, and the words that speak for it; `other` in a language that is not
        read."""
        if not self._weights:
            return Situation("other", 0.0)
        features = self.features(message)
        weights = self._weights
        for index in message.plain:
            name = f"word {message.words[index]}"
            if name in weights and name not in features:
                features[name] = [message.span(index, index + 1)]
        scores = dict.fromkeys(SITUATIONS, 0.0)
        for name in ("bias", *features):
            for kind, weight in weights.get(name, {}).items():
                scores[kind] += weight
        kinds = sorted(SITUATIONS, key=lambda kind: -scores[kind])
        label = kinds[0]
        if label == "abuse" and not HURTING & features.keys() and _share(scores, label) < SURE_OF_ABUSE:
            label = kinds[1]
        cues = {
            span
            for name, spans in features.items()
            if weights.get(name, {}).get(label, 0.0) > CUE and name not in ("distress", "threat")
            for span in spans
        }
        return Situation(
            label,
            round(_share(scores, label), 3),
            _apart(sorted(cues)),
            distress="distress" in features and not self._denied(0, message),
            threat="threat" in features and not self._denied(1, message),
        )

    def _denied(self, which: int, message: Document) -> bool:
        return search(self._denials[which], message, 0, len(message.words)) is not None

    def _features(self, message: Document, matches: Sequence[Match]) -> dict[str, list[Span]]:
        features: dict[str, list[Span]] = {}
        for match in matches:
            name = self._groups[self._owner[match.phrase]]
            features.setdefault(name, []).append(message.span(match.first, match.end))
        words = message.plain
        asked = [index for index, word in enumerate(message.words) if word == "?"]
        if asked:
            features["has-question"] = []
            last = message.sentences[-1]
            if asked[-1] >= last[0]:
                features["ends-in-question"] = []
            if len(message.sentences) == 1:
                features["only-a-question"] = []
        if message.text.count("!") > 1:
            features["many-exclamations"] = []
        elif "!" in message.text:
            features["exclamation"] = []
        if any(_is_shouted(message.text[message.starts[index] : message.ends[index]]) for index in words):
            features["shouting"] = []
        if len(words) <= _FEW_WORDS:
            features["few-words"] = []
        elif len(words) >= _MANY_WORDS:
            features["many-words"] = []
        if any(kind == "number" for kind in message.kinds.values()):
            features["number"] = []
        return features


def _is_shouted(word: str) -> bool:
    return len(word) >= _SHOUT_LETTERS and word.isupper() and word.isalpha()


def _apart(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans without those that lie inside or across an earlier one."""
    kept: list[Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)


class _Builder:
    def __init__(self, path: Path, source: str, compiler: PhraseCompiler, problems: list[Problem]) -> None:
        self.path = path
        self.source = source
        self.compiler = compiler
        self.problems = problems

    def phrases(self, written: Sequence[str], keys: tuple[str, ...]) -> list[Phrase]:
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


def _weights(path: Path, problems: list[Problem]) -> Weights:
    source, content = read_file(path)
    try:
        read: Mapping[str, Mapping[Any, float]] = _WEIGHTS.validate_python(content)
        return read
    except ValidationError as error:
        problems += [problem_at(path, source, item["loc"], item["msg"]) for item in error.errors()]
        return {}
