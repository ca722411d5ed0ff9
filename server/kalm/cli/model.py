"""``kalm model``: what the reader is, and training it with an organisation's own cases."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import click

from kalm.cli.common import InputError
from kalm.reader.model import FOLDER
from kalm.rules.folder import shipped_rules


@click.group("model")
def command() -> None:
    """The reader: its card, and training it anew."""


@command.command("card")
def card() -> None:
    """Print the model card: data, method, figures, limits, licence."""
    path = FOLDER / "card.md"
    if not path.is_file():
        raise InputError("The reader's model is not in this installation.")
    click.echo(path.read_text(encoding="utf-8"), nl=False)


@command.command("train")
@click.option(
    "--extra",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Own labelled drafts, in the form of tests/gold/SCHEMA.md; may be named more than once.",
)
@click.option(
    "--target",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the new model; put its files in place of the shipped ones to use it.",
)
@click.option("--outside", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--work", type=click.Path(path_type=Path, file_okay=False), help="Folder for checkpoints.")
def train(extra: tuple[Path, ...], target: Path, outside: Path | None, work: Path | None) -> None:
    """Train a reader that also knows your own cases. Nothing leaves this machine; up to two hours on two cores.

    Needs a checkout of Kalm with the extra [train]; a stopped run goes on where it was.
    """
    checkout = shipped_rules().parent
    if not (checkout / "training" / "__main__.py").is_file() or importlib.util.find_spec("jax") is None:
        raise InputError("Training needs a checkout of Kalm and the extra [train]: run `make model` there once.")
    asked = [sys.executable, "-m", "training", "model", "--target", str(target.absolute())]
    asked += [part for path in extra for part in ("--extra", str(path.absolute()))]
    for name, value in (("--outside", outside), ("--work", work)):
        asked += [name, str(value.absolute())] if value is not None else []
    searched = os.pathsep.join([str(checkout), str(checkout / "server")])
    sys.exit(subprocess.run(asked, cwd=checkout, env={**os.environ, "PYTHONPATH": searched}, check=False).returncode)
