"""After a change of rules: thresholds and the rules' examples are measured anew, and the weights stay."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from click import ClickException
from click.testing import CliRunner

from kalm.reader.model import FOLDER
from tests.shipped import shipped
from training import __main__ as command
from training import runs

pytestmark = pytest.mark.slow
FILES = ("daily-nl", "daily-en", "nl-implicit")
TAKEN = 400


@pytest.fixture
def few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The start of some files of the corpus in place of all of it, so that reading takes seconds."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in FILES:
        lines = (command.CORPUS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        (corpus / f"{name}.jsonl").write_text("\n".join(lines[:TAKEN]) + "\n", encoding="utf-8")
    plain = (command.EVERYDAY / "plain-nl.jsonl").read_text(encoding="utf-8").splitlines()[:TAKEN]
    for folder in ("everyday", "pairs"):
        (tmp_path / folder).mkdir()
    (tmp_path / "everyday" / "plain-nl.jsonl").write_text("\n".join(plain) + "\n", encoding="utf-8")
    monkeypatch.setattr(command, "EVERYDAY", tmp_path / "everyday")
    monkeypatch.setattr(command, "CORPUS", corpus)
    monkeypatch.setattr(runs, "PAIRS", tmp_path / "pairs")
    return tmp_path


def test_thresholds_and_examples_are_measured_anew_and_the_weights_stay(few: Path):
    target, work = few / "model", few / "work"
    shutil.copytree(FOLDER, target)
    before = json.loads((target / "reader.json").read_text(encoding="utf-8"))
    np.savez(target / "neighbours.npz", rules=np.array(["nl.gone"]))
    done = CliRunner().invoke(command.main, ["measure", "--target", str(target), "--work", str(work)])
    assert done.exception is None, done.exception
    after = json.loads((target / "reader.json").read_text(encoding="utf-8"))
    assert (after["trained"], after["sha256"]) == (before["trained"], before["sha256"])
    assert after["scales"] != before["scales"]
    assert (target / "model.onnx").read_bytes() == (FOLDER / "model.onnx").read_bytes()
    with np.load(target / "neighbours.npz") as kept:
        assert set(kept["rules"].tolist()) == {
            rule.id for rule in shipped().rules if any(example.marked for example in rule.bad)
        }


def test_what_is_kept_of_the_reading_holds_no_text(few: Path):
    wanted = command.drafts()[:5]
    command._predicted("final", FOLDER, wanted, few)
    with np.load(few / "final.predictions.npz") as kept:
        words = " ".join(str(kept[name].tolist()) for name in kept.files if kept[name].dtype.kind == "U")
    assert wanted[0][1]["id"] in words
    assert not any(record["draft"] in words for _, record in wanted)


def test_what_another_recipe_made_is_refused_instead_of_used_again(tmp_path: Path):
    made = tmp_path / "final"
    made.mkdir()
    command._refuse_another_recipe("final", made)
    (made / "model.onnx").write_bytes(b"weights")
    for recipe in (None, "{}"):
        if recipe is not None:
            (made / command.RECIPE).write_text(recipe, encoding="utf-8")
        with pytest.raises(ClickException, match="another recipe"):
            command._refuse_another_recipe("final", made)
    (made / command.RECIPE).write_text(command._recipe("final"), encoding="utf-8")
    command._refuse_another_recipe("final", made)
