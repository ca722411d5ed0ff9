"""Adverbs that may stand between any two words without changing what is said.

A phrase such as *had u moeten* must also find *had u toch echt moeten*. Fillers are marked once, in
`Document.normal`, so that an expression can step over them at next to no cost.
"""

from collections.abc import Mapping

MARK = "\ue000"
"""Stands before every filler in `Document.normal`; a private character, which no keyboard types."""

_DUTCH = frozenset(
    (
        "echt gewoon toch nu wel even helaas dus ook al nog maar eens hoor zelf immers eigenlijk natuurlijk "
        "overigens trouwens duidelijk inmiddels eenmaal nou best zeker graag alweer weer simpelweg blijkbaar "
        "kennelijk reeds heus gerust daar hier er heel erg zo juist net misschien he zeg efkes eventjes"
    ).split()
)
_ENGLISH = frozenset(
    (
        "really just actually simply still also so even now then already only quite very please again clearly "
        "obviously perhaps maybe unfortunately sadly certainly definitely honestly literally basically kindly ever "
        "always probably personally indeed surely ourselves well"
    ).split()
)


def fillers(language: str) -> frozenset[str]:
    """The fillers of a language; Dutch and Flemish share theirs. None for a language without rules."""
    return _ENGLISH if language.startswith("en") else _DUTCH if language.startswith("nl") else frozenset()


def marked_fillers(language: str) -> Mapping[str, str]:
    """The fillers of a language, each as it stands in `Document.normal`."""
    return _MARKED[fillers(language)]


_MARKED = {words: {word: MARK + word for word in words} for words in (_DUTCH, _ENGLISH, frozenset())}
