"""From cross-validated predictions to ``reader.json``: thresholds, calibration, where a piece counts.

A threshold is a price: for each category it is set where one draft found more is worth ``price`` good drafts flagged,
and one price is used for all categories of a language, so that the whole budget of false alarms is spent where it buys
most.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from kalm.reader.merge import CONFIRM_ONLY
from kalm.reader.model import HEADS
from training.predict import Predictions

BUDGETS: Mapping[str, tuple[float, float]] = {"quiet": (0.005, 0.005), "balanced": (0.015, 0.06), "keen": (0.04, 0.15)}
"""By strictness: share of good drafts that may carry a warning, and any finding, of the reader alone. Rules spend the
rest of the 3 of 100 that a writer puts up with."""
DOUBT = 0.06
"""Share of the drafts with a trouble whose output may lie below the level from which a rule is believed."""
NEVER = 30.0
"""A raw output that no draft reaches."""
PRICES = np.geomspace(400, 0.05, 120)
LEAST_PIECES = 30

Numbers = NDArray[np.float32]


def measure(predictions: Predictions) -> dict[str, Any]:
    """Levels, calibration and false alarms by language, and piece thresholds."""
    scales = {}
    for language in ("nl", "en"):
        rows = np.array([one[:2] == language for one in predictions.languages])
        scales[language] = _scale(
            predictions.raw[rows],
            predictions.labels[rows],
            predictions.ok[rows],
            np.array(predictions.sources)[rows],
        )
    return {"scales": scales, "piece": {name: _piece(*predictions.pieces[name]) for name in HEADS}}


def _scale(raw: Numbers, labels: Numbers, ok: NDArray[np.bool_], sources: NDArray[np.str_]) -> dict[str, Any]:
    daily: NDArray[np.bool_] = np.logical_and(ok, np.char.startswith(sources, "daily"))
    levels, alarms = {}, {}
    for strictness, (warn, show) in BUDGETS.items():
        confirm = np.array([name in CONFIRM_ONLY for name in HEADS])
        warnings = _within(raw, labels, ok, daily, warn, ~confirm)
        shown = np.minimum(_within(raw, labels, ok, daily, show, np.ones(len(HEADS), bool)), warnings)
        levels[strictness] = {
            name: [round(float(shown[head]), 3), round(float(warnings[head]), 3)] for head, name in enumerate(HEADS)
        }
        alarms[strictness] = round(100 * float(np.any(raw[ok] >= warnings, axis=1).mean()), 1)
    calibration = {name: _calibrate(raw[:, head], labels[:, head]) for head, name in enumerate(HEADS)}
    doubt = {name: round(_doubt(raw[labels[:, head] == 1, head]), 3) for head, name in enumerate(HEADS)}
    return {"levels": levels, "calibration": calibration, "doubt": doubt, "false_alarms": alarms}


def _doubt(raw: Numbers) -> float:
    return float(np.quantile(raw, DOUBT)) if len(raw) else -NEVER


def _within(
    raw: Numbers,
    labels: Numbers,
    ok: NDArray[np.bool_],
    daily: NDArray[np.bool_],
    budget: float,
    use: NDArray[np.bool_],
) -> Numbers:
    """The thresholds of the lowest price at which neither all good drafts nor the daily ones exceed the budget."""
    best = np.full(len(HEADS), NEVER, np.float32)
    for price in PRICES:
        thresholds = np.array(
            [_cut(raw[:, head], labels[:, head], ok, price) if use[head] else NEVER for head in range(len(HEADS))],
            np.float32,
        )
        flagged = np.any(raw >= thresholds, axis=1)
        if flagged[ok].mean() > budget or (daily.any() and flagged[daily].mean() > budget):
            break
        best = thresholds
    return best


def _cut(raw: Numbers, labels: Numbers, ok: NDArray[np.bool_], price: float) -> float:
    """The output above which found drafts are worth most more than ``price`` times the good ones flagged."""
    order = np.argsort(-raw)
    worth = np.cumsum(np.where(labels[order] == 1, 1.0, np.where(ok[order], -price, 0.0)))
    if worth.max() <= 0:
        return NEVER
    at = int(worth.argmax())
    following = raw[order[at + 1]] if at + 1 < len(order) else raw[order[at]] - 1
    return float((raw[order[at]] + following) / 2)


def _calibrate(raw: Numbers, labels: Numbers) -> list[float]:
    if labels.min() == labels.max():
        return [1.0, 0.0]
    fitted = LogisticRegression(C=1e3).fit(raw[:, None], labels)
    return [round(float(fitted.coef_[0, 0]), 4), round(float(fitted.intercept_[0]), 4)]


def _piece(raw: Numbers, labels: Numbers) -> float:
    """The output that best parts the pieces inside a labelled span from those outside: the highest F1."""
    if labels.sum() < LEAST_PIECES:
        return 0.0
    candidates = np.quantile(raw, np.linspace(0.02, 0.98, 97))
    scores = []
    for threshold in candidates:
        chosen = raw >= threshold
        right = float(labels[chosen].sum())
        scores.append(2 * right / (chosen.sum() + labels.sum()))
    return round(float(candidates[int(np.argmax(scores))]), 3)


def reliability(predictions: Predictions, scales: Mapping[str, Any]) -> list[tuple[str, int, float, float]]:
    """(band, drafts, mean confidence, share that was right) over all categories: is a confidence what it says?"""
    slope, offset = (
        np.array([[scales[one[:2]]["calibration"][name][i] for name in HEADS] for one in predictions.languages])
        for i in (0, 1)
    )
    sure = 1 / (1 + np.exp(-(slope * predictions.raw + offset)))
    table = []
    for low, high in ((0.02, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        within = (sure >= low) & (sure < high)
        if within.any():
            share = float(predictions.labels[within].mean())
            table.append((f"{low:.2f}–{min(high, 1):.2f}", int(within.sum()), float(sure[within].mean()), share))
    return table
