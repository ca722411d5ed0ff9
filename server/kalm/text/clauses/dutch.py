"""Dutch: reads the parts of a sentence, each in the light of its neighbours."""

from collections.abc import Sequence

from kalm.text.clauses import tags as tag
from kalm.text.clauses.dutch_split import Splitter
from kalm.text.clauses.dutch_subject import is_possessive, main_subject, subordinate_subject
from kalm.text.clauses.dutch_unreal import PAST, mark_counterfactual
from kalm.text.clauses.parts import (
    AFTER_COMMA,
    AFTER_STOP,
    AFTER_VERBS,
    AT_COORDINATOR,
    START,
    Part,
    interrupted_phrase,
    merge,
    next_main,
    previous_main,
)

_PRONOUN = tag.FIRST | tag.SECOND | tag.YOU


def read(words: Sequence[str], tags: Sequence[int]) -> list[Part]:
    """The parts of the sentence with subject, mood and the rest filled in, all but negation and quotation."""
    parts = merge(Splitter(words, tags).split(), tags, tag.NEG | tag.INTERJ)
    past = 0
    for index, part in enumerate(parts):
        past |= part.bits & PAST
        if part.host is not None:
            continue
        if part.sub:
            part.subject = subordinate_subject(words, tags, part)
            part.conditional = _is_condition(words, tags, part)
        elif part.fin >= 0 and part.fin == part.head:
            _verb_first(words, tags, parts, index)
        else:
            part.subject = main_subject(words, tags, part)
            if part.fin < 0 and part.subject == "none" and _is_infinitive_order(tags, part):
                part.mood = "imperative"
    if past:
        mark_counterfactual(words, tags, parts)
    return parts


def _is_condition(words: Sequence[str], tags: Sequence[int], part: Part) -> bool:
    opener = tags[part.opener]
    if opener & tag.CONDITION:
        return part.is_clause or bool(part.bits & tag.YOU)
    if opener & tag.CONDITION_YOU:
        return bool(part.bits & (tag.YOU | tag.SECOND))
    if opener & tag.CONDITION_NOUN:
        return True
    return part.opener > 0 and bool(tags[part.opener - 1] & tag.CONDITION_NOUN)


def _is_infinitive_order(tags: Sequence[int], part: Part) -> bool:
    """*Niet vergeten*, *volgende keer even bellen*: an infinitive at the end of a part without subject."""
    last = part.end - 1
    while last > part.start and tags[last] & tag.PUNCTUATION:
        last -= 1
    t = tags[last]
    if not t & tag.BASE or t & tag.AUX or part.bits & tag.TO:
        return False
    return bool(tags[part.start] & (tag.ADV | tag.NEG)) or any(
        tags[i] & tag.TIME for i in range(part.start, part.start + 3)
    )


def _verb_first(words: Sequence[str], tags: Sequence[int], parts: list[Part], index: int) -> None:
    part = parts[index]
    verb = tags[part.fin]
    after = tags[part.fin + 1] if part.fin + 1 < part.end else 0
    if part.begin not in (START, AFTER_STOP) and index and _continues(words, tags, parts, index, verb, after):
        return
    orders = verb & tag.IMPERATIVE or (verb & tag.STEM and not verb & tag.AUX)
    if after & tag.FIRST:
        part.subject = "ours"
        if verb & tag.HORTATIVE:
            part.mood = "imperative"
            return
    elif after & tag.SECOND:
        part.subject = "customer"
    elif after & tag.YOU and not is_possessive(words, tags, part.fin + 1, part):
        _before_you(words, tags, parts, index, verb)
    elif orders and not (
        (verb & tag.DROPPED and part.bits & tag.PARTICIPLE)
        or (part.bits & tag.ASK and verb & tag.FINITE and after & (tag.THIRD | tag.DEMO | tag.DET))
    ):
        part.subject, part.mood = "none", "imperative"
        return
    elif (verb & tag.DROPPED and not after & (tag.THIRD | tag.DEMO | tag.DET)) or after & tag.OURS:
        part.subject = "ours"
    else:
        part.subject = "third"
    if part.mood != "imperative":
        part.verb_first = True
        follows = _main_after(tags, parts, index)
        asks = verb & tag.ASKS and follows < _ORDER
        part.conditional = bool(verb & tag.MAY_CONDITION) or (follows > 0 and not asks and not part.bits & tag.ASK)


_ORDER = 3
"""*Wilt u dat wij bellen, stuur dan uw nummer*: what an order follows is a condition."""


