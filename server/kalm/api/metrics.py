"""What is counted, and how Prometheus reads it: numbers by route, status and rule, never a text."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

import kalm
from kalm.api.board import Board, Key

BUCKETS = (0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Upper bounds of the latency buckets, in seconds."""

STATUSES = (200, 204, 304, 400, 401, 404, 405, 408, 413, 415, 421, 422, 500, 503)
OTHER = "other"
VERDICTS = ("ok", "review", "stop")

_REQUESTS, _SECONDS, _SECONDS_SUM = "requests", "seconds", "seconds-sum"
_LINT, _LINT_SUM = "lint", "lint-sum"
_FINDINGS, _VERDICTS = "findings", "verdicts"
_BOUNDS = (*(str(bound) for bound in BUCKETS), "+Inf")


class Metrics:
    """Kalm's counters on one board."""

    def __init__(self, board: Board, routes: Iterable[str], rules: Iterable[str]) -> None:
        """Declare a counter for each of ``routes`` (names in the code) and ``rules`` (ids)."""
        names = (*routes, OTHER)
        self._rules = (*rules, OTHER)
        statuses = (*(str(status) for status in STATUSES), OTHER)
        board.declare((_REQUESTS, route, status) for route in names for status in statuses)
        board.declare((_SECONDS, route, bound) for route in names for bound in _BOUNDS)
        board.declare((_SECONDS_SUM, route) for route in names)
        board.declare((_LINT, bound) for bound in _BOUNDS)
        board.declare([(_LINT_SUM,)])
        board.declare((_VERDICTS, verdict) for verdict in VERDICTS)
        board.declare((_FINDINGS, rule) for rule in self._rules)
        self.board = board

    def answered(self, route: str | None, status: int, seconds: float) -> None:
        """One request is answered. ``route`` is the name of the code that did it, None if there was none."""
        name = route or OTHER
        if not self.board.add((_REQUESTS, name, str(status))):
            self.board.add((_REQUESTS, name, OTHER))
        self.board.add((_SECONDS, name, _BOUNDS[bisect_left(BUCKETS, seconds)]))
        self.board.add((_SECONDS_SUM, name), _microseconds(seconds))

    def linted(self, rules: Iterable[str], verdict: str, seconds: float) -> None:
        """One draft is read: what was found, and how long it took."""
        for rule in rules:
            if not self.board.add((_FINDINGS, rule)):
                self.board.add((_FINDINGS, OTHER))
        self.board.add((_VERDICTS, verdict))
        self.board.add((_LINT, _BOUNDS[bisect_left(BUCKETS, seconds)]))
        self.board.add((_LINT_SUM,), _microseconds(seconds))

    def registry(self, gauges: Mapping[str, tuple[str, float]]) -> CollectorRegistry:
        """Everything as Prometheus wants it; ``gauges`` are added: name → help text and value."""
        registry = CollectorRegistry()
        registry.register(_Reading(self.board, gauges))
        return registry


def _microseconds(seconds: float) -> int:
    return round(seconds * 1e6)


class _Reading(Collector):
    def __init__(self, board: Board, gauges: Mapping[str, tuple[str, float]]) -> None:
        self._board = board
        self._gauges = gauges

    def collect(self) -> Iterator[Metric]:
        yield self._counts("kalm_http_requests", "Requests answered.", _REQUESTS, ["route", "status"])
        yield self._durations(
            "kalm_http_request_seconds", "Time to answer a request.", _SECONDS, _SECONDS_SUM, ["route"]
        )
        yield self._durations("kalm_lint_seconds", "Time to read a draft.", _LINT, _LINT_SUM, [])
        yield self._counts("kalm_verdicts", "Drafts read, by verdict.", _VERDICTS, ["verdict"])
        yield self._counts("kalm_findings", "Findings, by rule.", _FINDINGS, ["rule"])
        for name, (text, value) in self._gauges.items():
            yield GaugeMetricFamily(name, text, value=value)
        build = GaugeMetricFamily("kalm_build_info", "The version that runs.", labels=["version"])
        build.add_metric([kalm.__version__], 1)
        yield build

    def _counts(self, name: str, text: str, family: str, labels: list[str]) -> Metric:
        metric = CounterMetricFamily(name, text, labels=labels)
        for values, total in self._board.totals(family):
            if total:
                metric.add_metric(list(values), total)
        return metric

    def _durations(self, name: str, text: str, family: str, sums: str, labels: list[str]) -> Metric:
        metric = HistogramMetricFamily(name, text, labels=labels)
        counted: dict[Key, list[tuple[str, float]]] = {}
        for (*values, bound), total in self._board.totals(family):
            buckets = counted.setdefault(tuple(values), [])
            buckets.append((bound, total + (buckets[-1][1] if buckets else 0)))
        microseconds = {tuple(values): total for values, total in self._board.totals(sums)}
        for key, buckets in counted.items():
            if buckets[-1][1]:
                metric.add_metric(list(key), buckets, microseconds[key] / 1e6)
        return metric
