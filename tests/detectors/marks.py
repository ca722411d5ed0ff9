"""Example sentences with the values marked: ``Uw BSN is [[111222333]].``"""

from kalm.detectors import FIRE, NAMES, Surroundings, detect

Found = list[tuple[str, str, float]]


def unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and the spans they stood around."""
    text, spans = "", []
    while "[[" in marked:
        before, rest = marked.split("[[", 1)
        value, marked = rest.split("]]", 1)
        text += before
        spans.append((len(text), len(text) + len(value)))
        text += value
    return text + marked, spans


def found(text: str, language: str = "nl", least: float = FIRE, **surroundings: object) -> Found:
    """Kind, value and confidence of everything that fires."""
    hits = detect(NAMES, text, Surroundings(language=language, **surroundings))  # type: ignore[arg-type]
    return [(hit.kind, text[hit.start : hit.end], hit.confidence) for hit in hits if hit.confidence >= least]


def assert_found(kind: str, marked: str, language: str, least: float = FIRE) -> None:
    """Exactly the marked values are hits of this kind."""
    text, spans = unmarked(marked)
    hits = detect(NAMES, text, Surroundings(language=language))
    assert [(hit.start, hit.end) for hit in hits if hit.kind == kind and hit.confidence >= least] == spans, (
        text,
        [(hit.kind, text[hit.start : hit.end], hit.confidence) for hit in hits],
    )


def assert_silent(text: str, language: str, least: float = FIRE) -> None:
    """Nothing fires."""
    assert found(text, language, least) == []
