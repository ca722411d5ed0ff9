"""Passwords, PINs, door and wifi codes: a word that announces one, and the value after it."""

import re
from collections.abc import Iterator

from kalm.detectors.gate import Entry, Gate
from kalm.detectors.hit import Hit
from kalm.detectors.reading import Reading
from kalm.detectors.scoring import confidence
from kalm.detectors.wordlist import words

KEYWORDS = (
    "login", "log in", "inlog",     "wachtwoord", "paswoord", "password", "passwd", "passphrase", "wachtzin", "passcode", "pass:", "pass =", "pass=", "pwd",
    "pw:", "pw =", "pw is", "ww:", "ww is", "pin ", "pin:", "pin=", "pincode", "pin-", "puk", "code", "sleutel", "wifi", "wi-fi", "otp",
)  # fmt: skip
"""Pieces of which a text holds at least one before it is read any further."""

_PLACES = (
    r"(?:deur|achterdeur|voordeur|zijdeur|tussendeur|poort|kluis|alarm|alarmsysteem|slot|lift|berging|kelder|"
    r"fietsenstalling|"
    r"fietsenkelder|sleutelkluis|sleutelkluisje|sleutelkastje|hek|garage|garagepoort|magazijn|kantoor|gebouw|"
    r"ingang|server|"
    r"serverruimte|kluisje|toegang|poortje|slagboom|back door|front door|side door|door|gate|safe|safe room|lock|"
    r"alarm|building|"
    r"entrance|key ?box|key ?safe|lock ?box|garage|office|store ?room|warehouse|barrier|elevator|server room|wi-?fi)"
)
_KEY = re.compile(
    r"(?P<strong>\b(?:\w{0,20}(?:wachtwoord|paswoord|password)|passwd|passphrase|wachtzin|passcode|pincode|"
    r"pin-code|pin code|"
    r"pin-nummer|pukcode|puk-code|puk|(?:inlog|toegangs|toegang|deur|alarm|kluis|poort|slot|sleutel|ontgrendel|"
    r"verificatie|"
    r"bevestigings|beveiligings|activatie|activerings|login|inlog|sms|tan|wifi|wi-fi|netwerk|kluisjes|lift|garage|hek|"
    r"schakel|admin|master)[- ]?code|netwerksleutel|wifisleutel|(?:wifi|wi-fi)[- ](?:wachtwoord|paswoord|password|"
    r"key|sleutel)|"
    r"(?:access|door|gate|entry|alarm|safe|lock|key ?safe|key ?box|lock ?box|unlock|login|log-in|verification|security|"
    r"entrance|building|one-time|activation|master)[- ]code|otp|"
    rf"(?:de |the )?codes? (?:van|voor|for|to|of|on) (?:(?:de|het|the|our|onze|ons|mijn|"
    rf"my) )?(?:[\w'-]{{1,20}} )?{_PLACES}))\b"
    r"|(?P<weak>\b(?:pass|pwd|pw|ww|pin|wifi|wi-fi|code))\b"
)
_ASIDE = re.compile(
    r" (?:van|voor|for|of|to|on|op|bij|in|at|from) (?:[\w'@./-]{1,30} ?){1,4}?(?= ?[:=]| (?:is|was|luidt|wordt)\b)"
)
_JOINS = re.compile(
    r"\s{0,3}(?:(?P<sign>:|=>|=|->|→)|(?P<verb>is|was|luidt|wordt|blijft|werd|remains)\b"
    r"(?:\s(?:nu|now|weer|still|gewoon|nog|steeds|dus|voortaan|currently|vandaag|today|set to|tijdelijk))*\s?:?)\s{0,3}"
)
_SPACE = re.compile(r"\s{0,2}\(?\s?")
_QUOTED = re.compile(r"""(["'`])(?P<value>[^"'`\n]{3,64})\1""")
_TOKEN = re.compile(r"\S{3,80}")
_DIGITS = re.compile(r"\d{4,10}[#*]?(?![\w])|\d{2,4}(?:[ -]\d{2,4}){1,3}[#*]?(?![\w])")

_ADVICE = re.compile(
    r"\b(?:kies|nooit|never|sterke?|strong|minstens|minimaal|at least|tekens|characters|cijfers|digits|"
    r"bijvoorbeeld|zoals|such as|"
    r"zwakke?|weak|raden|guess|meest gebruikte|meestgebruikte|most common|populairste|voorbeeld|example|hackers|"
    r"geen goed|geen slim|"
    r"nooit delen|deel je|wachtwoordmanager|password manager|bijv|e\.g)\b"
)
_GUESTS = re.compile(
    r"\b(?:gast|gasten|gastnetwerk|bezoekers?|guests?|visitors?|gratis|free|openbare?|public|publieke?)\b"
)
_NOT_A_VALUE = words("""
    vergeten vergeet verplicht onjuist verlopen verkeerd incorrect required forgotten expired wrong optional
    geheim secret private prive veilig safe klik click zie see via hier here nee no ja yes niet not reset
    wijzigen change invullen onbekend unknown nodig needed geblokkeerd blocked verborgen hidden sterk strong
    ongeldig invalid sorry check let
    """)
