"""Keys, tokens and connection strings of computer systems, by the public conventions of their makers."""

import re
from collections import Counter
from collections.abc import Iterator
from math import log2

from kalm.detectors.gate import Entry, Gate
from kalm.detectors.hit import POSSIBLE, Hit
from kalm.detectors.reading import Reading

_PREFIXED: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (piece, re.compile(rf"(?<![A-Za-z0-9]){form}(?![A-Za-z0-9])"))
    for piece, form in (
        ("AKIA", r"AKIA[A-Z0-9]{16}"),
        ("ASIA", r"ASIA[A-Z0-9]{16}"),
        ("ghp_", r"ghp_[A-Za-z0-9]{36}"),
        ("gho_", r"gho_[A-Za-z0-9]{36}"),
        ("ghu_", r"ghu_[A-Za-z0-9]{36}"),
        ("ghs_", r"ghs_[A-Za-z0-9]{36}"),
        ("ghr_", r"ghr_[A-Za-z0-9]{36}"),
        ("github_pat_", r"github_pat_[A-Za-z0-9_]{40,100}"),
        ("glpat-", r"glpat-[A-Za-z0-9_-]{20,40}"),
        ("AIza", r"AIza[A-Za-z0-9_-]{35}"),
        ("sk-", r"sk-[A-Za-z0-9_-]{20,200}"),
        ("sk_live_", r"sk_live_[A-Za-z0-9]{16,100}"),
        ("rk_live_", r"rk_live_[A-Za-z0-9]{16,100}"),
        ("xox", r"xox[abpros]-[A-Za-z0-9-]{10,200}"),
        ("ya29.", r"ya29\.[A-Za-z0-9_-]{20,300}"),
        ("SG.", r"SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{32,64}"),
        ("npm_", r"npm_[A-Za-z0-9]{36}"),
        ("pypi-", r"pypi-[A-Za-z0-9_-]{32,300}"),
    )
)
_JWT = re.compile(r"eyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{8,4000}(?:\.[A-Za-z0-9_-]{0,2000})?")
_BEARER = re.compile(r"\bbearer\s{1,3}([a-z0-9_.~+/=-]{16,2000})")
_NAMED = re.compile(
    r"\b(?:api[ _-]?(?:key|sleutel|token|secret)|secret[ _-]?(?:key|access[ _-]?key)?|client[ _-]?secret|"
    r"access[ _-]?(?:key|token)|"
    r"auth[ _-]?token|private[ _-]?key|token|sleutel|apikey)\b[\"']?\s{0,2}(?:is|was|:|=|"
    r"=>)\s{0,2}[\"'`]?([a-z0-9_.~+/=-]{16,500})"
)
_IN_ADDRESS = re.compile(
    r"[?&](?:access_token|token|auth|apikey|api_key|key|sig|signature|secret|password|pwd|"
    r"passwd)=([^\s&#\"'<>]{12,1000})",
    re.IGNORECASE,
)
_CONNECTION = re.compile(r"[a-z][a-z0-9+.-]{1,20}\Z")
_LOGIN = re.compile(r"[^\s:@/?#]{0,64}:[^\s@/?#]{1,128}@[\w.-]{2,253}(?::\d{1,5})?(?:/[^\s\"'<>]{0,200})?")
_HEX = re.compile(r"\b(?:secret|hash|token|key|sleutel)\b.{0,20}?\b((?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32}))\b")

_BLOCK_BEGINS = re.compile(r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)?-----")
_BLOCK_ENDS = re.compile(r"-----END (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)?-----")

_PLACEHOLDER = re.compile(
    r"example|voorbeeld|placeholder|your[_-]?|jouw|xxxx|0000|1234567890|abcdef|dummy|changeme|\*{3}|<|\.\.\."
)

ENOUGH_ENTROPY = 3.5
"""Bits per character from which sixteen characters or more look drawn at random."""


def entropy(value: str) -> float:
    """Shannon entropy of the characters of a value, in bits per character; 0 for the empty one."""
    size = len(value)
    return -sum(count / size * log2(count / size) for count in Counter(value).values()) if size else 0.0


def _random(value: str) -> bool:
    return len(value) >= 16 and entropy(value) >= ENOUGH_ENTROPY and any(sign.isdigit() for sign in value)


def _placeholder(value: str) -> bool:
    return _PLACEHOLDER.search(value.lower()) is not None


def find_secret(reading: Reading) -> Iterator[Hit]:
    """A key by its maker's prefix, a token after its name, a private key block, a login inside an address."""
    plain, lower = reading.plain, reading.lower
    for piece, form in _PREFIXED:
        if piece not in plain:
            continue
        for found in form.finditer(plain):
            value = found.group()
            loose = piece in ("sk-", "xox", "pypi-", "SG.")
            if loose and not _random(value):
                continue
            yield Hit(*found.span(), "secret", 0.4 if _placeholder(value) else 0.95, False)
    if "eyJ" in plain:
        for found in _JWT.finditer(plain):
            yield Hit(*found.span(), "secret", 0.95, False)
    if "PRIVATE KEY" in plain:
        yield from _key_blocks(plain)
    if "://" in plain:
        yield from _logins(reading)
    if "bearer" in lower:
        yield from _after_name(reading, _BEARER, 0.85)
    if reading.has(("key", "secret", "token", "sleutel")):
        yield from _after_name(reading, _NAMED, 0.85)
        for found in _HEX.finditer(lower):
            # Commit hashes and checksums look the same.
            yield Hit(*found.span(1), "secret", POSSIBLE + 0.1, False)


def _after_name(reading: Reading, pattern: re.Pattern[str], sure: float) -> Iterator[Hit]:
    for found in pattern.finditer(reading.lower):
        start, end = found.span(1)
        value = reading.plain[start:end].rstrip(".")
        if _random(value) and not _placeholder(value) and not re.fullmatch(r"[0-9a-f]+", value.lower()):
            yield Hit(start, start + len(value), "secret", sure, False)


def _key_blocks(plain: str) -> Iterator[Hit]:
    at = 0
    while (begins := _BLOCK_BEGINS.search(plain, at)) is not None:
        ends = _BLOCK_ENDS.search(plain, begins.end())
        at = ends.end() if ends is not None else len(plain.rstrip())
        yield Hit(begins.start(), at, "secret", 0.95, False)


def _logins(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    at = plain.find("://")
    while at >= 0:
        scheme = _CONNECTION.search(plain[max(0, at - 22) : at].lower())
        login = _LOGIN.match(plain, at + 3)
        if scheme is not None and login is not None:
            begin = at - len(scheme.group())
            password = login.group().split("@", 1)[0].split(":", 1)[1]
            placeholder = _placeholder(password) or password.lower() in ("password", "pass", "wachtwoord")
            yield Hit(begin, login.end(), "secret", 0.4 if placeholder else 0.95, False)
        at = plain.find("://", at + 3)
    for found in _IN_ADDRESS.finditer(plain):
        value = found.group(1)
        if _random(value) and not _placeholder(value):
            yield Hit(*found.span(1), "secret", 0.85, False)


_PIECES = (*(piece.lower() for piece, _ in _PREFIXED), "eyj", "bearer", "key", "secret", "token", "sleutel", "hash")

FINDERS = {
    "secret": Entry(find_secret, (Gate(digit=True, pieces=_PIECES), Gate(pieces=("private key", "://")))),
}
