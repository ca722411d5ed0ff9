"""``kalm grammar``: LanguageTool on this machine."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

import click

from kalm.cli.common import InputError, read_settings
from kalm.config import Settings
from kalm.grammar import Answer
from kalm.grammar.checker import Checker, variants_of
from kalm.grammar.guest import Guest, installed
from kalm.grammar.java import find_java, version_of
from kalm.grammar.languagetool import VERSION, NoRouteError, ensure_installed, find_home
from kalm.grammar.whereabouts import Whereabouts

PATIENCE = 10.0
"""Seconds that a check on the command line may take: nobody types meanwhile."""
START_PATIENCE = 180.0
STOP_PATIENCE = 30.0


@click.group("grammar")
def command() -> None:
    """Grammar and spelling: LanguageTool on this machine."""


@command.command("install")
def install() -> None:
    """Install LanguageTool, unless it is here already.

    Exit code 0: it is here. 2: no route led to it.
    """
    settings = read_settings()
    try:
        home = ensure_installed(settings.languagetool_dir, lambda line: click.echo(f"{line} ...", err=True))
    except NoRouteError as error:
        raise InputError(str(error)) from None
    click.echo(f"LanguageTool {VERSION}: {home}")


@command.command("status")
def status() -> None:
    """Say what is installed and whether the server runs.

    Exit code 0: grammar is ready. 1: it is not, or not yet.
    """
    settings = read_settings()
    if settings.grammar == "off":
        click.echo("grammar: off (KALM_GRAMMAR)")
        sys.exit(1)
    if settings.grammar != "auto":
        ready = Checker(settings.cache_dir, settings.grammar, PATIENCE).check("Good morning.", "en-GB").state == "ok"
        click.echo(f"grammar: {'ready' if ready else 'unavailable'}\nserver: {settings.grammar} (KALM_GRAMMAR)")
        sys.exit(not ready)
    java = find_java()
    note = Whereabouts(settings.cache_dir).current()
    click.echo(f"grammar: {note.stage if note else 'not running'}{f' ({note.detail})' if note and note.detail else ''}")
    click.echo(f"installed: {find_home(settings.languagetool_dir) or 'no; kalm grammar install'}")
    click.echo(f"java: {f'{java} ({version_of(java)})' if java else 'none that is new enough'}")
    if note is not None and note.port:
        click.echo(f"server: http://127.0.0.1:{note.port} (process {note.server}, kept by {note.keeper})")
        click.echo(f"languages: {', '.join(note.languages) or 'none warm yet'}")
    sys.exit(note is None or note.stage != "ready")


@command.command("stop")
def stop() -> None:
    """Stop the server of this machine. It comes back with the next `kalm serve`, or when a running one reloads."""
    whereabouts = Whereabouts(read_settings().cache_dir)
    if not whereabouts.owned():
        click.echo("No server runs.")
        return
    deadline = time.monotonic() + STOP_PATIENCE
    told = set()
    while time.monotonic() < deadline:
        note = whereabouts.current()  # the next in line takes over at once, and is told too
        if note is not None and note.keeper not in told:
            told.add(note.keeper)
            with suppress(ProcessLookupError):
                os.kill(note.keeper, signal.SIGTERM)
        with whereabouts.own(patience=0.2) as held:
            if held:
                click.echo("Stopped.")
                return
    raise InputError("The server did not stop; see 'kalm grammar status'.")


Ask = Callable[[str, str], Answer]
"""Asks about a text in a language."""


@contextmanager
def at_hand(settings: Settings) -> Iterator[Ask]:
    """Ask the server that runs, else one that is started for this command and ends with it; says so, since that
    takes a while."""
    if settings.grammar != "auto":
        yield Checker(settings.cache_dir, settings.grammar, PATIENCE).check
        return
    checker = Checker(settings.cache_dir, budget=PATIENCE)
    whereabouts = Whereabouts(settings.cache_dir)
    guest = Guest(settings.cache_dir, settings.languagetool_dir)
    if checker.stage() != "ready":
        click.echo("grammar: starting LanguageTool; this takes up to a minute (`kalm serve` keeps it ready)", err=True)
        guest.start()

    def ask(text: str, language: str) -> Answer:
        _wait(whereabouts, guest, variants_of(language))
        return checker.check(text, language)

    try:
        yield ask
    finally:
        guest.stop()


def _wait(whereabouts: Whereabouts, guest: Guest, languages: Sequence[str]) -> None:
    """Return once these languages are warm, or no server will come."""
    deadline = time.monotonic() + START_PATIENCE
    while installed() and not guest.ended() and time.monotonic() < deadline:
        note = whereabouts.current()
        if note is not None and (note.stage == "failed" or set(languages) <= set(note.languages)):
            return
        time.sleep(0.1)
