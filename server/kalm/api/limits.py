"""How often something may be tried: sign-in, codes, invitations. Reading drafts is not limited.

Counted by Flask-Limiter, in the memory of each worker or, for several hosts, in Redis (``KALM_RATELIMIT_URL``).
Addresses and accounts are counted under a keyed hash and never logged: in memory the key is this process's own, in
Redis it comes from the password of the database, which all hosts share and Redis does not know.
"""

import hashlib
import hmac
import ipaddress
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, current_app, request
from flask_limiter import Limiter
from flask_limiter.errors import RateLimitExceeded
from limits.errors import ConfigurationError
from sqlalchemy.engine import make_url

from kalm.api import auth
from kalm.api.errors import Problem
from kalm.config import SettingError, Settings

View = TypeVar("View", bound=Callable[..., Any])

_KEY = "kalm.limits"
PEER = "kalm.peer"
"""Where `kalm.api.guard` leaves the address that a trusted front names."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How often a view may be called, and by what that is counted."""

    often: str
    """As Flask-Limiter writes it: ``10 per 15 minutes``."""
    by: Callable[[], str]


def address() -> str:
    """Where the request comes from: an IPv4 address, or the IPv6 network of one site (/64)."""
    text = request.environ.get(PEER) or request.remote_addr or ""
    try:
        peer = ipaddress.ip_address(text)
    except ValueError:
        return "address ?"
    if peer.version == 6:
        peer = peer.ipv4_mapped or ipaddress.ip_network((peer, 64), strict=False).network_address
    return _hidden(f"address {peer}")


def account() -> str:
    """The account that a form names, whether there is one or not."""
    return _hidden("account " + request.form.get("email", "").strip().lower())


def person() -> str:
    """Who is signed in."""
    return f"person {auth.principal().person}"


def everybody() -> str:
    """One count for all callers together."""
    return "everybody"


def _hidden(what: str) -> str:
    key: bytes = current_app.extensions[_KEY]
    return hmac.new(key, what.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]


def _key(settings: Settings) -> bytes:
    """What addresses and accounts are hashed with."""
    if settings.ratelimit_url.startswith("memory:"):
        return secrets.token_bytes(32)
    # A database without a password gives no secret; the hashes then hide only from who does not try addresses out.
    return hmac.new(str(make_url(settings.database_url).password or "").encode(), b"kalm limits", "sha256").digest()


def limited(*limits: Limit) -> Callable[[View], View]:
    """Mark a view as one that may be called only so often; looking at its form (GET) is free."""

    def mark(view: View) -> View:
        view.__dict__["limits"] = limits
        return view

    return mark


def register(app: Flask, settings: Settings) -> None:
    """Hold the marked views of ``app`` to their limits, counted where ``settings`` say. While that cannot be reached
    each worker counts for itself.

    Raises `SettingError` if the storage is of a kind that cannot be used.
    """
    storage = settings.ratelimit_url
    app.extensions[_KEY] = _key(settings)
    try:
        limiter = Limiter(
            key_func=address,
            storage_uri=storage,
            strategy="moving-window",
            in_memory_fallback_enabled=not storage.startswith("memory:"),
            key_prefix="kalm",
        )
        # Nothing is limited but what is marked. Said to be there already, it adds no hooks of its own: they would
        # cost every lint a tenth of a millisecond.
        app.extensions.setdefault("limiter", set()).add(limiter)
        limiter.init_app(app)
    except ConfigurationError:
        raise SettingError("KALM_RATELIMIT_URL", "cannot be used; is the extra kalm[redis] installed?") from None
    limiter.logger.disabled = True  # it would tell whose limit it was
    for endpoint, view in list(app.view_functions.items()):
        limits: tuple[Limit, ...] = getattr(view, "limits", ())
        held: Any = view
        for limit in limits:
            held = limiter.limit(limit.often, key_func=limit.by, methods=["POST"])(held)
        if limits:
            app.view_functions[endpoint] = _telling(held)


def _telling(view: View) -> View:
    @wraps(view)
    def held(*args: Any, **values: Any) -> Any:
        try:
            return view(*args, **values)
        except RateLimitExceeded as error:
            seconds = error.limit.limit.get_expiry()
            detail = "This was tried too often. Wait before you try again."
            raise Problem(429, "too-many-requests", detail, headers={"Retry-After": str(seconds)}) from None

    return held  # type: ignore[return-value]
