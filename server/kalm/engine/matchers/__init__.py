"""Matchers that read the draft by themselves; phrases come from the one scan."""

from collections.abc import Iterator

from kalm.engine.matchers.counted import counted
from kalm.engine.matchers.missing import is_missing
from kalm.engine.matchers.pattern import patterned
from kalm.engine.scene import Scene
from kalm.rules.model import (
    ContextMatcher,
    CountMatcher,
    DetectMatcher,
    Matcher,
    MissingMatcher,
    PatternMatcher,
)

Found = tuple[int | None, int | None, float | None]
"""Start and end in code points (both None: the whole draft) and a confidence, where there is one."""


def find(matcher: Matcher, scene: Scene) -> Iterator[Found]:
    """What a matcher finds in a draft."""
    match matcher:
        case ContextMatcher():
            yield (None, None, None)
        case MissingMatcher():
            if is_missing(matcher, scene):
                yield (None, None, None)
        case CountMatcher():
            for span in counted(matcher, scene):
                yield (*span, None)
        case PatternMatcher():
            for span in patterned(matcher, scene.document):
                yield (*span, None)
        case DetectMatcher(name, confidence):
            for hit in scene.detected.get(name, ()):
                if hit.confidence >= confidence:
                    yield (hit.start, hit.end, None if hit.checked else hit.confidence)
        case _:
            return
