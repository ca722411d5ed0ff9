"""Personal numbers of Britain and the United States: National Insurance, NHS, Social Security."""

import re
from collections.abc import Iterator

from stdnum.gb import nhs

from kalm.detectors.gate import Entry, Gate
from kalm.detectors.hit import POSSIBLE, Hit
from kalm.detectors.numbers_nl import invented
from kalm.detectors.reading import Reading
from kalm.detectors.scoring import confidence

_NINO = frozenset({"nino"})
_NHS = frozenset({"nhs", "case"})
_SSN = frozenset({"ssn"})

_NINO_FORM = re.compile(r"[a-z]{2}([ -]?)\d\d\1\d\d\1\d\d\1[a-d](?![a-z0-9])")
_NINO_PAIRED = re.compile(r"[A-CEGHJ-TW-Z][A-CEGHJ-NP-TW-Z][ -]?\d{6}[ -]?[A-D](?![A-Za-z0-9])")
"""The digits in one piece, the letters apart. Capitals only, and letters in use: not *NI no 123456 a moment ago*."""

_SSN_FORM = re.compile(r"(?!000|666|9)\d{3}([ -]?)(?!00)\d\d\1(?!0000)\d{4}(?!\d)")


def find_national_insurance(reading: Reading) -> Iterator[Hit]:
    """Two letters, three pairs of digits, A to D. Written in its five groups it needs no announcing word."""
    lower = reading.lower
    for start, end in reading.atoms:
        if end - start not in (2, 6):
            continue
        found = _NINO_FORM.match(lower, start - 3) if start >= 3 and lower[start - 1] in " -" else None
        if found is None and start >= 2:
            found = _NINO_FORM.match(lower, start - 2)
        grouped = 2 if found is not None and found.group(1) else 0
        if found is None and end - start == 6:
            opening = start - 3 if lower[start - 1 : start] in (" ", "-") else start - 2
            found = _NINO_PAIRED.match(reading.plain, opening) if opening >= 0 else None
        if found is None or not reading.free_before(found.start()):
            continue
        value = re.sub(r"[ -]", "", found.group().lower())
        if value in reading.own:
            continue
        if not reading.plain[found.start() : found.start() + 2].isupper():
            grouped = 0
        evidence = reading.evidence(*found.span(), _NINO)
        if evidence.label or grouped:
            sure = confidence(evidence.points(shape=grouped))
            yield Hit(*found.span(), "national-insurance", sure if evidence.label else min(sure, 0.7), False)


def find_nhs_number(reading: Reading) -> Iterator[Hit]:
    """Ten digits, weights 10 to 2, mod 11."""
    for run in reading.runs:
        if len(run.digits) != 10 or invented(run.digits) or run.digits in reading.own or run.digits[0] == "0":
            continue
        checked = nhs.is_valid(run.digits)
        evidence = reading.evidence(run.start, run.end, _NHS)
        if evidence.label:
            sure = confidence(evidence.points(checked=checked))
            yield Hit(run.start, run.end, "nhs-number", sure if checked else min(sure, 0.7), checked)
        elif checked and run.shape == "3-3-4" and not evidence.rival:
            yield Hit(run.start, run.end, "nhs-number", POSSIBLE, checked)


def find_social_security(reading: Reading) -> Iterator[Hit]:
    """``123-45-6789``, announced as SSN; it has no checksum."""
    for start, _ in reading.atoms:
        found = _SSN_FORM.match(reading.plain, start)
        if found is None or not reading.free_before(start) or not reading.free_after(found.end()):
            continue
        digits = re.sub(r"\D", "", found.group())
        evidence = reading.evidence(*found.span(), _SSN)
        if evidence.label and not invented(digits) and digits not in reading.own:
            yield Hit(*found.span(), "ssn", confidence(evidence.points(shape=bool(found.group(1)))), False)


FINDERS = {
    "national-insurance": Entry(find_national_insurance, (Gate(digit=True),)),
    "nhs-number": Entry(find_nhs_number, (Gate(digit=True, pieces=("nhs", "patient")),)),
    "ssn": Entry(find_social_security, (Gate(digit=True, pieces=("ssn", "social security")),)),
}
