"""Numbers of files, cases, customers, orders and tickets: they point to one person's affairs."""

import re
from collections.abc import Iterator

from kalm.detectors.gate import Entry, Gate
from kalm.detectors.hit import FIRE, Hit
from kalm.detectors.reading import Reading
from kalm.detectors.scoring import confidence
from kalm.detectors.wordlist import words

_CASE = frozenset({"case", "education"})

_SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789"
_VALUE = re.compile(r"#?(?:[a-z]{1,6}[-/. ]?)?[a-z0-9]+(?:[-/._][a-z0-9]+){0,5}")
_LONGEST_VALUE = 32

_YEAR = re.compile(r"(?:19|20)\d\d(?:[-/](?:19|20)?\d\d)?")
_DATE = re.compile(r"\d{1,2}[-/.]\d{1,2}(?:[-/.]\d{2,4})?|\d{4}-\d\d-\d\d")
_TIME = re.compile(r"\d{1,2}[.:h]\d\d")
_CLOCK = re.compile(r"\d{1,2}[.:,]\d\d(?![\w/-]|[.:,]\d)")
_LONE_YEAR = re.compile(r"(?:19|20)\d\d(?![\w/_.-])")
_RANGE = re.compile(r"(\d{1,3})-(\d{1,3})")

_WELL_KNOWN = re.compile(r"(?:inc|req|ritm|chg|sctask)\d{7,8}|z[-/]?20\d\d[-/.]\d{3,8}")
"""Forms of widely used service desks and Dutch case systems that need no announcing word."""

_PUBLIC = re.compile(
    r"\b(?:planning|public register|register|bekendmaking\w*|vergunningaanvraag|omgevingsvergunning|raadsvoorstel|"
    r"raadsbesluit|"
    r"tender|aanbesteding|motie|wetsvoorstel|notice|publicatie|staatsblad|gemeenteblad)\b"
)
"""Where numbers of published decisions and applications stand."""

_EXPLICIT = re.compile(r"(?:nummers?|nr|number|no|id|ref|reference|kenmerk|referentie|code)$")
_FILES = re.compile(r"\w*dossier|zaak|case|file|polis|claim|ticket|incident|referral")
_CODE = re.compile(r"(?=[A-Z]*[0-9])(?=[0-9]*[A-Z])(?=(?:[A-Z]*[0-9]){2})[A-Z0-9]{5,8}")
_BOOKED = re.compile(r"boeking|reservering|booking|reservation|pnr")
_CONNECTS = words("nr nummer number no id ref code num nrs met with is was luidt the het de under onder")
_POSSESSIVE = words("u uw je jouw jullie zijn haar hun your his her their")

MOST_PATTERN_HITS = 50
"""Hits per pattern of the organisation and text."""


def find_case_number(reading: Reading) -> Iterator[Hit]:
    """A value announced as case, file, customer, order … number, or written as the organisation writes them.

    Confidence is at least 0.8 where a person is in the sentence and lower for a number alone.
    """
    yield from _known_forms(reading)
    taken = 0
    plain = reading.plain
    for index, (at, right) in enumerate(reading.atoms):
        if at < taken:
            continue
        if right - at < 3 and not (_glued(plain[right : right + 1]) or _glued(plain[at - 1 : at] if at else "")):
            continue
        if index and reading.gaps[index - 1] in ("-", "/", "."):
            continue  # the rest of a longer number
        if _CLOCK.match(plain, at) or _LONE_YEAR.match(plain, at):
            continue
        read = _value_around(reading, index)
        if read is None:
            continue
        start, end = read
        taken = end
        value = reading.lower[start:end].lstrip("#")
        # "HX7K2P": letters and digits in turn, in capitals.
        code = _CODE.fullmatch(plain, start, end) is not None
        if not (code or _plausible(value)) or reading.in_link(at):
            continue
        if value in reading.own or re.sub(r"[\W_]", "", value) in reading.own:
            continue
        label = reading.label(start, end, _CASE)
        if not label.wanted:
            if not label.any and _WELL_KNOWN.fullmatch(value):
                yield _hit(reading, start, end)
            continue
        if reading.unit(start, end) and reading.plain[start - 1 : start] != "#":
            continue
        nearest = reading.words_before(start, 1)
        if code and not _plausible(value) and not _EXPLICIT.search(label.word) and not _BOOKED.fullmatch(label.word):
            continue
        connected = bool(nearest) and nearest[0] in _CONNECTS
        explicit = _EXPLICIT.search(label.word) is not None
        reach = 3 if explicit else 1 if connected else 0
        if label.distance > reach and not (
            (nearest and nearest[0] in ("nr", "nummer", "number", "no"))
            # "The account of Mr Boyd, 4471-220": the name stands between.
            or (not value.isdigit() and reading.sentence(start).person and reading.named_before(start, label.distance))
        ):
            continue
        small = value.isdigit() and len(value) < 5
        if (
            small
            and not explicit
            and not connected
            and not (_FILES.fullmatch(label.word) and reading.sentence(start).person)
        ):
            # "Order 1200 broodjes", "zaak 2024": a plain noun before a small number announces little.
            continue
        yield _hit(reading, start, end)


