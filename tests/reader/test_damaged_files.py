"""Files of the model that are damaged, mixed up or missing: rules go on without the reader, and say why."""

import shutil
from pathlib import Path

import pytest

from kalm.core import Draft
from kalm.policy import BUILT_IN
from kalm.reader.model import FOLDER, ReaderUnavailableError, check
from kalm.rules.folder import shipped_rules
from tests.shipped import shipped


@pytest.fixture
def model(tmp_path: Path) -> Path:
    try:
        check()
    except ReaderUnavailableError as reason:
        pytest.skip(str(reason))
    return Path(shutil.copytree(FOLDER, tmp_path / "model"))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("model.onnx", b"half of it", "not the one that reader.json was measured with"),
        ("reader.json", b"{", "cannot be loaded (JSONDecodeError)"),
        ("reader.json", b"{}", "cannot be loaded (KeyError)"),
        ("reader.json", None, "cannot be loaded (FileNotFoundError)"),
        ("neighbours.npz", b"PK", "cannot be loaded ("),
        ("tokenizer.json", b"{}", "cannot be loaded (Exception)"),
        ("tokenizer.json", None, "cannot be loaded (Exception)"),
    ],
)
def test_rules_go_on_without_the_reader_and_say_why(model: Path, name: str, content: bytes | None, told: str):
    if content is None:
        (model / name).unlink()
    else:
        (model / name).write_bytes(content)
    linter = shipped().of_policy(BUILT_IN)
    linter.listen([shipped_rules() / "reader.yml"], model)
    linter.open_reader()
    assert told in linter.reader_state
    assert linter.listening is None
    assert linter.check(Draft("Zijn BSN is 111222333.", language="nl")).findings
