"""English: reads the parts of a sentence: the subject stands before its verb, or behind an auxiliary."""

from collections.abc import Sequence

from kalm.text.clauses import tags as tag
from kalm.text.clauses.english_split import Splitter
from kalm.text.clauses.parts import (
    AFTER_COMMA,
    AFTER_VERBS,
    AT_COORDINATOR,
    Part,
    interrupted_phrase,
    merge,
    next_main,
    previous_main,
)

_MODIFIER = tag.ADV | tag.NEG
_PRONOUN = tag.FIRST | tag.YOU | tag.THIRD | tag.DEMO
_TAG_LENGTH = 5
"""Words of the longest tag question: *did you not ?*"""


def read(words: Sequence[str], tags: Sequence[int]) -> list[Part]:
    """The parts of the sentence with subject, mood and the rest filled in, all but negation and quotation."""
    parts = merge(Splitter(words, tags).split(), tags, tag.NEG | tag.INTERJ)
    for index, part in enumerate(parts):
        if part.host is not None:
            continue
        if part.sub:
            part.subject = _subordinate_subject(words, tags, part)
            part.conditional = part.opener >= 0 and bool(tags[part.opener] & (tag.CONDITION | tag.CONDITION_NOUN))
            if part.conditional and part.opener and tags[part.opener - 1] & tag.WONDERS:
                # "Do you know if": whether. "Let us know if": a condition.
                part.conditional = parts[index - 1].mood == "imperative"
        else:
            _main(words, tags, parts, index)
    for index, part in enumerate(parts):
        part.counterfactual = _is_counterfactual(words, tags, part)
        if index and _is_tag(tags, part):
            _mark_tagged(parts, index)
    return parts


def stings(words: Sequence[str], tags: Sequence[int], part: Part) -> bool:
    """Whether a question about the customer is no question: *Surely you read the email?*"""
    if part.subject != "customer":
        return False
    if part.negated and ((part.counterfactual and part.verb_first) or words[part.head] == "why"):
        return True
    if part.bits & tag.STING:
        return True
    last = part.end - 1
    while last > part.start and tags[last] & tag.PUNCTUATION:
        last -= 1
    return not part.verb_first and not part.bits & tag.WH and bool(tags[last] & tag.STING_LAST)


def _subordinate_subject(words: Sequence[str], tags: Sequence[int], part: Part) -> str:
    i = part.opener + 1 if part.opener >= 0 else part.head
    while i < part.end and tags[i] & _MODIFIER and not tags[i] & (_PRONOUN | tag.DET):
        i += 1
    if i >= part.end:
        return "none"
    t = tags[i]
    if t & tag.FIRST:
        return "ours"
    if t & tag.YOU:
        return "customer"
    if t & (tag.THIRD | tag.DEMO):
        return "third"
    if t & tag.PARTICIPLE and part.opener >= 0 and tags[part.opener] & tag.ELLIPTIC:
        return "none"
    return _before_verb(words, tags, part) if part.fin > i else "none" if part.fin < 0 else "third"


def _main(words: Sequence[str], tags: Sequence[int], parts: list[Part], index: int) -> None:
    part = parts[index]
    verb = part.fin
    if part.head < 0:
        part.subject = "none"
        return
    if verb < 0:
        head = tags[part.head]
        if head & tag.YOU and part.head > part.start and tags[part.head - 1] & tag.INTERJ:
            # "Thank you."
            head = 0
        part.subject = "ours" if head & tag.FIRST else "customer" if head & tag.YOU else "none"
        return
    inverted = _inverted(words, tags, part)
    if inverted:
        part.subject = inverted
        part.verb_first = True
        main = next_main(parts, index)
        follows = main is not None and main.fin >= 0
        if tags[verb] & tag.MAY_CONDITION and verb == part.head and not part.bits & tag.ASK:
            part.conditional = follows or bool(words[verb] == "should")
        return
    only_modifiers = all(tags[i] & (_MODIFIER | tag.INTERJ) and not tags[i] & _PRONOUN for i in range(part.head, verb))
    if only_modifiers:
        _without_subject(words, tags, parts, index)
        return
    part.subject = _before_verb(words, tags, part)


def _inverted(words: Sequence[str], tags: Sequence[int], part: Part) -> str:
    """Subject behind an auxiliary that comes before it (*could you*, *what have we*), or an empty string."""
    verb = part.fin
    if not tags[verb] & tag.AUX:
        return ""
    head = tags[part.head]
    fronted = all(tags[i] & (tag.ADV | tag.INTERJ) and not tags[i] & _PRONOUN for i in range(part.head, verb))
    if not fronted and not head & (tag.WH | tag.NEG):
        return ""
    i = verb + 1
    while i < part.end and tags[i] & _MODIFIER and not tags[i] & (tag.THIRD | tag.DET):
        i += 1
    t = tags[i] if i < part.end else 0
    if t & tag.FIRST:
        return "ours"
    if t & tag.YOU:
        return "customer"
    if (
        tags[verb] & tag.BASE
        and words[verb] in ("have", "do", "be")
        and not t & (tag.THIRD | tag.DEMO)
        and verb == part.head
    ):
        return ""
    if t & tag.OURS:
        return "ours"
    if t & (tag.THIRD | tag.DEMO | tag.DET):
        return "third"
    return ""


