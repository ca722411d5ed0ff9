"""The page a person opens: paste a draft, read the advice. It renders texts; all checking is ``POST /v1/lint``."""

from typing import Any, Final
from urllib.parse import parse_qs

import orjson
from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from kalm.api import auth, body
from kalm.api.auth import session_or_503
from kalm.api.errors import Problem
from kalm.api.lint import policy_for
from kalm.api.state import state
from kalm.api.wire import DRAFT_LIMIT
from kalm.console.assets import ASSETS, lean
from kalm.console.texts import LANGUAGES, TEXTS
from kalm.store.people import has_administrator

PLATFORMS: Final = {
    "x": "X",
    "facebook": "Facebook",
    "linkedin": "LinkedIn",
    "instagram": "Instagram",
    "mastodon": "Mastodon",
    "bluesky": "Bluesky",
    "youtube": "YouTube",
    "reddit": "Reddit",
}
"""Platforms the page offers: value of ``context.platform`` → the name people know it by."""

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""Nothing inline, nothing from elsewhere, never inside another page."""

console = Blueprint("console", __name__, template_folder="templates")


SHARE_LIMIT: Final = 256 * 1024
"""Bytes that a phone may share with the page."""


@console.get("/")
def self_check() -> Response | BaseResponse:
    """The self-check page, in the language of ``?lang=``, else of ``Accept-Language``."""
    return _sign_in_first() or _page()


@console.post("/share")
def share() -> Response | BaseResponse:
    """The same page with a text that a phone shared, in its field. The text stands in this answer and nowhere else."""
    first = _sign_in_first()
    if first is not None:
        return first
    # Not request.form: what comes is bounded here, and never leaves memory.
    try:
        given = parse_qs(body.raw(SHARE_LIMIT).decode("utf-8", "replace"), max_num_fields=100)
    except ValueError:
        raise body.malformed("The form holds too many fields.") from None
    parts = [given[name][0].strip() for name in ("title", "text", "url") if name in given]
    shared = "\n".join(dict.fromkeys(part for part in parts if part))[:DRAFT_LIMIT]
    return _page(shared.replace("\0", ""))


@console.get("/manifest.webmanifest")
def manifest() -> Response:
    """What makes the page a thing on a phone: its name, its icons, and that it takes shared text."""
    lang = _language()
    said = {
        "name": TEXTS[lang]["app_name"],
        "short_name": "Kalm",
        "description": TEXTS[lang]["tagline"],
        "lang": lang,
        "id": f"{request.script_root}/",
        "start_url": f"{request.script_root}/",
        "scope": f"{request.script_root}/",
        "display": "standalone",
        "background_color": "#eef3f2",
        "theme_color": "#175e63",
        "icons": [
            {"src": _asset("icon.svg"), "sizes": "any", "type": "image/svg+xml"},
            *(
                {"src": _asset(f"icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
                for size in (192, 512)
                for purpose in ("any", "maskable")
            ),
        ],
        # By POST: a shared text in an address would be in histories and logs.
        "share_target": {
            "action": f"{request.script_root}/share",
            "method": "POST",
            "enctype": "application/x-www-form-urlencoded",
            "params": {"title": "title", "text": "text", "url": "url"},
        },
    }
    response = Response(orjson.dumps(said), content_type="application/manifest+json")
    response.vary.add("Accept-Language")
    return response


def _language() -> str:
    asked = request.args.get("lang", "")
    return asked if asked in LANGUAGES else request.accept_languages.best_match(LANGUAGES, default="en") or "en"


def _sign_in_first() -> BaseResponse | None:
    """The way to the sign-in, for who may not use the page without it. Where nobody can sign in yet, the page asks
    for a token instead."""
    if auth.principal() is not auth.NOBODY or state().store is None:
        return None
    try:
        with session_or_503() as session:
            if not has_administrator(session):
                return None
    except Problem:  # the store is away: nobody can sign in, but a token is still good
        return None
    return redirect(url_for("console_sign_in.index", next="/"), 303)


def _asset(name: str) -> str:
    return request.script_root + ASSETS.url(name)


def _page(shared: str = "") -> Response:
    lang = _language()
    page = render_template(
        "self_check.html", lang=lang, t=TEXTS[lang], platforms=PLATFORMS, asset=_asset, shared=shared, **_house(lang)
    )
    if not shared:
        page = lean(page)  # it would take the indentation out of a text too
    response = make_response(page)
    # ``no-store`` also keeps the page, with the draft in it, out of the browser's back-and-forward cache.
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = lang
    response.vary.update(("Accept-Language", "Cookie"))
    return response


def _house(lang: str) -> dict[str, Any]:
    """What the page says of the house by itself."""
    policy = policy_for()
    book = state().inforce.now.book
    return {
        "policy": policy,
        "policy_line": TEXTS[lang]["policy" if policy.version else "policy_0"]
        .replace("{name}", policy.name)
        .replace("{version}", str(policy.version)),
        "house": book.document.house if book is not None else None,
        "mode_lines": [mode.line for mode in policy.modes if mode.line],
    }


@console.get("/static/<digest>/<name>")
def static_file(digest: str, name: str) -> Response:
    """One file of the page. The digest covers all of them, so an answer may be kept for ever."""
    asset = ASSETS.files.get(name)
    if asset is None or digest != ASSETS.digest:
        abort(404)
    response = make_response(asset.content)
    response.mimetype = asset.mimetype
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.set_etag(asset.etag)
    return response.make_conditional(request)  # type: ignore[return-value]


@console.after_request
def guard(response: Response) -> Response:
    """Add what tells a browser to keep the page to itself."""
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
