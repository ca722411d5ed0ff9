"""Dates of birth."""

import re
from calendar import monthrange
from collections.abc import Iterator

from kalm.detectors.gate import Entry, Gate
from kalm.detectors.hit import Hit
from kalm.detectors.reading import Reading
from kalm.detectors.scoring import confidence

_BIRTH = frozenset({"birth"})

_MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "januari january jan", "februari february feb", "maart march mrt mar", "april apr", "mei may", "juni june jun",
        "juli july jul", "augustus august aug", "september sep sept", "oktober october okt oct", "november nov",
        "december dec",
    ),
    1,
):  # fmt: skip
    for _name in _names.split():
        _MONTHS[_name] = _number

_NUMERIC = re.compile(r"(\d{1,2}) ?([-/.]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{2})(?![\d])")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)")
_WORDED = re.compile(
    rf"(\d{{1,2}})(?:e|de|ste|st|nd|rd|th)? (?:of )?({'|'.join(_MONTHS)})\.?,? (\d{{4}}|'?\d{{2}})(?!\d)"
)
_MONTH_FIRST = re.compile(rf"\b({'|'.join(_MONTHS)})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})(?!\d)")

_PIECES = ("geb", "born", "dob", "d.o.b", "birth", "jarig", "verjaar")
_PERSONAL = (
    "geboortedatum",
    "geboortedag",
    "dob",
    "d.o.b",
    "date of birth",
    "birth date",
    "birthdate",
    "geb.dat",
    "gebdatum",
)
"""Labels that only a person's file uses; *geboren* is also said of animals, clubs and kings."""

_BORN_NAME = re.compile(r"\b[A-Z][a-z]{2,20}(?: in [A-Z][a-z]+)?,? \(?(?:geboren|geb\.|born|dob)\b[^.!?]{0,12}$")
"""*Corrie Blom, geboren …*"""

FIRST_YEAR, LAST_YEAR = 1900, 2049
"""Plausible years. The last one is fixed, so that a finding does not depend on the day it is made."""


def _plausible(day: int, month: int, year: str) -> bool:
    full = int(year.lstrip("'"))
    if full < 100:
        full += 1900 if full > LAST_YEAR - 2000 else 2000
    if not FIRST_YEAR <= full <= LAST_YEAR:
        return False
    return 1 <= month <= 12 and 1 <= day <= monthrange(full, month)[1]


def _date_at(reading: Reading, at: int) -> tuple[int, int] | None:
    lower = reading.lower
    found = _ISO.match(lower, at)
    if found and _plausible(int(found[3]), int(found[2]), found[1]):
        return found.span()
    found = _NUMERIC.match(lower, at)
    if found and (
        _plausible(int(found[1]), int(found[3]), found[4]) or _plausible(int(found[3]), int(found[1]), found[4])
    ):
        return found.span()
    found = _WORDED.match(lower, at)
    if found and _plausible(int(found[1]), _MONTHS[found[2]], found[3]):
        return found.span()
    found = _MONTH_FIRST.search(lower, max(0, at - 11), at + 12)
    if found and found.start(2) == at and _plausible(int(found[2]), _MONTHS[found[1]], found[3]):
        return found.span()
    return None


def find_birth_date(reading: Reading) -> Iterator[Hit]:
    """A date announced as somebody's birth, 1900 or later."""
    taken = 0
    for at, _ in reading.atoms:
        if at < taken or not reading.free_before(at):
            continue
        read = _date_at(reading, at)
        if read is None:
            continue
        start, end = read
        taken = end
        evidence = reading.evidence(start, end, _BIRTH, rivals=frozenset({"case", "neutral"}), reach=3)
        if not evidence.label:
            continue
        personal = any(reading.lower.find(piece, max(0, start - 40), start) >= 0 for piece in _PERSONAL)
        personal = personal or _BORN_NAME.search(reading.plain, max(0, start - 40), start) is not None
        points = evidence.points(shape=1 + personal)
        yield Hit(start, end, "birth-date", confidence(points, fire=4 if not personal else 3), False)


FINDERS = {"birth-date": Entry(find_birth_date, (Gate(digit=True, pieces=_PIECES),))}
