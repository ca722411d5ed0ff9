"""The page a person opens: paste a draft, read the advice. It renders texts; all checking is ``POST /v1/lint``."""

from typing import Final

from flask import Blueprint, Response, abort, make_response, render_template, request

from kalm.console.assets import ASSETS, lean
from kalm.console.texts import LANGUAGES, TEXTS

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
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""Nothing inline, nothing from elsewhere, never inside another page."""

console = Blueprint("console", __name__, template_folder="templates")


@console.get("/")
def self_check() -> Response:
    """The self-check page, in the language of ``?lang=``, else of ``Accept-Language``."""
    asked = request.args.get("lang", "")
    lang = asked if asked in LANGUAGES else request.accept_languages.best_match(LANGUAGES, default="en")
    page = render_template("self_check.html", lang=lang, t=TEXTS[lang], platforms=PLATFORMS, assets=ASSETS)
    response = make_response(lean(page))
    # ``no-store`` also keeps the page, with the draft in it, out of the browser's back-and-forward cache.
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = lang
    response.vary.add("Accept-Language")
    return response


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
