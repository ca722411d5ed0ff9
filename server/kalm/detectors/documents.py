"""Numbers of identity documents: passport, ID card, residence document, driving licence."""

import re
from collections.abc import Iterator

from kalm.detectors.gate import Entry, Gate
from kalm.detectors.hit import Hit
from kalm.detectors.numbers_nl import invented
from kalm.detectors.reading import Reading
from kalm.detectors.scoring import confidence

_PASSPORT = frozenset({"passport"})
_RESIDENCE = frozenset({"residence", "passport"})
_LICENCE = frozenset({"licence"})

_VALUE = re.compile(r"(?<![\w-])(?=[A-Z0-9-]{0,20}\d)[A-Z0-9](?:[A-Z0-9]|-(?=[A-Z0-9])){5,20}(?![\w-])")

_PASSPORT_FORM = re.compile(r"[A-NP-Z]{2}[A-NP-Z0-9]{6}\d|[A-Z]{2}\d{6}|\d{9}|[A-Z]\d{8}")
"""Netherlands (two letters, six signs, a digit; never a letter O), Belgium, United Kingdom and United States."""

_RESIDENCE_FORM = re.compile(r"(?:(?:IV|V|I{1,3})-?)?[VR][A-NP-Z1-9]{8}|[A-Z]{2}\d{7}|[A-Z]{2}[A-Z0-9]\d{6}")
_LICENCE_FORM = re.compile(r"\d{10}|[A-Z9]{5}\d{6}[A-Z9]{2}[A-Z0-9]{3}")


def _announced(reading: Reading, family: frozenset[str], form: re.Pattern[str], kind: str) -> Iterator[Hit]:
    for found in _VALUE.finditer(reading.plain):
        value = found.group()
        if not form.fullmatch(value) or invented(value) or value.lower() in reading.own:
            continue
        evidence = reading.evidence(*found.span(), family)
        if evidence.label:
            yield Hit(*found.span(), kind, confidence(evidence.points(shape=not value.isdigit())), False)


def find_passport(reading: Reading) -> Iterator[Hit]:
    """Number of a passport or identity card, announced as such; the formats have no public checksum."""
    yield from _announced(reading, _PASSPORT, _PASSPORT_FORM, "passport")


def find_residence_document(reading: Reading) -> Iterator[Hit]:
    """Number of a residence document: type, hyphen, V and eight signs without 0 and O."""
    yield from _announced(reading, _RESIDENCE, _RESIDENCE_FORM, "residence-document")


def find_driving_licence(reading: Reading) -> Iterator[Hit]:
    """Number of a driving licence: ten digits (Netherlands, Belgium) or sixteen signs (Britain), announced as such."""
    yield from _announced(reading, _LICENCE, _LICENCE_FORM, "driving-licence")


_PASSPORT_PIECES = (
    "paspoort", "passport", "reispas", "identi", "id-", "id kaart", "id bewijs", "id nummer", "idkaart", "idbewijs",
    "id card", "id number", "documentn", "document number", "eid",
)  # fmt: skip

FINDERS = {
    "passport": Entry(find_passport, (Gate(digit=True, pieces=_PASSPORT_PIECES),)),
    "residence-document": Entry(find_residence_document, (Gate(digit=True, pieces=("verblijf", "residence")),)),
    "driving-licence": Entry(find_driving_licence, (Gate(digit=True, pieces=("rijbewijs", "driv")),)),
}
