"""The Flask app: every blueprint, and who may call it."""

import re
from typing import TYPE_CHECKING

from flask import Flask, request
from flask_cors import CORS
from werkzeug.wrappers import Response as BaseResponse

from kalm.api import (
    auth,
    client,
    docs,
    errors,
    feedback,
    guard,
    languagetool,
    limits,
    lint,
    observe,
    openapi,
    ops,
    pair,
    platforms,
    questions,
    rules,
)
from kalm.api.board import Board
from kalm.api.metrics import Metrics
from kalm.api.state import EXTENSION, Access, State
from kalm.config import Settings, may_be_open
from kalm.console import (
    accounts,
    console,
    disputes,
    dry_run,
    log,
    me,
    modes,
    overview,
    pages,
    people,
    policy,
    privacy,
    proposals,
    sign_in,
    single_sign_on,
    trends,
    versions,
    words,
)
from kalm.console import questions as question_pages
from kalm.console import rules as rules_page
from kalm.grammar.checker import Checker
from kalm.inforce import InForce

if TYPE_CHECKING:
    from kalm.api.provider import Provider

BLUEPRINTS = (
    (console, Access.OPEN),
    (ops.probes, Access.OPEN),
    (openapi.blueprint, Access.OPEN),
    (docs.blueprint, Access.OPEN),
    (ops.counters, Access.METRICS),
    (lint.blueprint, Access.TOKEN),
    (languagetool.blueprint, Access.TOKEN),
    (client.blueprint, Access.TOKEN),
    (platforms.blueprint, Access.TOKEN),
    (rules.blueprint, Access.TOKEN),
    (feedback.blueprint, Access.TOKEN),
    (questions.asking, Access.TOKEN),
    (questions.reading, Access.OPEN),
    (pair.blueprint, Access.OPEN),
    (sign_in.blueprint, Access.SIGNED_IN),
    (single_sign_on.blueprint, Access.SIGNED_IN),
    (me.blueprint, Access.SIGNED_IN),
    (people.blueprint, Access.SIGNED_IN),
    (disputes.blueprint, Access.SIGNED_IN),
    (trends.blueprint, Access.SIGNED_IN),
    (proposals.blueprint, Access.SIGNED_IN),
    (question_pages.blueprint, Access.SIGNED_IN),
    (question_pages.envelope, Access.OPEN),
    (privacy.blueprint, Access.SIGNED_IN),
    (overview.blueprint, Access.SIGNED_IN),
    (rules_page.blueprint, Access.SIGNED_IN),
    (versions.blueprint, Access.SIGNED_IN),
    (log.blueprint, Access.SIGNED_IN),
    (policy.blueprint, Access.SIGNED_IN),
    (words.blueprint, Access.SIGNED_IN),
    (accounts.blueprint, Access.SIGNED_IN),
    (modes.blueprint, Access.SIGNED_IN),
    (dry_run.blueprint, Access.SIGNED_IN),
)
"""Every blueprint with who may call it."""


def create_app(settings: Settings, inforce: InForce, board: Board | None = None) -> Flask:
    """An app that answers by the rules and the policy of ``inforce``, whose store also holds the people; without
    one nobody can sign in.

    ``board`` holds its counters; a server hands the same one to each app it makes, so that they count on.
    Raises `kalm.config.SettingError` if the file of tokens or of platforms cannot be used.
    """
    app = Flask("kalm.api", static_folder=None)
    app.config["KALM_GRAMMAR"] = settings.grammar != "off"  # read by the page
    tokens = guard.token_source(settings.tokens_file, inforce)
    guard.register(app, settings.allowed_hosts)
    errors.register(app, _as_the_caller_speaks)
    pages.register(app)
    for blueprint, _ in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if settings.cors_origins:
        CORS(
            app,
            # As patterns that match to the end: flask-cors takes a text with brackets in it (IPv6) for one.
            origins=[re.compile(re.escape(origin) + r"\Z", re.IGNORECASE) for origin in settings.cors_origins],
            methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", "If-None-Match"],
            expose_headers=["ETag", "Retry-After", "X-Request-Id"],
            max_age=600,
            always_send=False,
            allow_private_network=True,
        )
    linter = inforce.linter
    metrics = Metrics(
        board or Board(),
        routes=sorted(rule.endpoint for rule in app.url_map.iter_rules()),
        rules=sorted(feedback.known_rules(linter)) if linter else [],
    )
    access = {blueprint.name: access for blueprint, access in BLUEPRINTS}
    auth.check_marks(app, access)
    limits.register(app, settings)
    openable = may_be_open(settings)
    app.extensions[EXTENSION] = State(
        settings,
        inforce,
        tokens,
        lambda: openable and inforce.access == "open",
        inforce.store,
        auth.Browsers(),
        _provider(settings),
        access,
        metrics,
        grammar_checker(settings),
        platforms.read_platforms(settings.platforms_file),
    )
    outside = observe.observed(app.wsgi_app, metrics)
    app.wsgi_app = guard.behind_proxies(outside, settings.trusted_proxies)  # type: ignore[assignment, method-assign]
    return app


def _as_the_caller_speaks(problem: errors.Problem) -> BaseResponse | None:
    """What went wrong as a client of LanguageTool or a person reads it; None for everybody else."""
    prefix = f"{languagetool.blueprint.url_prefix}/"
    return languagetool.worded(problem) if f"{request.path}/".startswith(prefix) else pages.problem_page(problem)


def grammar_checker(settings: Settings) -> Checker | None:
    """What asks LanguageTool as ``settings`` want it; None if they want none."""
    if settings.grammar == "off":
        return None
    address = None if settings.grammar == "auto" else settings.grammar
    return Checker(settings.cache_dir, address, settings.grammar_budget / 1000)


def _provider(settings: Settings) -> "Provider | None":
    if settings.oidc_issuer is None:
        return None
    # Only where it is asked for: what it brings along is some 15 MB in every worker.
    from kalm.api.provider import Provider

    return Provider(settings)
