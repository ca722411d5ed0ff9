"""Clocks and tables that the benches share."""

import os
import time
from collections.abc import Callable, Iterable, Sequence
from statistics import quantiles
from typing import TypeVar

Item = TypeVar("Item")


def timed(work: Callable[[Item], object], items: Iterable[Item]) -> list[float]:
    """Milliseconds that ``work`` takes for each item."""
    times = []
    for item in items:
        start = time.perf_counter_ns()
        work(item)
        times.append((time.perf_counter_ns() - start) / 1e6)
    return times


def percentile(times: Sequence[float], percent: int) -> float:
    """That percentile of ``times``; of a single one, itself."""
    return quantiles(times, n=100, method="inclusive")[percent - 1] if len(times) > 1 else times[0]


def best(rounds: Sequence[Sequence[float]]) -> list[float]:
    """For each item its fastest round: what the work costs when nobody else needs the machine."""
    return [min(times) for times in zip(*rounds, strict=True)]


_aimed: list[tuple[str, str, str]] = []


def row(label: str, figure: str, aim: str = "") -> None:
    """Print one figure with what is aimed for; those with an aim come again in `summary`."""
    print(_line(label, figure, aim), flush=True)
    if aim:
        _aimed.append((f"{_about[-1]}: {label}" if _about else label, figure, aim))


def summary() -> None:
    """Print all figures that have an aim in one table."""
    title("What is aimed for")
    for label, figure, aim in _aimed:
        print(_line(label, figure, aim), flush=True)


def _line(label: str, figure: str, aim: str) -> str:
    return f"{label:94} {figure:>22}   {aim}".rstrip()


_about: list[str] = []


def title(text: str) -> None:
    """Print a heading with the load of the machine, which absolute figures depend on."""
    load = os.getloadavg()[0]
    _about.append(text)
    print(f"\n{text} (load {load:.1f} on {os.cpu_count()} cores)", flush=True)
