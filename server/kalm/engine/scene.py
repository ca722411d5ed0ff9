"""Everything a rule may read about one draft. Built once, its costly parts only when somebody asks."""

from collections.abc import Callable, Mapping
from functools import cached_property

from kalm.core import Anatomy, Context, Message, Situation
from kalm.core.draft import PLATFORMS
from kalm.detectors import Hit
from kalm.engine.intensity import SERIOUS
from kalm.rules.model import AttachmentKind, Setting
from kalm.text.clauses import Clause, Grammar, clauses
from kalm.text.document import Document, read

MANY_TURNS = 3
"""From our third reply on a conversation is long, however long it is."""

CERTAIN = 0.6
"""Confidence from which a situation is taken as known: three in four complaints are read so, and of the messages
that are no complaint one or two in a hundred (9,000 labelled messages)."""


_BREAKS = frozenset((",", ";", ":", "(", ")", "-"))


class Scene:
    """A draft with what surrounds it."""

    def __init__(
        self,
        document: Document,
        context: Context,
        situation: Situation | None,
        parent: Document | None,
        grammar: Grammar,
        analyse: "Callable[[Scene], Anatomy]",
        find: "Callable[[Scene], Mapping[str, list[Hit]]]",
        intensity: int = 0,
        address: str | None = None,
    ) -> None:
        """``address`` is the organisation's own form, ``u`` or ``je``, for drafts that show none."""
        self.document = document
        self.address = address
        self.context = context
        self.situation = situation
        self.parent = parent
        self.grammar = grammar
        self.setting = Setting(
            place=context.place,
            account=context.account,
            situation="none" if situation is None else situation.label,
            turn=min(context.turn, MANY_TURNS),
            platform=context.platform if context.platform in PLATFORMS else None,
            distress=situation is not None and situation.distress,
            threat=situation is not None and situation.threat,
            attachments=tuple(
                AttachmentKind(
                    item.kind, item.rights, bool(item.credit), None if item.alt is None else bool(item.alt.strip())
                )
                for item in context.attachments
            ),
            certain=situation is None or situation.confidence >= CERTAIN,
            intensity=max(intensity, SERIOUS) if situation is not None and situation.distress else intensity,
        )
        self._analyse = analyse
        self._find = find
        self._clauses: dict[int, tuple[Clause, ...]] = {}

    @cached_property
    def anatomy(self) -> Anatomy:
        """Which parts acknowledge, explain, and offer a next step."""
        return self._analyse(self)

    @cached_property
    def thread(self) -> tuple[Document, ...]:
        """The earlier messages, read."""
        return tuple(self._read(message) for message in self.context.thread)

    @cached_property
    def detected(self) -> Mapping[str, list[Hit]]:
        """What the finders in code see in the draft, by the name of the finder."""
        return self._find(self)

    def _read(self, message: Message) -> Document:
        return read(message.text, self.document.language)

    def clauses(self, sentence: int) -> tuple[Clause, ...]:
        """The clauses of a sentence; positions count words from the sentence's first."""
        known = self._clauses.get(sentence)
        if known is None:
            first, end = self.document.sentences[sentence]
            quoted = frozenset(index - first for index in self.document.protected if first <= index < end)
            known = clauses(self.document.words[first:end], self.grammar, quoted)
            self._clauses[sentence] = known
        return known

    def clause_range(self, first: int, end: int) -> tuple[int, int]:
        """Word range of the clauses that the words ``first`` up to ``end`` lie in, narrowed to what commas set
        apart: in *De balie is dicht, zoals gezegd.* a remark without a verb is a stretch of its own."""
        sentence = self.document.sentence_at(first)
        begin, stop = self.document.sentences[sentence]
        touched = [
            clause for clause in self.clauses(sentence) if begin + clause.start < end and first < begin + clause.end
        ]
        if touched:
            begin, stop = begin + touched[0].start, max(end, begin + touched[-1].end)
        words = self.document.words
        while begin < first and any(words[index] in _BREAKS for index in range(begin, first)):
            begin = next(index for index in range(begin, first) if words[index] in _BREAKS) + 1
        closing = next((index + 1 for index in range(end, stop) if words[index] in _BREAKS), stop)
        return (begin, closing)
