"""Passwords of local accounts: argon2id (RFC 9106), away from the loop that answers everybody else.

Nothing here logs, and no exception holds a password.
"""

import unicodedata
from collections.abc import Callable
from functools import cache
from typing import TypeVar

import gevent
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from gevent.lock import BoundedSemaphore

SHORTEST, LONGEST = 12, 200
"""Code points in a password. There is no rule about what it is made of (NIST SP 800-63B-4, section 3.1.1.2)."""
AT_ONCE = 2
"""How many hashes one process works on; each takes 19 MiB."""

Found = TypeVar("Found")

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""The least that OWASP's Password Storage Cheat Sheet asks for: a quarter of the time of RFC 9106's, beside lints."""


def fits(password: str) -> bool:
    """Whether ``password`` may be chosen."""
    return SHORTEST <= len(_normal(password)) <= LONGEST


def hashed(password: str) -> str:
    """What is kept of ``password``."""
    return _aside(lambda: _HASHER.hash(_normal(password)))


def verify(known: str | None, password: str) -> bool:
    """Whether ``known`` is the hash of ``password``. Without a hash it takes as long, and is not."""
    offered = _normal(password)[: LONGEST + 1]
    return _aside(lambda: _matches(known or _of_nobody(), offered)) and known is not None


def outdated(known: str) -> bool:
    """Whether ``known`` was made with other parameters than those in use."""
    return _HASHER.check_needs_rehash(known)


def _normal(password: str) -> str:
    """The same for every way in which a keyboard may write it (NIST SP 800-63B-4: NFKC)."""
    return unicodedata.normalize("NFKC", password)


def _matches(known: str, password: str) -> bool:
    try:
        return _HASHER.verify(known, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _of_nobody() -> str:
    return _HASHER.hash("the password of nobody")


@cache
def _turn() -> BoundedSemaphore:
    return BoundedSemaphore(AT_ONCE)


def _aside(work: Callable[[], Found]) -> Found:
    """``work`` in a native thread, a few at once; others are answered meanwhile."""
    with _turn():
        found: Found = gevent.get_hub().threadpool.apply(work)
        return found
