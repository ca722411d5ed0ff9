"""``kalm store``: the database's state, copies of it, and its form."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from kalm.cli.common import InputError, read_settings
from kalm.store import Store, StoreUnavailableError, migrate, policies
from kalm.store.backup import BackupError
from kalm.store.backup import backup as copy_to
from kalm.store.backup import restore as copy_from
from kalm.store.base import telling


@click.group("store")
def command() -> None:
    """The database (KALM_DATABASE_URL): what Kalm keeps."""


@contextmanager
def _opened() -> Iterator[Store]:
    try:
        store = Store(read_settings().database_url)
    except ValueError as error:
        raise InputError(f"KALM_DATABASE_URL: {error}") from None
    try:
        with telling():
            yield store
    except (StoreUnavailableError, BackupError) as error:
        raise InputError(str(error)) from None
    finally:
        store.close()


def _form(store: Store) -> str:
    """The form of the database that is there; one that is missing is not made by asking."""
    if store.file is not None and not store.file.exists():
        raise InputError(f"{store.file}: no such file")
    found = migrate.current(store)
    if found is not None and not migrate.is_known(found):
        raise InputError(
            "KALM_DATABASE_URL: it was made by a newer release of Kalm; run that one, or restore a backup "
            f"(form of this release: {migrate.newest()})"
        )
    return found or "none"


@command.command("status")
def status() -> None:
    """Where the database is, its form, and the policy in it."""
    with _opened() as store:
        form, newest = _form(store), migrate.newest()
        click.echo(f"database  {store.engine.url.render_as_string(hide_password=True)}")
        click.echo(f"form      {form}" + ("" if form == newest else f" (this release: {newest})"))
        if form == newest:
            with store.reading() as session:
                found = policies.newest(session)
            click.echo(f"policy    version {found[0]}" if found else "policy    none published")


@command.command("backup")
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
def backup(target: Path) -> None:
    """Copy the database to a new file, while Kalm runs. It holds password hashes and disputes: keep it as such."""
    with _opened() as store:
        _form(store)
        copy_to(store, target)
    click.echo(f"{target}: {target.stat().st_size:,} bytes")


@command.command("restore")
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(source: Path, yes: bool) -> None:
    """Put a copy in place of all that is in the database. Kalm may run: it takes up what is restored."""
    with _opened() as store:
        if not yes:
            click.confirm("All that is in the database now is replaced. Go on?", abort=True)
        copy_from(store, source)
    click.echo("restored")


@command.command("upgrade")
def upgrade() -> None:
    """Bring the database to the form of this release, as `kalm serve` does when it starts."""
    with _opened() as store:
        before = _form(store) if store.file is None or store.file.exists() else "none"
        migrate.upgrade(store)
        click.echo(f"{before} -> {migrate.newest()}")


@command.command("downgrade")
@click.argument("form")
@click.option("--yes", is_flag=True, help="Do not ask.")
def downgrade(form: str, yes: bool) -> None:
    """Bring the database back to an older FORM, before an older release is run. Make a backup first.

    FORM is what `kalm store status` of that release names, such as 0001, also when it refuses the database.
    """
    if not migrate.is_known(form):
        raise InputError(f"{form}: no form that this release knows")
    with _opened() as store:
        before = _form(store)
        if not yes:
            click.confirm(f"What has no place in form {form} is lost. Go on?", abort=True)
        migrate.downgrade(store, form)
        click.echo(f"{before} -> {form}")