def _known_forms(reading: Reading) -> Iterator[Hit]:
    for pattern in reading.surroundings.case_numbers:
        for count, found in enumerate(pattern.finditer(reading.plain)):
            if count >= MOST_PATTERN_HITS:
                break
            if found.end() > found.start():
                yield _hit(reading, *found.span())


def _hit(reading: Reading, start: int, end: int) -> Hit:
    evidence = reading.evidence(start, end, _CASE)
    # Alone it is a matter for a suggestion: just enough to fire. A person beside it makes it a warning.
    points = 2 + 2 * (evidence.person or evidence.second) - evidence.quoted
    points -= 2 * (evidence.example and not evidence.person)
    sentence = reading.sentence(start)
    points -= reading.says(_PUBLIC, sentence.start, sentence.end)
    sure = confidence(points)
    return Hit(start, end, "case-number", sure if points >= 3 else min(sure, FIRE + 0.1), False)


def _glued(sign: str) -> bool:
    """Whether a sign beside a group of digits makes it part of a longer value."""
    return sign != "" and (sign in "-/_." or sign.isalnum())


def _value_around(reading: Reading, index: int) -> tuple[int, int] | None:
    """The whole token around a group of digits: ``Z-2025-000123``, ``LEE-2024-118``, ``KX 482913``."""
    lower, atoms = reading.lower, reading.atoms
    at = start = atoms[index][0]
    while start > 0 and at - start < 12 and (lower[start - 1] in _SIGNS or (lower[start - 1] in "-/._" and start > 1)):
        start -= 1
    while start < at and lower[start] not in _SIGNS:
        start += 1
    if start == at and at > 3 and lower[at - 1] == " ":
        # "KX 482913": a short group of capitals set apart belongs to the number.
        left = at - 1
        while left > 0 and at - left < 5 and reading.plain[left - 1].isupper() and reading.plain[left - 1].isascii():
            left -= 1
        if 2 <= at - 1 - left <= 3 and not reading.plain[left - 1 : left].isalnum():
            start = left
    if start > 0 and (lower[start - 1].isalnum() or lower[start - 1] in "@+"):
        return None
    found = _VALUE.match(lower, start)
    if found is None or found.end() <= at or found.end() - start > _LONGEST_VALUE:
        return None
    end = found.end()
    last = index
    while last + 1 < len(atoms) and atoms[last + 1][1] <= end:
        last += 1
    # "1234 5678": further groups of digits set apart by one space.
    while (
        last + 1 < len(atoms)
        and reading.gaps[last] == " "
        and atoms[last][1] == end
        and atoms[last + 1][1] - atoms[last + 1][0] >= 2
        and end - start < _LONGEST_VALUE
        and reading.free_after(atoms[last + 1][1])
    ):
        last += 1
        end = atoms[last][1]
    if not reading.free_after(end):
        return None
    return start, end


def _plausible(value: str) -> bool:
    digits = sum(sign.isdigit() for sign in value)
    structured = digits < len(value.replace(" ", ""))
    if digits < (3 if structured else 4):
        return False
    if not structured or value.replace(" ", "").isdigit():
        solid = value.replace(" ", "")
        if solid[0] == "0" and 9 <= len(solid) <= 11:
            return False  # a telephone number
    if _YEAR.fullmatch(value) or _DATE.fullmatch(value) or _TIME.fullmatch(value):
        return False
    spread = _RANGE.fullmatch(value)
    return spread is None or not (len(spread[1]) == len(spread[2]) and int(spread[1]) < int(spread[2]))


FINDERS = {"case-number": Entry(find_case_number, (Gate(digit=True),))}
