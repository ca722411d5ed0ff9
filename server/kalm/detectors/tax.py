"""VAT numbers of natural persons: an old Dutch one of a sole trader contains the BSN."""

import re
from collections.abc import Iterator

from stdnum.be import vat as ondernemingsnummer
from stdnum.iso7064 import mod_97_10
from stdnum.nl import bsn as elfproef

from kalm.detectors.gate import Entry, Gate
from kalm.detectors.hit import Hit
from kalm.detectors.reading import Reading
from kalm.detectors.scoring import confidence

_VAT = frozenset({"vat"})
_DUTCH = re.compile(r"nl[ .]?(\d{4}[ .]?\d{2}[ .]?\d{3})[ .]?b[ .]?\d\d(?!\w)")
_BELGIAN = re.compile(r"(?:be[ .]?)?([01]\d{3}[ .]\d{3}[ .]\d{3}|[01]\d{9})(?!\d)")
_TRADER = re.compile(
    r"\b(?:uw|je|jouw|zijn|haar|hun|your|his|her|their)\s+(?:\w+\s+){0,2}(?:btw\S*|vat|ondernemingsnummer|kbo\S*)"
)


def find_vat_id(reading: Reading) -> Iterator[Hit]:
    """A VAT or enterprise number that is said to be somebody's. A firm's own number, in a footer, is public."""
    lower = reading.lower
    for at, _ in reading.atoms:
        if lower[max(0, at - 3) : at].rstrip(" .").endswith("nl"):
            start = lower.rfind("nl", max(0, at - 3), at)
            found = _DUTCH.match(lower, start)
        else:
            start = at
            prefix = lower.rfind("be", max(0, at - 3), at)
            if prefix >= 0 and not lower[prefix + 2 : at].strip(" ."):
                start = prefix
            found = _BELGIAN.match(lower, start)
        if found is None or not reading.free_before(start):
            continue
        digits = re.sub(r"\D", "", found.group(1))
        compact = re.sub(r"[ .]", "", found.group())
        if compact in reading.own or digits in reading.own:
            continue
        if start != at and lower.startswith("nl", start):
            checked = elfproef.is_valid(digits) or bool(mod_97_10.is_valid(compact.upper()))
        else:
            checked = bool(ondernemingsnummer.is_valid(digits))
        evidence = reading.evidence(*found.span(), _VAT)
        sentence = reading.sentence(start)
        if evidence.label and checked:
            trader = reading.says(_TRADER, sentence.start, sentence.end) or reading.named_before(start, 6)
            yield Hit(*found.span(), "vat-id", confidence(1 + trader), True)


FINDERS = {
    "vat-id": Entry(
        find_vat_id, (Gate(digit=True, pieces=("btw", "vat", "ondernemingsnummer", "kbo", "omzetbelasting")),)
    ),
}
