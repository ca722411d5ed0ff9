"""How much is at stake for the writer of a message? (rule catalogue, 3.5: match the pain.)

0 a practical report, 1 a grumble, 2 a real complaint, 3 fear, harm, loss or danger. The wordings stand in
`intensity.yml`; capitals and exclamation marks are counted here.
"""

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from kalm.engine.scan import PhraseIndex
from kalm.rules.errors import Problem, RuleError, problem_at
from kalm.rules.files import read as read_file
from kalm.rules.notation import NotationError
from kalm.rules.phrases import EmptyListError, Phrase, PhraseCompiler
from kalm.text.document import Document

PRACTICAL, GRUMBLE, COMPLAINT, SERIOUS = range(4)

_POINTS = {"grave": 9, "heavy": 3, "light": 1}
_SHOUT_LETTERS = 4
_NOT_PAIN = 0


class _IntensityForm(BaseModel):
    model_config = ConfigDict(extra="forbid")
    grave: list[str]
    """Loss, harm, fear, danger: level 3 at once."""
    heavy: list[str]
    """Anger, cost, people who are easily hurt: level 2 at once."""
    light: list[str]
    """Once more, late, not as promised: one makes a grumble, three a complaint."""
    calm: list[str] = []
    """Wordings in which one of the above means nothing."""


class IntensityModel:
    """Reads how bad it is from a parent message."""

    def __init__(self, phrases: Sequence[Phrase], points: Sequence[int]) -> None:
        """``points`` of each phrase; 0 for one that cancels what it overlaps."""
        self._index = PhraseIndex(phrases)
        self._points = tuple(points)

    @classmethod
    def load(cls, paths: Sequence[Path], compiler: PhraseCompiler) -> "IntensityModel":
        """Build from `intensity.yml` files, later ones adding to earlier ones. Raises `RuleError`."""
        phrases: list[Phrase] = []
        points: list[int] = []
        problems: list[Problem] = []
        for path in paths:
            source, content = read_file(path)
            try:
                form = _IntensityForm.model_validate(content)
            except ValidationError as error:
                problems += [problem_at(path, source, tuple(item["loc"]), item["msg"]) for item in error.errors()]
                continue
            for key in ("grave", "heavy", "light", "calm"):
                for position, written in enumerate(getattr(form, key)):
                    try:
                        phrases.append(compiler.compile(written))
                    except EmptyListError:
                        continue
                    except NotationError as error:
                        message = f"phrase {written!r}: {error}"
                        problems.append(problem_at(path, source, (key, position), message, error.column))
                    else:
                        points.append(_POINTS.get(key, _NOT_PAIN))
        if problems:
            raise RuleError(problems)
        return cls(phrases, points)

    def measure(self, message: Document) -> int:
        """0 to 3. Every wording counts once, however often it occurs."""
        matches = self._index.scan(message)
        calm = [(match.first, match.end) for match in matches if self._points[match.phrase] == _NOT_PAIN]
        counted: dict[tuple[int, int], int] = {}
        for match in matches:
            points = self._points[match.phrase]
            place = (match.first, match.end)
            if points and not any(first < match.end and match.first < end for first, end in calm):
                counted[place] = max(points, counted.get(place, 0))
        total = sum(_apart(counted)) + _volume(message)
        if total >= _POINTS["grave"]:
            return SERIOUS
        return COMPLAINT if total >= _POINTS["heavy"] else GRUMBLE if total else PRACTICAL


def _apart(counted: dict[tuple[int, int], int]) -> list[int]:
    """Points of the wordings that do not overlap, the weightiest first."""
    kept: list[tuple[int, int]] = []
    points: list[int] = []
    for place in sorted(counted, key=lambda place: (-counted[place], place)):
        if not any(place[0] < other[1] and other[0] < place[1] for other in kept):
            kept.append(place)
            points.append(counted[place])
    # Several light signs never add up to harm.
    return [min(sum(point for point in points if point < _POINTS["grave"]), _POINTS["heavy"])] + [
        point for point in points if point == _POINTS["grave"]
    ]


def _volume(message: Document) -> int:
    """One point for shouting or for more than one exclamation mark."""
    shouted = any(
        len(word) >= _SHOUT_LETTERS and word.isupper() and word.isalpha()
        for index in message.plain
        if (word := message.text[message.starts[index] : message.ends[index]])
    )
    return int(shouted or message.text.count("!") > 1 or "??" in message.text)
