"""For whoever keeps Kalm running: does the process live, can it answer, what has it done."""

from typing import Literal

import orjson
from flask import Blueprint, Response
from prometheus_client import exposition
from pydantic import Field

import kalm
from kalm.api.answer import Out, PolicyOut
from kalm.api.openapi import operation
from kalm.api.state import state

probes = Blueprint("probes", __name__)
counters = Blueprint("counters", __name__)


class Health(Out):
    """The process answers."""

    status: Literal["ok"]
    version: str


class Readiness(Out):
    """Whether drafts can be read; what is not required is told all the same."""

    ready: bool
    rules: int = Field(description="how many rules are loaded")
    policy: PolicyOut | None
    store: Literal["off", "ok", "unavailable"]
    reader: Literal["off", "ok", "unavailable"]
    grammar: Literal["off", "unavailable", "starting", "ready"]


@probes.get("/healthz")
@operation("Does the process live?", "", answers=Health, problems=(421,))
def healthz() -> Response:
    """Answers as long as the process does."""
    return Response(orjson.dumps({"status": "ok", "version": kalm.__version__}), content_type="application/json")


@probes.get("/readyz")
@operation(
    "Can drafts be read?", "200 once rules and a policy are in memory, else 503.", answers=Readiness, problems=(421,)
)
def readyz() -> Response:
    """Whether rules and policy are in memory."""
    held = state()
    linter = held.inforce.linter
    readiness = {
        "ready": linter is not None,
        "rules": len(linter.rules) if linter else 0,
        "policy": {"name": linter.policy.name, "version": linter.policy.version} if linter else None,
        "store": held.inforce.store_state,
        "reader": "off" if held.settings.reader == "off" else "ok" if linter and linter.listening else "unavailable",
        "grammar": held.grammar.stage() if held.grammar else "off",
    }
    return Response(orjson.dumps(readiness), 200 if linter else 503, content_type="application/json")


@counters.get("/metrics")
@operation(
    "Counters for Prometheus", "Numbers by route, status, verdict and rule.", media="text/plain", problems=(401, 421)
)
def metrics() -> Response:
    """All counters, added up over the workers."""
    held = state()
    linter = held.inforce.linter
    gauges = {
        "kalm_rules": ("Rules loaded.", float(len(linter.rules) if linter else 0)),
        "kalm_policy_version": ("Version of the policy in force.", float(linter.policy.version if linter else 0)),
    }
    text = exposition.generate_latest(held.metrics.registry(gauges))
    return Response(text, content_type=exposition.CONTENT_TYPE_LATEST)
