"""Does the draft say u or je?"""

from kalm.engine.scene import Scene
from kalm.text.document import Document

_FORMAL = frozenset(("u", "uw", "uzelf"))
_INFORMAL = frozenset(("je", "jij", "jou", "jouw", "jullie", "jezelf", "ge", "gij"))


def form_of_address(scene: Scene) -> str:
    """``u``, ``je``, or ``none`` where the draft shows none and the organisation has no form of its own."""
    if scene.document.language.startswith("en"):
        return "none"
    return _counted(scene.document) or scene.address or "none"


def _counted(document: Document) -> str | None:
    formal = sum(word in _FORMAL for word in document.words)
    informal = sum(word in _INFORMAL for word in document.words)
    if formal == informal == 0:
        return None
    return "u" if formal >= informal else "je"
