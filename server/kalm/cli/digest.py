"""``kalm digest``: the week in plain text."""

import datetime as dt

import click

from kalm.cli.common import InputError, read_settings
from kalm.cli.stored import looking
from kalm.learning import digest
from kalm.store import StoreUnavailableError


@click.command("digest")
@click.option("--language", type=click.Choice(("nl", "en")), default="nl", show_default=True)
@click.option("--day", type=click.DateTime(("%Y-%m-%d",)), help="Tell the last whole week before this day (today).")
def command(language: str, day: dt.datetime | None) -> None:
    """Tell the last whole week as plain text, to be mailed or put in a chat.

    Counts of rules in groups of five people or more, disputes, proposals. Nothing is about a person.
    """
    today = day.date() if day is not None else dt.datetime.now(dt.UTC).date()
    try:
        with looking(read_settings()) as session:
            told = digest(session, today, language)
    except StoreUnavailableError as error:
        raise InputError(str(error)) from None
    click.echo(told, nl=False)
