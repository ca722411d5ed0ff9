"""Numbers of Belgium: rijksregisternummer and bisnummer, eID card, structured payment reference."""

import re
from collections.abc import Iterator

from stdnum.be import bis, eid, nn, ogm_vcs

from kalm.detectors.gate import Entry, Gate
from kalm.detectors.hit import POSSIBLE, Hit
from kalm.detectors.numbers_nl import invented
from kalm.detectors.reading import Reading
from kalm.detectors.scoring import confidence

_RRN = frozenset({"rrn", "bsn"})
_RRN_PIECES = (
    "rijksregister",
    "rrn",
    "insz",
    "niss",
    "nationaal nummer",
    "bisnummer",
    "bis-nummer",
    "national",
    "rr-n",
)
_EID = frozenset({"passport"})

_RRN_FORM = re.compile(r"\d\d([ .-]?)\d\d([ .-]?)\d\d([ .\n-]{0,3})\d{3}([ .-]?)\d\d(?!\d)")
_OGM_FORM = re.compile(r"(\+\+\+|\*\*\*)? ?(\d{3}) ?/ ?(\d{4}) ?/ ?(\d{5})(?!\d) ?(\+\+\+|\*\*\*)?")
_EID_FORM = re.compile(r"\d{3}-\d{7}-\d\d(?!\d)")


def find_rrn(reading: Reading) -> Iterator[Hit]:
    """``JJ.MM.DD-XXX.CC`` with 97 − (first nine digits mod 97) as check, a ``2`` before them for births from 2000.

    Written with its dots and hyphen it needs no announcing word.
    """
    plain = reading.plain
    announced = reading.has(_RRN_PIECES)
    for start, end in reading.atoms:
        if end - start not in (2, 6, 9, 11):
            continue
        found = _RRN_FORM.match(plain, start)
        if found is None or not reading.free_before(start):
            continue
        start, end = found.span()
        digits = re.sub(r"\D", "", found.group())
        if not reading.free_after(end) or invented(digits) or digits in reading.own or reading.in_link(start):
            continue
        checked = nn.is_valid(digits) or bis.is_valid(digits)
        first, second, middle, last = found.groups()
        dotted = first == second == "." and middle.strip() in ("-", ".") and last != " "
        shape = 2 if dotted and last else 1 if first or middle else 0
        if not checked and not announced and not (shape == 2 and _dated(digits)):
            continue
        evidence = reading.evidence(start, end, _RRN)
        # With its dots and a passing check it is what it is, whatever word stands before it.
        shape_points = shape + 2 * (evidence.rival and shape == 2)
        sure = confidence(evidence.points(checked=checked, shape=shape_points if checked else 0))
        if not checked:
            # A slip in one digit: written with its dots and dated, beside a person, it is still nearly the number.
            meant = evidence.label or (shape == 2 and _dated(digits) and not evidence.rival)
            sure = min(confidence(evidence.points(shape=shape)), 0.7) if meant else 0.0
            if not evidence.label and not (evidence.person or evidence.second):
                sure = min(sure, 0.4)
        elif not evidence.label and shape == 0:
            # An invoice number passes one of the two checks about one time in fifty.
            sure = 0.0 if evidence.rival or evidence.unit else POSSIBLE
        elif not evidence.label and shape == 1:
            sure = min(sure, 0.7)
        yield Hit(start, end, "rrn", sure, checked)


def _dated(digits: str) -> bool:
    """Whether the first six digits are a date of birth; month and day may be unknown, bisnumbers add 20 or 40."""
    return int(digits[2:4]) % 20 <= 12 and int(digits[4:6]) <= 31


def find_eid_card(reading: Reading) -> Iterator[Hit]:
    """``591-0123456-77``: the last two digits are the first ten mod 97."""
    for start, end in reading.atoms:
        if end - start != 3:
            continue
        found = _EID_FORM.match(reading.plain, start)
        if found is None or not reading.free_before(start) or not reading.free_after(found.end()):
            continue
        start, end = found.span()
        checked = eid.is_valid(found.group())
        evidence = reading.evidence(start, end, _EID)
        if (checked or evidence.label) and re.sub(r"\D", "", found.group()) not in reading.own:
            sure = confidence(evidence.points(checked=checked, shape=checked))
            yield Hit(start, end, "eid-card", sure if checked and evidence.label else min(sure, 0.7), checked)


def find_payment_reference(reading: Reading) -> Iterator[Hit]:
    """Gestructureerde mededeling ``+++090/9337/55493+++``: the last two digits are the first ten mod 97.

    It names one invoice of one payer, so it matters only where a person is in the sentence.
    """
    plain = reading.plain
    for start, end in reading.atoms:
        if end - start != 3 or "/" not in plain[end : end + 2]:
            continue
        found = _OGM_FORM.match(plain, max(0, start - 3)) or _OGM_FORM.match(plain, start)
        if found is None:
            continue
        digits = "".join(found.group(2, 3, 4))
        checked = ogm_vcs.is_valid(digits)
        if checked and digits not in reading.own:
            evidence = reading.evidence(found.start(2), found.end(4), frozenset({"case", "bank"}))
            sure = 0.7 if (evidence.person or evidence.second) and not evidence.example else 0.4
            opening = found.start(1) if found.group(1) else found.start(2)
            closing = found.end(5) if found.group(5) else found.end(4)
            yield Hit(opening, closing, "payment-reference", sure, checked)


FINDERS = {
    "rrn": Entry(find_rrn, (Gate(digit=True),), hints=_RRN_PIECES),
    "eid-card": Entry(find_eid_card, (Gate(digit=True),)),
    "payment-reference": Entry(find_payment_reference, (Gate(digit=True),)),
}
