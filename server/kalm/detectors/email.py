"""E-mail addresses of persons, plain or disguised. Role addresses (info@, webcare@ …) are public."""

import re
from collections.abc import Iterator

from kalm.detectors.gate import Entry, Gate
from kalm.detectors.given_names import GIVEN_NAMES
from kalm.detectors.hit import Hit
from kalm.detectors.reading import Reading
from kalm.detectors.scoring import confidence
from kalm.detectors.wordlist import words

ROLES = words("""
    info informatie information contact webcare klantenservice klantendienst klantcontact klant klanten support
    help helpdesk service services servicedesk privacy pers press media persdienst communicatie communication
    redactie webmaster web website online social socialmedia admin administratie administration boekhouding
    facturen factuur facturatie invoice invoices finance financien sales verkoop marketing hr personeel jobs job
    vacature vacatures solliciteren sollicitatie sollicitaties recruitment careers werkenbij secretariaat
    secretary directie bestuur griffie gemeente stad burgerzaken bevolking wijk wijkteam loket balie onthaal
    receptie reception reserveren reservering reserveringen reservatie reservaties reservations bookings booking
    boeking hello hallo hoi hey mail post postbus office kantoor shop webshop winkel store bestelling
    bestellingen order orders klacht klachten complaint complaints feedback meldpunt melding meldingen storing
    storingen aanmelden aanmelding inschrijven inschrijving inschrijvingen events event evenementen team noreply
    no-reply donotreply newsletter nieuwsbrief security abuse postmaster dpo fg avg gdpr woo vrijwilliger
    vrijwilligers leden ledenadministratie members membership school praktijk bibliotheek bib tickets ticket
    kassa museum verhuur planning techniek technisch ict it crm care zorg enquiries enquiry inquiries questions
    vragen vraag customerservice customercare customer cs general algemeen onderhoud reparatie huur retour
    returns refunds retouren refund bezwaar klachtenfunctionaris vertrouwenspersoon wonen werk inkomen omgeving
    milieu afval subsidie vergunningen archief receptie ombudsman ombudsdienst cultuur sport jeugd zwembad
    parkeren reizigers admissions enrolment finaid cllr raadslid donaties giften donate fundraising volunteer
    volunteers hulp meldkamer sollicitatiebureau inkoop logistiek
    """)

_FREE_MAIL = re.compile(
    r"(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|icloud|me|mac|proton|protonmail|gmx|ziggo|kpnmail|"
    r"kpnplanet|"
    r"planet|xs4all|home|casema|chello|upcmail|telfort|tele2|hetnet|quicknet|online|solcon|telenet|skynet|"
    r"proximus|scarlet|"
    r"pandora|base|btinternet|sky|virginmedia|talktalk|aol)\.(?:com|nl|be|net|co\.uk|me|org|ch|de|fr)"
)

_LOCAL_SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789._%+-'"
_DOMAIN = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_TOP = re.compile(r"[a-z]{2,24}")

_OWNER = re.compile(
    r"(?:\b(?:uw|je|jouw|zijn|haar|hun|your|his|her|their)|\w's)\s(?:\w+\s){0,2}(?:e-?mail\w*|mail\w*|adres|"
    r"address)\b[^!?]{0,20}$|"
    r"\b(?:gemaild|mailden|mailde|emailed|e-mailed|mailed|gestuurd|verstuurd|verzonden|sent|bevestiging|"
    r"confirmation)\b[^!?]{0,30}"
    r"\b(?:naar|op|aan|to|at)\s$|"
    r"\b(?:e-?mail\w*|mail\w*|adres|address)\s(?:van|of|for)\s(?!ons\b|onze\b|our\b|het\b)[^!?]{1,40}$"
)
_OURS = re.compile(
    r"\b(?:mail|e-mail|email|stuur|stuurt|schrijf|bereik\w*|contact\w*|write|reach|send|drop|"
    r"message)\s+(?:\w+\s+){0,3}(?:ons|"
    r"onze|us|our|mij|me)\b|\b(?:ons|onze|our|mijn|my)\s+(?:\w+\s+){0,2}(?:\w{0,8}e-?mail\w*|\w{0,8}mail\w*|adres|"
    r"address|inbox)\b"
)
_INVITES = re.compile(
    r"\b(?:mail|mailen|mailtje|e-mail|email|emailing|stuur|sturen|schrijf|write|drop|send|contact\w*|via|"
    r"bereikbaar|aanmelden|"
    r"aanmelding\w*|solliciteer\w*|vragen|questions|apply|reach)\b"
)

_NAME = re.compile(
    r"[a-z]{1,2}[._](?:(?:van|de|der|den|ter|te)[._]?){0,2}[a-z]{3,30}|"
    r"[a-z]{3,20}[._](?:[a-z]{2,12}[._]){0,3}[a-z]{3,30}"
)
"""``j.jansen``, ``piet.de.vries``."""

_AT = re.compile(r"\s?[(\[{]\s?(?:at|apenstaartje|a)\s?[)\]}]\s?|\s(?:at|apenstaartje|apestaartje)\s")
_DOT = r"(?:\s?[(\[{]\s?(?:dot|punt|\.)\s?[)\]}]\s?|\s(?:dot|punt)\s|\.)"
_SPOKEN_LOCAL = re.compile(rf"[\w-]{{1,40}}(?:{_DOT}[\w-]{{1,40}}){{0,3}}$")
_SPOKEN_DOMAIN = re.compile(rf"[\w-]{{2,63}}(?:{_DOT}[\w-]{{2,30}}){{1,4}}")
_DOTS = re.compile(_DOT)
_KNOWN_TOPS = words("nl be com net org eu uk co de fr info nu me gov edu io amsterdam gent brussels vlaanderen")

