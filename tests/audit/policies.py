"""Checks that tests hand to other processes by name."""

import copy
import json
from dataclasses import replace
from functools import cache

from kalm.audit.checks import Check, CheckSource
from kalm.core import Draft, LintReport, PolicyStamp
from kalm.linting import Linter
from kalm.policy import BUILT_IN
from tests.shipped import shipped


@cache
def _linter(strictness: str, stop: frozenset[str]) -> Linter:
    """The shipped rules, loaded once, under another policy."""
    linter = copy.copy(shipped())
    linter.policy = replace(BUILT_IN, strictness=strictness, stop=BUILT_IN.stop | stop)
    return linter


def from_json(source: CheckSource) -> Check:
    """The shipped rules under a policy of two fields."""
    given = json.loads(source.policy or b"{}")
    return _linter(given.get("strictness", "balanced"), frozenset(given.get("stop", ()))).check


def faulty(source: CheckSource) -> Check:
    """Fails on one word, with a message that quotes the draft: the worst that a fault could do."""

    def check(draft: Draft) -> LintReport:
        if "breekt" in draft.text:
            try:
                raise KeyError(draft.text)
            except KeyError as error:
                raise ValueError(f"{draft.text} {draft.context}") from error
        return from_json(source)(draft)

    return check


def slow(source: CheckSource) -> Check:
    """A policy that finds nothing, slowly: for stopping in the middle."""
    from time import sleep

    def check(draft: Draft) -> LintReport:
        sleep(0.002)
        return _nothing(draft)

    return check


def none(source: CheckSource) -> Check:
    """A policy that finds nothing, at once: what is left is the cost of reading and counting."""
    return _nothing


def _nothing(draft: Draft) -> LintReport:
    from kalm.core import Anatomy

    return LintReport("nl", None, (), Anatomy(), (), "ok", PolicyStamp("none", 0))


def marking(source: CheckSource) -> Check:
    """Leaves a mark in a folder when it is loaded, and when a process uses it."""
    import os
    from pathlib import Path
    from time import sleep

    marks = Path(source.policy.decode())
    (marks / f"loaded-{os.getpid()}-{len(list(marks.iterdir()))}").touch()

    def check(draft: Draft) -> LintReport:
        (marks / f"worked-{os.getpid()}").touch()
        sleep(0.001)
        return _nothing(draft)

    return check
