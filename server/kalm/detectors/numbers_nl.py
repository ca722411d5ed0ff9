"""Personal numbers of the Netherlands: burgerservicenummer, onderwijsnummer, V-nummer."""

from collections.abc import Iterator

from stdnum.nl import bsn as elfproef
from stdnum.nl import onderwijsnummer

from kalm.detectors.digits import Run
from kalm.detectors.gate import Entry, Gate
from kalm.detectors.hit import FIRE, POSSIBLE, Hit
from kalm.detectors.reading import Reading
from kalm.detectors.scoring import confidence
from kalm.detectors.spelled import GATE as SPELLED
from kalm.detectors.spelled import spelled_runs

_BSN = frozenset({"bsn"})
_BSN_PIECES = ("bsn", "burgerservice", "burger service", "sofi", "persoonsnummer", "citizen service")
_EDUCATION = frozenset({"education"})
_V_NUMBER = frozenset({"v-number"})

_UNCHECKED = 0.7
"""Most that a number with a failing checksum can reach: a slip of the pen is still nearly the whole number."""


def invented(digits: str) -> bool:
    """Whether digits look typed as a placeholder: all alike, or counting up or down."""
    return len(set(digits)) == 1 or digits in "01234567890123456789" or digits in "98765432109876543210"


def find_bsn(reading: Reading) -> Iterator[Hit]:
    """Nine digits that pass the elfproef, announced as BSN; eight where a leading zero was lost.

    Source: the elfproef of the burgerservicenummer, 9a+8b+7c+6d+5e+4f+3g+2h−1i divisible by 11.
    """
    announced = reading.has(_BSN_PIECES)
    runs: list[Run] = reading.runs
    if announced:
        runs = runs + spelled_runs(reading)
    for run in runs:
        size = len(run.digits)
        if size not in (8, 9) or (size == 8 and not announced) or invented(run.digits) or run.digits in reading.own:
            continue
        checked = elfproef.is_valid(run.digits)
        if (not checked and (not announced or size == 8)) or reading.in_link(run.start):
            continue
        evidence = reading.evidence(run.start, run.end, _BSN)
        sure = confidence(evidence.points(checked=checked))
        if not evidence.label:
            # One in eleven of all nine-digit numbers passes: without the word it is no more than a possibility.
            sure = POSSIBLE if not evidence.rival and not evidence.unit and size == 9 else 0.0
        elif not checked:
            sure = min(sure, _UNCHECKED)
        yield Hit(run.start, run.end, "bsn", sure, checked)


def find_education_number(reading: Reading) -> Iterator[Hit]:
    """Nine digits announced as onderwijsnummer or leerlingnummer: a BSN, or a number of its own kind."""
    for run in reading.runs:
        if len(run.digits) != 9 or invented(run.digits) or run.digits in reading.own:
            continue
        evidence = reading.evidence(run.start, run.end, _EDUCATION)
        if not evidence.label:
            continue
        checked = elfproef.is_valid(run.digits) or onderwijsnummer.is_valid(run.digits)
        sure = confidence(evidence.points(checked=checked))
        yield Hit(run.start, run.end, "education-number", sure if checked else min(sure, FIRE), checked)


def find_v_number(reading: Reading) -> Iterator[Hit]:
    """Ten digits announced as V-nummer or vreemdelingennummer; no checksum is published."""
    for run in reading.runs:
        if len(run.digits) == 10 and run.digits not in reading.own:
            evidence = reading.evidence(run.start, run.end, _V_NUMBER)
            if evidence.label:
                yield Hit(run.start, run.end, "v-number", min(confidence(evidence.points()), 0.7), False)


FINDERS = {
    "bsn": Entry(find_bsn, (Gate(digit=True), Gate(pieces=_BSN_PIECES)), hints=SPELLED),
    "education-number": Entry(
        find_education_number,
        (Gate(digit=True, pieces=("onderwijsnummer", "leerlingn", "pgn", "persoonsgebonden")),),
    ),
    "v-number": Entry(
        find_v_number,
        (Gate(digit=True, pieces=("v-n", "v nummer", "v nr", "v number", "vnummer", "vreemdelingen", "alien")),),
    ),
}
