"""What is not there cannot be underlined, but it can be noticed."""

from kalm.engine.scan import search
from kalm.engine.scene import Scene
from kalm.rules.model import MissingMatcher


def is_missing(matcher: MissingMatcher, scene: Scene) -> bool:
    """Whether the first sentence, the opening, the closing or the whole draft lacks it."""
    document = scene.document
    if matcher.where == "opening":
        first, end = document.opening()
    elif matcher.where == "first-sentence":
        first, end = document.first_sentence()
    elif matcher.where == "closing":
        first, end = document.closing()
    else:
        first, end = 0, len(document.words)
    if matcher.what is None:
        return search(matcher.phrases, document, first, end) is None
    limit = document.ends[end - 1] if end > 0 else 0
    begin = document.starts[first] if first < len(document.starts) else 0
    return not any(span.start < limit and begin < span.end for span in getattr(scene.anatomy, matcher.what))
