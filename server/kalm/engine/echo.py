"""Naming the trouble: does a sentence of the reply repeat the concrete matter of the message it answers?

*Vier dagen zonder warm water* under a message about four days without hot water acknowledges more than any set
phrase (rule catalogue, 3.1 and 3.6). What counts as repeating: the same number of the same thing at the head of
a sentence, or a remark without a verb that shares words with the message. A sentence that denies, refuses,
explains a rule or asks for data repeats words too, and is told by the phrases under `unless`. Saying what we did not
do about that matter owns it (*we hebben u over de storing niet gebeld*), unless `refuses` says that we will not.
"""

from collections.abc import Iterator, Sequence

from pydantic import BaseModel, ConfigDict

from kalm.engine.quantities import SHORTEST, STEM, Quantities
from kalm.engine.scan import search
from kalm.engine.scene import Scene
from kalm.rules.frequency import RARE, frequency
from kalm.rules.phrases import Phrase
from kalm.text.clauses import Clause, clauses
from kalm.text.document import Document, plain_words

HEAD = 2
"""Words within which a sentence must name the number it repeats: *al drie weken*, *since Sunday*."""

SHARED = 2
"""Words that a remark without a verb must share with the message."""

_ENDS_REMARK = frozenset(", : ; . ! ? ... - (".split())
_COMMENTS = frozenset(
    "dat dit daar zo die nee niemand geen wie wat dan ik u je ge en "
    "that this it which no nobody who not and i we".split()
)
"""Begin a comment on the remark before them: *koud douchen, dat wil niemand*."""


class EchoForm(BaseModel):
    """The part `echo` of an `anatomy.yml`."""

    model_config = ConfigDict(extra="forbid")
    unless: list[str] = []
    """Phrases in a sentence that repeats words without acknowledging anything."""
    refuses: list[str] = []
    """Phrases in a sentence about us that denies or refuses instead of owning."""


class Echo:
    """Finds the sentences of an opening that repeat the trouble."""

    def __init__(self, quantities: Quantities, unless: tuple[Phrase, ...], refuses: tuple[Phrase, ...]) -> None:
        self._quantities = quantities
        self._unless = unless
        self._refuses = refuses

    def sentences(self, scene: Scene) -> Iterator[int]:
        """Numbers of the sentences in the opening that name what the parent is about."""
        parent, document = scene.parent, scene.document
        if parent is None or not document.sentences:
            return
        first, end = document.opening()
        said = {(quantity.number, quantity.of) for quantity in self._quantities.read(parent, 0, len(parent.words))}
        stems = _stems(parent, 0, len(parent.words))
        for number, (begin, stop) in enumerate(document.sentences):
            if begin < first or begin >= end or document.words[stop - 1] == "?":
                continue
            named = any(
                (quantity.number, quantity.of) in said
                for quantity in self._quantities.read(document, begin, min(begin + HEAD, stop))
            )
            repeats = (named or _remarks(scene, number, stems)) and search(self._unless, document, begin, stop) is None
            if repeats or (_owned(scene, number, stems) and search(self._refuses, document, begin, stop) is None):
                yield number


def _owned(scene: Scene, number: int, stems: frozenset[str]) -> bool:
    """Whether the sentence says about the same matter what we did not do."""
    if not any(clause.negated and clause.subject == "ours" for clause in scene.clauses(number)):
        return False
    return bool(_stems(scene.document, *scene.document.sentences[number]) & stems)


def _remarks(scene: Scene, number: int, stems: frozenset[str]) -> bool:
    """Whether the sentence begins with a remark that has no verb of its own and shares words."""
    document = scene.document
    begin, stop = document.sentences[number]
    end = next((index for index in range(begin, stop) if document.words[index] in _ENDS_REMARK), stop)
    if not _bare(scene.clauses(number)) and not _bare(clauses(document.words[begin:end], scene.grammar)):
        return False
    shared = len(_stems(document, begin, end) & stems)
    commented = end + 1 < stop and document.words[end] in (",", ":") and document.words[end + 1] in _COMMENTS
    return shared >= SHARED or (shared > 0 and commented)


def _bare(remark: Sequence[Clause]) -> bool:
    """Whether it begins without a subject, and neither asks nor tells to do something."""
    return bool(remark) and remark[0].subject == "none" and remark[0].mood == "statement"


def _stems(document: Document, first: int, end: int) -> frozenset[str]:
    """First letters of the words that carry meaning: not the common ones."""
    return frozenset(
        word[:STEM]
        for index in plain_words(document, first, end)
        if len(word := document.words[index]) >= SHORTEST
        and frequency(word, document.language) <= RARE
        and index not in document.protected
    )
