"""Numbers said in words: *nul zes, twaalf vierendertig …*, *zero seven double four …*."""

import re

from kalm.detectors.digits import LONGEST_RUN, SHORTEST_RUN, Run
from kalm.detectors.reading import Reading

_DIGITS_NL = ["nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"]
_TEENS_NL = [
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
]
_TENS_NL = ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"]
_DIGITS_EN = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS_EN = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS_EN = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

SPOKEN: dict[str, str] = {word: str(value) for words in (_DIGITS_NL, _DIGITS_EN) for value, word in enumerate(words)}
SPOKEN |= {word: str(value) for words in (_TEENS_NL, _TEENS_EN) for value, word in enumerate(words, 10)}
SPOKEN |= {
    word: str(value) for words in (_TENS_NL, _TENS_EN) for value, word in zip(range(20, 100, 10), words, strict=True)
}
SPOKEN |= {
    f"{_DIGITS_NL[unit]}en{ten}": str(value + unit)
    for value, ten in zip(range(20, 100, 10), _TENS_NL, strict=True)
    for unit in range(1, 10)
}
SPOKEN |= {"oh": "0", "zeventig": "70"}

_REPEATS = {"dubbel": 2, "dubbele": 2, "double": 2, "triple": 3}

GATE = ("nul ", "nul,", "zero", "oh ", "drie ", "three")
"""A number in words long enough to matter nearly always holds one of these."""

_WORD = re.compile(r"[a-z]+|[0-9]+")
_BETWEEN = re.compile(r"[ \t,.;\-/\n]{1,3}|\Z")


def spelled_runs(reading: Reading) -> list[Run]:
    """Numbers of eight digits or more of which at least half the digits are said in words."""
    if not reading.has(GATE):
        return []
    found: list[Run] = []
    lower = reading.lower
    digits, start, end, spoken, times = "", 0, 0, 0, 1

    def close() -> None:
        if SHORTEST_RUN <= len(digits) <= LONGEST_RUN and 2 * spoken >= len(digits):
            found.append(Run(start, end, digits, "spelled", frozenset(" ")))

    for word in _WORD.finditer(lower):
        token = word.group()
        value = SPOKEN.get(token)
        joined = bool(digits or times > 1) and _BETWEEN.fullmatch(lower, end, word.start()) is not None
        if value is None and token.isdigit() and joined and len(token) <= 4:
            digits, end = digits + token, word.end()
            continue
        if value is not None:
            if not joined:
                close()
                digits, start, spoken, times = "", word.start(), 0, 1
            digits += value * times
            spoken += len(value) * times
            end, times = word.end(), 1
            continue
        close()
        digits, spoken, times = "", 0, _REPEATS.get(token, 1)
        if times > 1:
            start, end = word.start(), word.end()
    close()
    return found
