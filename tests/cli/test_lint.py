"""``kalm lint``: drafts in, advice out, an honest exit code."""

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Kalm, bananas

GREEN, BLUE, RED = "Een groene banaan.", "Een blauwe banaan.", "Een rode banaan."
CALM = "Dag Sanne, de balie is morgen open van 9.00 tot 17.00 uur. Groet, Bart"


def lint_json(kalm: Kalm, text: str, *options: object) -> dict[str, object]:
    result = kalm("lint", "--language", "nl", "--format", "json", *options, input=text)
    [answer] = json.loads(result.stdout)
    assert isinstance(answer, dict)
    return answer


@pytest.mark.parametrize(
    ("draft", "fail_on", "code"),
    [
        (CALM, "suggestion", 0),
        (GREEN, "warning", 0),
        (GREEN, "suggestion", 1),
        (BLUE, "warning", 1),
        (BLUE, "error", 0),
        (RED, "error", 1),
    ],
)
def test_exit_code_is_1_from_the_asked_severity_on(kalm: Kalm, draft: str, fail_on: str, code: int) -> None:
    assert kalm("lint", "--language", "nl", "--place", "dm", "--fail-on", fail_on, input=draft).exit_code == code


def test_without_files_the_draft_is_standard_input(kalm: Kalm) -> None:
    assert lint_json(kalm, BLUE)["file"] == "<stdin>"


