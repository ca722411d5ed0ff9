"""Counters: true across workers, readable by Prometheus, and without a trace of any text."""

import os
from collections import Counter
from collections.abc import Callable

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from kalm.api import create_app
from kalm.api.board import Board
from kalm.api.metrics import BUCKETS, Metrics
from kalm.config import read
from kalm.inforce import InForce
from tests.shipped import shipped

from .conftest import COMPLAINT, REPLY
from .test_lint_request import CANARY

HARSH = (
    "Pff, daar gaan we weer. Lees het eerst eens rustig door voor je begint te mopperen.",
    "Nou nou, wat een drama om een pakketje, er sterft heus niemand van.",
    "Bestelling 123, volgt.",
)
Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def samples(text: str) -> Samples:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_requests_verdicts_findings_and_durations_are_counted(make_app: Callable[..., Flask]) -> None:
    client = make_app().test_client()
    body = {"text": REPLY, "language": "nl", "context": {"parent": {"text": COMPLAINT}}}
    rules = [finding["rule"] for finding in client.post("/v1/lint", json=body).json["findings"]]
    client.post("/v1/lint", json=body)
    client.post("/v1/lint", json={"text": 5})
    client.get("/nowhere")
    found = samples(client.get("/metrics").text)
    lint = ("route", "lint.lint")
    assert found["kalm_http_requests_total", (lint, ("status", "200"))] == 2
    assert found["kalm_http_requests_total", (lint, ("status", "422"))] == 1
    assert found["kalm_http_requests_total", (("route", "other"), ("status", "404"))] == 1
    assert found["kalm_http_request_seconds_count", (lint,)] == 3
    assert found["kalm_http_request_seconds_bucket", (("le", "+Inf"), lint)] == 3
    assert found["kalm_lint_seconds_count", ()] == 2
    assert found["kalm_lint_seconds_sum", ()] > 0
    for rule in set(rules):
        assert found["kalm_findings_total", (("rule", rule),)] == 2 * rules.count(rule)
    assert sum(value for (name, _), value in found.items() if name == "kalm_verdicts_total") == 2


def test_what_the_reader_hears_is_counted_under_its_own_name() -> None:
    client = create_app(read({"HOME": "/nowhere"}), InForce(shipped("auto"))).test_client()
    heard: Counter[str] = Counter()
    for text in HARSH:
        answer = client.post(
            "/v1/lint", json={"text": text, "language": "nl", "context": {"parent": {"text": COMPLAINT}}}
        )
        heard.update(one["rule"] for one in answer.json["findings"] if one["rule"].startswith("reader."))
    found = samples(client.get("/metrics").text)
    assert heard
    for rule, times in heard.items():
        assert found["kalm_findings_total", (("rule", rule),)] == times


def test_asking_for_grammar_apart_counts_no_draft_again(make_app: Callable[..., Flask]) -> None:
    client = make_app().test_client()
    for checks in (["rules"], ["grammar"], ["rules", "grammar"]):
        client.post("/v1/lint", json={"text": "Dag.", "checks": checks})
    counted = client.get("/metrics").text
    assert 'kalm_verdicts_total{verdict="ok"} 2.0' in counted
    assert "kalm_lint_seconds_count 2.0" in counted


def test_no_text_gets_into_the_counters(make_app: Callable[..., Flask]) -> None:
    client = make_app().test_client()
    client.post(
        f"/v1/lint?{CANARY}", json={"text": CANARY, "context": {"platform": CANARY, "parent": {"text": CANARY}}}
    )
    client.get(f"/{CANARY}")
    client.get(f"/v1/rules/{CANARY}")
    assert CANARY not in client.get("/metrics").text


def test_counts_of_all_workers_add_up_and_outlive_them() -> None:
    board = Board(rows=8, columns=64)
    board.declare([("drafts",), ("other",)])
    for worker in range(3):
        row = board.claim()
        child = os.fork()
        if child == 0:
            board.use(row)
            for _ in range(worker + 1):
                board.add(("drafts",))
            os._exit(0)
        os.waitpid(child, 0)
        if worker == 1:
            board.release(row)
    board.add(("drafts",), 10)
    assert board.totals("drafts") == [([], 16)]
    assert board.totals("other") == [([], 0)]


def test_a_reload_keeps_counting_where_it_was() -> None:
    board = Board(rows=2, columns=4096)
    before = Metrics(board, ["lint"], ["nl.a"])
    before.linted(["nl.a", "nl.a"], "review", 0.001)
    after = Metrics(board, ["lint"], ["nl.b", "nl.a"])
    after.linted(["nl.a", "nl.b"], "ok", 0.001)
    assert {tuple(labels): total for labels, total in board.totals("findings")} == {
        ("nl.a",): 3,
        ("nl.b",): 1,
        ("other",): 0,
    }


def test_more_workers_than_rows_and_more_rules_than_columns_lose_counts_only() -> None:
    board = Board(rows=3, columns=2)
    board.declare([("a",), ("b",), ("c",)])
    assert [board.claim() for _ in range(4)] == [2, 3, 3, 3]
    board.use(3)
    assert board.add(("b",))
    assert not board.add(("c",))
    assert board.totals("b") == [([], 1)]


def test_what_was_not_declared_is_counted_as_other() -> None:
    board = Board(rows=1)
    metrics = Metrics(board, ["lint"], ["nl.a"])
    metrics.linted(["lt.XYZ"], "ok", 0)
    metrics.answered("unknown-route", 418, 0)
    metrics.answered("lint", 418, 0)
    assert (["other"], 1) in board.totals("findings")
    assert (["lint", "other"], 1) in board.totals("requests")


@given(st.lists(st.floats(0, 20), max_size=30))
def test_buckets_hold_what_took_at_most_their_bound(durations: list[float]) -> None:
    metrics = Metrics(Board(rows=1), ["lint"], [])
    for seconds in durations:
        metrics.linted([], "ok", seconds)
    counts = [total for _, total in metrics.board.totals("lint")]
    for position, bound in enumerate(BUCKETS):
        assert sum(counts[: position + 1]) == sum(seconds <= bound for seconds in durations)
    assert sum(counts) == len(durations)
