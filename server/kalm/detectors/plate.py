"""Number plates of the Netherlands, Belgium and Britain."""

import re
from collections.abc import Iterator

from kalm.detectors.gate import Entry, Gate
from kalm.detectors.hit import Hit
from kalm.detectors.reading import Reading
from kalm.detectors.scoring import confidence
from kalm.detectors.wordlist import words

_PLATE = frozenset({"plate"})

_PIECES = ("kenteken", "plaat", "plate", "registration", "reg ", "nummerplaten")
_GROUPS = re.compile(r"[A-Z0-9]{1,3}-[A-Z0-9]{1,3}-[A-Z0-9]{1,3}(?![\w-])")
_SOLID = re.compile(r"[A-Z0-9]{6,7}(?![\w-])")
_BARE = re.compile(r"[A-Z0-9]{1,3} ?[A-Z0-9]{1,3} ?[A-Z0-9]{1,3}(?![\w-])")
_SIDECODES_NL = words("""AA-99-99 99-99-AA 99-AA-99 AA-99-AA AA-AA-99 99-AA-AA 99-AAA-9 9-AAA-99 AA-999-A A-999-AA AAA-99-A A-99-AAA
    9-AA-999 999-AA-9""")
_FORMS_BE = frozenset({"9-AAA-999"})
_UNGROUPED = frozenset(code.replace("-", "") for code in _SIDECODES_NL | _FORMS_BE)
_OLD_BE = re.compile(r"(?:[A-Z]{3}-\d{3}|\d{3}-[A-Z]{3})(?![\w-])")
_GB = re.compile(r"[A-Z]{2}\d{2} ?[A-Z]{3}(?!\w)|[A-Z]\d{1,3} ?[A-Z]{3}(?!\w)")
_NEVER_NL = re.compile(r"SA|SD|SS|[CQ]")
"""Letters that Dutch series leave out since the fourth: these groups, and C and Q anywhere."""

_VEHICLE = re.compile(
    r"\b(?:auto|autootje|wagen|busje|bestelbus|bestelwagen|motor|scooter|brommer|aanhanger|caravan|vrachtwagen|"
    r"geparkeerd|parkeert|"
    r"parkeer\w*|bekeuring|boete|snelheid|flits\w*|gereden|rijdt|reed|weggesleept|car|van|motorbike|lorry|truck|"
    r"parked|parking|"
    r"driver|speeding|towed|volkswagen|vw|opel|toyota|bmw|audi|mercedes|peugeot|renault|ford|kia|tesla|skoda|seat|"
    r"volvo|fiat)\b"
)
_OUR_VEHICLE = re.compile(
    r"\b(?:onze|ons|our)\s+(?:\w+\s+){0,2}(?:bus|busje|wagen|auto|bestelbus|van|car|truck|vehicle)\b|"
    r"\b(?:combi|dienstwagen|dienstauto|politiewagen|politieauto|ambulance|brandweerwagen|vuilniswagen|veegwagen|"
    r"lijnbus|police car|"
    r"patrol car|fire engine|bin lorry|company car)\b"
)


def _shape(value: str) -> str:
    return "".join("9" if sign.isdigit() else "A" if sign.isalpha() else sign for sign in value)


def _ungrouped(value: str) -> bool:
    """Whether six signs without hyphens can be split into a Dutch sidecode or seven into a Belgian plate."""
    return _shape(value) in _UNGROUPED


def _lettered(plain: str, at: int, end: int, announced: bool) -> bool:
    """Whether letters or a hyphen stand beside digits; an announced plate may set its groups apart by spaces."""
    before, after = plain[at - 1 : at], plain[end : end + 1]
    if "-" in (before, after):
        return True
    if not announced:
        return False
    if before.isalpha() or after.isalpha():
        return True
    return (before == " " and plain[at - 2 : at - 1].isalpha()) or (after == " " and plain[end + 1 : end + 2].isalpha())


def find_plate(reading: Reading) -> Iterator[Hit]:
    """A plate by its series, announced as one or beside a vehicle."""
    announced = reading.has(_PIECES)
    plain = reading.plain.upper() if announced and len(reading.plain.upper()) == len(reading.plain) else reading.plain
    taken = 0
    for at, right in reading.atoms:
        if at < taken or not _lettered(reading.plain, at, right, announced):
            continue
        start = at
        while (
            start > 0
            and at - start < 8
            and (plain[start - 1] == "-" or (plain[start - 1].isascii() and plain[start - 1].isalnum()))
        ):
            start -= 1
        read = _read(reading, plain, start, announced)
        if read is None and announced and start >= 2 and plain[start - 1] == " ":
            # "AB 12 CD": groups set apart by spaces.
            left = start - 1
            while left > 0 and start - left < 5 and plain[left - 1].isascii() and plain[left - 1].isalnum():
                left -= 1
            read = _read(reading, plain, left, announced)
        if read is None:
            continue
        start, end, shape = read
        if re.sub(r"\W", "", plain[start:end]).lower() in reading.own or reading.in_link(start):
            continue
        taken = end
        evidence = reading.evidence(start, end, _PLATE, rivals=frozenset({"case", "neutral", "phone"}))
        sentence = reading.sentence(start)
        vehicle = reading.says(_VEHICLE, sentence.start, sentence.end)
        if "-" not in reading.plain[start:end] and not reading.plain[start:end].isupper():
            # "nog 14 days", "week 12": without hyphens and capitals only right behind the word.
            label = reading.label(start, end, _PLATE)
            if not label.wanted or label.distance > 0:
                continue
        points = evidence.points(shape=shape) + (vehicle and not evidence.label)
        if reading.says(_OUR_VEHICLE, sentence.start, sentence.end):
            points -= 3
        sure = confidence(points)
        if not evidence.label and not vehicle:
            sure = min(sure, 0.4)
        yield Hit(start, end, "plate", sure, False)


def _read(reading: Reading, plain: str, start: int, announced: bool) -> tuple[int, int, int] | None:
    """Where a plate ends and how characteristic it is written."""
    if not reading.free_before(start):
        return None
    found = _GROUPS.match(plain, start)
    if found is not None:
        shape = _shape(found.group())
        if shape in _FORMS_BE or (shape in _SIDECODES_NL and not _NEVER_NL.search(found.group())):
            return start, found.end(), 1
        return None
    if not announced:
        return None
    for form, weight in ((_GB, 1), (_OLD_BE, 1), (_SOLID, 0), (_BARE, 0)):
        found = form.match(plain, start)
        if found is not None and (form in (_GB, _OLD_BE) or _ungrouped(found.group().replace(" ", ""))):
            return start, found.end(), weight
    return None


FINDERS = {"plate": Entry(find_plate, (Gate(digit=True),), hints=_PIECES)}