_NOT_A_PIN = re.compile(
    r"\s?(?:cijfers?|digits?|tekens?|characters?|letters?|euro|eur|uur|jaar|dagen|minuten|keer|times|years|hours|"
    r"days|procent|%|"
    r"mensen|people|klanten|customers|gebruikers|users)\b"
)
_SYMBOL = re.compile(r"(?<=\w)[#$%&*_!@+~^?](?=\w)|[#$%&*_~^]")

_BEFORE_PLACE = re.compile(
    r"(\d{4,8}[#*]?) (?:for|opens|opent|to|voor|is voor|is for|van) (?:the|de|het|our|onze|my|mijn) "
    r"(?:back door|front door|side door|gate|safe|safe room|alarm|lock|key ?box|key ?safe|server room|achterdeur|"
    r"voordeur|zijdeur|"
    r"kluis|poort|slot|sleutelkluis\w*|sleutelkastje|berging|serverruimte|garagepoort|fietsenstalling)\b(?! return)"
)
_DOOR = re.compile(rf"\b{_PLACES}\b")
_BESIDE_PLACE = re.compile(
    r"\b(?:kluis|alarm|sleutelkluis|sleutelkluisje|sleutelkastje|key ?safe|key ?box|lock ?box|gate|poort)(?: code)?(?: is)?:?\s$"
)

_STEMS = (
    "wachtwoord", "paswoord", "password", "passwd", "passphrase", "wachtzin", "pass", "pwd", "pw", "ww", "pin", "puk", "code",
    "sleutel", "key", "wifi", "wi-fi", "otp",
)  # fmt: skip

_LOGIN = re.compile(
    r"\b(?:log ?in|inloggen|inlog|login)\b(?: (?:as|met|with|als|is)|:)? ?[^\s/]{2,40} ?/ ?(?P<value>\S{5,40})"
)
"""*Log in as admin / …*"""

_IS_THE = re.compile(
    r"(?:^|\s)(?P<value>\S{4,40}) (?:is|wordt|was) (?:(?:de|het|the|our|onze|je|uw|your|nu|now|nieuwe?|new|a|"
    r"een) ){0,3}$"
)


def find_credential(reading: Reading) -> Iterator[Hit]:
    """A value that opens something, announced as such.

    Advice about passwords, guest wifi, and codes that open nothing (discount, dress, error, weather) are no hits.
    """
    lower = reading.lower
    if reading.has(KEYWORDS):
        for key in _keys(lower):
            read = _value_after(reading, key) or _value_before(reading, key)
            if read is not None:
                start, end, quality = read
                yield _hit(reading, start, end, quality)
        for login in _LOGIN.finditer(lower):
            start = login.start("value")
            end = start + len(login.group("value").rstrip(".,;:?)]\"'"))
            if _mixed(reading.plain[start:end]):
                yield _hit(reading, start, end, 2)
    several = False
    for at, end in reading.atoms:
        if 4 <= end - at <= 6 and _BESIDE_PLACE.search(lower, max(0, at - 20), at) and reading.free_after(end):
            if not _not_a_pin(reading, end):
                yield _hit(reading, at, end, 2 if several or " code" in lower else 1)
                several = True
        elif 4 <= end - at <= 8 and (found := _BEFORE_PLACE.match(lower, at)) is not None and reading.free_before(at):
            yield _hit(reading, *found.span(1), 2 if several or " code" in lower else 1)
            several = True


def _word_start(lower: str, at: int) -> int:
    left = lower[max(0, at - 24) : at]
    return at - len(left) + len(left.rstrip("abcdefghijklmnopqrstuvwxyz0123456789_'"))


def _keys(lower: str) -> Iterator[re.Match[str]]:
    """Every announcing word. They are looked for by their stems, then read from the start of their word."""
    starts: set[int] = set()
    for stem in _STEMS:
        at = lower.find(stem)
        while at >= 0:
            word = _word_start(lower, at)
            starts.add(word)
            # "door code", "key-safe code": a word or two before it belongs to it.
            for _ in range(2):
                if word > 1 and lower[word - 1] in " -":
                    word = _word_start(lower, word - 1)
                    starts.add(word)
            at = lower.find(stem, at + 1)
    read = 0
    for start in sorted(starts):
        if start >= read and (key := _KEY.match(lower, start)) is not None:
            read = key.end()
            yield key


def _hit(reading: Reading, start: int, end: int, quality: int) -> Hit:
    sentence = reading.sentence(start)
    points = 1 + quality
    if reading.says(_ADVICE, sentence.start, sentence.end) or reading.says(_GUESTS, max(0, start - 80), end + 40):
        points -= 2
    return Hit(start, end, "credential", confidence(points), False)


