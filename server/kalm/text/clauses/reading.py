"""What both languages share once subjects are known: questions, negation, quotation."""

from collections.abc import Callable, Sequence

from kalm.text.clauses import tags as tag
from kalm.text.clauses.grammar import Grammar, Phrases
from kalm.text.clauses.parts import AFTER_STOP, AT_OPENER, AT_SUBJECT, Part, next_main, previous_main

Stings = Callable[[Sequence[str], Sequence[int], Part], bool]
"""Whether a main clause that is asked, asks to sting."""


def finish(
    words: Sequence[str],
    tags: Sequence[int],
    parts: list[Part],
    grammar: Grammar,
    quoted_words: frozenset[int],
    stings: Stings,
) -> None:
    """Fill in negation, mood and quotation."""
    seen = 0
    inverted = False
    for part in parts:
        seen |= part.bits
        inverted |= part.verb_first
        if part.bits & tag.NEG:
            part.negated = _is_negated(tags, part, quoted_words)
    if inverted or seen & tag.ASK:
        _questions(words, tags, parts, grammar, stings)
    else:
        for part in parts:
            if not part.mood:
                part.mood = _mood_by_phrase(words, tags, part, grammar.rhetorical) or "statement"
    for part in parts:
        if part.host is not None:
            _follow(part, part.host)
    if seen & (tag.SAY | tag.ATTRIBUTION) or quoted_words:
        _quotation(words, tags, parts, grammar, quoted_words)


def _follow(part: Part, host: Part) -> None:
    part.subject, part.mood = host.subject, host.mood
    part.counterfactual, part.conditional = host.counterfactual, host.conditional
    part.negated = host.negated = part.negated or host.negated


def _is_negated(tags: Sequence[int], part: Part, quoted_words: frozenset[int]) -> bool:
    """Whether a negator of the part's own words denies: not *niet alleen*, not the tag *of niet*."""
    for i in range(part.start, part.end):
        if tags[i] & tag.NEG and i not in quoted_words and not tags[i + 1] & tag.ONLY:
            is_tag = i > part.start and tags[i - 1] & tag.COORD and tags[i + 1] & tag.PUNCTUATION
            if not is_tag:
                return True
    return False


def phrase_at(words: Sequence[str], start: int, end: int, phrases: Phrases) -> int:
    """Where one of the fixed phrases begins in that range, or -1."""
    for i in range(start, end):
        candidates = phrases.get(words[i])
        if candidates is not None:
            for phrase in candidates:
                if tuple(words[i : i + len(phrase)]) == phrase:
                    return i
    return -1


def _mood_by_phrase(words: Sequence[str], tags: Sequence[int], part: Part, phrases: Phrases) -> str:
    """``rhetorical`` for a fixed phrase that begins with a question word, question mark or not."""
    if part.bits & tag.WH and part.bits & tag.RHETORICAL:
        i = phrase_at(words, part.start, part.end, phrases)
        if i >= 0 and tags[i] & tag.WH:
            return "rhetorical"
    return ""


def _questions(words: Sequence[str], tags: Sequence[int], parts: list[Part], grammar: Grammar, stings: Stings) -> None:
    """Give every part its mood."""
    asked = False
    main: Part | None = None
    for part in reversed(parts):
        if part.bits & tag.STOP:
            asked, main = part.bits & tag.ASK > 0, None
        if part.sub:
            part.governor = main
            continue
        if not part.mood:
            part.mood = "statement"
            # Of several main clauses the last is asked, and those that are questions by their own order.
            is_asked = asked and (main is None or not main.is_clause or (part.verb_first and main.verb_first))
            if is_asked or _asks_without_mark(part):
                by_phrase = asked and part.bits & tag.RHETORICAL
                by_phrase = by_phrase and phrase_at(words, part.start, part.end, grammar.rhetorical) >= 0
                part.mood = "rhetorical" if by_phrase or (is_asked and stings(words, tags, part)) else "question"
            if part.mood != "rhetorical":
                part.mood = _mood_by_phrase(words, tags, part, grammar.rhetorical) or part.mood
        main = part
    before: Part | None = None
    for part in parts:
        if part.begin == AFTER_STOP:
            before = None
        if not part.sub:
            before = part
            continue
        governor = before if before is not None else part.governor
        part.mood = governor.mood if governor is not None and governor.mood != "imperative" else "statement"
        if governor is None and part.bits & tag.ASK:
            part.mood = "question"


def _asks_without_mark(part: Part) -> bool:
    """*Kunt u ons een bericht sturen.* Not *hebben we genoteerd*, *komt goed*, *had u maar gebeld*."""
    return part.verb_first and part.subject == "customer" and not part.conditional and not part.counterfactual


def _quotation(
    words: Sequence[str],
    tags: Sequence[int],
    parts: list[Part],
    grammar: Grammar,
    quoted_words: frozenset[int],
) -> None:
    quoting = False
    for index, part in enumerate(parts):
        if part.begin == AFTER_STOP:
            quoting = quoting and words[part.start - 1] == ":"
        elif not (part.sub or part.begin == AT_SUBJECT):
            quoting = False
        part.quoted = part.quoted or quoting
        says = part.bits & tag.SAY > 0 and part.subject == "customer" and not part.negated
        if says and part.sub and tags[part.opener] & tag.ELLIPTIC:
            part.quoted = True
            _quote_main(parts, index)
        elif says and _introduces(words, tags, parts, index):
            quoting = True
        elif quoting and not part.sub and part.begin != AT_SUBJECT and part.begin != AFTER_STOP:
            quoting = False
        if part.bits & tag.ATTRIBUTION and phrase_at(words, part.start, part.end, grammar.attribution) >= 0:
            part.quoted = True
        if quoted_words and not part.quoted:
            part.quoted = all(i in quoted_words or tags[i] & tag.PUNCTUATION for i in range(part.start, part.end))


def _introduces(words: Sequence[str], tags: Sequence[int], parts: list[Part], index: int) -> bool:
    """Whether what the customer says follows: *u schrijft dat*, *you said*, *u schrijft:*."""
    if index + 1 >= len(parts):
        return False
    following = parts[index + 1]
    if following.begin == AFTER_STOP:
        return words[following.start - 1] == ":"
    if following.begin == AT_SUBJECT:
        return True
    return following.sub and tags[following.opener] & (tag.MAYBE_SUB | tag.COORD) > 0 and following.begin == AT_OPENER


def _quote_main(parts: list[Part], index: int) -> None:
    """*Zoals je zelf aangeeft, stond de poort open*: the main clause is the customer's as well."""
    main = previous_main(parts, index) if parts[index].begin != AFTER_STOP else None
    if main is None or not main.is_clause:
        main = next_main(parts, index)
    if main is not None and main.is_clause:
        main.quoted = True
