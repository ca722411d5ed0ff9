"""Home addresses: street and number of a person. Where an organisation or an event is to be found is public."""

import re
from collections.abc import Iterator

from kalm.detectors.gate import Entry, Gate
from kalm.detectors.hit import Hit
from kalm.detectors.reading import Reading
from kalm.detectors.scoring import confidence
from kalm.detectors.wordlist import words

_STREET_TAILS = tuple(
    sorted(
        words("""
    straat str laan weg plein dijk kade kaai gracht singel hof pad steeg plantsoen dreef baan lei wal hoek
    heuvel berg burg veld akker meent erf oord park ring vest poort markt kant zijde dam brink horst kamp es
    tuin allee boulevard steenweg wegel vaart donk beek broek gaarde waard werf schans bos rode kouter plaats
        """)
    )
)
"""What street names end in."""

_STREET_NL = re.compile(
    r"\b[A-Z][\w.'-]{0,40}(?: (?:van|de|der|den|het|ten|ter|'t|la|du) [A-Z][\w'-]{0,40}|"
    r" [A-Z][\w'-]{0,40}){0,3}(?<=[a-z])$"
)
_NUMBER_NL = re.compile(
    r"[1-9]\d{0,3}(?!\d)(?:(?:-(?:[a-zA-Z]{1,2}|[IVX]{1,4}|\d{1,3})|[a-zA-Z]{1,2}| (?:[A-Z]|bis|hs|huis|"
    r"[IVX]{1,4})|bis|hs)(?!\w))?(?:,? ?(?:bus|boîte|bte\.?) ?\w{1,4})?"
)
_PLACE_NL = re.compile(
    r",? {0,2}\(?(?:(?P<nl>[1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}(?![\w]))|(?P<be>(?:B-?)?[1-9]\d{3}(?= [A-Z])))"
    r"(?:,? (?:'s-)?[A-Z][\w'-]{1,30}(?: (?:(?:aan|den|de|op|in|bij|over) ){0,2}[A-Z][\w'-]{1,30})?)?"
)
_POSTCODE_THEN_NUMBER = re.compile(
    r"[1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}(?!\w),? ?(?:nr\.? ?|nummer |huisnummer )?[1-9]\d{0,3}(?:-?[a-zA-Z])?(?!\w)"
)

_RANGE = re.compile(r" ?(?:tot|t/m|tm|en|and|to|&|-) ?(?:en met )?(?:nr\.? |nummer )?[0-9]")

_STREET_GB = re.compile(
    r"[1-9]\d{0,3}[a-zA-Z]?,? (?:[A-Z][\w'-]{1,25} ){1,3}(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Close|Drive|Dr|"
    r"Row|Way|"
    r"Terrace|Gardens|Crescent|Court|Place|Square|Grove|Hill|Mews|Walk|Green|View|Rise|Park|Parade|Boulevard|Blvd)\b"
    r"(?P<post>(?:,? [A-Z][\w'-]{1,25}){0,3},? [A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}(?!\w))?"
)

_LIVES = re.compile(
    r"\b(?:woont|woon|wonen|wonend|wonende|woonde|woonachtig|woonadres|huisadres|thuisadres|bewoner\w*|bewoonster|"
    r"huurder|"
    r"huurster|lives?|lived|living|resident|tenant|home address)\b|"
    r"\b(?:uw|je|jouw|jullie|zijn|haar|hun|your|his|her|their)\s+(?:\w+\s+){0,2}(?:adres|address|huis|woning|home|"
    r"house|flat|"
    r"appartement|voordeur|tuin|oprit|kelder|dak)\b|"
    r"\b(?:adres|address)\s+(?:van|of)\s+(?:dhr|mevr|mw|de heer|mevrouw|meneer|de (?:melder|klant|bewoner|buurman|"
    r"buurvrouw)|"
    r"mr|mrs|ms|the (?:customer|tenant|neighbour|caller))\b|"
    r"\b(?:bij|naast|tegenover|voor|at)\s+(?:u|je|jou|jullie|hem|haar|hun|you|him|her|them)\b(?:\s+(?:thuis|"
    r"in de straat))?"
    r"\s*,?\s+(?:op|in|aan|at|on)\b|"
    r"\b(?:bezorgd|afgeleverd|geleverd|delivered)\s+(?:op|aan|bij|to|at)\b|\b(?:melder|"
    r"melding)\s+(?:\w+\s+){0,2}(?:van|uit|op)\b"
)
_PUBLIC = re.compile(
    r"\b(?:kantoor|kantoren|winkel\w*|balie|locatie|bezoekadres|vestiging\w*|stadhuis|gemeentehuis|raadhuis|loket|"
    r"filiaal|"
    r"museum|bibliotheek|bib|school|kerk|zaal|sporthal|zwembad|halte|station|wijkcentrum|buurthuis|praktijk|ziekenhuis|"
    r"apotheek|atelier|cafe|restaurant|hotel|theater|evenement|event|markt|inloop\w*|afhaalpunt|ophaal\w*|pakketpunt|"
    r"servicepunt|milieustraat|recyclagepark|containerpark|welkom|terecht|ophalen|afhalen|inleveren|werkzaamheden|"
    r"wegwerkzaamheden|omleiding|afgesloten|office|shop|store|branch|venue|museum|library|hall|pub|clinic|surgery|"
    r"welcome|"
    r"visit|collect|pick up|drop in|come along|roadworks|closed|vind je ons|vindt u ons|find us)\b|"
    r"\b(?:kom|komt|loop|loopt|spring)\s(?:\w+\s){0,2}(?:langs|binnen)\b|"
    r"\b(?:ons|onze|our)\s(?:\w+\s)?(?:adres|address|deur|door)\b|\b(?:wij|we)\s(?:zitten|zijn|are)\b"
)


