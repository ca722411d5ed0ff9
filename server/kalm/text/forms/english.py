"""English: every word is given the endings of a verb and of a noun, since nobody says which it is."""

from dataclasses import dataclass
from functools import lru_cache

from kalm.text.forms.irregulars import Irregulars, IrregularVerb
from kalm.text.forms.model import Forms

_VOWELS = "aeiou"
_SHORT = 1


@dataclass(frozen=True, slots=True)
class Conjugation:
    """The forms of one English verb."""

    base: str
    present: tuple[str, ...]
    """Finite forms of the present that differ from the base: tells."""
    past: tuple[str, ...]
    participles: tuple[str, ...]
    ing: tuple[str, ...]


@lru_cache(maxsize=16384)
def conjugate(word: str, irregulars: Irregulars) -> Conjugation:
    """The conjugation of the base form ``word`` (folded)."""
    entry, prefix = _irregular(word, irregulars)
    ings = tuple(root + "ing" for root in _before_ing(word, irregulars))
    if entry is None:
        past = _regular_past(word, irregulars)
        return Conjugation(word, (_with_s(word),), past, past, ings)

    def joined(forms: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(prefix + form for form in forms)

    return Conjugation(
        word,
        joined(entry.present) if entry.present is not None else (_with_s(word),),
        joined(entry.past),
        joined(entry.participle),
        joined(entry.ing) if entry.ing is not None else ings,
    )


def english_forms(word: str, irregulars: Irregulars) -> Forms:
    """Every form of the folded ``word``: as a verb, whose -s is that of a plural too, or an irregular plural."""
    plurals = irregulars.plurals.get(word)
    if plurals is not None:
        return Forms(frozenset((word, *plurals)))
    verb = conjugate(word, irregulars)
    return Forms(frozenset((word, *verb.present, *verb.past, *verb.participles, *verb.ing)))


def _irregular(word: str, irregulars: Irregulars) -> tuple[IrregularVerb | None, str]:
    entry = irregulars.verbs.get(word)
    if entry is not None:
        return entry, ""
    for prefix in irregulars.prefixes:
        if word.startswith(prefix):
            entry = irregulars.verbs.get(word[len(prefix) :])
            # "recast" follows cast; "really" or "real" must not follow "ally". Short rests are chance.
            if entry is not None and entry.present is None and len(word) - len(prefix) > len("be"):
                return entry, prefix
    return None, ""


def _with_s(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")) or (word.endswith("o") and word[-2:-1] not in _VOWELS_OR_NONE):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in _VOWELS_OR_NONE:
        return word[:-1] + "ies"
    return word + "s"


_VOWELS_OR_NONE = ("a", "e", "i", "o", "u", "")


def _regular_past(word: str, irregulars: Irregulars) -> tuple[str, ...]:
    if word.endswith("e"):
        return (word + "d",)
    if word.endswith("y") and word[-2:-1] not in _VOWELS_OR_NONE:
        return (word[:-1] + "ied",)
    return tuple(root + "ed" for root in _doubled(word, irregulars))


def _before_ing(word: str, irregulars: Irregulars) -> tuple[str, ...]:
    if word.endswith("ie"):
        return (word[:-2] + "y",)
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return (word[:-1],)
    return _doubled(word, irregulars)


def _doubled(word: str, irregulars: Irregulars) -> tuple[str, ...]:
    """The word with its last letter doubled where a vowel ending asks for it: stop → stopp."""
    if word.endswith("ic"):
        return (word + "k",)
    if word in irregulars.doubling:
        return (word + word[-1],)
    if word in irregulars.either:
        return (word, word + word[-1])
    if _is_short(word):
        return (word + word[-1],)
    return (word,)


def _is_short(word: str) -> bool:
    """One syllable that ends in one vowel and one consonant: stop, plan, not wait or fix. *quit* counts too."""
    start = word[2:] if word.startswith("qu") else word
    vowels = sum(letter in _VOWELS for letter in start)
    return (
        vowels == _SHORT
        and len(word) > len("go")
        and word[-1] not in "aeiouwxy"
        and word[-2] in _VOWELS
        and not any(letter == "y" for letter in start[1:])
    )
