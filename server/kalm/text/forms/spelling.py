"""How Dutch spelling shows vowel length: open syllables write it once (lo-pen), closed ones twice (loop).

Everything here is in folded letters (no accents), as the rest of the analysis sees words.
"""

import re

VOWELS = "aeiou"
_verb_like = re.compile(
    r"(?:[bcdfghjklmnprstvwz]|bl|br|ch|cl|cr|dr|dw|fl|fr|gl|gr|gn|kl|kn|kr|kw|pl|pr|ps|qu|sch|schr|sc|sh|sj|sk|sl|sm|"
    r"sn|sp|spl|spr|st|str|th|tr|ts|tw|vl|vr|wr|zw)?[aeiouy]+[bcdfghjklmnpqrstvwxyz].*en|"
    r"(?:[bcdfghjklmnprstvwz]|bl|br|dr|gr|kl|kr|pl|schr|sl|sn|sp|spr|str|tr|vl|zw)?(?:aai|ooi|oei|ei|ij|eeuw)en"
)
_syllable = re.compile(r"[aeiouy]+")


def verb_like(word: str) -> bool:
    """Whether ``word`` could be a Dutch infinitive by itself: *grijpen*, not *llen* (bellen is no be-llen)."""
    return _verb_like.fullmatch(word) is not None


def syllables(word: str) -> int:
    """Number of vowel groups."""
    return len(_syllable.findall(word))


def close(root: str, long: bool = True) -> str:
    """The spelling of ``root`` when no vowel follows any more: ``lop`` → loop, ``bell`` → bel, ``lev`` → leef.

    ``root`` is what stands before *-en*; ``long`` says that its last syllable is stressed, so that a single
    vowel before a single consonant is a long one.
    """
    if len(root) > 1 and root[-1] == root[-2] and root[-1] not in VOWELS:
        return root[:-1]
    if root[-1:] in VOWELS:
        return root
    if long and len(root) > 1 and root[-2] in "aeou" and root[-3:-2] not in VOWELS_OR_NOTHING:
        if root[-1] == "x" or root[-2:] == "uw":
            return root
        root = f"{root[:-1]}{root[-2]}{root[-1]}"
    elif long and len(root) == 2 and root[0] in "aeou" and root[1] not in "wx":
        root = root[0] + root
    if root[-1] == "v":
        return root[:-1] + "f"
    if root[-1] == "z":
        return root[:-1] + "s"
    return root


VOWELS_OR_NOTHING = ("a", "e", "i", "o", "u", "y", "")


def before_vowel(word: str) -> tuple[str, ...]:
    """How ``word`` is spelled when *-e* or *-en* follows: boos → booz, boos; dom → domm; groot → grot.

    More than one answer where only a dictionary could tell (*f* or *v*, *s* or *z*).
    """
    last, before, third = word[-1:], word[-2:-1], word[-3:-2]
    if last in VOWELS or not before:
        return (word,)
    if before not in VOWELS:
        if last in "fs" and (before in "lnr" or third + before == "ij"):
            return (word, word[:-1] + _VOICED[last])
        return (word,)
    if third in VOWELS:
        shortened = word[:-2] + last if third == before else word
        if last in "fs":
            return (shortened[:-1] + _VOICED[last], shortened)
        return (shortened,)
    if _unstressed_end(word):
        return (word,)
    if last in "wx":
        return (word,)
    return (word + last,)


_VOICED = {"f": "v", "s": "z"}


def _unstressed_end(word: str) -> bool:
    """Whether the last syllable is a weak one, before which nothing doubles: handig, simpel, zeker, open."""
    if syllables(word) < 2:
        return False
    return word.endswith(("ig", "ik", "el", "er", "em", "en", "isch", "lijk", "it", "or")) and not word.endswith(
        ("stel", "model", "hotel", "probleem", "systeem")
    )
