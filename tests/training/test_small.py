"""The training code on a slice: it learns, its export is the same network, eight bits rank like float."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import jax
import numpy as np
import pytest

from kalm.core import SITUATIONS
from kalm.reader.model import ReaderModel
from training import export, network, runs
from training.__main__ import CORPUS
from training.batches import epoch, packed
from training.fit import Recipe, fit, loss
from training.lower import Lower
from training.network import Weights
from training.records import Item, own_cases, read

COMPLAINT = SITUATIONS.index("complaint")
pytestmark = pytest.mark.slow  # its fixtures take minutes

SLICE = {"parents": 200, "daily-nl": 50, "contrasts": 40}
"""Lines of each file. A few minutes teach the kind of a message, not yet the tone of a draft."""
RECIPE = Recipe("small", 7, 7, rate=3e-4)


@dataclass
class Trained:
    material: runs.Material
    learning: Weights
    before: float
    after: float
    work: Path

    @property
    def drafts(self) -> list[Item]:
        return [item for item in self.material.items if item.labels is not None]


def _loss(learning: Weights, items: list[Item], lower: Lower) -> float:
    run = jax.jit(lambda weights, batch: loss(weights, batch, None))
    return float(np.mean([run(learning, batch) for batch in packed(items, epoch(items, 1, 0)[:6], lower)]))


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    work = tmp_path_factory.mktemp("work")
    corpus = work / "corpus"
    corpus.mkdir()
    for name, most in SLICE.items():
        lines = (CORPUS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
        (corpus / f"{name}.jsonl").write_text("".join(lines[:most]), encoding="utf-8")
    given = runs.material(corpus, work, None, 7, own_only=True)
    before = _loss(given.learning, given.items, given.lower)
    learning = fit(RECIPE, given.learning, given.items, given.lower, work, tell=lambda line: None)
    return Trained(given, learning, before, _loss(learning, given.items, given.lower), work)


@pytest.fixture(scope="module")
def folders(trained: Trained) -> tuple[Path, Path]:
    made = []
    for name in ("float", "eight"):
        folder = trained.work / name
        folder.mkdir()
        trained.material.tokenizer.save(str(folder / "tokenizer.json"))
        made.append(folder)
    export.write(trained.material.frozen, trained.learning, made[0] / "model.onnx")
    export.quantise(made[0] / "model.onnx", made[1] / "model.onnx")
    return made[0], made[1]


def test_the_loss_falls(trained: Trained):
    assert trained.after < 0.8 * trained.before


def test_a_finished_run_goes_on_from_its_checkpoint_instead_of_training_again(trained: Trained):
    told: list[str] = []
    given = trained.material
    again = fit(RECIPE, given.learning, given.items, given.lower, trained.work, tell=told.append)
    assert told == []
    assert all(map(np.array_equal, jax.tree.leaves(again), jax.tree.leaves(trained.learning)))


def test_a_checkpoint_of_another_recipe_is_refused(trained: Trained):
    given = trained.material
    with pytest.raises(SystemExit, match="another recipe"):
        fit(Recipe("small", 3), given.learning, given.items, given.lower, trained.work)


def test_the_exported_graph_is_the_network_that_was_trained(trained: Trained, folders: tuple[Path, Path]):
    model = ReaderModel(folders[0])
    for item in trained.drafts[:12]:
        pieces, real = np.array([item.pieces]), np.ones((1, len(item.pieces)), np.float32)
        mark = np.zeros_like(real)
        mark[0, item.first : -1] = 1
        hidden = network.upper(trained.learning, network.lower(trained.material.frozen, pieces, real), real)
        expected = network.outputs(trained.learning, hidden, mark)
        draft, piece, situation = model.run(item.pieces, mark[0], ["draft", "piece", "situation"])
        assert np.abs(draft - np.asarray(expected[0])[0]).max() < 0.001
        assert np.abs(piece - np.asarray(expected[1])[0]).max() < 0.001
        assert np.abs(situation - np.asarray(expected[2])[0]).max() < 0.001


def test_eight_bits_rank_like_float_and_few_records_change_sides(trained: Trained, folders: tuple[Path, Path]):
    messages = [item for item in trained.material.items if item.situation is not None]
    labels = np.array([item.situation[COMPLAINT] >= 0.5 for item in messages])
    whole, eight = (
        np.array([model.situation(item.pieces)[0]["complaint"] for item in messages])
        for model in (ReaderModel(folders[0]), ReaderModel(folders[1]))
    )
    assert _auc(whole, labels) > 0.75
    assert abs(_auc(whole, labels) - _auc(eight, labels)) <= 0.01
    changed = float(((whole >= 0.5) != (eight >= 0.5)).mean())
    assert changed <= 0.03


def _auc(scores: np.ndarray, labels: np.ndarray) -> float:
    good, bad = scores[labels == 0], scores[labels == 1]
    return float((bad[:, None] > good[None, :]).mean())


def test_own_cases_with_a_fault_are_named_by_file_and_record(trained: Trained, tmp_path: Path):
    path = tmp_path / "own.jsonl"
    shutil.copy(CORPUS / "daily-nl.jsonl", path)
    assert own_cases(path, trained.material.tokenizer)
    records = read(path)[:2]
    del records[1]["findings"]
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    with pytest.raises(ValueError, match=r"own\.jsonl, record 2: KeyError at 'findings'"):
        own_cases(path, trained.material.tokenizer)


def test_no_fold_splits_a_parent_or_a_pair(trained: Trained):
    items = trained.material.items
    for number in range(runs.FOLDS):
        out = runs.held_out(f"fold-{number}", items)
        inside = {item.group for item, is_out in zip(items, out, strict=True) if is_out}
        assert not inside & {item.group for item, is_out in zip(items, out, strict=True) if not is_out}
    pairs: dict[str, set[str]] = {}
    for item in items:
        if item.pair is not None:
            pairs.setdefault(item.pair, set()).add(item.group)
    assert pairs
    assert all(len(groups) == 1 for groups in pairs.values())
