"""``kalm rules``: look at the rules, run their examples, start a new one, count how far they reach."""

import json
import re
import sys
from fnmatch import fnmatchcase
from pathlib import Path

import click

from kalm.cli.common import InputError, load_linter, read_settings, writing
from kalm.core import CATEGORIES, SEVERITIES
from kalm.linting import Linter
from kalm.rules.errors import RuleError
from kalm.rules.examples import run_examples
from kalm.rules.folder import LANGUAGES, shipped_rules
from kalm.rules.model import Example, Rule

_LAYERS = ("any", *LANGUAGES)
_folder_option = click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Another folder than the shipped lint_rules.",
)


@click.group("rules", no_args_is_help=True)
def command() -> None:
    """Look at rules, run their examples, start a new one, count how far they reach."""


@command.command("list")
@click.option("--language", type=click.Choice(_LAYERS), help="Rules of this folder only.")
@click.option("--category", type=click.Choice(CATEGORIES))
@click.option("--phenomenon", metavar="CODE", help="Rules that name this code of the catalogue, e.g. CO-1.")
@click.option("--json", "as_json", is_flag=True)
def list_rules(language: str | None, category: str | None, phenomenon: str | None, as_json: bool) -> None:
    """List the rules, one a line: id, severity, status if not stable, message."""
    chosen = [
        rule
        for rule in _by_id(load_linter(read_settings(), reader="off"))
        if language in (None, rule.language)
        and category in (None, rule.category)
        and (phenomenon is None or phenomenon in rule.phenomena)
    ]
    if as_json:
        click.echo(json.dumps([_facts(rule) for rule in chosen], ensure_ascii=False, indent=1))
        return
    width = max((len(rule.id) for rule in chosen), default=0)
    for rule in chosen:
        status = "" if rule.status == "stable" else f"({rule.status}) "
        click.echo(f"{rule.id:{width}}  {rule.severity:10}  {status}{_message(rule)}")


@command.command("show")
@click.argument("rule_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True)
def show(rule_id: str, as_json: bool) -> None:
    """Show one rule: what it says, why, what to do, and its examples."""
    rule = _chosen(load_linter(read_settings(), reader="off"), (rule_id,))[0]
    if as_json:
        click.echo(json.dumps(_facts(rule), ensure_ascii=False, indent=1))
        return
    click.echo(click.style(rule.id, bold=True))
    click.echo(f"  {rule.category}, {rule.severity}, {rule.status}; {', '.join(rule.phenomena) or 'no code'}")
    for texts in (rule.message, rule.why, rule.advice):
        for language, text in texts.items():
            click.echo(f"  {language}  {text}")
    for title, examples in (("bad", rule.bad), ("good", rule.good)):
        click.echo(f"  {title}:")
        for example in examples:
            click.echo(f"    - {_marked(example)}")
    if rule.source:
        click.echo(f"  source: {rule.source}")
    click.echo(f"  {rule.path}")


@command.command("test")
@click.argument("rule_ids", metavar="[ID]...", nargs=-1)
def test(rule_ids: tuple[str, ...]) -> None:
    """Run the examples of these rules, or of all. An ID may hold *.

    Exit code 1 when an example does not do what it should.
    """
    linter = load_linter(read_settings(), reader="off")
    chosen = _chosen(linter, rule_ids) if rule_ids else _by_id(linter)
    failures = [(rule, failure) for rule in chosen for failure in run_examples(linter, rule)]
    for rule, failure in failures:
        click.echo(f"{rule.path}: {failure}")
    failed = len({rule.id for rule, _ in failures})
    click.echo(f"{len(chosen) - failed} rules passed, {failed} failed", err=bool(failures))
    sys.exit(int(bool(failures)))


@command.command("new")
@click.argument("rule_id", metavar="ID")
@click.option("--severity", type=click.Choice(SEVERITIES), default="suggestion", show_default=True)
@_folder_option
def new(rule_id: str, severity: str, folder: Path | None) -> None:
    """Write the skeleton of a rule, e.g. nl.condescension.already-told: one file, to be filled in."""
    layer, category, *rest = [*rule_id.split("."), "", ""]
    names = [name for name in rest if name]
    if layer not in _LAYERS or category not in CATEGORIES or not names:
        raise InputError(
            f"{rule_id}: an id is LANGUAGE.CATEGORY.NAME, with LANGUAGE one of {', '.join(_LAYERS)} "
            f"and CATEGORY one of {', '.join(CATEGORIES)}"
        )
    if not all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in names):
        raise InputError(f"{rule_id}: a name is lower-case words joined by hyphens")
    path = (folder or shipped_rules()).joinpath(layer, category, *names).with_suffix(".yml")
    if path.exists():
        raise InputError(f"{path}: is there already")
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SKELETON.format(severity=severity), encoding="utf-8")
    click.echo(f"{path}\nFill it in (docs/adding-a-rule.md), then: kalm rules test {rule_id}")


