"""Dutch: what did not happen. *U had moeten lezen*, *als u had gebeld, dan had u het geweten*."""

from collections.abc import Sequence

from kalm.text.clauses import tags as tag
from kalm.text.clauses.parts import Part, next_main

PAST = tag.HAD | tag.WAS | tag.WOULD | tag.PAST_MODAL
"""Without one of these a sentence is about what is."""

_WISH_REACH = 4


def mark_counterfactual(words: Sequence[str], tags: Sequence[int], parts: list[Part]) -> None:
    """Set ``counterfactual`` of each part; *men* that should have acted becomes the customer."""
    for part in parts:
        part.counterfactual = _by_itself(words, tags, part)
        if part.counterfactual and part.bits & tag.VEILED and part.subject == "third":
            part.subject = "customer"
    for index, part in enumerate(parts):
        # "Had u gebeld, dan had u …": unreal only if what follows is past as well.
        if part.verb_first and part.conditional and part.bits & tag.HAD and part.bits & tag.PARTICIPLE:
            main = next_main(parts, index)
            part.counterfactual |= main is not None and main.bits & PAST > 0
    for index, part in enumerate(parts):
        if not part.sub and part.bits & (tag.HAD | tag.WAS) and part.bits & tag.PARTICIPLE:
            near = (parts[index - 1] if index else part, parts[index + 1] if index + 1 < len(parts) else part)
            part.counterfactual |= any(other.conditional and other.counterfactual for other in near)


def _by_itself(words: Sequence[str], tags: Sequence[int], part: Part) -> bool:
    bits = part.bits
    if bits & tag.HAD:
        return bits & tag.MODAL > 0 or (bits & tag.PARTICIPLE > 0 and _is_wish(words, tags, part))
    if bits & tag.WAS and bits & tag.BEEN and part.sub and part.conditional:
        return True
    if bits & (tag.WOULD | tag.PAST_MODAL) and bits & tag.PERFECT and not part.conditional:
        if bits & tag.PARTICIPLE:
            return not bits & tag.MODAL
        return bits & tag.WOULD > 0 and _perfect_before_modal(tags, part)
    return False


def _is_wish(words: Sequence[str], tags: Sequence[int], part: Part) -> bool:
    """*Als u had gebeld*, *had u maar gebeld*, *u had beter gebeld*, *anders had u het geweten*."""
    if part.conditional and part.sub:
        return True
    consequence = part.head >= 0 and words[part.head] in ("anders", "dan")
    if consequence:
        return True
    had = next(i for i in range(part.start, part.end) if tags[i] & tag.HAD)
    return any(
        tags[i] & tag.BETTER and (part.verb_first or not tags[i] & tag.COORD)
        for i in range(had + 1, min(had + _WISH_REACH, part.end))
    )


def _perfect_before_modal(tags: Sequence[int], part: Part) -> bool:
    """*zou hebben moeten lezen*, not *zou moeten hebben*."""
    return any(tags[i] & tag.PERFECT and tags[i + 1] & tag.MODAL for i in range(part.start, part.end - 1))
