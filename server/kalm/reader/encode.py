"""From a draft and what surrounds it to numbered pieces, the one way in training and in service."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kalm.core import Context, Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

BEGIN, PAD, END = 0, 1, 2
SETTING_PIECES = 20
"""Pieces of account, place and attachments: five attachments, more are not told apart."""
PARENT_PIECES = 48
"""Pieces of the parent that stand beside a draft: its begin says what it is about."""
ALONE_PIECES = 120
"""Pieces of a parent that is read by itself, for its situation."""
WINDOW = 180
"""Pieces of the draft that are read at once."""
STRIDE = 150
"""A next window begins this many pieces further, so that no sentence is only seen cut."""


@dataclass(frozen=True, slots=True)
class Window:
    """What the model is fed: numbers of pieces, and where each piece of the draft stands.

    ``pieces`` holds `<s>`, the setting, the parent, `</s>`, the draft, `</s>`; ``first`` is the place of the draft's
    first piece; ``spans`` are half-open spans in code points of the draft, one for each of its pieces.
    """

    pieces: tuple[int, ...]
    first: int
    spans: tuple[Span, ...]

    @property
    def extent(self) -> Span:
        """The part of the draft that is read here."""
        return Span(self.spans[0].start, self.spans[-1].end) if self.spans else Span(0, 0)


def setting(context: Context) -> str:
    """Account, place and attachments as words: `brand page image own`."""
    attached = " ".join(f"{item.kind} {item.rights}" for item in context.attachments)
    return f"{context.account} {context.place} {attached}".strip() + ":"


def windows(tokenizer: "Tokenizer", text: str, context: Context) -> list[Window]:
    """All windows of a draft, in order. An empty draft has none."""
    parent = "" if context.parent is None else context.parent.text
    around = _ids(tokenizer, setting(context))[:SETTING_PIECES]
    head = [BEGIN, *around, *_ids(tokenizer, parent)[:PARENT_PIECES], END]
    encoding = tokenizer.encode(text, add_special_tokens=False)
    ids: Sequence[int] = encoding.ids
    spans = [_trim(text, start, end) for start, end in encoding.offsets]
    last = max(0, len(ids) - WINDOW)
    starts = sorted({*range(0, last, STRIDE), last}) if ids else []
    return [Window((*head, *ids[at : at + WINDOW], END), len(head), tuple(spans[at : at + WINDOW])) for at in starts]


def alone(tokenizer: "Tokenizer", parent: str) -> tuple[int, ...]:
    """A parent by itself: begin and end of a long one, since a question often comes last."""
    ids = _ids(tokenizer, parent)
    if len(ids) > ALONE_PIECES:
        ids = [*ids[: ALONE_PIECES // 2], *ids[-(ALONE_PIECES // 2) :]]
    return (BEGIN, *ids, END)


def _ids(tokenizer: "Tokenizer", text: str) -> list[int]:
    ids: list[int] = tokenizer.encode(text, add_special_tokens=False).ids
    return ids


def _trim(text: str, start: int, end: int) -> Span:
    """A piece that begins a word carries the space before it: the span does not."""
    while start < end and text[start].isspace():
        start += 1
    return Span(start, end)
