"""Payment cards: number, expiry date, check code, last digits."""

import re
from collections.abc import Iterator

from stdnum import luhn

from kalm.detectors.gate import Entry, Gate
from kalm.detectors.hit import POSSIBLE, Hit
from kalm.detectors.numbers_nl import invented
from kalm.detectors.reading import Reading
from kalm.detectors.scoring import confidence

_CARD = frozenset({"card"})
_CARD_PIECES = ("card", "kaart", "visa", "amex", "american express", "bankpas", "pinpas")

_SCHEMES = re.compile(
    r"4\d{12}(?:\d{3}){0,2}|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}|3[47]\d{13}|"
    r"(?:6011|65\d\d|64[4-9]\d)\d{12}(?:\d{3})?|3(?:0[0-5]|[68]\d)\d{11}|35(?:2[89]|[3-8]\d)\d{12}|"
    r"(?:50|5[6-9]|6\d)\d{11,17}"
)
"""Number ranges of Visa, Mastercard, American Express, Discover, Diners, JCB and Maestro."""

_USUAL_SHAPES = frozenset({"4-4-4-4", "4-6-5", "4-6-4", "4-4-4-4-3", "4-4-4-1", "4-5-6"})

_GOES_ON = re.compile(r" [0-9]+(?![0-9/-])")
"""A further group after a space that begins no expiry date: energy meters have ``5414 4882 0001 2345 67``."""

_EXPIRY = re.compile(
    r"(?:exp(?:iry|ires|iration)?(?: date)?|geldig (?:tot|t/m|t\.e\.m\.|thru)|vervaldatum|vervalt|verloopdatum|valid "
    r"(?:thru|until|to)|t/m|exp\.)\s{0,2}:?\s{0,2}(?:op |on |in |is )?((?:0[1-9]|1[0-2]) ?[/-] ?(?:20)?[2-4]\d)(?!\d)"
)
_CVC = re.compile(
    r"\b(?:cvc|cvv)2?(?:[ -]?(?:code|nummer|number))?\s{0,2}(?:is|:|=|,)?\s{0,2}(\d{3,4})(?!\d)|"
    r"\b(?:card (?:security|verification) code|kaartverificatiecode)\s{0,2}(?:is|:|=)?\s{0,2}(\d{3,4})(?!\d)"
)
_LAST_DIGITS = re.compile(
    r"\b(?:rekening\w*|iban|kaart\w*|\w{0,10}card|account|pas|bankpas)\b[^.!?\n]{0,30}?\b(?:eindig\w*|ending|ends|end|"
    r"eindigt|laatste (?:vier|4) cijfers|last (?:four|4)(?: digits)?)\s(?:op|met|in|with|on|is|are|zijn|:)?\s?\*{0,4}"
    r"(\d{3,4})(?!\d)"
)


def find_card(reading: Reading) -> Iterator[Hit]:
    """13 to 19 digits of a known scheme that pass the Luhn check.

    One digit string in ten passes Luhn, so an unbroken one without an announcing word is no more than a possibility.
    """
    for run in reading.runs:
        if len(run.digits) < 13 or not _SCHEMES.fullmatch(run.digits) or invented(run.digits):
            continue
        if not luhn.is_valid(run.digits) or run.digits in reading.own or reading.in_link(run.start):
            continue
        evidence = reading.evidence(run.start, run.end, _CARD)
        before = reading.plain[max(0, run.start - 2) : run.start]
        row = (before[-1:] == " " and before[:1].isdigit()) or _GOES_ON.match(reading.plain, run.end) is not None
        grouped = run.shape in _USUAL_SHAPES and not row
        sure = confidence(evidence.points(checked=True, shape=1 + grouped))
        if not evidence.label and (not grouped or run.digits[0] in "06"):
            sure = 0.0 if evidence.rival or evidence.unit else POSSIBLE
        yield Hit(run.start, run.end, "card", sure, True)


def find_card_expiry(reading: Reading) -> Iterator[Hit]:
    """Month and year after *expires*, *geldig tot*, beside a card."""
    cards = [hit for hit in find_card(reading) if hit.confidence >= POSSIBLE]
    for found in _EXPIRY.finditer(reading.lower):
        start, end = found.span(1)
        near = any(abs(start - card.end) < 80 for card in cards)
        labelled = reading.evidence(start, end, _CARD, rivals=frozenset()).label
        if near or labelled:
            yield Hit(start, end, "card-expiry", 0.85 if near else 0.7, False)


def find_cvc(reading: Reading) -> Iterator[Hit]:
    """Three or four digits right after *cvc*, *cvv*."""
    for found in _CVC.finditer(reading.lower):
        group = 1 if found.group(1) else 2
        evidence = reading.evidence(*found.span(group), frozenset({"cvc", "card"}))
        yield Hit(*found.span(group), "cvc", confidence(evidence.points(shape=1)), False)


def find_last_digits(reading: Reading) -> Iterator[Hit]:
    """*Card ending in 1234*, *rekening eindigt op 4300*."""
    for found in _LAST_DIGITS.finditer(reading.lower):
        if found.group(1) not in reading.own:
            yield Hit(*found.span(1), "last-digits", 0.7, False)


FINDERS = {
    "card": Entry(find_card, (Gate(digit=True),)),
    "card-expiry": Entry(find_card_expiry, (Gate(digit=True, pieces=_CARD_PIECES),)),
    "cvc": Entry(find_cvc, (Gate(digit=True, pieces=("cvc", "cvv", "verifica", "security code")),)),
    "last-digits": Entry(
        find_last_digits,
        (Gate(digit=True, pieces=("eindig", "ending", "ends", "laatste vier", "laatste 4", "last f", "last 4")),),
    ),
}
