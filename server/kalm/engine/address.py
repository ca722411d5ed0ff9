"""Does the draft say u or je?"""

from kalm.engine.scene import Scene
from kalm.text.document import Document

_FORMAL = frozenset(("u", "uw", "uzelf"))
_INFORMAL = frozenset(("je", "jij", "jou", "jouw", "jullie", "jezelf", "ge", "gij"))
_THANKED = frozenset(("wel", "zeer"))


def form_of_address(scene: Scene) -> str:
    """``u``, ``je``, or ``none`` where the draft shows none and the organisation has no form of its own."""
    if scene.document.language.startswith("en"):
        return "none"
    return _counted(scene.document) or scene.address or "none"


def _counted(document: Document) -> str | None:
    formal = sum(word in _FORMAL and _addresses(document, index) for index, word in enumerate(document.words))
    informal = sum(word in _INFORMAL for word in document.words)
    if formal == informal == 0:
        return None
    return "u" if formal >= informal else "je"


def _addresses(document: Document, index: int) -> bool:
    """Whether a formal word speaks to the customer: not the *u* of *9 u*, an hour in Flanders, nor that of the set
    phrases *dank u wel* and *bedankt u*, which a draft that says je has too."""
    words = document.words
    if words[index] != "u":
        return True
    before, after = words[index - 1], words[index + 1 : index + 2]
    thanks = before == "bedankt" or (before == "dank" and not _THANKED.isdisjoint(after))
    return not thanks and document.kinds.get(index - 1) != "number"
