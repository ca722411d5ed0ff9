"""``kalm policy``: what the organisation decided, from the command line."""

import getpass
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy.orm import Session

from kalm.cli.common import InputError, load_linter, read_settings, writing
from kalm.config import Settings
from kalm.inforce import NewerStoreError, bring_to_form, try_document
from kalm.linting import Linter
from kalm.policy import PolicyBook, PolicyDocument, Scope, write_document
from kalm.policy.differ import differences, told
from kalm.policy.document import json_schema
from kalm.policy.explain import explain as explained
from kalm.policy.files import parse, written
from kalm.rules.errors import RuleError
from kalm.store import Store, StoreUnavailableError, admin_log, policies
from kalm.store.policies import EditedMeanwhileError, UnreadableError

DRAFT = "draft"
UNREADABLE_DRAFT = "The draft was written by another release of Kalm; `kalm policy import FILE` replaces it."
PLACES = ("page", "group", "dm", "post")
ACCOUNTS = ("brand", "personal", "ambassador")


@click.group("policy")
def command() -> None:
    """The organisation's policy: a draft that is being written, and published versions that never change.

    A VERSION is a number, `draft`, or the name of a policy file.
    """


@command.command("show")
@click.argument("version", required=False)
@click.option("--list", "as_list", is_flag=True, help="All versions: number, day, author, note.")
@click.option("--schema", is_flag=True, help="JSON Schema of a policy file instead.")
def show(version: str | None, as_list: bool, schema: bool) -> None:
    """Show a version as YAML; without VERSION the one in force."""
    if schema:
        click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=1))
        return
    with opened_store(read_settings()) as session:
        if as_list:
            for one in policies.history(session, most=None):
                click.echo(f"{one.number:>4}  {one.published_at:%Y-%m-%d}  {one.author}  {one.note}")
            return
        click.echo(written(document_of(session, version)), nl=False)


@command.command("export")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--version", "version", help="Instead of the one in force.")
def export(file: Path, version: str | None) -> None:
    """Write a version to FILE: YAML, or JSON if its name ends in .json."""
    with opened_store(read_settings()) as session:
        document = document_of(session, version)
    plain = json.dumps(write_document(document), ensure_ascii=False, indent=1) + "\n"
    with writing(file):
        file.write_text(plain if file.suffix == ".json" else written(document), encoding="utf-8")


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def take(file: Path) -> None:
    """Make FILE the draft. Nothing changes for writers until it is published."""
    settings = read_settings()
    document = read_policy(file)
    _tried(settings, document)
    with opened_store(settings) as session:
        opened = policies.draft(session, document.name)
        try:
            policies.save_draft(session, document, opened.edition, _author())
        except EditedMeanwhileError as error:
            raise InputError(f"{error}. Nothing was saved.") from None
        admin_log.record(session, _author(), "policy.import", DRAFT, "command line")
    if opened.changed_at is not None:
        click.echo(f"It takes the place of the draft by {opened.author}.")
    click.echo("Saved as the draft. `kalm policy diff` shows what would change, `kalm policy publish` makes it so.")


@command.command("diff")
@click.argument("before", required=False)
@click.argument("after", required=False)
def diff(before: str | None, after: str | None) -> None:
    """Show what changes from BEFORE to AFTER; without them from the version in force to the draft.

    Exit code 0: nothing. 1: something.
    """
    with opened_store(read_settings()) as session:
        changes = differences(document_of(session, before), document_of(session, after or DRAFT))
    for change in changes:
        click.echo(told(change))
    raise SystemExit(bool(changes))


