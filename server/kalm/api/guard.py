"""Who may ask: the host name in the request, the token, the front it came through.

A page on a foreign name that resolves to this machine (DNS rebinding) reaches Kalm with that name in its Host
header; so only loopback names and the configured ones are answered.
"""

import hashlib
import hmac
import ipaddress
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, request

from kalm.api.errors import Problem
from kalm.api.observe import ROUTE
from kalm.api.state import Access, state
from kalm.config import Network, SettingError, is_loopback

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def read_tokens(path: Path) -> frozenset[bytes]:
    """SHA-256 of every token in ``path``, one a line; the tokens themselves are not kept.

    Raises `SettingError` if the file cannot be read or holds none.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise SettingError("KALM_TOKENS_FILE", f"cannot be read: {error.strerror}") from None
    tokens = frozenset(hashlib.sha256(line.strip()).digest() for line in lines if line.strip())
    if not tokens:
        raise SettingError("KALM_TOKENS_FILE", "holds no token; put one on a line")
    return tokens


def register(app: Flask, allowed_hosts: Iterable[str]) -> None:
    """Ask of every request to ``app`` what it must bring."""
    known = frozenset(allowed_hosts)

    @lru_cache(maxsize=256)
    def answers_to(host: str) -> bool:
        name = host_name(host)
        return is_loopback(name) or name in known

    @app.before_request
    def check() -> None:
        environ = request.environ
        environ[ROUTE] = request.endpoint
        if not answers_to(environ.get("HTTP_HOST", "")):
            detail = "Call Kalm by a loopback name, or list the name in KALM_ALLOWED_HOSTS."
            raise Problem(421, "wrong-host", detail, "Host")
        held = state()
        # A browser asks beforehand (OPTIONS) without a token; that answer holds nothing but the method names.
        if not held.tokens or request.method == "OPTIONS" or held.access.get(request.blueprint or "") is Access.OPEN:
            return
        if request.url_rule is not None and not bears_token(environ.get("HTTP_AUTHORIZATION", ""), held.tokens):
            detail = "Send Authorization: Bearer and a token from KALM_TOKENS_FILE."
            raise Problem(401, "token-required", detail, "Authorization", headers={"WWW-Authenticate": "Bearer"})


def host_name(host: str) -> str:
    """The name or address in a Host header, lower case, without port and brackets."""
    host = host.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    name, _, port = host.rpartition(":")
    return name if name and port.isdigit() else host


def bears_token(authorization: str, tokens: Iterable[bytes]) -> bool:
    """Whether an Authorization header (as WSGI gives it, Latin-1) carries one of the hashed ``tokens``.
    Every hash is compared, in constant time."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer":
        return False
    digest = hashlib.sha256(token.strip().encode("latin-1", "replace")).digest()
    return sum([hmac.compare_digest(digest, known) for known in tokens]) > 0


def behind_proxies(app: "WSGIApplication", proxies: tuple[Network, ...]) -> "WSGIApplication":
    """``app``, seeing the host and scheme that a front from ``proxies`` says it was asked for.
    From anybody else such headers mean nothing."""
    trusted = _membership(proxies)

    def through_front(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if trusted(environ.get("REMOTE_ADDR", "")):
            host = _last(environ.get("HTTP_X_FORWARDED_HOST", ""))
            scheme = _last(environ.get("HTTP_X_FORWARDED_PROTO", ""))
            if host:
                environ["HTTP_HOST"] = host
            if scheme in ("http", "https"):
                environ["wsgi.url_scheme"] = scheme
        return app(environ, start_response)

    return through_front if proxies else app


def _membership(networks: tuple[Network, ...]) -> Callable[[str], bool]:
    @lru_cache(maxsize=256)
    def member(address: str) -> bool:
        try:
            peer = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(peer in network for network in networks)

    return member


def _last(values: str) -> str:
    """The value that the nearest front added."""
    return values.rpartition(",")[2].strip()
