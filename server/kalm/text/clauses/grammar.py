"""The words by which a language shows whom a sentence is about: a data file, read once."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from kalm.text.clauses import tags as tag
from kalm.text.fold import fold
from kalm.text.forms import Irregulars, load_irregulars
from kalm.text.forms import dutch as dutch_verbs
from kalm.text.forms import english as english_verbs

_WORDS: Mapping[str, int] = {
    "first": tag.FIRST,
    "first-singular": tag.FIRST_ONE,
    "second": tag.SECOND,
    "you": tag.YOU,
    "third": tag.THIRD,
    "veiled": tag.VEILED,
    "demonstrative": tag.DEMO,
    "plural": tag.MANY,
    "object": tag.OBJECT,
    "ours": tag.OURS,
    "determiner": tag.DET,
    "preposition": tag.PREP,
    "to": tag.TO,
    "subordinator": tag.SUB,
    "maybe-subordinator": tag.MAYBE_SUB,
    "relative": tag.REL,
    "question-word": tag.WH,
    "condition": tag.CONDITION,
    "condition-with-you": tag.CONDITION_YOU,
    "condition-noun": tag.CONDITION_NOUN,
    "coordinator": tag.COORD,
    "then": tag.THEN,
    "elliptic": tag.ELLIPTIC,
    "negator": tag.NEG,
    "only": tag.ONLY,
    "particle": tag.STING,
    "final-particle": tag.STING_LAST,
    "adverb": tag.ADV,
    "interjection": tag.INTERJ,
    "time": tag.TIME,
    "bare": tag.BARE,
    "noun": tag.NOUN,
    "agent": tag.AGENT,
    "address": tag.ADDRESS,
    "customer-noun": tag.CUSTOMER,
    "modal-infinitive": tag.MODAL,
    "had": tag.HAD,
    "would": tag.WOULD,
    "was": tag.WAS,
    "past-modal": tag.PAST_MODAL,
    "perfect": tag.PERFECT,
    "been": tag.BEEN,
    "better": tag.BETTER,
    "with-you": tag.WITH_YOU,
    "without-you": tag.WITHOUT_YOU,
    "asks": tag.ASKS,
    "may-condition": tag.MAY_CONDITION,
    "dropped-first": tag.DROPPED,
    "imperative": tag.IMPERATIVE | tag.STEM,
}
_VERBS: Mapping[str, int] = {
    "verb": 0,
    "auxiliary": tag.AUX,
    "cluster": tag.CLUSTER,
    "saying": tag.SAY,
    "deed": tag.DEED,
    "wonders": tag.WONDERS,
    "hortative": tag.HORTATIVE,
    "cause": tag.CAUSE,
    "passive": tag.PASSIVE,
}
_PHRASES = ("rhetorical", "attribution")
_MARKS: Mapping[str, int] = {
    ",": tag.COMMA,
    ";": tag.STOP, ":": tag.STOP, ".": tag.STOP, "!": tag.STOP, "...": tag.STOP, "…": tag.STOP, "?": tag.STOP | tag.ASK,
    "(": tag.SOFT, ")": tag.SOFT, "-": tag.SOFT, "[": tag.SOFT, "]": tag.SOFT,
}  # fmt: skip

Phrases = Mapping[str, tuple[tuple[str, ...], ...]]
"""Word sequences by their first word."""


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """What `clauses` knows of a language. Built once by `load_grammar`."""

    language: str
    tags: Mapping[str, int]
    rhetorical: Phrases
    attribution: Phrases
    """*volgens u*, *according to you*: what follows is the customer's."""
    guess: Callable[[str], int]
    """Bits of a word that the data does not hold, by its shape."""

    def tag(self, words: Sequence[str]) -> list[int]:
        """The bits of each word, with two zeros behind the last, so that looking ahead needs no bounds."""
        known, guess = self.tags.get, self.guess
        found = [known(word, -1) for word in words]
        if -1 in found:
            found = [guess(word) if bits < 0 else bits for word, bits in zip(words, found, strict=True)]
        found += (0, 0)
        return found


