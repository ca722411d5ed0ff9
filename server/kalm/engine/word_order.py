"""What stood behind a clause at the beginning of a sentence, made to stand alone.

In Dutch it begins with its verb, and alone it would be a question: *Zoals gezegd duurt het zes weken* without its
first words is *Het duurt zes weken*.
"""

from kalm.core import Span
from kalm.rules.phrases import NUMBER_WORDS
from kalm.text.clauses import Grammar, clauses
from kalm.text.clauses import tags as tag
from kalm.text.document import Document

_FINITE = tag.FINITE | tag.AUX | tag.ENDS_T | tag.STEM
_VERB = _FINITE | tag.BASE
_PRONOUNS = frozenset("ik wij we u jij ge gij hij zij ze er men jullie iemand niemand iedereen".split())
_MAYBE_DETERMINERS = frozenset("je het dat dit die deze".split())
"""Subjects by themselves, or the beginning of one: *duurt het*, *duurt het onderzoek*."""
_POINTING = frozenset("dat dit die deze".split())
_GOES_ON = tag.ADV | tag.NEG | tag.PARTICIPLE | tag.BASE | tag.DET | tag.OBJECT | tag.YOU | tag.FIRST
"""What follows a subject and is no part of it."""
_ENDS = tag.COMMA | tag.STOP | tag.SOFT | tag.COORD
_FORMULA = frozenset("dank bedankt sorry excuses welkom thank thanks apologies welcome please".split())
"""Words that say something without a verb."""
_NUMBERS = frozenset(NUMBER_WORDS["nl"].split()) - {"een"}
_YOUR_FORM = {
    "kun": "kunt", "zul": "zult", "heb": "hebt", "ben": "bent", "ga": "gaat", "sta": "staat", "doe": "doet",
    "zie": "ziet", "sla": "slaat", "hou": "houdt", "rij": "rijdt", "snij": "snijdt",
}  # fmt: skip
_SHORTEST = 3


class UnclearOrderError(Exception):
    """What is left is no sentence, or where its subject ends cannot be told."""


def asks(document: Document, grammar: Grammar, first: int) -> bool:
    """Whether the sentence that begins at the word ``first`` begins as a question does."""
    return bool(grammar.tag(document.words[first : first + 1])[0] & (tag.WH | tag.AUX | tag.FINITE))


def statement(document: Document, grammar: Grammar, at: int, comma: bool) -> tuple[Span, str] | None:
    """The verb and the subject that begin at the word ``at``, as a stretch of the text, and in the order of a
    statement; None where the words can stand as they are. ``comma`` says whether one stood before them.

    Raises `UnclearOrderError` where neither holds.
    """
    _, end = document.sentences[document.sentence_at(at)]
    words = document.words[at:end]
    bits = grammar.tag(words)
    if words[0] in _FORMULA:
        return None
    first = clauses(words, grammar)[0]
    depends = bits[0] & tag.SUB and not comma
    headless = bits[0] & tag.PREP and first.subject == "none"
    rootless = bits[0] & tag.THEN and not any(word & _FINITE for word in bits)
    if depends or headless or rootless or not any(word & _VERB for word in bits):
        raise UnclearOrderError
    if grammar.language != "nl" or len(words) < _SHORTEST or not bits[0] & _VERB or "?" in words:
        return None
    if first.mood == "imperative" or first.conditional:
        return None
    length = _subject(words, bits)
    if length is None:
        return None
    stretch = document.span(at, at + 1 + length)
    verb = document.text[slice(*document.span(at, at + 1))].lower()
    subject = document.text[slice(*document.span(at + 1, at + 1 + length))]
    if words[1] in ("je", "jij") and length == 1:
        verb = _with_you(verb, bits[0])
    return stretch, f"{subject} {verb}"


def _subject(words: list[str], bits: list[int]) -> int | None:
    """How many words behind the verb are its subject; None for none."""
    word, next_word, after = words[1], words[2], bits[2]
    if word in _PRONOUNS:
        return 1
    counts = next_word in _NUMBERS or next_word[0].isdigit()
    if word in _MAYBE_DETERMINERS:
        if word in _POINTING and after & tag.TIME and not after & tag.ADV:
            raise UnclearOrderError
        if counts or after & (_GOES_ON | _ENDS | tag.PREP) or (word == "je" and after & tag.DEMO):
            return 1
        raise UnclearOrderError
    if word == "ons" or not bits[1] & (tag.DET | tag.OURS):
        if word in ("ons", "het"):
            raise UnclearOrderError
        return None
    if counts or after & (_GOES_ON | _ENDS | tag.PREP | tag.TIME) or len(words) <= _SHORTEST:
        raise UnclearOrderError
    if bits[3] & _GOES_ON or words[3] in _NUMBERS or words[3][0].isdigit():
        return 2
    raise UnclearOrderError


def _with_you(verb: str, bits: int) -> str:
    """*kun je*, *je kunt*: in front of *je* the present has no -t."""
    if verb in _YOUR_FORM:
        return _YOUR_FORM[verb]
    if bits & tag.STEM and not bits & (tag.FINITE | tag.AUX) and not verb.endswith("t"):
        return f"{verb}t"
    if bits & (tag.FINITE | tag.AUX) or verb.endswith("t"):
        return verb
    raise UnclearOrderError
