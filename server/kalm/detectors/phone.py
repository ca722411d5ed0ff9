"""Telephone numbers of persons. What the public may ring, the organisation's own and service numbers, is no hit."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from kalm.detectors.digits import Run
from kalm.detectors.gate import Entry, Gate
from kalm.detectors.hit import Hit
from kalm.detectors.reading import Reading
from kalm.detectors.scoring import confidence
from kalm.detectors.spelled import GATE as SPELLED
from kalm.detectors.spelled import spelled_runs
from kalm.detectors.vocabulary import SOMEBODY

_PHONE = frozenset({"phone"})

MOST_LOOKUPS = 100
"""Candidates looked up in the numbering plans per text; so many numbers are a list, and the list has been found."""

_GAP = re.compile(r"[ .\-/()\n]{0,4}")
_TIGHT = re.compile(r"[.\-/]")

_SIZES = {"NL": (10,), "BE": (10, 9), "GB": (11, 10)}
"""Digits of a national number, its leading zero included, the usual length first."""

_ABROAD = {"31": (11,), "32": (11, 10), "44": (12, 11), "1": (11,)}
"""Digits of an international number, its country code included."""

_SERVICE = re.compile(
    r"(?:31)(?:800|90[069]|8[4578]|14\d\d?|97)|(?:32)(?:800|90\d|70|78)|(?:44)(?:800|808|3|8[47]|9|5[56])|"
    r"(?:1)(?:8[0-8]{2}|900)"
)
"""Free, paid, shared-cost and company-wide ranges: their holders are organisations."""

_MOBILE = re.compile(r"316\d{8}|324[5-9]\d{7}|447[1-9]\d{8}")

_DEVICE = (
    r"(?:nummer|telefoon\w*|mobiel\w*|gsm\w*|06\w*|tel|number|mobile|cell\w*|phone|landline|privenummer|contactnummer)"
)
_PERSON = (
    r"(?:(?:de |het |the )?(?:heer|familie|gezin|klant|bewoner|bewoonster|huurder|melder|buurman|buurvrouw|customer|tenant|"
    r"neighbour|resident)|mevrouw|meneer|mevr|dhr|mw|mr|mrs|ms)"
)
_SOMEBODY = r"(?:u|je|jou|jullie|hem|haar|hen|hun|mevrouw|meneer|mevr|dhr|mw|you|him|her|them)"
_POSSESSIVE = re.compile(
    # "uw nummer is", "her mobile:", "Sarah's number", "Katrien haar gsm"
    rf"(?:\b(?:uw|je|jouw|jullie|zijn|haar|your|his|her)|\w's)\s(?:\w+[ -]){{0,2}}{_DEVICE}\b"
    r"(?![^.!?]*\b(?:bel|call|dm)\b)[^.!?]{0,25}$"
)
_NUMBER_OF = re.compile(rf"\b{_DEVICE}\s(?:van|of|for)\s[^.!?]{{1,40}}$")
_REACHED = re.compile(
    # "we hebben u gebeld op", "ik probeerde haar te bereiken via", "u bent bereikbaar op"
    rf"\b(?:wij|we|ik|collega\w*|hij|zij|ze|monteur|bezorger|chauffeur)\b[^.!?]{{0,40}}\b{_SOMEBODY}\b(?! (?:mij|"
    rf"me|ons)\b)[^.!?]{{0,40}}"
    r"\b(?:gebeld|bellen|belden|belde|bereiken|geappt|ingesproken)\b[^.!?]{0,15}\b(?:op|via)\s(?:het\s)?(?:nummer\s)?$|"
    r"\b(?:u|je|hij|zij|haar|hem)\s(?:bent|is|ben)\s[^.!?]{0,20}\bbereikbaar\b[^.!?]{0,12}$|"
    # "bel hem gerust:", "06 thuis"
    r"\b(?:bel|app|sms|call|ring|text|phone)\s(?:\w+\s)?(?:hem|haar|ze|hen|hun|him|her|them)\b[^.!?]{0,25}$|"
    r"\b(?:thuis|prive|privenummer|home|private|privately)\b[^.!?]{0,15}$|"
    r"\b(?:ik|wij|we)\s(?:bel|bellen|app|appen)\s(?:u|je|jou|jullie|hem|haar)\b[^.!?]{0,30}\bop\s(?:nummer\s)?$|"
    r"\b(?:called|call|rang|phoned|phone|reach|reached|texted|text|ring|tried)\s(?:you|him|her|them)\b[^.!?]{0,30}\b(?:on|at)\s$|"
    r"\bhave\s(?:you|him|her|them)\b[^.!?]{0,20}\b(?:as|on|at)\s$"
)
_OWNER_AFTER = re.compile(
    rf"\W{{0,3}}(?:is|was|nog|als|as|still)?\W{{0,2}}(?:het\s)?(?:uw|je|jouw|zijn|haar|your|his|"
    rf"her)\s(?:\w+\s){{0,2}}{_DEVICE}\b|"
    rf"\W{{0,3}}(?:is\s)?(?:van|of)\s{_PERSON}\b|\W{{0,3}}(?:is|"
    r"was)\s(?:het\s)?nummer van (?!ons|onze|de\b|het\b)|"
    r"\W{0,4}(?:bel|app|ring|call|text)\s(?:\w+\s)?(?:hem|haar|ze|him|her|them)\b|"
    r"\W{0,3}is (?:the )?number (?:of|for) (?!our|the\b)"
)
_OURS = re.compile(
    r"\b(?:ons|onze|our|us|klantenservice|klantendienst|klantcontact\w*|balie|receptie|meldpunt|meldkamer|"
    r"helpdesk|storing\w*|"
    r"servicenummer|service\w*|loket|spoed\w*|huisartsenpost|dokterspost|politie|gemeente\w*|stad|stadhuis|"
    r"gemeentehuis|winkel|"
    r"kantoor|vestiging|secretariaat|infolijn|informatielijn|hulplijn|dienst|team|afdeling|praktijk|bibliotheek|museum|"
    r"wijkteam|helpline|hotline|office|reception|switchboard|customer (?:service|care)|support|line|desk|shop|"
    r"store|branch|"
    r"surgery|council|enquiries|noodnummer|klachtenlijn|persvoorlichting|woordvoerder|press)\b|"
    r"\b(?:wij|we)\s+(?:zijn|are|staan)\b|\b(?:telefonisch|telefoon)\s+(?:bereikbaar|spreekuur)\b|"
    r"\bopen(?:ingsuren|ingstijden)?\b|"
    r"\b(?:voor|for)\s+(?:\w+\s+){0,2}(?:info|informatie|vragen|afspra\w+|reserver\w+|boeking\w*|tickets|details|"
    r"questions|"
    r"appointment\w*|bookings?|information|aanmelding\w*|inschrijv\w+|offerte\w*|bestelling\w*)\b"
)
_OUR = re.compile(r"\b(?:ons|onze|our|mijn|my)\b")
_ASK_FOR = re.compile(r"\W{0,3}(?:en |and )?(?:vraag|vragen|ask) (?:naar|for)\b")
_INVITES = re.compile(
    r"\b(?:bel|belt|bellen|app|appen|appje|whatsapp|sms|sms'en|call|ring|text|phone|whatsappen|bereikbaar|contact|"
    r"reach|"
    r"contacteer|contacteren|dial|nummer|tel|telefoon|gsm|t)\b"
)
_OURS_AFTER = re.compile(
    r"\W{0,3}(?:is |was |\(|van |of |dat is |that's )?(?:het nummer van )?(?:ons|onze|our)\b|"
    rf"\W{{0,3}}(?:is |was |\(|van |of |dat is |that's )(?:het nummer van )?(?!{_PERSON})(?:de|het|the)\b"
)
_HOURS = re.compile(r"\b(?:werkdagen|weekdays|maandag t|mon|24/7|dag en nacht|\d{1,2}[.:]\d\d (?:tot|uur|to))\b")
_MYSELF = re.compile(r"\b(?:mij|me|mijn|m'n|my)\b")


class _Candidate(NamedTuple):
    start: int
    end: int
    digits: str
    """With country code if ``abroad``, else with the leading zero."""
    abroad: bool


def regions(language: str) -> tuple[str, ...]:
    """Numbering plans to try for a number without country code, the likeliest first."""
    tag = language.lower()
    if tag == "nl-be":
        return ("BE", "NL")
    if tag.startswith("nl"):
        return ("NL", "BE")
    return ("US", "GB", "NL") if tag == "en-us" else ("GB", "NL", "BE")


def find_phone(reading: Reading) -> Iterator[Hit]:
    """A telephone number that seems to be a person's: mobile, or a fixed line that is said to be somebody's."""
    from phonenumbers import NumberParseException as NoNumber
    from phonenumbers import PhoneNumberFormat, format_number, is_possible_number, is_valid_number, parse

    lookups = 0
    taken = 0
    for candidate in _candidates(reading):
        if candidate.start < taken:
            continue
        lookups += 1
        if lookups > MOST_LOOKUPS:
            return
        for region in (None,) if candidate.abroad else regions(reading.language):
            if region is not None and len(candidate.digits) not in _SIZES.get(region, (10,)):
                continue
            try:
                number = parse(("+" if candidate.abroad else "") + candidate.digits, region)
            except NoNumber:
                continue
            full = format_number(number, PhoneNumberFormat.E164)
            code = full[1:]
            mobile = _MOBILE.fullmatch(code) is not None
            # Ranges kept free for films and novels (07700 900…) are not valid, yet written as somebody's number.
            if not is_valid_number(number) and not (
                is_possible_number(number) and (mobile or code[:3] in ("441", "442"))
            ):
                continue
            taken = candidate.end
            if (
                code.endswith("000000")
                or full in reading.own
                or candidate.digits in reading.own
                or _SERVICE.match(code)
            ):
                break
            yield Hit(candidate.start, candidate.end, "phone", _sure(reading, candidate, mobile), False)
            break


def _sure(reading: Reading, candidate: _Candidate, mobile: bool) -> float:
    start, end = candidate.start, candidate.end
    lower = reading.lower
    evidence = reading.evidence(start, end, _PHONE)
    sentence = reading.sentence(start)
    # "Mijn nummer is …" in the other's words is the other's number.
    owner = _owned(reading, start, end) or (
        evidence.quoted and reading.says(_MYSELF, max(sentence.start, start - 60), start)
    )
    near = max(0, start - 60)
    invites = reading.says(_INVITES, near, start) or _ASK_FOR.match(lower, end) is not None
    points = 1 + 2 * owner - evidence.quoted - 2 * evidence.unit - 2 * evidence.rival
    if mobile:
        # A mobile number beside a name is somebody's; a fixed line beside a first name is a desk.
        points += (evidence.person or evidence.second) + reading.named_before(start, 5)
    elif not invites:
        points += reading.titled_before(start)
    if evidence.example and not evidence.person:
        points -= 2
    if not owner:
        if (
            reading.says(_OURS, max(0, sentence.start - 120), start)
            or _OURS_AFTER.match(lower, end)
            or _HOURS.search(lower, end, end + 60)
        ):
            points -= 3
        # The number that a writer asks others to ring is meant to be known; whose it is, we cannot tell.
        points -= 1 + invites if reading.says(_MYSELF, min(near, sentence.start), start) else invites
    return confidence(points)


def _owned(reading: Reading, start: int, end: int) -> bool:
    """Whether the words beside a number say whose it is, and it is not ours."""
    lower = reading.lower
    if _OWNER_AFTER.match(lower, end) is not None:
        return True
    window = max(0, start - 110)
    for pattern in (_POSSESSIVE, _REACHED):
        found = pattern.search(lower, window, start)
        if found is not None:
            return _OUR.search(lower, max(window, found.start() - 20), start) is None
    found = _NUMBER_OF.search(lower, window, start)
    if found is None or _OUR.search(lower, found.start(), start) is not None:
        return False
    words = reading.words_before(start, 6)
    return reading.named_before(start, 5) or not SOMEBODY.isdisjoint(words)


@lru_cache(maxsize=32)
def _plan(language: str) -> tuple[tuple[int, ...], bool]:
    """Digits that a number without country code may have, and whether American ones are written without a zero."""
    plans = regions(language)
    return tuple(sorted({size for region in plans for size in _SIZES.get(region, ())})), "US" in plans


def _candidates(reading: Reading) -> Iterator[_Candidate]:
    plain, atoms = reading.plain, reading.atoms
    national, american = _plan(reading.language)
    for index, (start, end) in enumerate(atoms):
        if plain[start] != "0" and not american and plain[start - 1 : start] != "+":
            continue
        plus = start > 0 and plain[start - 1] == "+"
        if plus:
            yield from _grown(reading, index, start - 1, "", ())
        elif (plain.startswith("00", start) and end - start >= 4) or plain[start:end] in ("0031", "0032", "0044"):
            yield from _grown(reading, index, start, "00", ())
        elif plain[start] == "0":
            yield from _grown(reading, index, start, "", national)
        elif american and end - start in (3, 10):
            yield from _grown(reading, index, start, "", (10,))
    for run in _spoken(reading):
        yield _Candidate(run.start, run.end, run.digits, False)


def _grown(reading: Reading, index: int, start: int, prefix: str, sizes: tuple[int, ...]) -> Iterator[_Candidate]:
    """Numbers that begin with the group of digits at ``index``, the longest first."""
    plain, atoms = reading.plain, reading.atoms
    if start > 0 and plain[start - 1] == "(":
        start -= 1
    if not reading.free_before(start):
        return
    digits, found = "", []
    abroad = not sizes
    for position in range(index, min(index + 8, len(atoms))):
        left, right = atoms[position]
        if position > index and (
            left - atoms[position - 1][1] > 4 or not _GAP.fullmatch(plain, atoms[position - 1][1], left)
        ):
            break
        piece = plain[left:right]
        # The zero of "+31 (0)6" is not dialled from abroad.
        if not (abroad and piece[0] == "0" and plain[left - 1] == "(" and position > index):
            digits += piece
        elif len(piece) > 1:
            digits += piece[1:]
        if len(digits) > 17:
            break
        following = plain[right : right + 2]
        if not reading.free_after(right) or (following[:1] in ("-", ".", "/") and following[1:].isdigit()):
            continue
        number = digits.removeprefix(prefix) if prefix else digits
        if abroad:
            known = next((lengths for code, lengths in _ABROAD.items() if number.startswith(code)), range(9, 16))
            if len(number) in known:
                found.append(_Candidate(start, right, number, True))
        elif len(number) in sizes:
            found.append(_Candidate(start, right, number, False))
    yield from reversed(found)


def _spoken(reading: Reading) -> list[Run]:
    return [run for run in spelled_runs(reading) if run.digits[0] == "0" and len(run.digits) in (9, 10, 11)]


FINDERS = {"phone": Entry(find_phone, (Gate(digit=True), Gate(pieces=SPELLED)))}
