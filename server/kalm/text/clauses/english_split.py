"""English: where clauses begin.

Subjects stand before their verb, so a pronoun that can only be a subject, behind a finite verb, begins a new
clause with or without a conjunction (*I think | we can help*, *the letter | you received | was wrong*).
"""

from collections.abc import Sequence

from kalm.text.clauses import tags as tag
from kalm.text.clauses.parts import (
    AFTER_COMMA,
    AFTER_SOFT,
    AFTER_STOP,
    AFTER_VERBS,
    AT_COORDINATOR,
    AT_OPENER,
    AT_SUBJECT,
    NONE,
    START,
    Part,
)

_OPENERS = tag.SUB | tag.MAYBE_SUB | tag.REL | tag.WH
_PRONOUN = tag.FIRST | tag.YOU | tag.THIRD
_WATCHED = _OPENERS | tag.COORD | tag.VERB | _PRONOUN | tag.DEMO
_DETERMINED = tag.DET | tag.OURS
_MODIFIER = tag.ADV | tag.NEG
_NEAR = 16
"""How many words a look ahead may pass, so that the whole stays linear."""


class Splitter:
    """Cuts one sentence. ``tags`` holds two zeros more than ``words``."""

    def __init__(self, words: Sequence[str], tags: Sequence[int]) -> None:
        self.words = words
        self.tags = tags
        self.parts: list[Part] = []
        self.part = Part(0, START)
        self.maybe = -1
        """The first verb of the part that might also be an infinitive or a noun."""

    def split(self) -> list[Part]:
        """The parts in order; together they cover the sentence."""
        tags = self.tags
        part = self.part
        for i in range(len(self.words)):
            t = tags[i]
            if not t and part.head >= 0:
                continue
            if t & tag.PUNCTUATION:
                part.bits |= t
                part = self._close(i + 1, AFTER_COMMA if t & tag.COMMA else AFTER_STOP if t & tag.STOP else AFTER_SOFT)
                continue
            if part.head < 0:
                if not t & (tag.COORD | tag.INTERJ) or t & tag.VERB:
                    self._begin(i, t)
            elif t & _WATCHED:
                begin = self._boundary(i, t)
                if begin:
                    part = self._close(i, begin)
                    if not t & tag.COORD:
                        self._begin(i, t)
            part.bits |= t
            if t & tag.VERB and (part.fin < 0 or self._corrects(t)) and self._is_finite(i, t):
                part.fin = i
        if part.start < len(self.words):
            self._close(len(self.words), NONE)
        return self.parts

    def _corrects(self, t: int) -> bool:
        """Whether an auxiliary shows that the verb before it was a participle: *the parcel sent today is late*."""
        earlier = self.tags[self.part.fin]
        return t & tag.AUX > 0 and earlier & (tag.PARTICIPLE | tag.AUX) == tag.PARTICIPLE and not self.part.sub

    def _close(self, end: int, begin: int) -> Part:
        part = self.part
        part.end = end
        if part.fin < 0 <= self.maybe:
            part.fin = self.maybe
        if end > part.start:
            self.parts.append(part)
        self.part = Part(end, begin)
        self.maybe = -1
        return self.part

    def _begin(self, i: int, t: int) -> None:
        """Word ``i`` is the first that counts: it may open a subordinate clause."""
        part = self.part
        part.head = i
        if t & _OPENERS and (part.begin == AT_OPENER or self._opens_at_head(i, t)):
            part.sub, part.opener = True, i
        elif part.begin == AT_SUBJECT:
            part.sub = True
        elif t & tag.PREP and self.tags[i + 1] & tag.CONDITION_NOUN:
            part.sub, part.opener = True, i + 1

    # Openers

    def _opens_at_head(self, i: int, t: int) -> bool:
        following = self.tags[i + 1]
        if t & tag.SUB:
            return self._verb_ahead(i + 1)
        if t & tag.WH:
            if following & tag.AUX or self._asks(i):
                return False
            if following & (_PRONOUN | tag.OURS | tag.DEMO):
                return True
            return bool(following & tag.DET) and self._verb_ahead(i + 2, tag.FINITE)
        if t & tag.MAYBE_SUB:
            if t & tag.DEMO:
                return bool(following & _PRONOUN)
            if following & tag.PARTICIPLE and t & tag.ELLIPTIC:
                return True
            return bool(following & (tag.FIRST | tag.YOU | tag.THIRD)) or (
                bool(following & (_DETERMINED | tag.DEMO)) and self._verb_ahead(i + 2, tag.FINITE)
            )
        return t & tag.REL > 0 and self.part.begin == AFTER_COMMA and following & tag.VERB > 0

    def _asks(self, i: int) -> bool:
        """Whether a question word with its noun is followed by verb and subject: *which order are you*."""
        tags = self.tags
        return any(
            tags[j] & tag.AUX and tags[j + 1] & (_PRONOUN | tag.DEMO | _DETERMINED)
            for j in range(i + 2, min(i + 5, len(self.words)))
        )

    def _opens_inside(self, i: int, t: int) -> bool:
        tags = self.tags
        following, before = tags[i + 1], tags[i - 1]
        if t & tag.SUB:
            return self._verb_ahead(i + 1)
        if t & tag.MAYBE_SUB and not t & tag.REL:
            if following & (tag.FIRST | tag.YOU | tag.THIRD):
                return self._subject_at(i + 1) and not before & tag.CAUSE & ~tag.FINITE
            return bool(following & (_DETERMINED | tag.DEMO)) and self._first_verb(i + 2) & tag.FINITE > 0
        if before & tag.PREP and not t & tag.WH:
            return False
        if t & tag.WH:
            if following & tag.TO:
                return False
            if following & (_PRONOUN | tag.OURS | tag.DEMO | tag.DET):
                return self._verb_ahead(i + 1)
            return bool(following & tag.FINITE) or (
                self.words[i] in ("how", "which", "what") and bool(tags[i + 2] & (_PRONOUN | tag.DEMO | tag.FINITE))
            )
        # that
        if following & (_PRONOUN | _DETERMINED | tag.DEMO):
            return self._verb_ahead(i + 2)
        if following & tag.FINITE:
            return not before & tag.COORD
        return before & (tag.VERB | tag.PARTICIPLE) > 0 and self._verb_ahead(i + 2, tag.FINITE)

    # Boundaries

    def _boundary(self, i: int, t: int) -> int:
        """How a new part begins at word ``i``, or `NONE`."""
        part = self.part
        if t & tag.COORD and i + 1 < len(self.words):
            if self._coordinates(i):
                return AT_COORDINATOR
            if not t & tag.ADV:
                return NONE
        if t & _OPENERS and i - 1 != part.opener and self._opens_inside(i, t):
            return AT_OPENER
        if t & (_PRONOUN | tag.DEMO) and self._new_subject(i):
            return AT_SUBJECT
        if part.sub and part.fin >= 0 and t & tag.FINITE and self._begins_main(i, t):
            return AFTER_VERBS
        return NONE

    def _new_subject(self, i: int) -> bool:
        """Whether the pronoun ``i`` is the subject of a clause that nothing else announces."""
        part, tags = self.part, self.tags
        before = tags[i - 1]
        if before & tag.COORD or before & (tag.PREP | tag.ADV) == tag.PREP:
            return False
        if i - 1 == part.opener or not self._subject_at(i):
            return False
        if part.fin >= 0:
            j = i - 1
            while j > part.fin and tags[j] & _MODIFIER:
                j -= 1
            inverted = j == part.fin and tags[j] & tag.AUX and (j <= part.head or tags[part.head] & tag.WH)
            return not inverted and not before & tag.DET
        # "The letter we sent": a noun phrase, then the subject of what is said about it.
        if self.words[i - 1] == "all":
            return i - 1 == part.head
        return (
            part.head < i and (before == 0 or before & tag.NOUN > 0) and tags[part.head] & (_DETERMINED | tag.DEMO) > 0
        )

    def _subject_at(self, i: int) -> bool:
        """Whether a verb that fits stands behind the pronoun ``i``."""
        tags = self.tags
        t, before = tags[i], tags[i - 1]
        j = i + 1
        while tags[j] & _MODIFIER and not tags[j] & tag.VERB and j < i + 4:
            j += 1
        verb = tags[j]
        if verb & tag.FINITE and not (verb & tag.BASE and not verb & tag.AUX):
            return True
        if not verb & tag.BASE:
            return False
        if t & tag.MANY and t & (tag.FIRST | tag.THIRD):
            return True
        # "let you know", "help you find": the verb is an infinitive there.
        return t & tag.YOU > 0 and not before & tag.CAUSE

    def _begins_main(self, i: int, t: int) -> bool:
        """Whether the verb ``i``, behind that of a subordinate clause, begins the main clause."""
        part, tags = self.part, self.tags
        before = tags[i - 1]
        if before & (tag.AUX | tag.COORD | _DETERMINED) or i - 1 == part.opener:
            return False
        if before & (tag.TO | tag.PREP) and (t & tag.BASE or not t & tag.AUX):
            return False
        if before & (tag.FIRST | tag.THIRD | tag.DEMO) and not before & tag.ADV:
            return False
        if part.bits & (tag.SUB | tag.CONDITION) and not part.bits & tag.REL and part.opener >= 0:
            return False
        if t & tag.AUX:
            return not before & tag.YOU or part.fin < i - 1
        if t & tag.PARTICIPLE:
            return part.fin == i - 1 and not tags[part.fin] & tag.AUX
        return self.words[i - 1].endswith("ing")

    def _coordinates(self, i: int) -> bool:
        """Whether the coordinator ``i`` joins clauses, not words."""
        part, tags = self.part, self.tags
        j = i + 1
        while (
            tags[j] & (tag.ADV | tag.INTERJ | tag.NEG)
            and not tags[j] & (tag.VERB | tag.MAYBE_SUB | tag.THIRD)
            and j < i + 5
        ):
            j += 1
        t = tags[j]
        if t & (_PRONOUN | tag.DEMO) and self._subject_at(j):
            return part.fin >= 0 or t & tag.FIRST > 0
        if part.fin < 0 and self.maybe < 0:
            return False
        if t & _OPENERS:
            before, self.part = self.part, Part(i, AT_COORDINATOR)
            opens = self._opens_at_head(j, t)
            self.part = before
            if opens or (t & tag.WH and tags[j + 1] & tag.AUX):
                return True
        if (t & tag.FINITE and not t & tag.BASE) or t & tag.AUX:
            return not t & tag.PARTICIPLE or not tags[part.fin] & tag.AUX
        if t & tag.BASE:
            return tags[j - 1] & tag.ADV > 0 and self.words[j - 1] == "please"
        return self._first_verb(j + 1) & tag.FINITE > 0

    # Verbs

    def _first_verb(self, i: int) -> int:
        """Bits of the next verb before a mark, or 0."""
        tags = self.tags
        for j in range(i, min(i + _NEAR, len(self.words))):
            t = tags[j]
            if t & tag.VERB and not tags[j - 1] & (_DETERMINED | tag.TO) and not t & tag.NOUN & ~tag.FINITE:
                return t
            if t & tag.PUNCTUATION:
                return 0
        return 0

    def _verb_ahead(self, i: int, kinds: int = tag.VERB) -> bool:
        """Whether a verb of those kinds comes before the next mark."""
        tags = self.tags
        for j in range(i, min(i + _NEAR, len(self.words))):
            t = tags[j]
            if t & kinds and not tags[j - 1] & (_DETERMINED | tag.TO):
                return True
            if t & tag.PUNCTUATION:
                return False
        return False

    def _is_finite(self, i: int, t: int) -> bool:
        """Whether the verb form ``i`` is finite; keeps what may be for want of a better one."""
        part, tags = self.part, self.tags
        before = tags[i - 1] if i > part.start else 0
        if before & (_DETERMINED | tag.TO) and not (before & (tag.THIRD | tag.DEMO) and t & (tag.AUX | tag.FINITE)):
            return False
        if t & tag.AUX:
            return not before & tag.AUX or not t & tag.BASE or part.fin < 0
        j = i - 1
        while j > part.start and tags[j] & _MODIFIER and not tags[j] & tag.THIRD:
            j -= 1
        subject = tags[j] if j >= part.start else 0
        if t & tag.FINITE and not (t & tag.BASE and i == part.head):
            return not before & tag.PREP or before & tag.ADV > 0 or t & tag.PARTICIPLE > 0
        if subject & (tag.FIRST | tag.YOU | tag.MANY) and not (j > part.start and tags[j - 1] & (tag.PREP | tag.CAUSE)):
            return True
        if self._orders(i, t):
            return True
        following = tags[i + 1]
        looks_noun = before & tag.OBJECT or (t & tag.NOUN and not following & (_DETERMINED | tag.DEMO | _PRONOUN))
        if self.maybe < 0 and i > part.head and not before & tag.PREP and not looks_noun:
            self.maybe = i
        return False

    def _orders(self, i: int, t: int) -> bool:
        """Whether the bare verb ``i`` begins an imperative: *check your inbox*, not *order number*, *email or chat*."""
        part, tags = self.part, self.tags
        following = tags[i + 1]
        if i > part.head + 4 or following & (tag.COORD | tag.AUX):
            return False
        if not all(tags[j] & (_MODIFIER | tag.INTERJ) for j in range(part.head, i)):
            return False
        asked = any(self.words[j] == "please" for j in range(part.start, i))
        if asked:
            return True
        if t & tag.NOUN:
            after = self.words[i + 1] if i + 1 < len(self.words) else ""
            known = _DETERMINED | tag.DEMO | tag.PREP | tag.OBJECT | tag.THIRD | _MODIFIER
            return following & known > 0 or after.endswith("ing")
        return not following & tag.STOP or i == part.head
