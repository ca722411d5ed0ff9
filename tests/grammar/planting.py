"""Everyday mistakes, planted in good drafts: slips of the finger, and what people get wrong in each language."""

import random
import re
from collections.abc import Callable, Iterator

KNOWN = {
    "nl": {
        "wordt": "word", "vindt": "vind", "gebeurt": "gebeurd", "jouw": "jou", "vervelend": "vervelent",
        "misschien": "mischien", "interessant": "interresant", "sowieso": "zowiezo", "direct": "dirrect",
        "afspraak": "afsraak", "vanavond": "vannavond", "helaas": "heelaas", "onmiddellijk": "onmiddelijk",
        "excuses": "exuses", "gegevens": "gegevens’s", "duidelijk": "duidelik", "eigenlijk": "eigelijk",
        "website": "websitte", "bericht": "berricht", "collega": "colega", "contact": "kontact",
        "medewerker": "medewerkker", "probleem": "probleeem", "adres": "addres", "bedankt": "bedankd",
    },
    "en": {
        "you're": "your", "their": "thier", "there": "their is", "received": "recieved", "definitely": "definately",
        "separate": "seperate", "tomorrow": "tommorow", "which": "wich", "sorry": "sory", "because": "becuase",
        "address": "adress", "apologise": "apologyse", "booking": "boking", "until": "untill", "really": "realy",
        "a": "an", "it's": "its", "have": "has", "has": "have", "were": "was", "can't": "cant", "don't": "dont",
        "message": "mesage", "account": "acount", "please": "plese", "happened": "happend", "weird": "wierd",
    },
}  # fmt: skip
"""Right → wrong, as people write it."""

_word = re.compile(r"(?<![\w@#^/.'’-])[a-zà-ü]+(?:['’][a-z]+)?(?![\w@/:'’-]|\.\w)")
LONG = 5
"""Letters from which a word gets a slip of the finger."""


def planted(drafts: list[str], language: str, number: int, seed: int) -> Iterator[tuple[str, int, int]]:
    """Drafts with one mistake each: text, start, end. A third are known mistakes, the rest slips of the finger."""
    dice = random.Random(seed)
    known = KNOWN[language[:2]]
    made = 0
    rounds = [dice.sample(drafts, len(drafts)) for _ in range(1 + 2 * number // max(1, len(drafts)))]
    for draft in (draft for drafts in rounds for draft in drafts):
        if made == number:
            return
        words = list(_word.finditer(draft))
        classic = [word for word in words if word.group() in known and len(word.group()) > 1]
        long = [word for word in words if len(word.group()) >= LONG and word.group().isalpha()]
        if made % 3 == 0 and classic:
            word = dice.choice(classic)
            wrong = known[word.group()]
        elif long:
            word = dice.choice(long)
            wrong = dice.choice(SLIPS)(word.group(), dice)
        else:
            continue
        if wrong == word.group():
            continue
        made += 1
        yield draft[: word.start()] + wrong + draft[word.end() :], word.start(), word.start() + len(wrong)


def _dropped(word: str, dice: random.Random) -> str:
    at = dice.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def _swapped(word: str, dice: random.Random) -> str:
    at = dice.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _doubled(word: str, dice: random.Random) -> str:
    at = dice.randrange(1, len(word))
    return word[:at] + word[at] + word[at:]


def _neighbour(word: str, dice: random.Random) -> str:
    row = next(row for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm", "àáâäèéêëìíîïòóôöùúûüç") if word[1] in row)
    near = row.index(word[1]) + dice.choice((-1, 1))
    return word[0] + row[near % len(row)] + word[2:]


def _twice(word: str, dice: random.Random) -> str:
    return f"{word} {word}"


SLIPS: list[Callable[[str, random.Random], str]] = [_dropped, _swapped, _doubled, _neighbour, _twice]