def _value_after(reading: Reading, key: re.Match[str]) -> tuple[int, int, int] | None:
    """Span of the value that follows and how much it looks like one: 2 certain, 1 likely."""
    lower = reading.lower
    word, weak = key.group(), key.group("weak") is not None
    at = key.end()
    aside = _ASIDE.match(lower, at)
    if aside is not None:
        at = aside.end()
    joined = _JOINS.match(lower, at)
    if joined is None:
        if aside is not None or (weak and word not in ("pin", "pwd", "code")):
            return None
        space = _SPACE.match(lower, at)
        at = space.end() if space is not None else at
        # Without "is" or a colon only a quoted value or bare digits can be meant.
        quoted = _QUOTED.match(reading.plain, at)
        if quoted is not None and not weak:
            return _judge_quoted(quoted)
        digits = _DIGITS.match(lower, at)
        shouted = reading.plain[key.start() : key.end()].isupper()
        if digits is None and not weak:
            return _judge_bare(reading, at)
        if digits is None or word == "code" or (weak and not shouted) or _not_a_pin(reading, digits.end()):
            return None
        return digits.start(), digits.end(), 2 if not weak else 1
    at = joined.end()
    if word == "code" and not reading.says(_DOOR, max(0, key.start() - 80), key.start()):
        return None
    quoted = _QUOTED.match(reading.plain, at)
    if quoted is not None:
        return _judge_quoted(quoted)
    digits = _DIGITS.match(lower, at)
    if digits is not None:
        if word in ("ww", "wifi", "wi-fi", "pw") or _not_a_pin(reading, digits.end()):
            return None
        return digits.start(), digits.end(), 2
    return _judge_token(reading, at, joined.group("sign") is not None, weak)


def _value_before(reading: Reading, key: re.Match[str]) -> tuple[int, int, int] | None:
    """*Welkom01 is het wachtwoord*."""
    if key.group("weak") is not None:
        return None
    found = _IS_THE.search(reading.lower, max(0, key.start() - 70), key.start())
    if found is None:
        return None
    start, end = found.span("value")
    value = reading.plain[start:end]
    return (start, end, 2) if _mixed(value) or _DIGITS.fullmatch(value) else None


def _judge_quoted(quoted: re.Match[str]) -> tuple[int, int, int] | None:
    value = quoted.group("value")
    if value.count(" ") > 3 or value.lower().split()[0] in _NOT_A_VALUE or "://" in value:
        return None
    return (*quoted.span("value"), 2)


def _not_a_pin(reading: Reading, end: int) -> bool:
    return _NOT_A_PIN.match(reading.lower, end) is not None


def _judge_bare(reading: Reading, at: int) -> tuple[int, int, int] | None:
    """*Wachtwoord Lente2024!*: without "is" the value must show by itself that it is no word."""
    read = _judge_token(reading, at, sign=False, weak=False)
    if read is None:
        return None
    value = reading.plain[read[0] : read[1]]
    return read if _mixed(value) and any(sign.isdigit() for sign in value) else None


def _mixed(value: str) -> bool:
    """Letters with digits or with signs that words do not hold."""
    letters = any(sign.isalpha() for sign in value)
    digits = any(sign.isdigit() for sign in value)
    return (letters and digits and len(value) >= 5) or (
        letters and len(value) >= 6 and _SYMBOL.search(value) is not None
    )


def _judge_token(reading: Reading, at: int, sign: bool, weak: bool) -> tuple[int, int, int] | None:
    found = _TOKEN.match(reading.plain, at)
    if found is None:
        return None
    value = found.group().rstrip(".,;:?)]\"'")
    if value.endswith("!") and not any(letter.isdigit() for letter in value):
        value = value.rstrip("!")
    start, end = found.start(), found.start() + len(value)
    folded = value.lower()
    if len(value) < 4 or "://" in value or folded.startswith(("www.", "#", "@")) or re.search(r"@\w+\.", value):
        return None
    if _mixed(value) and not re.fullmatch(r"\d+(?:e|de|ste|x|k|th|nd|rd|st)|[a-z]+-\d|covid-?19|2fa", folded):
        return start, end, 2 if not weak or sign else 1
    if weak or folded in _NOT_A_VALUE or not value.isalpha():
        return None
    alone = re.match(r"[.!)]?\s*(?:$|\n|[.!])", reading.plain[end : end + 6]) is not None
    inner_capital = any(letter.isupper() for letter in value[1:])
    if inner_capital and not value.isupper():
        return start, end, 1
    if value[0].isupper() and not value.isupper() and (alone or not sign):
        return start, end, 1
    return (start, end, 1) if sign and alone and len(value) >= 6 else None


_PLACE_PIECES = (
    "door", "safe", "alarm", "lock", "gate", "key", "kluis", "poort", "slot", "deur", "sleutel", "berging", "room",
)  # fmt: skip

FINDERS = {
    "credential": Entry(find_credential, (Gate(pieces=KEYWORDS), Gate(digit=True, pieces=_PLACE_PIECES))),
}
