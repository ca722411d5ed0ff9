"""Reading one draft: which categories are heard, how surely, and in which words."""

import os
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b, file_digest
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING, Any

from kalm.core import Context, Span
from kalm.reader.encode import Window, alone, windows
from kalm.reader.model import FOLDER, HEADS, Output, ReaderModel, ReaderUnavailableError, check, telling
from kalm.reader.strictness import Measured, load

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_WINDOWS = 4
"""Windows that are read of a long draft: the first, the last, and those where rules saw something."""
GAP = 4
"""How far apart, in pieces, two places of one trouble still make it one stretch: three others lie between."""
MOST_STRETCHES = 2
PARENTS_KEPT = 2048
"""Situations that a process remembers, under a hash that only it can make."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of the draft that carry a trouble, and the mean of their vectors."""

    start: int
    end: int
    vector: "NDArray[np.float32]" = field(compare=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was heard in a draft."""

    raw: Mapping[str, float]
    """The draft head's output for each category: the highest of all windows."""
    stretches: Mapping[str, tuple[Stretch, ...]]
    """Where, surest first; empty where no words stand out."""
    unread: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Mood:
    """How the parent was read: probability of each situation, and of distress."""

    shares: Mapping[str, float]
    distress: float


class Reader:
    """The reader of one installation. The session is made at the first reading in each process, so after a fork."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Raises `ReaderUnavailableError` where packages or files are missing, or do not belong together."""
        check(folder)
        self._folder = folder
        with telling():
            self.measured: Measured = load(folder / "reader.json")
            with (folder / "model.onnx").open("rb") as model:
                whole = file_digest(model, "sha256").hexdigest() == self.measured.sha256
        if not whole:
            raise ReaderUnavailableError(
                "The reader's model is not the one that reader.json was measured with. Rules work without it."
            )
        self._models: dict[int, ReaderModel] = {}
        self._key = token_bytes(16)
        self._moods: OrderedDict[bytes, Mood] = OrderedDict()

    @property
    def model(self) -> ReaderModel:
        """This process's own model."""
        process = os.getpid()
        if process not in self._models:
            self._models = {process: ReaderModel(self._folder)}
        return self._models[process]

    def mood(self, parent: str) -> Mood:
        """How a parent reads by itself, whatever is answered."""
        name = blake2b(parent.encode("utf-8", "surrogatepass"), key=self._key).digest()
        known = self._moods.pop(name, None)  # taken out and put at the end: other threads may do the same
        if known is None:
            known = Mood(*self.model.situation(alone(self.model.tokenizer, parent)))
        self._moods[name] = known
        if len(self._moods) > PARENTS_KEPT:
            self._moods.popitem(last=False)
        return known

    def read(self, text: str, context: Context, seen: Sequence[Span] = ()) -> Reading:
        """Read a draft. ``seen`` are places where rules found something: they decide what is read of a long one."""
        model = self.model
        every = windows(model.tokenizer, text, context)
        chosen = choose(every, seen)
        outputs = [model.read(window) for window in chosen]
        raw = {
            category: max((float(output.draft[head]) for output in outputs), default=-30.0)
            for head, category in enumerate(HEADS)
        }
        stretches = {
            category: self._stretches(text, chosen, outputs, head, category) for head, category in enumerate(HEADS)
        }
        return Reading(raw, stretches, unread(every, chosen))

    def _stretches(
        self, text: str, chosen: Sequence[Window], outputs: Sequence[Output], head: int, category: str
    ) -> tuple[Stretch, ...]:
        found: list[tuple[float, Stretch]] = []
        for window, output in zip(chosen, outputs, strict=True):
            sure = output.piece[:, head]
            for first, last in runs(sure >= self.measured.piece[category]):
                start, end = whole_words(text, window.spans[first].start, window.spans[last].end)
                if start < end and not any(start < other.end and other.start < end for _, other in found):
                    vector = output.vectors[first : last + 1].mean(0)
                    found.append((float(sure[first : last + 1].max()), Stretch(start, end, vector)))
        found.sort(key=lambda one: -one[0])
        return tuple(stretch for _, stretch in found[:MOST_STRETCHES])


def choose(every: Sequence[Window], seen: Sequence[Span]) -> list[Window]:
    """The windows that are read: all of a short draft; of a long one the first, the last and where ``seen`` lie."""
    if len(every) <= MOST_WINDOWS:
        return list(every)
    wanted = {0, len(every) - 1}
    for span in seen:
        holding = [number for number, window in enumerate(every) if _holds(window, span)]
        holding = holding or [max(range(len(every)), key=lambda number: _shared(every[number], span))]
        if not wanted.intersection(holding):
            wanted.add(holding[0])
        if len(wanted) == MOST_WINDOWS:
            break
    for number in range(1, len(every)):
        if len(wanted) == MOST_WINDOWS:
            break
        wanted.add(number)
    return [every[number] for number in sorted(wanted)]


def runs(marked: Any) -> list[tuple[int, int]]:
    """First and last place of each run of marked places; gaps up to `GAP` are bridged."""
    found: list[list[int]] = []
    for place, one in enumerate(marked):
        if one:
            if found and place - found[-1][1] <= GAP:
                found[-1][1] = place
            else:
                found.append([place, place])
    return [(first, last) for first, last in found]


def _holds(window: Window, span: Span) -> bool:
    return window.extent.start <= span.start and span.end <= window.extent.end


def _shared(window: Window, span: Span) -> int:
    return min(window.extent.end, span.end) - max(window.extent.start, span.start)


def unread(every: Sequence[Window], chosen: Sequence[Window]) -> tuple[Span, ...]:
    """The stretches of the draft in no chosen window."""
    if not every or len(every) == len(chosen):
        return ()
    gaps, reached = [], every[0].extent.start
    for window in chosen:
        if window.extent.start > reached:
            gaps.append(Span(reached, window.extent.start))
        reached = max(reached, window.extent.end)
    return tuple(gaps)


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch widened to whole words, without blanks and closing commas around it."""
    while start > 0 and text[start - 1].isalnum() and start < len(text) and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    while start < end and not (text[start].isalnum() or text[start] in "\"'“‘#@"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:"):
        end -= 1
    return start, end
