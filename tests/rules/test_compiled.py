"""Compiled phrases are kept between starts, and never trusted more than they deserve."""

from functools import partial
from pathlib import Path

import pytest

from kalm.rules.folder import shipped_rules
from kalm.rules.loader import PackLoader
from kalm.rules.phrases import PhraseCompiler
from kalm.text.forms import forms, load_irregulars

RULE = """\
severity: warning
message: {nl: "m", en: "m"}
why: {nl: "w", en: "w"}
advice: {nl: "a", en: "a"}
match: {phrases: ["zoals $gezegd"]}
examples: {good: ["Zoals afgesproken."], bad: ["[[Zoals gezegd]] kan het niet."]}
source: "test"
"""


def load(root: Path, cache: Path) -> PackLoader:
    irregulars = load_irregulars(shipped_rules() / "nl" / "forms.yml")
    loader = PackLoader([root], "nl", partial(forms, language="nl", irregulars=irregulars), {}, cache=cache)
    loader.load("nl")
    loader.compiled.save()
    return loader


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in (("condescension/said.yml", RULE), ("lexicons/words.yml", "gezegd: [gezegd]\n")):
        path = tmp_path / "rules" / "nl" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "rules"


def test_a_second_start_compiles_nothing(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load(root, tmp_path / "cache").compiled.phrases["zoals $gezegd"]
    monkeypatch.setattr(PhraseCompiler, "_sequence", None)
    again = load(root, tmp_path / "cache").compiled.phrases["zoals $gezegd"]
    assert (again.expression, again.gates, again.needs) == (first.expression, first.gates, first.needs)


def test_another_list_makes_them_anew(root: Path, tmp_path: Path) -> None:
    load(root, tmp_path / "cache")
    (root / "nl" / "lexicons" / "words.yml").write_text("gezegd: [gemeld]\n", encoding="utf-8")
    assert "gemeld" in load(root, tmp_path / "cache").compiled.phrases["zoals $gezegd"].expression


@pytest.mark.parametrize(
    "content",
    [b"", b"[1, 2", b'{"sets": [], "phrases": {"zoals $gezegd": ["x", [[0, 0, false, 0]], []]}}', b"\xff\xfe"],
)
def test_a_broken_file_is_made_anew(root: Path, tmp_path: Path, content: bytes) -> None:
    load(root, tmp_path / "cache")
    (file,) = (tmp_path / "cache").iterdir()
    file.write_bytes(content)
    assert "gezegd" in load(root, tmp_path / "cache").compiled.phrases["zoals $gezegd"].expression


def test_a_folder_that_cannot_be_written_costs_only_time(root: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file, not a folder")
    assert load(root, tmp_path / "cache").compiled.phrases