def load_grammar(path: Path) -> Grammar:
    """Read ``grammar.yml``, and ``forms.yml`` beside it for the inflection of the verbs it names.

    Raises ``ValueError`` with the file's name for an unknown key, language or entry that is no text.
    """
    with path.open(encoding="utf-8") as stream:
        data: dict[str, Any] = yaml.load(stream, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    language = data.pop("language", None)
    if language not in _GUESSES:
        raise ValueError(f"{path}: language must be one of {', '.join(_GUESSES)}")
    not_verbs = _entries(path, "not-verb", data.pop("not-verb", []))
    phrases = {key: _phrases(_entries(path, key, data.pop(key, []))) for key in _PHRASES}
    irregulars = load_irregulars(path.with_name("forms.yml"))
    tags: dict[str, int] = {}
    add = _Adder(tags)
    inflect = _dutch_verb if language == "nl" else _english_verb
    for lemma in irregulars.verbs:
        inflect(lemma, 0, irregulars, add)
    words: list[tuple[int, str]] = []
    for key, value in data.items():
        entries = _entries(path, key, value)
        if key in _VERBS:
            for lemma in entries:
                inflect(lemma, _VERBS[key], irregulars, add)
        elif key in _WORDS:
            words += [(_WORDS[key], word) for word in entries]
        else:
            raise ValueError(f"{path}: unknown key: {key}")
    for word in not_verbs:
        tags[word] = tags.get(word, 0) & ~_VERBAL | tag.NOUN
    for bits, word in words:
        if bits in _CLOSED and tags.get(word, 0) & tag.FINITE == 0:
            # "in" is no form of innen, "wel" none of wellen.
            tags[word] = tags.get(word, 0) & ~_VERBAL
        add(bits, word)
    add(tag.RHETORICAL, *phrases["rhetorical"])
    add(tag.ATTRIBUTION, *phrases["attribution"])
    tags.update(_MARKS)
    return Grammar(language, tags, phrases["rhetorical"], phrases["attribution"], _GUESSES[language])


_VERBAL = tag.VERB | tag.PARTICIPLE | tag.ENDS_T | tag.DEED | tag.SAY
_CLOSED = (tag.PREP, tag.ADV, tag.DET, tag.COORD, tag.SUB, tag.MAYBE_SUB, tag.WH)


class _Adder:
    def __init__(self, tags: dict[str, int]) -> None:
        self._tags = tags

    def __call__(self, bits: int, *words: str) -> None:
        for word in words:
            self._tags[word] = self._tags.get(word, 0) | bits


def _entries(path: Path, key: str, value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise ValueError(f"{path}: {key} must be a list of words (put yes, no and on in quotes)")
    return [fold(entry) for entry in value]


def _phrases(entries: Iterable[str]) -> Phrases:
    found: dict[str, list[tuple[str, ...]]] = {}
    for entry in entries:
        words = tuple(entry.split())
        found.setdefault(words[0], []).append(words)
    return {first: tuple(group) for first, group in found.items()}


def _dutch_verb(lemma: str, bits: int, irregulars: Irregulars, add: _Adder) -> None:
    verb = dutch_verbs.conjugate(lemma, irregulars)
    for particle in {"", verb.particle}:
        add(bits | tag.BASE, particle + verb.infinitive)
        for stem in verb.stems:
            certain = tag.FINITE if stem.endswith("t") or stem in verb.present or bits & tag.AUX else 0
            add(bits | tag.STEM | certain, particle + stem)
        # "letten" is a past plural too, but hardly ever.
        past = [form for form in (*verb.past, *verb.ge) if form != verb.infinitive]
        add(bits | tag.FINITE, *(particle + form for form in past))
        for form in verb.present:
            add(bits | tag.FINITE | (0 if form in verb.stems else tag.ENDS_T), particle + form)
    add(bits & ~tag.AUX | tag.PARTICIPLE, *(verb.particle + form for form in verb.participles))
    add(bits & ~tag.AUX | tag.PARTICIPLE, *verb.participles)


def _english_verb(lemma: str, bits: int, irregulars: Irregulars, add: _Adder) -> None:
    verb = english_verbs.conjugate(lemma, irregulars)
    add(bits | tag.BASE, verb.base)
    add(bits | tag.FINITE, *verb.present, *verb.past)
    add(bits & ~tag.AUX | tag.PARTICIPLE, *verb.participles)


_dutch_shape = re.compile(
    r"(?P<participle>(?:aan|achter|af|bij|binnen|boven|buiten|dicht|door|in|klaar|kwijt|langs|los|mee|mis|na|neer|om|"
    r"onder|op|open|over|rond|samen|tegen|terecht|terug|thuis|toe|uit|vast|vol|voor|voorbij|vrij|weer|weg)?"
    r"ge\w{3,}(?:[dt]|en)|(?:be|her|ont|ver)\w{3,}[dt])|"
    r"(?P<adverb>\w+(?:lijk|erwijs|halve|weg))"
)
_english_shape = re.compile(r"(?P<past>\w{2,}[^e]ed)|(?P<adverb>\w{2,}ly)")


@lru_cache(maxsize=4096)
def _guess_dutch(word: str) -> int:
    match = _dutch_shape.fullmatch(word)
    if match is None:
        return 0
    return tag.PARTICIPLE if match.lastgroup == "participle" else tag.ADV


@lru_cache(maxsize=4096)
def _guess_english(word: str) -> int:
    match = _english_shape.fullmatch(word)
    if match is None:
        return 0
    return tag.FINITE | tag.PARTICIPLE if match.lastgroup == "past" else tag.ADV


_GUESSES: Mapping[str, Callable[[str], int]] = {"nl": _guess_dutch, "en": _guess_english}