@command.command("coverage")
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 when coverage.yml is no longer true.")
@_folder_option
def coverage(check: bool, folder: Path | None) -> None:
    """Lint the unseen wordings and write lint_rules/coverage.yml."""
    from kalm.evaluation.coverage import load_wordings, reach, totals, write

    root = folder or shipped_rules()
    try:
        wordings = load_wordings(root / "wordings")
    except RuleError as error:
        raise InputError(str(error)) from None
    if not wordings:
        raise InputError(f"{root / 'wordings'}: no wordings there")
    linter = load_linter(read_settings(), () if folder is None else (folder,), reader="off")
    reaches = [reach(linter, each) for each in wordings]
    text, path = write(reaches), root / "coverage.yml"
    if not check:
        with writing(path):
            path.write_text(text, encoding="utf-8")
        click.echo(path)
        for language, figures in totals(reaches).items():
            click.echo(f"  {language}: {', '.join(f'{name} {figure}' for name, figure in figures.items())}")
    elif not path.exists() or path.read_text(encoding="utf-8") != text:
        click.echo(f"{path}: is no longer true; run: kalm rules coverage", err=True)
        sys.exit(1)


def _by_id(linter: Linter) -> list[Rule]:
    return sorted(linter.rules, key=lambda rule: rule.id)


def _chosen(linter: Linter, wanted: tuple[str, ...]) -> list[Rule]:
    rules = _by_id(linter)
    unknown = [name for name in wanted if not any(fnmatchcase(rule.id, name) for rule in rules)]
    if unknown:
        raise InputError(f"no rule {', '.join(unknown)}; kalm rules list shows all")
    return [rule for rule in rules if any(fnmatchcase(rule.id, name) for name in wanted)]


def _message(rule: Rule) -> str:
    return rule.message["nl" if rule.language.startswith("nl") else "en"]


def _marked(example: Example) -> str:
    if example.marked is None:
        return example.text
    start, end = example.marked
    return f"{example.text[:start]}[[{example.text[start:end]}]]{example.text[end:]}"


def _facts(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "category": rule.category,
        "phenomena": list(rule.phenomena),
        "severity": rule.severity,
        "status": rule.status,
        "message": dict(rule.message),
        "why": dict(rule.why),
        "advice": dict(rule.advice),
        "examples": {"bad": [_marked(each) for each in rule.bad], "good": [_marked(each) for each in rule.good]},
        "source": rule.source,
    }


SKELETON = """\
# What it flags, in one line. See docs/adding-a-rule.md.
phenomenon: XX-0
severity: {severity}
status: preview
message: {{nl: "…", en: "…"}}
why:     {{nl: "…", en: "…"}}
advice:  {{nl: "…", en: "…"}}
when: {{}}
match:
  phrases:
    - "replace these words"
fixes: []
examples:
  good:                               # look-alikes first: this rule stays silent
    - "A first look-alike."
    - "A second look-alike."
    - "A third look-alike."
    - "A fourth look-alike."
  bad:                                # exactly one finding of this rule, on the marked words
    - "Please [[replace these words]] first."
    - "Then [[replace these words]] too."
    - "And [[replace these words]] at last."
source: "…"
"""