DISGUISES = (
    "(at)",
    "[at]",
    "{at}",
    "apenstaart",
    "apestaart",
    "( at )",
    " dot ",
    "(dot)",
    "[dot]",
    " punt ",
    "(punt)",
    "[punt]",
)
"""Pieces of which a disguised address holds at least one."""


_DESKS = ("info", "klanten", "webcare", "contact", "meld", "service")
"""Beginnings of words for a desk that are no surname."""


def is_role(local: str, domain: str) -> bool:
    """Whether the part before the @ names a desk and not a person.

    Post, Werk and Stad are surnames too: after a given name or an initial, and with a free provider, they are no desk.
    """
    local = local.lower()
    parts = re.split(r"[._+\-%]", local)
    if (
        local in ROLES
        or parts[0] in ROLES
        or parts[0].startswith(_DESKS)
        or local.replace(".", "").replace("-", "") == domain.split(".", 1)[0].replace("-", "")
    ):
        return True
    if ROLES.isdisjoint(parts) or _of_somebody(local):
        return False
    # "bakkerij.info@gmail.com" is a shop's.
    return _FREE_MAIL.fullmatch(domain) is None or any(part.startswith(_DESKS) for part in parts)


def _of_somebody(local: str) -> bool:
    """Whether a local part is an initial or a given name and then another part: ``j.post``, ``peter_post``."""
    first, sign, rest = re.sub(r"_", ".", local).partition(".")
    return bool(sign and rest) and ((len(first) == 1 and first.isalpha()) or first.capitalize() in GIVEN_NAMES)


def find_email(reading: Reading) -> Iterator[Hit]:
    """An address that seems to be a person's: a name before the @, a free provider, or said to be somebody's."""
    lower = reading.lower
    at = lower.find("@")
    while at >= 0:
        read = _plain_at(lower, at)
        if read is not None:
            start, end = read
            yield from _judged(reading, start, end, lower[start:at], lower[at + 1 : end])
        at = lower.find("@", at + 1)
    if reading.has(DISGUISES):
        yield from _disguised(reading)


def _plain_at(lower: str, at: int) -> tuple[int, int] | None:
    left = lower[max(0, at - 64) : at]
    local = left[len(left.rstrip(_LOCAL_SIGNS)) :].lstrip(".%+-'")
    start = at - len(local)
    # "@name@server" is a handle of the fediverse, not an address.
    if not local or (start > 0 and (lower[start - 1] in "@/" or lower[start - 1].isalnum())):
        return None
    domain = _DOMAIN.match(lower, at + 1)
    if domain is None:
        return None
    end = domain.end()
    value = domain.group().rstrip("-_")
    if not _TOP.fullmatch(value.rsplit(".", 1)[-1]):
        return None
    return start, end - (len(domain.group()) - len(value))


def _disguised(reading: Reading) -> Iterator[Hit]:
    lower = reading.lower
    for found in _AT.finditer(lower):
        window = max(0, found.start() - 90)
        local = _SPOKEN_LOCAL.search(lower, window, found.start())
        domain = _SPOKEN_DOMAIN.match(lower, found.end())
        if local is None or domain is None:
            continue
        name = _DOTS.sub(".", local.group())
        host = _DOTS.sub(".", domain.group())
        pieces = host.split(".")
        bracketed = found.group().strip()[:1] in ("(", "[", "{")
        last = len(pieces)
        while last > 1 and pieces[last - 1] not in _KNOWN_TOPS:
            last -= 1
        spoken = (
            not bracketed
            and " " not in found.group().strip()
            and not re.search(r"\s(?:dot|punt)\s|[(\[{]", domain.group())
        )
        if last < 2 or (spoken and "." in domain.group()):
            continue
        end = domain.end()
        if last < len(pieces):
            kept = list(_DOTS.finditer(domain.group()))[last - 1]
            end = domain.start() + kept.start()
        yield from _judged(reading, local.start(), end, name, ".".join(pieces[:last]))


def _judged(reading: Reading, start: int, end: int, local: str, domain: str) -> Iterator[Hit]:
    address = f"{local}@{domain}"
    own = reading.own
    if address in own or domain in own or is_role(local, domain):
        return
    sentence = reading.sentence(start)
    name = re.sub(r"\d+$", "", local)
    parts = [part for part in re.split(r"[._-]", name) if part]
    named = any(part.capitalize() in GIVEN_NAMES for part in parts) or _NAME.fullmatch(name) is not None
    private = _FREE_MAIL.fullmatch(domain) is not None
    owner = _OWNER.search(reading.lower, max(0, start - 110), start) is not None
    points = 2 * named + private + 2 * owner + reading.named_before(start)
    evidence = reading.evidence(start, end, frozenset({"email"}), rivals=frozenset())
    points -= evidence.quoted + 2 * (evidence.example and not evidence.person)
    if not owner:
        if reading.says(_OURS, *reading.run_up(start)):
            points -= 2
        elif not private and reading.says(_INVITES, max(sentence.start, start - 60), start):
            # "Mail naar Fenna, fenna@…": a colleague's address at work, given to be written to.
            points = min(points, 1)
    yield Hit(start, end, "email", confidence(points), False)


FINDERS = {"email": Entry(find_email, (Gate(pieces=("@", *DISGUISES)),))}