def _without_subject(words: Sequence[str], tags: Sequence[int], parts: list[Part], index: int) -> None:
    """An imperative, a second verb of the subject before, or a sentence that left *I* out."""
    part = parts[index]
    t = tags[part.fin]
    following = tags[part.fin + 1]
    before = parts[index - 1] if index else None
    if before is not None and part.begin == AT_COORDINATOR and (t & tag.AUX or not t & tag.BASE):
        part.subject = before.subject
        return
    if part.begin == AFTER_VERBS:
        part.subject = _noun_phrase(words, tags, interrupted_phrase(parts, index))
        return
    orders = t & tag.BASE and (not t & tag.AUX or words[part.fin] in _ORDERING)
    if orders and not (t & tag.DROPPED and following & (tag.PARTICIPLE | tag.BASE)):
        part.subject, part.mood = "none", "imperative"
    elif t & tag.DROPPED:
        part.subject = "ours"
    else:
        part.subject = _noun_phrase(words, tags, interrupted_phrase(parts, index))


_ORDERING = ("be", "do", "have")
"""Auxiliaries that have an imperative."""


def _noun_phrase(words: Sequence[str], tags: Sequence[int], part: Part | None) -> str:
    if part is None or part.head < 0:
        return "third"
    return "ours" if any(tags[i] & tag.OURS for i in range(part.head, min(part.end, part.head + 2))) else "third"


def _before_verb(words: Sequence[str], tags: Sequence[int], part: Part) -> str:
    """Whom the words before the verb are about."""
    i = part.fin - 1
    while i > part.start and tags[i] & _MODIFIER and not tags[i] & (_PRONOUN | tag.DET):
        i -= 1
    t = tags[i]
    if t & tag.FIRST:
        return "ours"
    if t & tag.YOU:
        return "third" if i > part.start and tags[i - 1] & tag.PREP else "customer"
    if t & (tag.THIRD | tag.DEMO):
        return "third"
    if t & tag.ADDRESS:
        return "customer"
    while i >= part.start:
        t = tags[i]
        if t & tag.OURS:
            return "ours"
        if t & tag.CUSTOMER and words[i - 1 : i] == ["the"]:
            return "customer"
        if t & (tag.DET | tag.DEMO | tag.PREP | tag.PUNCTUATION | tag.VERB):
            return "third"
        i -= 1
    return "third"


def _is_tag(tags: Sequence[int], part: Part) -> bool:
    """*…, do you not?*"""
    return (
        part.begin == AFTER_COMMA
        and part.verb_first
        and part.fin == part.head
        and part.end - part.head <= _TAG_LENGTH
        and bool(part.bits & tag.ASK)
        and not any(tags[i] & ~(tag.AUX | tag.VERB) == 0 and tags[i] & tag.VERB for i in range(part.fin + 1, part.end))
    )


def _mark_tagged(parts: list[Part], index: int) -> None:
    """A tag makes the clause before it a question; one about the customer wants agreement, not an answer."""
    main = previous_main(parts, index)
    if main is not None and main.is_clause and not main.mood:
        main.mood = "rhetorical" if main.subject == "customer" else "question"


def _is_counterfactual(words: Sequence[str], tags: Sequence[int], part: Part) -> bool:
    bits = part.bits
    if not bits & (tag.PARTICIPLE | tag.BEEN):
        return False
    if bits & tag.HAD and part.conditional:
        return any(tags[i] & tag.HAD and _participle_soon(tags, i + 1, part.end) for i in range(part.start, part.end))
    if not (bits & tag.WOULD and bits & tag.PERFECT):
        return False
    for i in range(part.start, part.end):
        if tags[i] & tag.WOULD:
            for j in range(i + 1, min(i + 6, part.end)):
                if tags[j] & tag.PERFECT:
                    # "You should have received it by now" expects; it does not blame.
                    expects = words[i] == "should" and any(tags[k] & tag.BETTER for k in range(j, part.end))
                    return not expects and _participle_soon(tags, j + 1, part.end)
    return False


def _participle_soon(tags: Sequence[int], i: int, end: int) -> bool:
    while i < end and tags[i] & (_MODIFIER | _PRONOUN) and not tags[i] & tag.PARTICIPLE:
        i += 1
    return i < end and bool(tags[i] & (tag.PARTICIPLE | tag.BEEN))
