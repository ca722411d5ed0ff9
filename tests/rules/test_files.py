"""Whatever somebody saves in a file of rules or data, loading it says file, line and column, or goes well."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kalm.engine.anatomy import AnatomyModel
from kalm.engine.guidance import Guidance
from kalm.engine.intensity import IntensityModel
from kalm.engine.openers import Openers
from kalm.engine.quantities import Quantities
from kalm.engine.situation import SituationModel
from kalm.grammar.noise import Noise
from kalm.linting import Linter
from kalm.reader.words import load_words
from kalm.rules.errors import Problem, RuleError
from kalm.rules.folder import shipped_rules
from kalm.rules.lexicons import load_lists
from kalm.rules.phrases import PhraseCompiler
from kalm.rules.retired import load_retired

Load = Callable[[Path, PhraseCompiler], object]


def _told(loaded: tuple[object, list[Problem]]) -> None:
    if loaded[1]:
        raise RuleError(loaded[1])


LOADERS: dict[str, Load] = {
    "guidance.yml": lambda path, _: Guidance.load([path]),
    "reader.yml": lambda path, _: load_words([path]),
    "retired.yml": lambda path, _: _told(load_retired([path.parent])),
    "nl/anatomy.yml": lambda path, compiler: AnatomyModel.load([path], compiler, Quantities.load([])),
    "nl/intensity.yml": lambda path, compiler: IntensityModel.load([path], compiler),
    "nl/languagetool.yml": lambda path, _: Noise.load([path]),
    "nl/lexicons/words.yml": lambda path, _: _told(load_lists([path.parents[2]], "nl", {})),
    "nl/openers.yml": lambda path, compiler: Openers.load([path], compiler, Quantities.load([])),
    "nl/quantities.yml": lambda path, _: Quantities.load([path]),
    "nl/situations.yml": lambda path, compiler: SituationModel.load([path], compiler),
    "nl/situations-weights.yml": lambda path, compiler: SituationModel.load([_beside(path)], compiler),
}
SLIPS = {
    "an unclosed bracket": (b"# a line\na: [\n", 3, 1),
    "no UTF-8": ("# een\nwoord: caf\xe9\n".encode("latin-1"), 2, 11),
    "a control character": (b"a: 1\nb: \x07\n", 2, 4),
    "a word": (b"nothing\n", 1, 1),
    "a tag": (b"!!int tag\n", 1, 1),
}


def _beside(weights: Path) -> Path:
    path = weights.with_name("situations.yml")
    path.write_text("groups: {anger: [boos]}\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def compiler(linter: Linter) -> PhraseCompiler:
    return linter.reading("nl").compiler({})


@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.parametrize("name", LOADERS)
def test_a_slip_in_any_file_has_a_place(tmp_path: Path, compiler: PhraseCompiler, name: str, slip: str) -> None:
    content, line, column = SLIPS[slip]
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    with pytest.raises(RuleError) as told:
        LOADERS[name](path, compiler)
    (problem,) = told.value.problems
    assert (problem.path, problem.line, problem.column) == (path, line, column)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"1: 2", b"[1]", b"{a: {b: c}}", b"- {a: b}", b"{1: [x]}"])
@pytest.mark.parametrize("name", LOADERS)
def test_content_of_another_shape_is_a_mistake_or_means_nothing(
    tmp_path: Path, compiler: PhraseCompiler, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    try:
        LOADERS[name](path, compiler)
    except RuleError as error:
        assert {problem.path for problem in error.problems} == {path}


def test_an_opener_with_half_a_slot_has_a_place(tmp_path: Path, compiler: PhraseCompiler) -> None:
    path = tmp_path / "openers.yml"
    path.write_text('openers:\n  - {text: "Wat vervelend van {thing", function: regret}\n', encoding="utf-8")
    with pytest.raises(RuleError) as told:
        Openers.load([path], compiler, Quantities.load([]))
    assert [problem.line for problem in told.value.problems] == [2]


@pytest.mark.parametrize("name", ["forms.yml", "grammar.yml"])
def test_a_slip_in_what_is_known_of_a_language_has_a_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "nl").mkdir()
    for each in ("forms.yml", "grammar.yml"):
        (tmp_path / "nl" / each).write_bytes((shipped_rules() / "nl" / each).read_bytes())
    path = tmp_path / "nl" / name
    path.write_bytes(path.read_bytes() + b"broken: [\n")
    monkeypatch.setattr("kalm.languages.shipped_rules", lambda: tmp_path)
    with pytest.raises(RuleError, match=rf"{name}:\d+:1: "):
        Linter.load()
