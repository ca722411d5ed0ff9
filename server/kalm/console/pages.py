"""What every page of the console shares: texts in one's language, navigation by role, headers, the way back.

A subject has a module here with a blueprint ``console_<subject>``, its main view ``index``, its texts in
``texts/<subject>.json`` and its templates in ``templates/console/``. The navigation finds it by these names.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final
from urllib.parse import quote, urlencode

from flask import Flask, Response, g, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as WerkzeugResponse

from kalm.api import auth
from kalm.api.errors import Problem
from kalm.console.assets import ASSETS
from kalm.console.texts import LANGUAGES

NAVIGATION: Final = (
    ("work", ("overview", "rules", "disputes", "proposals", "questions", "trends")),
    ("policy", ("policy", "words", "accounts", "modes", "versions", "dry_run")),
    ("house", ("people", "log", "privacy")),
)
"""Group → subjects, in the order of the menu. One that has no page, or none for this role, is left out."""

COUNTS_FOR: Final = (*auth.Role.OWNER.and_above, auth.Role.OBSERVER)
"""Who sees counts, what came of rules, and what waits for an answer."""

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""As on the self-check page, but forms may be sent to Kalm itself."""

HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    # With no-referrer a browser would send its forms with "Origin: null", which could be anybody's.
    "Referrer-Policy": "same-origin",
}

LANGUAGE_COOKIE: Final = "kalm-lang"
_YEAR: Final = 365 * 24 * 3600
_ADDRESS = re.compile(r"/console/[A-Za-z0-9._~/-]*")
_CLIMBS = re.compile(r"//|/\.")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu."""

    url: str
    text: str
    current: bool


@cache
def texts(subject: str, language: str) -> dict[str, str]:
    """The texts of a subject, on top of those that all pages share."""
    shared = {} if subject == "base" else texts("base", language)
    found = files("kalm.console").joinpath(f"texts/{subject}.json").read_text(encoding="utf-8")
    return {**shared, **json.loads(found)[language]}


def language() -> str:
    """The reader's language: as asked for with ``?lang=``, now or before, else as the browser says."""
    for asked in (request.args.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if asked in LANGUAGES:
            return asked
    return request.accept_languages.best_match(LANGUAGES, default="en") or "en"


def page(subject: str, template: str, status: int = 200, **values: Any) -> Response:
    """A page: ``templates/console/<template>`` with the texts of ``subject`` as ``t``."""
    lang = language()
    t = texts(subject, lang)
    done = t.get("done_" + request.args.get("done", ""), "") if request.method == "GET" else ""
    body = render_template(
        f"console/{template}",
        lang=lang,
        t=t,
        who=auth.principal(),
        menu=menu(lang),
        done=done,
        other_language=_here_in,
        asset=lambda name: request.script_root + ASSETS.url(name),
        **values,
    )
    response = make_response(body, status)
    response.headers.update(HEADERS)
    response.headers["Content-Language"] = lang
    response.vary.update(("Accept-Language", "Cookie"))
    if (key := g.get("fresh_cookie")) is not None:
        set_session_cookie(response, key)
    if request.args.get("lang") in LANGUAGES:
        response.set_cookie(
            LANGUAGE_COOKIE, lang, _YEAR, path=_root(), secure=request.is_secure, httponly=True, samesite="Lax"
        )
    return response


def menu(lang: str) -> list[tuple[str, list[Entry]]]:
    """Groups with the pages that whoever asks may see; empty for nobody."""
    who = auth.principal()
    if who.role is None:
        return []
    here = (request.blueprint or "").removeprefix("console_")
    base = texts("base", lang)
    groups = (
        (
            base[f"group_{group}"],
            [
                Entry(url_for(f"console_{subject}.index"), texts(subject, lang)["nav"], subject == here)
                for subject in subjects
                if auth.may(f"console_{subject}.index", who)
            ],
        )
        for group, subjects in NAVIGATION
    )
    return [(name, entries) for name, entries in groups if entries]


def home() -> str:
    """Where one lands after signing in: the first page of the menu, else one's own."""
    groups = menu(language())
    return groups[0][1][0].url if groups else url_for("console_me.index")


def back(endpoint: str, done: str = "", **values: Any) -> WerkzeugResponse:
    """After a form: to the page behind ``endpoint``, which says the text ``done_<done>``."""
    if done:
        values["done"] = done
    return redirect(url_for(endpoint, **values), 303)


def safe_address(asked: str) -> str | None:
    """``asked`` if it is an address within the console or the self-check page, and no other; below the front's
    prefix."""
    known = asked == "/" or (_ADDRESS.fullmatch(asked) and not _CLIMBS.search(asked))
    return request.script_root + asked if known else None


def set_session_cookie(response: WerkzeugResponse, key: str, seconds: int | None = None) -> None:
    """Give the browser its key. Without ``seconds`` it forgets it when it is closed."""
    response.set_cookie(
        auth.cookie_name(),
        key,
        max_age=seconds,
        path=_root(),
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )


def register(app: Flask) -> None:
    """Give the templates of ``app`` what they need."""
    app.jinja_env.globals |= {"csrf_token": auth.csrf_token, "form_token": form_token}


def form_token() -> Markup:
    """The hidden field that every form of a page carries; its name is ``csrf``."""
    return Markup('<input type="hidden" name="csrf" value="{}">').format(auth.csrf_token())


def problem_page(problem: Problem) -> WerkzeugResponse | None:
    """``problem`` as a page, for a person in the console; to sign in, if that is what is missing. None for
    programs."""
    if not request.path.startswith("/console/") or not _is_person():
        return None
    if problem.kind == "sign-in-required" and request.method == "GET":
        return redirect(url_for("console_sign_in.index", next=request.path), 303)
    lang = language()
    t = texts("base", lang)
    title = t.get(f"problem_{problem.kind}", t["problem_other"])
    explained = t.get(f"problem_{problem.kind}_detail", "")
    g.principal = g.get("principal") or auth.NOBODY  # the store may be what is away
    response = page("base", "problem.html", problem.status, title=title, explained=explained)
    response.headers.update(problem.headers or {})
    return response


def _is_person() -> bool:
    return "text/html" in request.headers.get("Accept", "")


def _root() -> str:
    return request.script_root + "/"


def _here_in(lang: str) -> str:
    """This page in another language; after a form that has no page of its own, the page it came from."""
    methods = request.url_rule.methods if request.url_rule else None
    if methods is not None and "GET" not in methods:
        return url_for(f"{request.blueprint}.index", lang=lang)
    # Not by url_for: it would take the _scheme or _anchor of a query for its own. Two slashes would begin a host name.
    path = quote(f"{request.script_root}/{request.path.lstrip('/')}")
    form = request.__dict__.get("form", {})  # only if somebody has read it: the guard may have refused to
    kept = {name: form[name] for name in ("code", "next") if form.get(name)}
    return f"{path}?{urlencode({**request.args, **kept, 'lang': lang})}"