def find_address(reading: Reading) -> Iterator[Hit]:
    """Street and house number, with or without postcode, of somebody who lives there."""
    english = reading.language.lower().startswith("en")
    taken = 0
    for start, end in reading.atoms:
        if start < taken or end - start > 4:
            continue
        read = (
            (_british(reading, start) or _dutch(reading, start, end))
            if english
            else (_dutch(reading, start, end) or _british(reading, start))
        )
        if read is None:
            continue
        left, right, full = read
        if reading.in_link(left):
            continue
        taken = right
        sure = _sure(reading, left, right, full)
        yield Hit(left, right, "address", sure, False)


def _dutch(reading: Reading, at: int, end: int) -> tuple[int, int, bool] | None:
    plain = reading.plain
    if end - at == 4 and plain[end : end + 3].strip()[:2].isupper():
        post = _POSTCODE_THEN_NUMBER.match(plain, at)
        if post is not None and reading.free_before(at):
            return at, post.end(), True
    if (
        at < 4
        or plain[at - 1] not in " \n"
        or plain[at] == "0"
        or not (plain[at - 2].isalpha() or plain[at - 2] == ".")
    ):
        return None
    window = max(0, at - 80)
    before = plain[window : at - 1]
    word = before[before.rfind(" ") + 1 :]
    tailed = len(word) > 3 and word.rstrip(".").lower().endswith(_STREET_TAILS)
    if not tailed and not word[:1].isupper():
        return None
    number = _NUMBER_NL.match(plain, at)
    if number is None:
        return None
    if _RANGE.match(plain, number.end()):
        return None  # "Kerkstraat 12 tot 40": a stretch of street, nobody's address
    place = _PLACE_NL.match(plain, number.end())
    if not tailed and place is None:
        return None
    street = _STREET_NL.search(before)
    if street is None:
        return None
    start = window + street.start()
    end = place.end() if place is not None else number.end()
    # A postcode of four digits is also a year or an amount: in Flanders it needs a street before it.
    return start, end, place is not None and (place.group("nl") is not None or tailed)


def _british(reading: Reading, at: int) -> tuple[int, int, bool] | None:
    plain = reading.plain
    space = plain.find(" ", at, at + 7)
    if space < 0 or not plain[space + 1 : space + 2].isupper():
        return None
    found = _STREET_GB.match(plain, at)
    if found is None or not reading.free_before(at):
        return None
    return at, found.end(), found.group("post") is not None


def _sure(reading: Reading, start: int, end: int, full: bool) -> float:
    sentence = reading.sentence(start)
    lives = reading.says(_LIVES, sentence.start, sentence.end)
    named = reading.named_before(start)
    points = full + 2 * lives + 2 * named
    if reading.says(_PUBLIC, sentence.start, sentence.end):
        points -= 2 if lives else 3
    evidence = reading.evidence(start, end, frozenset({"address"}), rivals=frozenset())
    points -= evidence.quoted + 2 * (evidence.example and not evidence.person)
    return confidence(points)


FINDERS = {"address": Entry(find_address, (Gate(digit=True),))}
