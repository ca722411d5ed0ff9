"""What stood behind a clause at the beginning of a sentence, made to stand alone.

In Dutch it begins with its verb, and alone it would be a question: *Zoals gezegd duurt het zes weken* without its
first words is *Het duurt zes weken*.
"""

from kalm.core import Span
from kalm.rules.phrases import NUMBER_WORDS
from kalm.text.clauses import Grammar, clauses
from kalm.text.clauses import tags as tag
from kalm.text.document import Document

_VERB = tag.FINITE | tag.AUX | tag.ENDS_T | tag.STEM | tag.BASE
_PRONOUNS = frozenset("ik wij we u jij ge gij hij zij ze er men jullie iemand niemand iedereen".split())
_MAYBE_DETERMINERS = frozenset("je het dat dit die deze".split())
"""Subjects by themselves, or the beginning of one: *duurt het*, *duurt het onderzoek*."""
_GOES_ON = (
    tag.ADV | tag.NEG | tag.TIME | tag.PARTICIPLE | tag.BASE | tag.DET | tag.OURS | tag.OBJECT | tag.YOU | tag.FIRST
    | tag.COMMA | tag.STOP | tag.SOFT | tag.COORD
)  # fmt: skip
"""What follows a subject and is no part of it."""
_NUMBERS = frozenset(NUMBER_WORDS["nl"].split()) - {"een"}
_YOUR_FORM = {"kun": "kunt", "zul": "zult", "heb": "hebt", "ben": "bent", "ga": "gaat", "sta": "staat", "doe": "doet"}
_SAME_FORM = frozenset("mag kan wil zal zou had was".split())


class UnclearOrderError(Exception):
    """What is left is no sentence, or where its subject ends cannot be told."""


def statement(document: Document, grammar: Grammar, at: int, comma: bool) -> tuple[Span, str] | None:
    """The verb and the subject that begin at the word ``at``, as a stretch of the text, and in the order of a
    statement; None where the words can stand as they are. ``comma`` says whether one stood before them.

    Raises `UnclearOrderError` where neither holds.
    """
    _, end = document.sentences[document.sentence_at(at)]
    words = document.words[at:end]
    bits = grammar.tag(words)
    depends = bits[0] & tag.SUB and not comma
    if depends or not any(word & _VERB for word in bits) or (bits[0] & (tag.PREP | tag.THEN) and comma):
        raise UnclearOrderError
    if grammar.language != "nl" or len(words) < _SHORTEST or not bits[0] & _VERB or "?" in words:
        return None
    first = clauses(words, grammar)[0]
    if first.mood == "imperative" or first.conditional:
        return None
    length = _subject(words, bits)
    if length is None:
        return None
    stretch = document.span(at, at + 1 + length)
    verb = document.text[slice(*document.span(at, at + 1))].lower()
    subject = document.text[slice(*document.span(at + 1, at + 1 + length))]
    if words[1] in ("je", "jij") and length == 1:
        verb = _with_you(verb)
    return stretch, f"{subject} {verb}"


_SHORTEST = 3


def _subject(words: list[str], bits: list[int]) -> int | None:
    """How many words behind the verb are its subject; None for none."""
    word, after = words[1], bits[2]
    if word in _PRONOUNS:
        return 1
    goes_on = after & (_GOES_ON | tag.PREP) or words[2] in _NUMBERS or words[2][0].isdigit()
    if word in _MAYBE_DETERMINERS and goes_on:
        return 1
    if not (word in _MAYBE_DETERMINERS or bits[1] & (tag.DET | tag.OURS)):
        return None
    if goes_on or len(words) <= _SHORTEST:
        raise UnclearOrderError
    behind = bits[3]
    if (behind & _GOES_ON and not behind & tag.PREP) or words[3] in _NUMBERS or words[3][0].isdigit():
        return 2
    raise UnclearOrderError


def _with_you(verb: str) -> str:
    """*kun je*, *je kunt*: in front of *je* the verb has no -t."""
    if verb in _YOUR_FORM:
        return _YOUR_FORM[verb]
    kept = verb in _SAME_FORM or verb.endswith(("t", "de", "te", "st", "cht", "on", "am", "ag"))
    return verb if kept else f"{verb}t"