@command.command("publish")
@click.option("--note", required=True, help="Why: people will read it among the versions.")
@click.option("--file", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Not the draft.")
def publish(note: str, file: Path | None) -> None:
    """Publish the draft, or a file. Running workers read by it within two seconds."""
    settings = read_settings()
    with opened_store(settings) as session:
        opened = policies.draft(session)
    if file is None and opened.changed_at is None:
        raise InputError("There is no draft; `kalm policy import FILE` makes one.")
    if file is None and opened.unreadable:
        raise InputError(UNREADABLE_DRAFT)
    document = opened.document if file is None else read_policy(file)
    _tried(settings, document)
    with opened_store(settings) as session:
        if file is None:
            try:
                number = policies.publish_draft(session, opened.edition, note, _author())
            except EditedMeanwhileError:
                raise InputError("Somebody changed the draft meanwhile. Nothing was published.") from None
        else:
            number = policies.publish(session, document, note, _author())
        admin_log.record(session, _author(), "policy.publish", f"version {number}", note)
    click.echo(f"Version {number} is in force.")
    if file is not None and opened.changed_at is not None:
        click.echo(f"The draft by {opened.author} is still there.")


@command.command("rollback")
@click.argument("version", type=click.IntRange(1))
@click.option("--note", default="", help="Why.")
def rollback(version: int, note: str) -> None:
    """Publish VERSION anew, as the newest one."""
    settings = read_settings()
    with opened_store(settings) as session:
        document = document_of(session, str(version))
    _tried(settings, document)
    with opened_store(settings) as session:
        number = policies.rollback(session, version, note or f"as version {version}", _author())
        admin_log.record(session, _author(), "policy.rollback", f"version {number}", f"as version {version}")
    click.echo(f"Version {number} is in force; it is version {version} anew.")


@command.command("explain")
@click.argument("rule")
@click.option("--version", "version", help="Instead of the one in force.")
@click.option("--team")
@click.option("--account", type=click.Choice(ACCOUNTS))
@click.option("--place", type=click.Choice(PLACES))
@click.option("--platform")
def explain(
    rule: str, version: str | None, team: str | None, account: str | None, place: str | None, platform: str | None
) -> None:
    """Say in one line why RULE is as it is, for these writers and this place."""
    settings = read_settings()
    with opened_store(settings) as session:
        document = document_of(session, version)
    book = PolicyBook(document, 0, settings.strictness)
    linter = _tried(settings, document)
    found = next((one for one in linter.rules if one.id == rule), None)
    if found is None:
        raise InputError(f"No rule has the id {rule}; `kalm rules list` shows all.")
    policy = book.resolve(Scope(team, account, place, platform))
    click.echo(explained(policy, found.id, found.category, found.severity))


@contextmanager
def opened_store(settings: Settings) -> Iterator[Session]:
    """The store of ``settings``, brought up to date. Raises `InputError`."""
    try:
        store = Store(settings.database_url)
    except ValueError as error:
        raise InputError(f"KALM_DATABASE_URL: {error}") from None
    try:
        bring_to_form(store)
        with store.session() as session:
            yield session
        store.close()
    except (StoreUnavailableError, NewerStoreError) as error:
        raise InputError(f"KALM_DATABASE_URL: {error}") from None
    except UnreadableError as error:
        raise InputError(f"{error}.") from None


def document_of(session: Session, version: str | None) -> PolicyDocument:
    """The document that a VERSION names. Raises `InputError`."""
    if version is None:
        latest, highest = policies.latest(session), policies.highest(session)
        number = latest.number if latest else 0
        if number != highest:
            told = f"Version {highest} was written by another release of Kalm; version {number} stays in force."
            click.echo(told, err=True)
        return PolicyDocument(name="built-in") if latest is None else latest.document
    if version == DRAFT:
        opened = policies.draft(session)
        if opened.unreadable:
            raise InputError(UNREADABLE_DRAFT)
        return opened.document
    if version.isdecimal():
        try:
            return policies.version(session, int(version)).document
        except policies.NoSuchVersionError:
            raise InputError(f"There is no version {version}; `kalm policy show --list` shows all.") from None
    return read_policy(Path(version))


def read_policy(file: Path) -> PolicyDocument:
    """The document of a policy file. Raises `InputError`."""
    try:
        return parse(file.read_text(encoding="utf-8"), file)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: cannot be read: {getattr(error, 'strerror', 'not UTF-8')}") from None
    except RuleError as error:
        raise InputError(str(error)) from None


def _tried(settings: Settings, document: PolicyDocument) -> Linter:
    """A linter that reads by ``document``; ends the command where it cannot be one."""
    try:
        return try_document(load_linter(settings, reader="off"), document)
    except RuleError as error:
        raise InputError(str(error)) from None


def _author() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "command line"