def _main_after(tags: Sequence[int], parts: list[Part], index: int) -> int:
    """How the main clause that follows begins: 3 an order, 2 with its verb or *dan*, 1 otherwise; 0 for none."""
    main = next_main(parts, index)
    if main is None or main.begin not in (AFTER_COMMA, AFTER_VERBS) or main.fin < 0 or tags[main.start] & tag.COORD:
        return 0
    verb_first = main.fin == main.head
    if verb_first and tags[main.fin] & tag.STEM and not tags[main.fin] & tag.AUX:
        return _ORDER
    return 2 if verb_first or tags[main.head] & tag.THEN else 1


def _before_you(words: Sequence[str], tags: Sequence[int], parts: list[Part], index: int, verb: int) -> None:
    """A verb at the start with *u* or *je* behind it: a question, a condition or a polite order."""
    part = parts[index]
    word = words[part.fin + 1]
    if word == "je" and verb & tag.ENDS_T:
        part.subject = "third"
        return
    part.subject = "customer"
    if part.bits & tag.ASK or (verb & (tag.AUX | tag.WONDERS) and not verb & tag.IMPERATIVE):
        return
    if word == "u" and verb & tag.FINITE and _main_after(tags, parts, index) > 1:
        return
    if word != "jullie":
        part.subject, part.mood = "none", "imperative"


def _continues(words: Sequence[str], tags: Sequence[int], parts: list[Part], index: int, verb: int, after: int) -> bool:
    """Read a part that goes on with what stands before it. Whether it does."""
    part, before = parts[index], parts[index - 1]
    if before.sub and part.begin in (AFTER_COMMA, AFTER_VERBS):
        phrase = interrupted_phrase(parts, index)
        if phrase is not None:
            if phrase.subject == "none":
                phrase.subject = _head_noun(tags, phrase)
            part.subject = phrase.subject
            return True
        if part.begin == AFTER_COMMA and _is_governed(parts, index):
            return False
        _inverted(words, tags, part, verb, after)
        return True
    if part.begin == AT_COORDINATOR and before.is_clause:
        if after & _PRONOUN and not (
            after & tag.YOU and not verb & (tag.WITH_YOU | tag.AUX) and before.subject in ("third", "ours")
        ):
            return False
        if (before.mood == "imperative" and verb & tag.STEM) or (after & (tag.DET | tag.DEMO) and verb & tag.AUX):
            return False
        part.subject = before.subject
        return True
    return False


def _is_governed(parts: list[Part], index: int) -> bool:
    """Whether the subordinate clause before ``index`` hangs on a main clause before it, and so fronts none."""
    main = previous_main(parts, index)
    return main is not None and main.is_clause and not main.bits & tag.STOP


def _head_noun(tags: Sequence[int], phrase: Part) -> str:
    t = tags[phrase.head]
    return "ours" if t & tag.OURS else "customer" if t & tag.ADDRESS else "third"


def _inverted(words: Sequence[str], tags: Sequence[int], part: Part, verb: int, after: int) -> None:
    """The main clause behind a fronted subordinate one: the verb comes first, the subject second."""
    if after & tag.FIRST:
        part.subject = "ours"
    elif after & tag.SECOND:
        part.subject = "customer"
    elif after & tag.YOU and not is_possessive(words, tags, part.fin + 1, part):
        word = words[part.fin + 1]
        object_only = verb & tag.WITHOUT_YOU or (word == "je" and verb & tag.ENDS_T)
        if verb & tag.STEM and not verb & (tag.FINITE | tag.AUX) and word == "u":
            part.subject, part.mood = "none", "imperative"
        else:
            part.subject = "third" if object_only else "customer"
    elif (verb & tag.IMPERATIVE or (verb & tag.STEM and not verb & tag.AUX)) and not after & tag.DET:
        part.subject, part.mood = "none", "imperative"
    elif after & tag.OURS:
        part.subject = "ours"
    else:
        part.subject = "third"


def stings(words: Sequence[str], tags: Sequence[int], part: Part) -> bool:
    """Whether a question about the customer is no question: *U bent zeker niet op de site geweest?*"""
    if part.subject != "customer":
        return False
    if part.negated and part.counterfactual and part.verb_first:
        return True
    asks_why = part.head >= 0 and words[part.head] == "waarom"
    if asks_why and part.negated:
        return True
    bits = part.bits
    if not bits & (tag.STING | tag.STING_LAST):
        return False
    last = part.end - 1
    while last > part.start and tags[last] & tag.PUNCTUATION:
        last -= 1
    if tags[last] & tag.STING_LAST and (not part.verb_first or part.negated):
        return words[last] != "zeker" or not part.verb_first
    if part.verb_first:
        return any(words[i] in ("soms", "nou") for i in range(part.start, part.end))
    return bits & tag.STING > 0 and not bits & tag.WH
