"""``kalm privacy``: what is recorded here."""

import datetime as dt
from contextlib import suppress

import click

from kalm.cli.common import read_settings
from kalm.cli.stored import looking
from kalm.privacy import as_markdown, as_text, gather
from kalm.privacy import report as told
from kalm.store import StoreUnavailableError


@click.group("privacy")
def command() -> None:
    """What is recorded here, where, how long, and who can see it."""


@command.command("report")
@click.option("--language", type=click.Choice(("nl", "en")), default="nl", show_default=True)
@click.option("--format", "form", type=click.Choice(("text", "markdown")), default="text", show_default=True)
def report(language: str, form: str) -> None:
    """Tell it from the settings, the policy in force and the database, for a works council or a DPIA.

    The page Privacy in the console says the same. Without a database the numbers are not known.
    """
    settings = read_settings()
    today = dt.datetime.now(dt.UTC).date()
    facts = None
    with suppress(StoreUnavailableError), looking(settings) as session:
        facts = gather(settings, session, today)
    facts = facts or gather(settings, None, today)
    click.echo((as_markdown if form == "markdown" else as_text)(told(facts, language)), nl=False)
