"""How good the model is: from predictions on drafts it has not learnt from, and with the rules on gold."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, roc_auc_score

from kalm.core import SITUATIONS, Draft, rank
from kalm.evaluation.files import evaluate
from kalm.evaluation.scoring import WARNING, summarise
from kalm.evaluation.situations import score
from kalm.linting import Linter
from kalm.reader.model import HEADS
from kalm.reader.strictness import STRICTNESS
from training.calibrate import DULL, confidences
from training.predict import Predictions
from training.said import NOTHING, Said

KEPT = (
    "bad", "good", "draft_recall", "draft_recall_interval", "false_alarms_per_100_good", "false_alarms_interval",
    "good_with_any_finding", "contrast",
)  # fmt: skip


def unseen(predictions: Predictions, scales: dict[str, Any], said: Mapping[str, Said]) -> dict[str, Any]:
    """Found and flagged by the reader alone and together with rules, by source and language, at each strictness; AUC by
    category; situation. ``said`` is what rules say, by strictness."""
    sources, languages = np.array(predictions.sources), np.array(predictions.languages)
    groups: dict[str, NDArray[np.bool_]] = {
        f"source {name}": sources == name for name in sorted(set(predictions.sources))
    }
    groups |= {f"language {name}": languages == name for name in sorted(set(predictions.languages))}
    groups["all"] = np.ones(len(sources), bool)
    groups |= {name: np.char.startswith(sources, name) for name in DULL}
    table = {
        name: {
            strictness: {
                "reader": _counts(predictions, rows, scales, strictness, None),
                "together": _counts(predictions, rows, scales, strictness, said[strictness]),
            }
            for strictness in STRICTNESS
        }
        for name, rows in groups.items()
        if rows.any()
    }
    auc = {}
    for head, category in enumerate(HEADS):
        judged = np.flatnonzero(predictions.ok | (predictions.labels[:, head] == 1))
        truth = predictions.labels[judged, head]
        if 0 < truth.sum() < len(truth):
            auc[category] = round(float(roc_auc_score(truth, predictions.raw[judged, head])), 3)
    real, heard = np.array(predictions.situations or [(0, 0)]).T
    macro = f1_score(real, heard, labels=range(len(SITUATIONS)), average="macro", zero_division=0)
    return {"groups": table, "auc": auc, "situation_macro_f1": round(float(macro), 3), "pairs": _pairs(predictions)}


def _counts(
    predictions: Predictions, rows: NDArray[np.bool_], scales: dict[str, Any], strictness: str, said: Said | None
) -> dict[str, Any]:
    sure = confidences(predictions, scales, said)
    shown: dict[str, NDArray[np.bool_]] = {}
    for place, name, lowest in ((0, "any", 0), (1, "warning", WARNING)):
        cut = np.array([scales[one[:2]]["levels"][strictness][place] for one in predictions.languages])
        shown[name] = np.greater_equal(sure, cut[:, None])
        if said is not None:
            shown[name] |= said.certain >= lowest
    # As `kalm.reader.merge` has it: beside a warning the reader's own suggestions wait, those of rules do not.
    warned = np.any(shown["warning"], axis=1)[:, None]
    of_rules = np.zeros(sure.shape, np.bool_) if said is None else said.found | (said.certain != NOTHING)
    shown["any"] &= ~warned | shown["warning"] | of_rules
    bad, good = rows & ~predictions.ok, rows & predictions.ok
    return {
        name: {
            "bad": int(bad.sum()),
            "found": int(np.any(over & (predictions.labels == 1), axis=1)[bad].sum()),
            "good": int(good.sum()),
            "flagged": int(np.any(over, axis=1)[good].sum()),
        }
        for name, over in shown.items()
    }


def _pairs(predictions: Predictions) -> dict[str, int]:
    """How often the bad twin stands above the good one, in the category that it was given."""
    rows: dict[str, list[int]] = {}
    for row, (source, name) in enumerate(zip(predictions.sources, predictions.ids, strict=True)):
        if source.startswith(("contrasts", "pairs")):
            rows.setdefault(f"{source} {name[:-1]}", []).append(row)
    right = whole = 0
    for two in rows.values():
        if len(two) == 2 and predictions.ok[two[0]] != predictions.ok[two[1]]:
            bad, good = sorted(two, key=lambda row: bool(predictions.ok[row]))
            heads = predictions.labels[bad] == 1
            whole += 1
            right += bool((predictions.raw[bad, heads] > predictions.raw[good, heads]).any())
    return {"pairs": whole, "ranked": right}


def with_rules(
    files: Sequence[Path], model: Path, halves: Sequence[str], tell: Callable[[str], None] = print
) -> dict[str, Any]:
    """Rules alone, reader alone and both together on labelled files, at each strictness and on each half."""
    table: dict[str, Any] = {}
    for finder, linter in _finders(model):
        for strictness in STRICTNESS if finder != "rules" else ("balanced",):
            for half in halves:
                done = [evaluate(path, linter, strictness, half) for path in files]
                cases = [case for each in done for case in each.cases]
                judged = [one for each in done for one in each.judged]
                warning = summarise(case.at_least(WARNING) for case in cases)
                everything = summarise(cases)
                table[f"{finder} {strictness} {half}"] = {
                    "warning": {name: warning.get(name) for name in KEPT},
                    "any": {name: everything.get(name) for name in KEPT},
                    "recall": {name: one["recall"] for name, one in warning["categories"].items()},
                    "precision": {name: one["precision"] for name, one in warning["categories"].items()},
                    "situation": score(judged),
                }
                tell(f"{finder} {strictness} {half}: done")
    return table


def plain(drafts: Sequence[Draft], model: Path) -> dict[str, dict[str, int]]:
    """How many of these drafts, all of them fine, each finder flags at balanced; and how many there are."""
    table = {}
    for finder, linter in _finders(model):
        worst = [
            max((rank(one.severity) for one in linter.check(draft).findings if one.category != "language"), default=-1)
            for draft in drafts
        ]
        table[finder] = {
            "good": len(worst),
            "warning": sum(one >= WARNING for one in worst),
            "any": sum(one >= 0 for one in worst),
        }
    return table


def _finders(model: Path) -> Iterator[tuple[str, Linter]]:
    """Rules alone, reader alone, both together: each is to be used before the next is taken."""
    yield "rules", Linter.load()
    both = Linter.load(reader="auto", model=model)
    both.rules_on = False
    yield "reader", both
    both.rules_on = True
    yield "together", both
