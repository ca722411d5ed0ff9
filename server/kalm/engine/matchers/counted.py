"""Too many of a thing."""

import re
from collections.abc import Iterator
from operator import eq

from kalm.core import Span
from kalm.engine.scene import Scene
from kalm.rules.model import CountMatcher
from kalm.text.document import Document, plain_words

CAPS_LETTERS = 4
"""Letters from which a word in capitals may be shouted; shorter ones are mostly names and abbreviations."""

_stretched = re.compile(r"([^\W\d_])\1{3,}")
_run = re.compile(r"[!?]+")
_KINDS = {"hashtag": ("hashtag",), "mention": ("mention",), "link": ("url", "domain"), "emoji": ("emoji",)}
_CHANT_WORDS = 3
_CHANT_TIMES = 4
_REPEAT_WORDS = 4
"""Words from which a sentence said twice is a repetition; shorter ones are greetings and thanks."""


def counted(matcher: CountMatcher, scene: Scene) -> Iterator[Span]:
    """The stretch that holds what is too many, or nothing."""
    document = scene.document
    if matcher.of == "sentence-word":
        yield from _long_sentences(document, _limit(matcher, scene))
        return
    if matcher.of == "repeat":
        yield from _repeats(document, _limit(matcher, scene))
        return
    spans = _occurrences(matcher.of, document)
    if not spans:
        return
    if matcher.share is not None:
        total = len(document.plain)
        if total == 0 or len(spans) / total < matcher.share:
            return
    elif len(spans) < _limit(matcher, scene):
        return
    yield Span(spans[0].start, spans[-1].end)


def _limit(matcher: CountMatcher, scene: Scene) -> int:
    return matcher.at_least.get(scene.setting.platform or "default", matcher.at_least.get("default", 1))


def _occurrences(of: str, document: Document) -> list[Span]:
    if of in _KINDS:
        return [document.span(index, index + 1) for index, kind in document.kinds.items() if kind in _KINDS[of]]
    if of == "plain-hashtag":
        return [
            document.span(index, index + 1)
            for index, kind in document.kinds.items()
            if kind == "hashtag" and _runs_together(document.text[document.starts[index] : document.ends[index]])
        ]
    if of in ("exclamation", "question-mark"):
        sign = "!" if of == "exclamation" else "?"
        if sign not in document.text:
            return []
        return [
            Span(run.start() + offset, run.start() + offset + 1)
            for run in _run.finditer(document.text)
            for offset, letter in enumerate(run.group())
            if letter == sign
        ]
    if of == "stretched":
        return [Span(*match.span()) for match in _stretched.finditer(document.folded)]
    if of == "caps-word":
        return [document.span(index, index + 1) for index in _shouted(document)]
    return [document.span(index, index + 1) for index in document.plain]


def _runs_together(tag: str) -> bool:
    """Whether a long hashtag has no capital that shows where its words begin."""
    letters = tag.lstrip("#")
    return len(letters) > _ONE_WORD_TAG and letters.islower()


_ONE_WORD_TAG = 14


def _shouted(document: Document) -> Iterator[int]:
    for index in document.plain:
        if index in document.protected:
            continue
        word = document.text[document.starts[index] : document.ends[index]]
        if len(word) >= CAPS_LETTERS and word.isupper() and word.isalpha():
            yield index


def _long_sentences(document: Document, limit: int) -> Iterator[Span]:
    for first, end in document.sentences:
        if end - first >= limit and len(plain_words(document, first, end)) >= limit:
            yield document.span(first, end)


def _repeats(document: Document, limit: int) -> Iterator[Span]:
    begin_alike: dict[str, list[tuple[int, int]]] = {}
    for first, end in document.sentences:
        if end - first >= _REPEAT_WORDS:
            begins = next((document.words[index] for index in plain_words(document, first, end)), "")
            begin_alike.setdefault(begins, []).append((first, end))
    alike = sorted(place for places in begin_alike.values() if len(places) >= limit for place in places)
    seen: dict[str, list[tuple[int, int]]] = {}
    for first, end in alike:
        words = [document.words[index] for index in plain_words(document, first, end)]
        if len(words) >= _REPEAT_WORDS:
            seen.setdefault(" ".join(words), []).append((first, end))
    for places in seen.values():
        if len(places) >= limit:
            yield document.span(*places[-1])
    yield from _chants(document)


def _chants(document: Document) -> Iterator[Span]:
    """The same one to three words four times in a row: *SALE SALE SALE SALE*, *share this! share this! …*.

    Up to three times is emphasis (*nee, nee, nee*; *hear, hear, hear*).
    """
    places = [index for index in document.plain if document.words[index][0].isalnum()]
    words = [document.words[index] for index in places]
    sizes = range(1, _CHANT_WORDS + 1)
    if not any(sum(map(eq, words[size:], words)) >= size * (_CHANT_TIMES - 1) for size in sizes):
        return  # too little comes again, whatever its order
    at = 0
    while at + _CHANT_TIMES <= len(words):
        for size in sizes:
            end = at + size
            while end < len(words) and words[end] == words[end - size]:
                end += 1
            if end - at >= size * _CHANT_TIMES:
                yield document.span(places[at], places[end - 1] + 1)
                at = end - 1
                break
        at += 1
