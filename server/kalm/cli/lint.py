"""``kalm lint``: drafts from files, standard input, or a file of records."""

import errno
import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from click.core import ParameterSource

from kalm import dumps
from kalm.cli.common import InputError, load_linter, read_settings
from kalm.cli.output import STDIN, Linted
from kalm.config import STRICTNESSES
from kalm.core import ACCOUNTS, PLACES, SEVERITIES, Attachment, Context, Draft, Message, rank
from kalm.core.draft import ATTACHMENT_KINDS, RIGHTS
from kalm.text.language import LONGEST_TAG, TAG, spelled

FORMATS = ("text", "json", "jsonl", "sarif")


class _AttachmentType(click.ParamType[Attachment]):
    """``image:own``; a bare kind has unknown rights."""

    name = "kind:rights"

    def convert(self, value: object, param: click.Parameter | None, context: click.Context | None) -> Attachment:
        """The attachment that ``value`` spells."""
        if isinstance(value, Attachment):
            return value
        kind, _, rights = str(value).partition(":")
        if kind not in ATTACHMENT_KINDS or (rights or "unknown") not in RIGHTS:
            self.fail(
                f"KIND is one of {', '.join(ATTACHMENT_KINDS)}; RIGHTS one of {', '.join(RIGHTS)}", param, context
            )
        return Attachment(kind, rights or "unknown")


class _LanguageType(click.ParamType[str]):
    """A language tag as a request spells it, or ``auto``."""

    name = "tag"

    def convert(self, value: object, param: click.Parameter | None, context: click.Context | None) -> str:
        """The tag in its usual spelling."""
        tag = str(value)
        if len(tag) > LONGEST_TAG or not re.fullmatch(TAG, tag):
            self.fail("a language is a tag such as nl, nl-BE, en or en-GB; auto finds it out", param, context)
        return spelled(tag)


@click.command("lint")
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--records",
    metavar="FILE.jsonl",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Lint a file of records, one draft a line; answers on one line each, in order.",
)
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: text; jsonl with --records.")
@click.option("--parent", metavar="TEXT|@FILE", help="The message that the draft answers.")
@click.option("--place", type=click.Choice(PLACES), help="Default: page with --parent, else post.")
@click.option("--account", type=click.Choice(ACCOUNTS), default="brand", show_default=True)
@click.option("--platform", metavar="NAME", help="x, facebook, linkedin, instagram, mastodon, bluesky, ...")
@click.option(
    "--language",
    metavar="TAG",
    type=_LanguageType(),
    default="auto",
    show_default=True,
    help="nl, nl-BE, en, ... or auto.",
)
@click.option(
    "--attachment",
    "attachments",
    multiple=True,
    type=_AttachmentType(),
    help="Something posted along, e.g. image:own. May be given more than once.",
)
@click.option("--strictness", type=click.Choice(STRICTNESSES), help="Default: KALM_STRICTNESS.")
@click.option("--grammar", is_flag=True, help="Ask for grammar and spelling too.")
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="warning",
    show_default=True,
    help="From which severity on findings give exit code 1.",
)
def command(
    files: tuple[Path, ...],
    records: Path | None,
    form: str | None,
    parent: str | None,
    place: str | None,
    account: str,
    platform: str | None,
    language: str,
    attachments: tuple[Attachment, ...],
    strictness: str | None,
    grammar: bool,
    fail_on: str,
) -> None:
    """Read drafts before they are posted. A file is one draft; without files, standard input is.

    Exit code 0: nothing at or above --fail-on. 1: findings. 2: wrong use or input.
    """
    dumps.forbid()
    settings = read_settings()
    strictness = strictness or settings.strictness
    if records is not None:
        _refuse_beside_records(files, form)
        from kalm.cli.bulk import lint_records

        sys.exit(lint_records(records, load_linter(settings), strictness, rank(fail_on)))
    context = Context(
        platform=platform.lower() if platform else None,
        place=place or ("page" if parent is not None else "post"),
        account=account,
        parent=None if parent is None else Message(_parent_text(parent)),
        attachments=attachments,
    )
    linter = load_linter(settings)
    linted, unreadable = [], False
    ask = None
    if grammar and settings.grammar != "off":
        from kalm.cli.grammar import at_hand

        ask = click.get_current_context().with_resource(at_hand(settings))
    for path in files or (Path("-"),):
        try:
            draft = Draft(_read(path), context, language)
        except InputError as error:
            error.show()
            unreadable = True
            continue
        report = linter.check(draft, strictness=strictness)
        if ask is not None:
            report = linter.with_grammar(report, draft, ask(draft.text, report.language))
        linted.append(Linted(_name(path), draft, report))
    _write(linted, form or "text")
    if grammar and (states := {each.report.grammar for each in linted} - {"ok"}):
        click.echo(f"grammar: {', '.join(sorted(states))}", err=True)
    reached = any(rank(finding.severity) >= rank(fail_on) for each in linted for finding in each.report.findings)
    sys.exit(2 if unreadable else int(reached))


def _refuse_beside_records(files: tuple[Path, ...], form: str | None) -> None:
    """A file of records says itself where each draft stands; what would say it again is a mistake."""
    if files or form not in (None, "jsonl"):
        raise click.UsageError("--records takes one file, no drafts beside it, and writes --format jsonl")
    context = click.get_current_context()
    for name in ("parent", "place", "account", "platform", "language", "attachments", "grammar"):
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"--{name.removesuffix('s')} does not go with --records: each record says its own")


def _parent_text(given: str) -> str:
    """The message itself, or what the file behind ``@`` holds."""
    return _read(Path(given[1:])) if given.startswith("@") and _names_file(given[1:]) else given


def _names_file(given: str) -> bool:
    """Whether this is the name of a file, there or not. A message may begin with a mention: then it has spaces, or is
    longer than any name, and no such file is there."""
    try:
        return Path(given).is_file() or not re.search(r"\s", given)
    except OSError as error:
        return error.errno != errno.ENAMETOOLONG and not re.search(r"\s", given)


def _name(path: Path) -> str:
    return STDIN if str(path) == "-" else str(path)


def _read(path: Path) -> str:
    """The text of a file, or of standard input for ``-``. Line ends stay as they are, so that offsets fit the file."""
    try:
        content = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{_name(path)}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{_name(path)}: not UTF-8 at byte {error.start + 1}") from None


def _write(linted: Sequence[Linted], form: str) -> None:
    if form == "text":
        from kalm.cli.output.text import WIDEST, as_text, wants_colour

        width = shutil.get_terminal_size((WIDEST, 0)).columns if sys.stdout.isatty() else WIDEST
        colour = wants_colour(sys.stdout)
        for number, each in enumerate(linted):
            click.echo("\n" if number else "", nl=False)
            for line in as_text(each, width):
                click.echo(line, color=colour)
    elif form == "sarif":
        from kalm.cli.output.sarif import as_sarif

        click.echo(as_sarif(linted).encode())
    else:
        from kalm.cli.output.json import as_json, as_jsonl

        for part in [as_json(linted)] if form == "json" else as_jsonl(linted):
            click.echo(part.encode())
