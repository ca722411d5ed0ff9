"""Who may ask: the host name in the request, the token, the front it came through.

A page on a foreign name that resolves to this machine (DNS rebinding) reaches Kalm with that name in its Host
header; so only loopback names and the configured ones are answered.
"""

import hashlib
import hmac
import ipaddress
import re
from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, current_app, request

from kalm.api import auth
from kalm.api.errors import Problem
from kalm.api.limits import PEER
from kalm.api.observe import ROUTE
from kalm.api.state import Access, state
from kalm.config import SettingError
from kalm.inforce import InForce
from kalm.store.tokens import SCOPES, TokenOwner
from kalm.typed import Network, is_loopback

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~-]+)+")

LARGEST_FORM = 1024 * 1024
"""Bytes in a plain form."""


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


def token_source(file: Path | None, inforce: InForce) -> Callable[[], Mapping[bytes, TokenOwner]]:
    """Gives all tokens in force: those of ``file`` (for everything, nobody's own), and those of the store as far as
    ``inforce`` knows them. Raises `SettingError` if the file cannot be used."""
    everything = TokenOwner(None, "", None, frozenset(SCOPES), None)
    fixed = dict.fromkeys(read_tokens(file) if file else (), everything)
    return lambda: ChainMap(fixed, inforce.now.tokens)


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
        if "\0" in environ["PATH_INFO"]:  # no database holds such a text
            raise Problem(404, "not-found", "There is nothing of that name.", "path")
        access = state().access.get(request.blueprint or "")
        # A browser asks beforehand (OPTIONS) without a token; that answer holds nothing but the method names.
        if access is None or access is Access.OPEN or request.method == "OPTIONS":
            return
        if access is Access.SIGNED_IN:
            check_sign_in()
        else:
            check_scope("metrics" if access is Access.METRICS else "lint")


def check_scope(scope: str) -> None:
    """Let through who may use the interface for ``scope``. Raises `Problem` for anybody else."""
    who = auth.principal()
    if who is auth.NOBODY:
        detail = "Send Authorization: Bearer and a token, or sign in."
        raise Problem(401, "token-required", detail, "Authorization", headers={"WWW-Authenticate": "Bearer"})
    if scope not in who.scopes:
        raise Problem(403, "forbidden", f"This token is not good for {scope}.", "Authorization")
    mark = auth.mark_of(current_app, request.endpoint or "")
    if mark is not None and mark.roles is not None and who.role is not None and who.role not in mark.roles:
        raise Problem(403, "forbidden", "Your role does not include this.")
    if who.session is not None and request.method not in auth.SAFE:
        check_origin()


def check_sign_in() -> None:
    """Let through whom the view's mark names, with a form of ours. Raises `Problem` for anybody else."""
    mark = auth.mark_of(current_app, request.endpoint or "")
    if "%00" in request.environ.get("QUERY_STRING", ""):
        raise Problem(404, "not-found", "There is nothing of that name.", "query")
    if request.method not in auth.SAFE:
        request.max_form_memory_size = request.max_content_length = LARGEST_FORM
        check_origin()
        check_form()
    if mark is None or mark.roles is None:
        return
    who = auth.principal()
    if who.role is None:
        raise Problem(401, "sign-in-required", "Sign in at /console/sign-in.", "Cookie")
    if who.role not in mark.roles:
        raise Problem(403, "forbidden", "Your role does not include this.")


def check_origin() -> None:
    """Refuse a change that a page on another origin sends. Browsers say so themselves (Fetch Metadata; older
    ones by Origin alone)."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    # Only the host of an Origin is compared: behind a front that does TLS the scheme may be another.
    own = origin is None or urlsplit(origin).netloc == request.host if site is None else site in ("same-origin", "none")
    if not own:
        raise Problem(403, "foreign-form", "A page on another origin cannot do this.", "Origin")


def check_form() -> None:
    """Refuse a form that no page of ours wrote for this browser. A script sends the proof as ``X-CSRF-Token``, and a
    file as the whole body, which only its view reads (`kalm.api.upload`). A form in parts is not taken: Werkzeug would
    write it into a file, and the proof keeps nobody out who has invented a cookie."""
    if request.mimetype == "multipart/form-data":
        raise Problem(400, "bad-request", "Send a plain form, or a file as the whole body.", "Content-Type")
    sent = request.headers.get("X-CSRF-Token", "")
    if request.mimetype == "application/x-www-form-urlencoded":
        sent = sent or request.form.get("csrf", "")
        if any("\0" in value for _, value in request.form.items(multi=True)):
            raise Problem(400, "bad-request", "A field holds a character that is no text.", "body")
    key = auth.cookie()
    if key is None or not hmac.compare_digest(sent.encode(), auth.csrf_of(key).encode()):
        raise Problem(403, "foreign-form", "Open the page anew and try again.", "csrf")


def host_name(host: str) -> str:
    """The name or address in a Host header, lower case, without port and brackets."""
    host = host.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    name, _, port = host.rpartition(":")
    return name if name and port.isdigit() else host


def behind_proxies(app: "WSGIApplication", proxies: tuple[Network, ...]) -> "WSGIApplication":
    """``app``, seeing the host, scheme and path prefix that a front from ``proxies`` says it was asked for.
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
            if peer := _last(environ.get("HTTP_X_FORWARDED_FOR", "")):
                environ[PEER] = peer
            _under(environ, _last(environ.get("HTTP_X_FORWARDED_PREFIX", "")))
        return app(environ, start_response)

    return through_front if proxies else app


def _under(environ: "WSGIEnvironment", prefix: str) -> None:
    """Take ``prefix`` for the part of the address that leads to Kalm, whether the front has cut it off or not."""
    prefix = prefix.rstrip("/")
    if not _PREFIX.fullmatch(prefix):
        return
    environ["SCRIPT_NAME"] = prefix
    path = environ.get("PATH_INFO", "")
    if path == prefix or path.startswith(prefix + "/"):
        environ["PATH_INFO"] = path[len(prefix) :] or "/"


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
