"""Doors into the organisation's own rooms on the net: meeting links, internal hosts, network folders."""

import re
from collections.abc import Iterator

from kalm.detectors.gate import Entry, Gate
from kalm.detectors.hit import Hit
from kalm.detectors.reading import Reading
from kalm.detectors.scoring import confidence

MEETING_PIECES = (
    "teams.microsoft.",
    "teams.live.",
    "zoom.us",
    "meet.google.",
    "webex.com",
    "whereby.com",
    ".ics",
    "gotomeet",
    "jit.si",
)
HOST_PIECES = (
    "intranet", ".local", ".lan", ".corp", ".internal", ".intra", "\\\\", ":\\", "sharepoint.com",
    "1drv.ms", "onedrive.live", "atlassian.net", "jira.", "confluence.", "topdesk", "service-now.com", "://staging", "://test.",
    "://acc.", "vpn.",
)  # fmt: skip

_NETWORK = ("server", "ip", "netwerk", "network", "vpn")
ADDRESS_PIECES = ("10.", "172.", "192.168.")

_MEETING = re.compile(
    r"(?:https?://)?(?:"
    r"teams\.(?:microsoft|live)\.com/(?:l/meetup-join|meet)/[^\s<>\"]{4,600}|"
    r"(?:[\w-]{1,40}\.)?zoom\.us/(?:j|my|w|s)/[^\s<>\"]{3,300}|"
    r"meet\.google\.com/[a-z]{3}-[a-z]{4}-[a-z]{3}(?:\?[^\s<>\"]{0,100})?|"
    r"(?:[\w-]{1,40}\.)?webex\.com/(?:meet|join|[\w-]{1,40}/j\.php)[^\s<>\"]{0,300}|"
    r"(?:[\w-]{1,40}\.)?whereby\.com/[\w-]{2,80}|meet\.jit\.si/[\w-]{2,80}|"
    r"(?:app\.)?gotomeet(?:ing)?\.(?:com|me)/[^\s<>\"]{3,200}|"
    r"[\w.-]{1,80}/[^\s<>\"]{1,200}\.ics)",
    re.IGNORECASE,
)
_PASSCODE = re.compile(r"[?&](?:pwd|passcode|p)=", re.IGNORECASE)
_PUBLIC = re.compile(
    r"\b(?:webinar|livestream|live-stream|open dag|openbare?|public|iedereen|everyone|everybody|welkom|welcome|"
    r"meld je aan|"
    r"aanmelden|sign up|register|informatieavond|spreekuur|join us|doe mee|schuif aan|lezing|inloop)\b"
)

_HOST = re.compile(
    r"(?:https?://)?(?<![\w@.-])(?:"
    r"intranet\.[a-z0-9.-]{2,100}|[a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,40}){0,4}\.(?:local|lan|corp|internal|"
    r"intra)(?![\w-])|"
    r"[a-z0-9-]{1,60}\.(?:sharepoint|atlassian|service-now)\.(?:com|net)/[^\s<>\"]{2,300}|"
    r"(?:1drv\.ms|onedrive\.live\.com)/[^\s<>\"]{2,300}|"
    r"(?:jira|confluence|topdesk|vpn|staging|test|acc|"
    r"wiki-intern)\.[a-z0-9-]{1,60}\.[a-z.]{2,20}(?:/[^\s<>\"]{0,300})?|"
    r"[a-z0-9-]{1,60}\.topdesk\.(?:net|com)(?:/[^\s<>\"]{0,300})?)"
    r"(?::\d{2,5})?(?:/[^\s<>\"]{0,300})?",
    re.IGNORECASE,
)
# Blanks belong to a folder's name only where a further backslash shows where it ends.
_UNC = re.compile(r"\\\\[\w.$-]{2,60}\\(?:[\w.$-](?:[\w.$ -]{0,78}[\w.$-])?\\){0,12}[\w.$-]{1,80}")
_DRIVE = re.compile(
    r"(?<![\w])[A-Za-z]:\\(?:[\w.$-][\w.$ -]{0,80}\\){0,12}[\w.$-]{1,80}|(?<![\w])[B-Zb-z]:\\(?=\s|$|[.,])"
)
_PRIVATE_IP = re.compile(
    r"(?<![\w.])(?:10\.\d{1,3}|172\.(?:1[6-9]|2\d|3[01])|192\.168)\.\d{1,3}\.\d{1,3}(?:/\d{1,2}|:\d{2,5})?(?![\w]|\.\d)"
)
_VERSION = re.compile(r"\b(?:versie|version|v|release|build|update|ios|android|firmware)\s{0,2}$")


def find_meeting_link(reading: Reading) -> Iterator[Hit]:
    """An invitation to a video meeting. One with its passcode in the address lets anybody in."""
    for found in _MEETING.finditer(reading.plain):
        start, end = found.start(), found.start() + len(found.group().rstrip(".,;:!?)"))
        value = reading.plain[start:end].lower()
        if value in reading.own or value.split("://")[-1] in reading.own:
            continue
        sentence = reading.sentence(start)
        points = 2 + bool(_PASSCODE.search(value))
        points -= 2 * value.endswith(".ics") + 2 * reading.says(_PUBLIC, *reading.run_up(sentence.start))
        yield Hit(start, end, "meeting-link", confidence(points), False)


def find_internal_host(reading: Reading) -> Iterator[Hit]:
    """A name or folder that works only inside: intranet, ``*.local``, private addresses, ``\\\\server\\map``, ``S:\\``."""
    plain = reading.plain
    for pattern in (_HOST, _UNC, _DRIVE):
        for found in pattern.finditer(plain):
            value = found.group().rstrip(".,;:!?) ")
            host = value.lower().split("://")[-1].split("/")[0]
            if value and host not in reading.own and value.lower() not in reading.own:
                yield Hit(found.start(), found.start() + len(value), "internal-host", 0.7, False)
    for found in _PRIVATE_IP.finditer(plain):
        parts = re.split(r"[./:]", found.group())[:4]
        near = reading.lower[max(0, found.start() - 12) : found.start()]
        if all(int(part) < 256 for part in parts) and not _VERSION.search(near) and found.group() not in reading.own:
            sure = 0.7 if not found.group().startswith("10.") or reading.has(_NETWORK) else 0.4
            yield Hit(*found.span(), "internal-host", sure, False)


FINDERS = {
    "meeting-link": Entry(find_meeting_link, (Gate(pieces=MEETING_PIECES),)),
    "internal-host": Entry(
        find_internal_host, (Gate(pieces=HOST_PIECES), Gate(digit=True, pieces=ADDRESS_PIECES)), hints=_NETWORK
    ),
}
