"""From matches to findings: which of them a writer gets to read, and in which words."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from itertools import chain, islice

from kalm.core import Context, Edit, Finding, Fix, Message, Span
from kalm.grammar.names import NEAR, Names, capitalised, distance
from kalm.grammar.noise import Noise
from kalm.grammar.utf16 import cuts_grapheme
from kalm.grammar.values import SPELLING, Match
from kalm.text.document import Document
from kalm.text.fold import fold

CATEGORY = "language"
MOST = 5
"""Findings in one draft: more would bury the advice on tone."""
MOST_FIXES = 3
PREFIX = "lt."
SOURCE = "LanguageTool 6.8"

_FOREIGN = frozenset(("url", "email", "domain", "mention", "hashtag", "signature"))
"""Words that are no language: addresses, tags, who signs."""
_LIGHT = frozenset(("typographical", "whitespace", "style", "locale-violation", "register"))
"""Issue types that give way when there is more than `MOST`."""

_TEXTS = {
    "spelling": {
        "nl": "Dit woord staat niet in het woordenboek.",
        "en": "This word is not in the dictionary.",
    },
    "other": {
        "nl": "Hier klopt misschien iets niet in de taal.",
        "en": "The language may be wrong here.",
    },
    "why": {
        "nl": "Een taalfout trekt de aandacht weg van wat je zegt.",
        "en": "A slip draws attention away from what you say.",
    },
    "choose": {
        "nl": "Kies een voorstel, of laat het staan als het zo bedoeld is.",
        "en": "Take a suggestion, or leave it if you meant it.",
    },
    "reread": {
        "nl": "Lees de zin nog eens, of laat hem staan als hij zo bedoeld is.",
        "en": "Read the sentence again, or leave it if you meant it.",
    },
}
_LEAVE_OUT = {"nl": "Weglaten", "en": "Leave this out"}


def worth_showing(
    matches: Iterable[Match],
    document: Document,
    noise: Noise,
    known: Set[str],
    context: Context,
    taken: Sequence[Span],
    asked_for: Callable[[Match], bool] | None = None,
) -> Iterator[Match]:
    """The matches that say something: not silenced, not about a name, not inside what is no language or not the
    writer's own, not over one of the spans ``taken``, and not cutting what a person sees as one character. Those after
    the last that is asked for are not looked at.

    ``known`` are names and words of the policy, in lower case; matches that were ``asked_for`` by name are not
    silenced.
    """
    is_closed = _closed([*taken, *_foreign(document)])
    text = document.text
    names = Names(text, known | noise.words, capitalised_around(context), noise.first_words)
    return (
        match
        for match in matches
        if (not noise.silences(match) or (asked_for is not None and asked_for(match)))
        and not is_closed(match)
        and not cuts_grapheme(text, match.start)
        and not cuts_grapheme(text, match.end)
        and not names.is_name(match)
        and not is_right(match, text, document.language[:2])
    )


def gravest_first(matches: Iterable[Match]) -> list[Match]:
    """Matches in the order in which they are chosen: those that can be missed come last."""
    return sorted(matches, key=lambda match: (match.issue in _LIGHT, match.start))


def to_findings(
    matches: Iterable[Match], language: str, words: str, contact: str | None, fits: Callable[[Edit], bool]
) -> list[Finding]:
    """The first `MOST` as findings, in the order of the text. ``language`` is that of the draft and so of the matches'
    messages; ``words`` is the reader's; ``fits`` says of an edit whether the draft keeps within its platform's
    length."""
    chosen = islice(matches, MOST)
    return [_finding(match, language, words, contact, fits) for match in sorted(chosen, key=lambda match: match.start)]


def _finding(match: Match, language: str, words: str, contact: str | None, fits: Callable[[Edit], bool]) -> Finding:
    edits = [Edit(match.start, match.end, replacement) for replacement in match.replacements[:MOST_FIXES]]
    fixes = tuple(Fix(edit.text or _LEAVE_OUT[words], (edit,)) for edit in edits if fits(edit))
    own = language[:2] == words and match.issue != SPELLING
    text = _TEXTS["spelling" if match.issue == SPELLING else "other"][words]
    return Finding(
        rule=PREFIX + match.rule,
        category=CATEGORY,
        severity="suggestion",
        start=match.start,
        end=match.end,
        message=match.message if own and match.message else text,
        why=_TEXTS["why"][words],
        advice=_TEXTS["choose" if fixes else "reread"][words],
        fixes=fixes,
        source=SOURCE,
        contact=contact,
    )


def is_right(match: Match, text: str, language: str) -> bool:
    """Whether an unknown word is likely to be right all the same: the dictionary proposes nothing that is near it.

    Dutch writes compounds in one word and lets anybody make new ones. There a long word is right when all that is
    near it is itself taken apart, or nothing is but words that differ in more than a letter."""
    if match.issue != SPELLING:
        return False
    word = text[match.start : match.end]
    if language == "nl" and len(word) >= APART and any(
        " " in parts and parts.replace(" ", "") == word for parts in match.replacements[:MOST_FIXES]
    ):  # fmt: skip
        return True
    most = 1 if language == "nl" and len(word) >= COMPOUND else NEAR
    folded = fold(word)
    return not any(distance(folded, fold(meant), most) <= most for meant in match.replacements[:PROPOSALS])


APART, COMPOUND = 8, 10
"""Letters from which two words in one are a compound, not a missing space; and from which a word may be a new one."""
PROPOSALS = 8
"""Suggestions that are looked at."""


def capitalised_around(context: Context) -> set[str]:
    """Capitalised words of the messages around a draft, and who wrote them."""
    messages: Iterable[Message | None] = (context.parent, *context.thread)
    given = [message for message in messages if message is not None]
    return set(chain.from_iterable(capitalised(f"{message.text}\n{message.author or ''}") for message in given))


def _closed(spans: Iterable[Span]) -> Callable[[Match], bool]:
    """Tells of a match whether it lies over one of these spans."""
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted(spans):
        if ends and start < ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)

    def is_closed(match: Match) -> bool:
        after = bisect_right(ends, match.start)
        return after < len(starts) and starts[after] < match.end

    return is_closed


def _foreign(document: Document) -> list[Span]:
    """Spans of what is no language, and of the customer's own words."""
    closed = [index for index, kind in document.kinds.items() if kind in _FOREIGN]
    spans = [Span(document.starts[index], document.ends[index]) for index in (*closed, *document.protected)]
    return spans + [Span(*found.span()) for found in _address.finditer(document.text)]


_address = re.compile(r"\b[\w-]{1,63}(?:\.[a-z][a-z0-9-]{1,62}){1,5}(?![\w-])(?:/\S*)?")
"""An address without its scheme, whatever it ends in. A missing space after a full stop has a capital behind it."""
