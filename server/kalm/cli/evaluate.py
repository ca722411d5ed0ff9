"""``kalm evaluate``: how well Kalm hears, against drafts that a person marked."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from kalm import dumps
from kalm.cli.common import InputError, load_linter, read_settings, whole_pool
from kalm.config import STRICTNESSES
from kalm.evaluation.files import HALVES, Evaluated, evaluate
from kalm.evaluation.scoring import WARNING, Case, summarise
from kalm.evaluation.situations import Judged, score
from kalm.linting import Linter


@click.command("evaluate")
@click.argument("files", nargs=-1, required=True, metavar="GOLD.jsonl...", type=click.Path(path_type=Path))
@click.option(
    "--half",
    type=click.Choice(HALVES),
    default="all",
    show_default=True,
    help="Only records whose id number is even or odd.",
)
@click.option("--strictness", type=click.Choice(STRICTNESSES), help="Default: KALM_STRICTNESS.")
@click.option("--brief", is_flag=True, help="Of several files only one line each.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable, with the names of tests/gold/score.py.")
def command(files: tuple[Path, ...], half: str, strictness: str | None, brief: bool, as_json: bool) -> None:
    """Score findings against gold files, at warning and above beside all severities.

    Labels are used for scoring only. Files of messages (text and situation) score the situation. Shares stand with
    their 95 % confidence interval. Exit code 2 when a line could not be read; the rest is scored.
    """
    dumps.forbid()
    settings = read_settings()
    linter = load_linter(settings)
    with whole_pool("nothing was scored"):
        evaluated = [_evaluate(path, linter, strictness or settings.strictness, half) for path in files]
    broken = [(each.path, *problem) for each in evaluated for problem in each.problems]
    for path, number, problem in broken:
        click.echo(f"{path}:{number}: {problem}", err=True)
    cases = [case for each in evaluated for case in each.cases]
    by_language = sorted({case.language for case in cases})
    by_file = {str(each.path): figures(each.cases, each.judged) for each in evaluated}
    total = figures(cases, [judged for each in evaluated for judged in each.judged])
    languages = {name: figures([case for case in cases if case.language == name], []) for name in by_language}
    if as_json:
        click.echo(json.dumps({"half": half, "files": by_file, "total": total, "languages": languages}, indent=1))
    else:
        several = by_file if len(by_file) == 1 else {**by_file, "total": total}
        tables = several if len(languages) < 2 else {**several, **languages}
        for name, part in [] if brief and len(tables) > 1 else tables.items():
            click.echo("\n".join(_table(name, part, half)) + "\n")
        if len(tables) > 1:
            click.echo("\n".join(_overview(tables)))
    sys.exit(2 if broken else 0)


def _evaluate(path: Path, linter: Linter, strictness: str, half: str) -> Evaluated:
    try:
        return evaluate(path, linter, strictness, half)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from None


def figures(cases: Sequence[Case], judged: Sequence[Judged]) -> dict[str, Any]:
    """The figures of one file, or of several together; None for what it holds nothing of."""
    return {
        "warning": summarise(case.at_least(WARNING) for case in cases) if cases else None,
        "all": summarise(cases) if cases else None,
        "situation": score(judged),
    }


def _table(name: str, part: dict[str, Any], half: str) -> Iterator[str]:
    yield f"== {name}" + ("" if half == "all" else f" ({half} half)")
    if part["all"]:
        yield from _scores(part["warning"], part["all"])
    if part["situation"]:
        yield from _situations(part["situation"])


def _scores(warning: dict[str, Any], everything: dict[str, Any]) -> Iterator[str]:
    yield f"{everything['records']} drafts: {everything['bad']} bad, {everything['good']} good"
    yield f"{'':22}{'warning and above':44}  all severities"
    head = f"{'precision':18} {'recall':18} {'on good':>5}"
    yield f"{'category':16} {'gold':>4} {head}  {head}"
    rows = [*everything["categories"], "all"]
    for row in rows:
        both = [_row(view, row) for view in (warning, everything)]
        gold = everything["all" if row == "all" else "categories"]
        count = gold["gold"] if row == "all" else gold[row]["gold"]
        yield f"{row:16} {count:4} {both[0]}  {both[1]}".rstrip()
    for label, line in (
        ("bad drafts with a right finding", _caught),
        ("good drafts with a false alarm", _alarms),
        ("good drafts with any finding", _touched),
        ("pairs both right", _contrast),
    ):
        if line(everything):
            yield f"{label:32} {line(warning):>34}  {line(everything):>34}"


def _row(view: dict[str, Any], row: str) -> str:
    figures = view["all"] if row == "all" else view["categories"].get(row)
    if figures is None:
        return f"{'-':18} {'-':18} {'':>7}"
    on_good = figures.get("false_alarm_drafts", "")
    return f"{_share(figures, 'precision'):18} {_share(figures, 'recall'):18} {on_good:>7}"


def _share(figures: dict[str, Any], name: str) -> str:
    if figures[name] is None:
        return "-"
    low, high = figures[f"{name}_interval"]
    return f"{figures[name]:.2f} [{low:.2f}-{high:.2f}]"


def _caught(view: dict[str, Any]) -> str:
    return _of(view["bad_with_a_right_finding"], view["bad"], view["draft_recall_interval"])


def _alarms(view: dict[str, Any]) -> str:
    return _of(view["good_with_false_alarm"], view["good"], view["false_alarms_interval"])


def _touched(view: dict[str, Any]) -> str:
    return _of(view["good_with_any_finding"], view["good"], view["any_finding_interval"])


def _contrast(view: dict[str, Any]) -> str:
    contrast = view["contrast"]
    return _of(contrast["both_right"], contrast["pairs"], contrast["interval"]) if contrast else ""


def _of(part: int, whole: int, interval: tuple[float, float] | None) -> str:
    if interval is None:
        return "-"
    return f"{part} of {whole} = {part / whole:.1%} [{interval[0]:.1%}-{interval[1]:.1%}]"


def _overview(parts: dict[str, dict[str, Any]]) -> Iterator[str]:
    """One line a file: what decides whether it went well."""
    width = max(len(name) for name in parts)
    yield f"{'':{width}}    bad   caught   or by any    good  flagged  or by any   pairs   situation"
    for name, part in parts.items():
        warning, everything, situation = part["warning"], part["all"], part["situation"]
        cells = [""] * 7
        if everything:
            bad, good, contrast = everything["bad"], everything["good"], warning["contrast"]
            cells = [
                str(bad),
                _percent(warning["bad_with_a_right_finding"], bad),
                _percent(everything["bad_with_a_right_finding"], bad),
                str(good),
                _percent(warning["good_with_false_alarm"], good),
                _percent(everything["good_with_any_finding"], good),
                _percent(contrast["both_right"], contrast["pairs"]) if contrast else "",
            ]
        right = _percent(situation["right"], situation["messages"]) if situation else ""
        bad, caught, caught_any, good, flagged, touched, pairs = cells
        yield (
            f"{name:{width}} {bad:>6} {caught:>8} {caught_any:>11} {good:>7} {flagged:>8} {touched:>10} "
            f"{pairs:>7} {right:>11}"
        ).rstrip()
    yield "caught: a right finding of warning or above; flagged: a finding of warning or above; pairs: at warning"


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


def _situations(part: dict[str, Any]) -> Iterator[str]:
    low, high = part["accuracy_interval"]
    yield (
        f"situation: {part['right']} of {part['messages']} right, accuracy {part['accuracy']:.2f} "
        f"[{low:.2f}-{high:.2f}], macro F1 {part['macro_f1']:.2f}"
    )
    for label, figures in part["labels"].items():
        taken = ", ".join(f"{other} {count}" for other, count in figures["taken_for"].items())
        yield f"  {label:16} {figures['right']:4} of {figures['gold']:4}, F1 {figures['f1']:.2f}" + (
            f"; taken for {taken}" if taken else ""
        )
    if part["distress"]:
        distress = part["distress"]
        yield f"  distress: {distress['gold']} marked, {distress['found']} noticed, {distress['right']} rightly"
