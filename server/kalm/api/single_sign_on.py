"""Who comes in by single sign-on, in values: `kalm.api.provider` asks the provider."""

import hashlib
import hmac
from dataclasses import dataclass

LADDER = ("staff", "owner", "observer", "manager", "administrator")
"""Roles from low to high, for somebody whose groups have several."""


class SignOnError(Exception):
    """Somebody cannot be signed in this way. The text is a key of the pages' texts and holds no value."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What the provider says of somebody."""

    subject: str
    """Issuer and subject: the pair that stays."""
    name: str
    email: str
    verified: bool
    """Whether the provider vouches for the address."""
    role: str | None
    """From their groups; None if no role is mapped to any group of anybody."""
    team: str | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to sign in: all that must come back derives from a key that only this browser holds."""

    key: str

    def derived(self, what: str) -> str:
        """State, nonce or verifier of this try: 64 hexadecimal digits, within what RFC 7636 allows."""
        return hmac.new(self.key.encode("utf-8", "replace"), what.encode(), hashlib.sha256).hexdigest()
