"""The training code on a slice: it learns, its export is the same network, eight bits rank like float."""

import json
import multiprocessing
import shutil
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import onnx
import pytest
from tokenizers import Tokenizer

from kalm.core import SITUATIONS
from kalm.reader.model import ReaderModel
from tests.training.learnt import Learnt, learn
from training import export, runs
from training.__main__ import CORPUS
from training.records import own_cases, read

COMPLAINT = SITUATIONS.index("complaint")
pytestmark = pytest.mark.slow  # its fixture takes minutes


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Learnt:
    """Made in a process of its own: JAX leaves threads behind, and where threads are no later test may fork."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as own:
        return own.submit(learn, tmp_path_factory.mktemp("work")).result()


@pytest.fixture(scope="module")
def tokenizer(learnt: Learnt) -> Tokenizer:
    return Tokenizer.from_file(str(learnt.whole / "tokenizer.json"))


def test_the_loss_falls(learnt: Learnt):
    assert learnt.after < 0.8 * learnt.before


def test_a_finished_run_goes_on_from_its_checkpoint_instead_of_training_again(learnt: Learnt):
    assert learnt.told_again == []
    assert learnt.same_again


def test_a_checkpoint_of_another_recipe_is_refused(learnt: Learnt):
    assert "another recipe" in learnt.refusal


def test_the_exported_graph_is_the_network_that_was_trained(learnt: Learnt):
    model = ReaderModel(learnt.whole)
    for item, expected in learnt.outputs:
        mark = np.zeros((1, len(item.pieces)), np.float32)
        mark[0, item.first : -1] = 1
        given = model.run(item.pieces, mark[0], ["draft", "piece", "situation"])
        assert all(np.abs(ours - theirs).max() < 0.001 for ours, theirs in zip(given, expected, strict=True))


def test_eight_bits_rank_like_float_and_few_records_change_sides(learnt: Learnt):
    messages = [item for item in learnt.items if item.situation is not None]
    labels = np.array([item.situation[COMPLAINT] >= 0.5 for item in messages])
    whole, eight = (
        np.array([model.situation(item.pieces)[0]["complaint"] for item in messages])
        for model in (ReaderModel(learnt.whole), ReaderModel(learnt.eight))
    )
    assert _auc(whole, labels) > 0.75
    assert abs(_auc(whole, labels) - _auc(eight, labels)) <= 0.01
    changed = float(((whole >= 0.5) != (eight >= 0.5)).mean())
    assert changed <= 0.03


def test_channels_of_like_range_leave_the_answer_as_it_was_and_eight_bits_nearer_to_it(learnt: Learnt, tmp_path: Path):
    texts = runs.some("small", learnt.items)
    evened, plain = tmp_path / "evened", tmp_path / "plain"
    for folder in (evened, plain):
        folder.mkdir()
        shutil.copy(learnt.whole / "tokenizer.json", folder)
    graph = onnx.load(str(learnt.whole / "model.onnx"))
    export.even(graph, texts)
    onnx.save(graph, str(evened / "model.onnx"))
    export.quantise(learnt.whole / "model.onnx", plain / "model.onnx", [])
    assert _apart(evened, learnt) < 0.001
    assert _apart(learnt.eight, learnt) < 0.6 * _apart(plain, learnt)


def _apart(folder: Path, learnt: Learnt) -> float:
    """Root mean square of how far a model's last states are from those of the whole one."""
    one, other = ReaderModel(folder), ReaderModel(learnt.whole)
    gaps = []
    for item, _ in learnt.outputs:
        mark = np.ones(len(item.pieces), np.float32)
        ours, theirs = (model.run(item.pieces, mark, ["hidden"])[0] for model in (one, other))
        gaps.append(float(((ours - theirs) ** 2).mean()))
    return float(np.sqrt(np.mean(gaps)))


def _auc(scores: np.ndarray, labels: np.ndarray) -> float:
    good, bad = scores[labels == 0], scores[labels == 1]
    return float((bad[:, None] > good[None, :]).mean())


def test_own_cases_with_a_fault_are_named_by_file_and_record(tokenizer: Tokenizer, tmp_path: Path):
    path = tmp_path / "own.jsonl"
    shutil.copy(CORPUS / "daily-nl.jsonl", path)
    assert own_cases(path, tokenizer)
    records = read(path)[:2]
    del records[1]["findings"]
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    with pytest.raises(ValueError, match=r"own\.jsonl, record 2: KeyError at 'findings'"):
        own_cases(path, tokenizer)


def test_no_fold_splits_a_parent_or_a_pair(learnt: Learnt):
    items = learnt.items
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
