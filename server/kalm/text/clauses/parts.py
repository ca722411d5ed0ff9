"""A sentence on its way to clauses."""

from collections.abc import Sequence

from kalm.text.clauses import tags as tag

NONE, START, AFTER_COMMA, AFTER_STOP, AFTER_SOFT, AT_OPENER, AT_COORDINATOR, AFTER_VERBS, AT_SUBJECT = range(9)
"""How a part begins: at the start, behind a mark, at a subordinator or a coordinator, behind the verbs that
close a subordinate clause, or at a subject that must belong to a new clause."""


class Part:
    """A stretch of a sentence that may become a clause. Filled while splitting, judged while reading."""

    __slots__ = (
        "begin", "bits", "conditional", "counterfactual", "end", "fin", "governor", "head", "host", "mood", "negated",
        "opener", "quoted", "start", "sub", "subject", "verb_first",
    )  # fmt: skip

    def __init__(self, start: int, begin: int) -> None:
        self.start = start
        self.end = start
        self.begin = begin
        self.bits = 0
        """All bits of its words together."""
        self.fin = -1
        """Index of the finite verb, or -1."""
        self.sub = False
        self.opener = -1
        """Index of the word that opens the subordinate clause, or -1."""
        self.head = -1
        """Index of the first word that is no coordinator or interjection, or -1."""
        self.verb_first = False
        self.subject = ""
        self.mood = ""
        self.negated = False
        self.counterfactual = False
        self.conditional = False
        self.quoted = False
        self.host: Part | None = None
        """The clause that this part goes on with: *U had, als u had gelezen, | kunnen weten*."""
        self.governor: Part | None = None
        """The main clause behind a subordinate one."""

    @property
    def is_clause(self) -> bool:
        """Whether it has what a clause needs: a finite verb, or a word that can only be a subject."""
        return self.fin >= 0 or bool(self.bits & tag.NOMINATIVE)


_REACH = 8
"""How many parts away a main clause is looked for, so that the whole stays linear."""


def next_main(parts: list[Part], index: int) -> Part | None:
    """The main clause behind part ``index``."""
    for i in range(index + 1, min(index + 1 + _REACH, len(parts))):
        if not parts[i].sub:
            return parts[i]
    return None


def previous_main(parts: list[Part], index: int) -> Part | None:
    """The main clause, or what stands for one, before part ``index``."""
    for i in range(index - 1, max(index - 1 - _REACH, -1), -1):
        if not parts[i].sub:
            return parts[i]
    return None


def interrupted_phrase(parts: list[Part], index: int) -> Part | None:
    """The noun phrase that a clause before part ``index`` interrupted: *De monteur die u belde | komt*."""
    if not parts[index - 1].sub:
        return None
    phrase = previous_main(parts, index)
    if phrase is None or phrase.is_clause or phrase.bits & tag.STOP or phrase.head < 0:
        return None
    return phrase


def merge(parts: list[Part], tags: Sequence[int], keep_apart: int) -> list[Part]:
    """Join what is no clause of its own with the part before it. ``keep_apart``: bits that forbid it."""
    if len(parts) == 1:
        return parts
    merged: list[Part] = []
    for part in parts:
        host = _interrupted(part, merged, tags) if merged and merged[-1].sub else None
        if host is not None:
            part.host = host
            host.bits |= part.bits
        elif merged and _joins(part, merged[-1], keep_apart):
            before = merged[-1]
            before.end = part.end
            before.bits |= part.bits
            if before.fin < 0 <= part.fin:
                before.fin = part.fin
            continue
        merged.append(part)
    return merged


def _interrupted(part: Part, merged: list[Part], tags: Sequence[int]) -> Part | None:
    """The main clause that ``part`` goes on with after a subordinate one came between."""
    if len(merged) < len(("host", "between")) or part.begin not in (AFTER_COMMA, AFTER_SOFT):
        return None
    host = merged[-2]
    if host.sub or host.fin < 0 or not tags[host.fin] & tag.CLUSTER or host.bits & tag.STOP:
        return None
    verb = part.fin
    if verb >= 0 and not (verb == part.head and tags[verb] & tag.BASE and not tags[verb + 1] & (tag.MANY | tag.DET)):
        return None
    return host if part.bits & (tag.BASE | tag.PARTICIPLE) else None


def _joins(part: Part, before: Part, keep_apart: int) -> bool:
    if part.bits & ~(tag.PUNCTUATION | tag.ASK) == 0:
        return True
    if part.begin == AFTER_STOP:
        return False
    if part.is_clause:
        # "Uw aanvraag (nr. 3) is afgewezen": a sentence that a mere remark interrupted goes on.
        goes_on = part.fin == part.head and not part.bits & tag.NOMINATIVE
        return goes_on and part.begin == AFTER_SOFT and not before.is_clause
    if part.begin == AFTER_VERBS or part.begin == AT_SUBJECT:
        return True
    if part.begin == AT_OPENER:
        return part.opener < 0
    if part.begin == AFTER_COMMA and before.is_clause:
        return not (before.sub and before.begin in (START, AFTER_STOP)) and not part.bits & keep_apart
    return part.begin != AFTER_COMMA
