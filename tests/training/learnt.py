"""A reader that learns from a slice of the corpus, and what can be told of it without JAX."""

from dataclasses import dataclass
from pathlib import Path

import jax
import numpy as np

from training import export, network, runs
from training.__main__ import CORPUS
from training.batches import epoch, packed
from training.fit import Recipe, fit, loss
from training.lower import Lower
from training.network import Weights
from training.records import Item

SLICE = {"parents": 200, "daily-nl": 50, "contrasts": 40}
"""Lines of each file. A few minutes teach the kind of a message, not yet the tone of a draft."""
RECIPE = Recipe("small", 7, 7, rate=3e-4)
COMPARED = 12
"""Drafts whose outputs are kept, to hold the exported graph against."""


@dataclass
class Learnt:
    """What a run on the slice gave."""

    items: list[Item]
    before: float
    after: float
    """Loss, before and after."""
    told_again: list[str]
    same_again: bool
    """What a second run said, and whether its weights are those of the first."""
    refusal: str
    """What a run with another recipe said."""
    outputs: list[tuple[Item, list[np.ndarray]]]
    """Some drafts, with the logits of the draft, of its pieces and of the situation."""
    whole: Path
    eight: Path
    """Folders with the exported graph, as it is and in eight bits."""


def learn(work: Path) -> Learnt:
    """Train on the slice in the folder ``work``, and export."""
    corpus = work / "corpus"
    corpus.mkdir()
    for name, most in SLICE.items():
        lines = (CORPUS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
        (corpus / f"{name}.jsonl").write_text("".join(lines[:most]), encoding="utf-8")
    given = runs.material(corpus, work, None, 7, own_only=True)
    before = _loss(given.learning, given.items, given.lower)
    learning = fit(RECIPE, given.learning, given.items, given.lower, work, tell=lambda line: None)
    told: list[str] = []
    again = fit(RECIPE, given.learning, given.items, given.lower, work, tell=told.append)
    same = all(map(np.array_equal, jax.tree.leaves(again), jax.tree.leaves(learning)))
    drafts = [item for item in given.items if item.labels is not None][:COMPARED]
    return Learnt(
        given.items,
        before,
        _loss(learning, given.items, given.lower),
        told,
        same,
        _refusal(given, work),
        [(item, _outputs(learning, given.frozen, item)) for item in drafts],
        *_exported(given, learning, work),
    )


def _loss(learning: Weights, items: list[Item], lower: Lower) -> float:
    run = jax.jit(lambda weights, batch: loss(weights, batch, None))
    return float(np.mean([run(learning, batch) for batch in packed(items, epoch(items, 1, 0)[:6], lower)]))


def _refusal(given: runs.Material, work: Path) -> str:
    try:
        fit(Recipe("small", 3), given.learning, given.items, given.lower, work)
    except SystemExit as refusal:
        return str(refusal)
    return ""


def _outputs(learning: Weights, frozen: Weights, item: Item) -> list[np.ndarray]:
    pieces, real = np.array([item.pieces]), np.ones((1, len(item.pieces)), np.float32)
    mark = np.zeros_like(real)
    mark[0, item.first : -1] = 1
    hidden = network.upper(learning, network.lower(frozen, pieces, real), real)
    return [np.asarray(one)[0] for one in network.outputs(learning, hidden, mark)]


def _exported(given: runs.Material, learning: Weights, work: Path) -> tuple[Path, Path]:
    whole, eight = work / "float", work / "eight"
    for folder in (whole, eight):
        folder.mkdir()
        given.tokenizer.save(str(folder / "tokenizer.json"))
    export.write(given.frozen, learning, whole / "model.onnx")
    export.quantise(whole / "model.onnx", eight / "model.onnx", runs.some("small", given.items))
    return whole, eight
