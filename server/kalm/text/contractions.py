"""Contractions opened, so that `don't` and `do not` are the same words to a rule."""

from collections.abc import Set as AbstractSet

_ENGLISH = {
    "can't": ("can", "not"), "cannot": ("can", "not"), "won't": ("will", "not"), "shan't": ("shall", "not"),
    "ain't": ("is", "not"), "let's": ("let", "us"), "y'all": ("you", "all"), "it's": ("it", "is"),
    "that's": ("that", "is"), "what's": ("what", "is"), "here's": ("here", "is"), "there's": ("there", "is"),
    "he's": ("he", "is"), "she's": ("she", "is"), "who's": ("who", "is"), "where's": ("where", "is"),
    "how's": ("how", "is"), "everyone's": ("everyone", "is"), "everything's": ("everything", "is"),
    "nothing's": ("nothing", "is"), "gonna": ("going", "to"), "gotta": ("got", "to"), "wanna": ("want", "to"),
    "dont": ("do", "not"), "didnt": ("did", "not"), "doesnt": ("does", "not"), "isnt": ("is", "not"),
    "wasnt": ("was", "not"), "couldnt": ("could", "not"), "shouldnt": ("should", "not"),
    "wouldnt": ("would", "not"), "havent": ("have", "not"), "youre": ("you", "are"), "youve": ("you", "have"),
    "thats": ("that", "is"), "im": ("i", "am"), "ive": ("i", "have"),
}  # fmt: skip

_ENDINGS = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'m": "am", "'d": "would"}

_DUTCH = {
    "'t": ("het",), "'n": ("een",), "'k": ("ik",), "m'n": ("mijn",), "z'n": ("zijn",), "d'r": ("haar",),
    "da's": ("dat", "is"), "das": ("dat", "is"), "wa's": ("wat", "is"), "hoe's": ("hoe", "is"),
    "'s": ("is",), "'r": ("er",), "'m": ("hem",), "t": ("het",),
    "hedde": ("hebt", "ge"), "zijde": ("zijt", "ge"), "kunde": ("kunt", "ge"), "moogde": ("moogt", "ge"),
    "zulde": ("zult", "ge"), "moette": ("moet", "ge"), "weette": ("weet", "ge"), "gade": ("gaat", "ge"),
    "gaade": ("gaat", "ge"), "nie": ("niet",), "nen": ("een",), "ne": ("een",), "den": ("de",), "me": ("mij",),
    "dees": ("deze",),
}  # fmt: skip


def open_contraction(word: str, language: str) -> tuple[str, ...]:
    """The words that ``word`` (folded) stands for; itself where it is no contraction."""
    if language.startswith("en"):
        known = _ENGLISH.get(word)
        if known is not None:
            return known
        if "'" in word:
            for ending, opened in _ENDINGS.items():
                if word.endswith(ending) and len(word) > len(ending):
                    return (word[: -len(ending)], opened)
        return (word,)
    return _DUTCH.get(word, (word,))


def contracted(language: str) -> AbstractSet[str]:
    """Words without an apostrophe, or with one, that `open_contraction` certainly opens."""
    return (_ENGLISH if language.startswith("en") else _DUTCH).keys()