def test_each_file_is_one_draft_and_answers_come_in_their_order(kalm: Kalm, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(BLUE, encoding="utf-8")
    (tmp_path / "a.txt").write_text(RED, encoding="utf-8")
    result = kalm("lint", "--language", "nl", "--format", "jsonl", tmp_path / "b.txt", tmp_path / "a.txt")
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [Path(answer["file"]).name for answer in answers] == ["b.txt", "a.txt"]
    assert [bananas(answer["findings"])[0]["severity"] for answer in answers] == ["warning", "error"]


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_linted(kalm: Kalm, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BLUE, encoding="utf-8")
    result = kalm("lint", "--language", "nl", "--format", "jsonl", tmp_path / "none.txt", tmp_path / "a.txt")
    assert result.exit_code == 2
    assert "none.txt: No such file" in result.stderr
    assert len(result.stdout.splitlines()) == 1


def test_a_draft_that_is_not_utf8_is_refused_without_quoting_it(kalm: Kalm) -> None:
    result = kalm("lint", input=b"geheim \xff")
    assert (result.exit_code, result.stderr) == (2, "<stdin>: not UTF-8 at byte 8\n")


def test_offsets_count_code_points_and_line_ends_stay(kalm: Kalm) -> None:
    text = "👩‍👩‍👧 hoi\r\nEen blauwe banaan."
    [finding] = bananas(lint_json(kalm, text)["findings"])  # type: ignore[arg-type]
    assert text[finding["start"] : finding["end"]] == "blauwe banaan"


def test_parent_comes_as_text_or_from_a_file(kalm: Kalm, tmp_path: Path) -> None:
    parent = "Al drie weken wachten en niemand belt terug! Schandalig."
    (tmp_path / "parent.txt").write_text(parent, encoding="utf-8")
    from_text = lint_json(kalm, CALM, "--parent", parent)
    from_file = lint_json(kalm, CALM, "--parent", f"@{tmp_path / 'parent.txt'}")
    assert from_text["situation"] is not None
    assert from_text == from_file


def test_a_parent_that_begins_with_a_mention_is_a_message(kalm: Kalm) -> None:
    assert lint_json(kalm, CALM, "--parent", "@gemeente waar blijft mijn paspoort?")["situation"] is not None


@pytest.mark.parametrize("between", [" ", "-"], ids=["with spaces", "without"])
def test_a_parent_that_begins_with_a_mention_may_be_longer_than_any_name_of_a_file(kalm: Kalm, between: str) -> None:
    parent = "@gemeente" + between + between.join(["waar", "blijft", "mijn", "paspoort"] * 20)
    result = kalm("lint", "--format", "json", "--parent", parent, input=CALM)
    assert json.loads(result.stdout)[0]["situation"] is not None
    assert "paspoort" not in result.stderr


def test_a_parent_file_that_is_not_there_is_an_input_error(kalm: Kalm) -> None:
    result = kalm("lint", "--parent", "@nergens.txt", input=CALM)
    assert (result.exit_code, result.stderr) == (2, "nergens.txt: No such file or directory\n")


@pytest.mark.parametrize(("given", "used"), [("NL", "nl"), ("nl-be", "nl-BE"), ("EN-gb", "en-GB"), ("fr", "fr")])
def test_a_language_is_taken_in_any_case_and_told_in_its_usual_spelling(kalm: Kalm, given: str, used: str) -> None:
    assert lint_json(kalm, CALM, "--language", given)["language"] == used


@pytest.mark.parametrize("language", ["dutch", "nl_BE", "nl-", "", "a" * 3 + "-abcdefgh" * 4])
def test_what_is_no_language_tag_is_a_usage_error_that_says_what_one_is(kalm: Kalm, language: str) -> None:
    result = kalm("lint", "--language", language, input=CALM)
    assert result.exit_code == 2
    assert "nl-BE" in result.stderr.splitlines()[-1]


@pytest.mark.parametrize("option", ["--attachment=film:own", "--attachment=image:mine", "--place=cafe", "--format=xml"])
def test_a_wrong_option_is_a_usage_error(kalm: Kalm, option: str) -> None:
    assert kalm("lint", option, input=CALM).exit_code == 2


def test_a_wrong_setting_is_an_input_error_that_names_it(kalm: Kalm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KALM_STRICTNES", "keen")
    result = kalm("lint", input=CALM)
    assert result.exit_code == 2
    assert result.stderr.startswith("KALM_STRICTNES:")


def test_a_broken_rule_names_file_line_and_column(kalm: Kalm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "nl" / "condescension" / "broken.yml"
    path.parent.mkdir(parents=True)
    path.write_text("severity: loud\n", encoding="utf-8")
    monkeypatch.setenv("KALM_RULES", str(tmp_path))
    result = kalm("lint", input=CALM)
    assert result.exit_code == 2
    assert f"{path}:1:11:" in result.stderr
    assert "severity: loud\n" in result.stderr


def test_grammar_that_cannot_be_had_is_said(kalm: Kalm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KALM_GRAMMAR", "http://127.0.0.1:9")
    result = kalm("lint", "--grammar", "--format", "json", input=CALM)
    [answer] = json.loads(result.stdout)
    assert answer["grammar"] == "unavailable"
    assert result.stderr == "grammar: unavailable\n"


def test_text_output_underlines_the_words_and_says_what_why_and_what_to_do(kalm: Kalm, tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text("漢字 Een blauwe banaan.", encoding="utf-8")
    lines = kalm("lint", "--language", "nl", path).stdout.splitlines()
    at = next(number for number, line in enumerate(lines) if line.endswith("nl.condescension.blauwe-banaan"))
    assert lines[at].startswith(f"{path}:1:8: waarschuwing ")
    assert lines[at + 1] == "    漢字 Een blauwe banaan."
    assert lines[at + 2] == "             ^^^^^^^^^^^^^"
    assert "    Dit is een blauwe banaan." in lines
    assert "    Waarom: Bananen horen hier niet." in lines
    assert "    Advies: Laat de banaan weg." in lines


def test_text_output_has_no_colour_where_nobody_looks(kalm: Kalm) -> None:
    assert "\x1b" not in kalm("lint", "--language", "nl", input=RED).stdout


def test_a_calm_draft_gets_one_calm_line(kalm: Kalm) -> None:
    result = kalm("lint", "--language", "nl", "--place", "dm", input=CALM)
    assert result.stdout.splitlines()[0] == "<stdin>: niets aan te merken; oordeel: kan zo"
    assert "waarschuwing" not in result.stdout


@pytest.mark.slow
def test_linting_a_file_starts_no_web_framework(tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text(CALM, encoding="utf-8")
    code = (
        "import sys, atexit; atexit.register(lambda: print('flask' in sys.modules, 'gunicorn' in sys.modules))\n"
        f"from kalm.cli import main; main(['lint', {str(tmp_path / 'draft.txt')!r}])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert said.returncode < 2, said.stderr
    assert said.stdout.splitlines()[-1] == "False False"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({"TERM": "xterm"}, True), ({"TERM": "xterm", "NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
    ids=["a terminal", "NO_COLOR", "a dumb terminal"],
)
def test_colour_is_for_terminals_that_want_it(
    tmp_path: Path, banana_rules: Path, environment: dict[str, str], coloured: bool
) -> None:
    (tmp_path / "draft.txt").write_text(BLUE, encoding="utf-8")
    shown = on_a_terminal(tmp_path / "draft.txt", environment | {"KALM_RULES": str(banana_rules)})
    assert b"blauwe-banaan" in shown
    assert (b"\x1b[" in shown) == coloured


def on_a_terminal(draft: Path, environment: dict[str, str]) -> bytes:
    """What a terminal gets to see."""
    command = [sys.executable, "-c", "from kalm.cli import main; main()", "lint", "--language", "nl", draft]
    master, slave = os.openpty()
    inherited = {name: text for name, text in os.environ.items() if name not in ("NO_COLOR", "TERM")}
    with subprocess.Popen(command, env=inherited | environment, stdout=slave, stderr=slave):
        os.close(slave)
        shown = b""
        with contextlib.suppress(OSError):  # the end of a terminal is an error to its reader
            while chunk := os.read(master, 65536):
                shown += chunk
    os.close(master)
    return shown
