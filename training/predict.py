"""What an exported model says about labelled drafts it has not learnt from: the ground of every figure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kalm.core import SITUATIONS, Span
from kalm.reader.encode import alone, windows
from kalm.reader.model import HEADS, ReaderModel
from training.records import to_draft

Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Predictions:
    """One row for each draft: ids, sources, languages; ``raw`` and ``labels`` (n x 13), ``ok`` (n).

    ``pieces`` holds, for each category, outputs and labels of the pieces of drafts that carry it with a span.
    ``situations`` are (labelled, predicted) places in `SITUATIONS`, one for each different parent.
    """

    ids: list[str]
    sources: list[str]
    languages: list[str]
    raw: Numbers
    labels: Numbers
    ok: NDArray[np.bool_]
    pieces: dict[str, tuple[Numbers, Numbers]]
    situations: list[tuple[int, int]]


def predict(
    model: ReaderModel, records: Sequence[tuple[str, dict[str, Any]]], tell: Callable[[str], None] = print
) -> Predictions:
    """Run ``model`` over (source, record) pairs, labels read for comparison only."""
    raw, labels = np.zeros((2, len(records), len(HEADS)), np.float32)
    outputs: dict[str, list[Numbers]] = {category: [] for category in HEADS}
    truths: dict[str, list[Numbers]] = {category: [] for category in HEADS}
    situations: dict[str, tuple[int, int]] = {}
    for row, (_, record) in enumerate(records):
        draft = to_draft(record)
        read = [(window, model.read(window)) for window in windows(model.tokenizer, draft.text, draft.context)]
        raw[row] = np.max([output.draft[: len(HEADS)] for _, output in read], axis=0)
        for finding in record["findings"]:
            head = HEADS.index(finding["category"])
            labels[row, head] = 1
            if finding["start"] is not None:
                for window, output in read:
                    outputs[finding["category"]].append(output.piece[:, head])
                    span = Span(finding["start"], finding["end"])
                    inside = [span.start < one.end and one.start < span.end for one in window.spans]
                    truths[finding["category"]].append(np.array(inside, np.float32))
        parent = record.get("parent")
        if parent is not None and parent not in situations and record.get("situation") in SITUATIONS:
            shares, _ = model.situation(alone(model.tokenizer, parent))
            heard = max(shares, key=lambda label: shares[label])
            situations[parent] = (SITUATIONS.index(record["situation"]), SITUATIONS.index(heard))
        if row % 1000 == 999:
            tell(f"read {row + 1} of {len(records)}")
    empty = np.zeros(0, np.float32)
    return Predictions(
        [record["id"] for _, record in records],
        [source for source, _ in records],
        [record["lang"] for _, record in records],
        raw,
        labels,
        np.array([bool(record["ok"]) for _, record in records]),
        {name: (np.concatenate([empty, *outputs[name]]), np.concatenate([empty, *truths[name]])) for name in HEADS},
        list(situations.values()),
    )


def joined(parts: Sequence[Predictions]) -> Predictions:
    """Several predictions as one."""
    return Predictions(
        [name for part in parts for name in part.ids],
        [name for part in parts for name in part.sources],
        [name for part in parts for name in part.languages],
        np.concatenate([part.raw for part in parts]),
        np.concatenate([part.labels for part in parts]),
        np.concatenate([part.ok for part in parts]),
        {
            name: (
                np.concatenate([part.pieces[name][0] for part in parts]),
                np.concatenate([part.pieces[name][1] for part in parts]),
            )
            for name in HEADS
        },
        [pair for part in parts for pair in part.situations],
    )


def kept(work: Path, run: str) -> Path:
    """Where a folder of some material keeps what a run's weights said of what they never saw."""
    return work / f"{run}.predictions.npz"


def save(predictions: Predictions, path: Path) -> None:
    """Keep them as one file; no text is in it."""
    pieces = {
        f"piece {name} {kind}": values
        for name, pair in predictions.pieces.items()
        for kind, values in zip(("raw", "label"), pair, strict=True)
    }
    np.savez_compressed(
        path,
        ids=np.array(predictions.ids),
        sources=np.array(predictions.sources),
        languages=np.array(predictions.languages),
        raw=predictions.raw,
        labels=predictions.labels,
        ok=predictions.ok,
        situations=np.array(predictions.situations, np.int64).reshape(-1, 2),
        **pieces,  # type: ignore[arg-type]  # numpy's stub takes every keyword for `allow_pickle`
    )


def load(path: Path) -> Predictions:
    """What `save` kept."""
    with np.load(path) as held:
        return Predictions(
            held["ids"].tolist(),
            held["sources"].tolist(),
            held["languages"].tolist(),
            held["raw"],
            held["labels"],
            held["ok"],
            {name: (held[f"piece {name} raw"], held[f"piece {name} label"]) for name in HEADS},
            [(int(one), int(other)) for one, other in held["situations"]],
        )
