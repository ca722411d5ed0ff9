"""``kalm audit``: what a policy would have said of past posts, and what another one."""

import hashlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click
import orjson

from kalm import dumps
from kalm.audit import (
    CheckSource,
    Job,
    Posts,
    Progress,
    Tally,
    UnreadableError,
    audit,
    cases_of,
    over_cores,
    posts_at,
)
from kalm.audit.checkpoint import Checkpoint, CheckpointError
from kalm.audit.checks import POLICY_CHECK
from kalm.audit.columns import NAMES
from kalm.audit.report import as_document, as_lines, as_text
from kalm.audit.run import Spread
from kalm.audit.tally import MOST_PROBLEMS
from kalm.cli.common import InputError, read_settings, whole_pool, writing
from kalm.cli.policy import document_of, opened_store, read_policy
from kalm.config import STRICTNESSES, Settings
from kalm.core import SEVERITIES, rank
from kalm.policy import PolicyDocument
from kalm.policy.files import written
from kalm.rules.errors import RuleError
from kalm.store import policies

PUBLISHED, BUILT_IN = "published", "built-in"
FORMATS = ("text", "json", "jsonl")
MOST_CASES = 1_000
STOPPED = 130
"""Exit code after Ctrl-C, as shells have it."""


class _ColumnType(click.ParamType[tuple[str, str]]):
    """``draft=Antwoordtekst``."""

    name = "part=column"

    def convert(self, value: object, param: click.Parameter | None, context: click.Context | None) -> tuple[str, str]:
        """Part of a post and name of the column."""
        if isinstance(value, tuple):
            return value
        part, _, column = str(value).partition("=")
        if part not in NAMES or not column.strip():
            self.fail(f"write PART=COLUMN; PART is one of {', '.join(NAMES)}", param, context)
        return part, column


@click.command("audit")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--output", type=click.Path(path_type=Path), help="Default: standard output.")
@click.option("--policy", metavar="POLICY", default=PUBLISHED, show_default=True, help="The policy that is tried.")
@click.option("--against", metavar="POLICY", help="A second policy: shows what the first finds more, and less.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    type=_ColumnType(),
    help="Which column holds what, e.g. draft=Antwoordtekst. May be given more than once.",
)
@click.option(
    "--cases",
    type=click.IntRange(0, MOST_CASES),
    default=0,
    show_default=True,
    help="Show so many posts, drawn at random from those interrupted or, with --against, judged otherwise. "
    "Only then drafts are in the output.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed draws other posts.")
@click.option(
    "--reader",
    type=click.Choice(["auto", "off"]),
    help="off: rules alone, some thirty times faster; what only the reader hears is missing. Default: KALM_READER.",
)
@click.option("--resume", is_flag=True, help="Go on where an earlier run with the same options stopped.")
@click.option("--scheduler", metavar="ADDRESS", help="Of a Dask cluster that does the work, e.g. tcp://10.0.0.7:8786.")
@click.option(
    "--fail-on", type=click.Choice(SEVERITIES), help="Exit code 1 if the policy finds something as severe as this."
)
def command(
    file: Path,
    form: str,
    output: Path | None,
    policy: str,
    against: str | None,
    columns: tuple[tuple[str, str], ...],
    cases: int,
    seed: int,
    reader: str | None,
    resume: bool,
    scheduler: str | None,
    fail_on: str | None,
) -> None:
    """Count what a policy would have said of the past posts in FILE: CSV, JSON lines or Excel.

    A POLICY is published (the one in force), draft, the number of a version, a policy file, built-in, or built-in
    with a strictness: built-in:keen.
    The first row of a table names its columns. The output holds counts; drafts only with --cases.

    Exit code 0: done. 1: only with --fail-on. 2: wrong use or input, or rows that could not be read.
    """
    dumps.forbid()
    settings = read_settings()
    if output is not None and not output.absolute().parent.is_dir():
        raise InputError(f"{output}: there is no such folder")
    settings = replace(settings, reader=reader or settings.reader)
    sources = tuple(source_of(given, settings) for given in (policy, against) if given is not None)
    if len({source.name for source in sources}) < len(sources):
        raise click.UsageError("--policy and --against name the same policy")
    job = Job(sources, columns, cases, seed)
    try:
        if settings.reader != "off" and not sources[0].hears():
            click.echo(f"Without the reader: {sources[0].listener()}", err=True)
        posts = posts_at(file, dict(columns))
        place = Checkpoint(_checkpoint_path(file, output, settings), posts, job)
        with _progress() as advance:
            tally = _run(posts, job, scheduler, place, resume, advance)
        drawn = cases_of(posts, job, tally) if cases else None
    except OSError as error:
        raise InputError(f"{error.filename or file}: {error.strerror or type(error).__name__}") from None
    except UnreadableError as error:
        raise InputError(f"{file}: {error}") from None
    except (CheckpointError, RuleError) as error:
        raise InputError(str(error)) from None
    _write(as_document(str(file), [source.name for source in sources], tally, drawn), form, output)
    place.remove()
    _tell_problems(str(file), tally)
    found = tally.checks[0].severities
    failed = fail_on is not None and any(found[each] for each in SEVERITIES if rank(each) >= rank(fail_on))
    sys.exit(2 if tally.unreadable else int(failed))


def source_of(given: str, settings: Settings) -> CheckSource:
    """The check of the policy that an option names. Raises `InputError`."""
    name, _, strictness = given.partition(":")
    source = CheckSource(
        name=given,
        strictness=strictness or settings.strictness,
        rules=tuple(str(folder.absolute()) for folder in settings.rules),
        reader=settings.reader,
        cache=str(settings.cache_dir),
    )
    if name == BUILT_IN:
        if strictness and strictness not in STRICTNESSES:
            raise InputError(f"{given}: the strictness is one of {', '.join(STRICTNESSES)}")
        return source
    if Path(given).is_file():
        document: PolicyDocument | None = read_policy(Path(given))
    else:
        with opened_store(settings) as session:
            if given == PUBLISHED:
                latest = policies.latest(session)
                document = latest.document if latest else None
            else:
                document = document_of(session, given)
    if document is None:  # nothing was published: the built-in policy is in force
        return source
    return replace(source, factory=POLICY_CHECK, policy=written(document).encode(), strictness=None)


def _run(
    posts: Posts, job: Job, scheduler: str | None, place: Checkpoint, resume: bool, advance: Callable[[Progress], None]
) -> Tally:
    try:
        with whole_pool("--resume goes on"), _spread(job, scheduler) as spread:
            return audit(posts, job, spread, place, resume, advance)
    except KeyboardInterrupt:
        click.echo("Stopped; --resume goes on.", err=True)
        sys.exit(STOPPED)


@contextmanager
def _spread(job: Job, scheduler: str | None) -> Iterator[Spread]:
    if scheduler is None:
        yield over_cores(job)
        return
    try:
        from kalm.audit.cluster import ClusterError, over_cluster
    except ImportError:
        raise InputError("--scheduler needs Kalm's extra `dask`") from None
    try:
        with over_cluster(job, scheduler) as spread:
            yield spread
    except ClusterError as error:
        raise InputError(f"{error} --resume goes on where this stopped.") from None


def _checkpoint_path(file: Path, output: Path | None, settings: Settings) -> Path:
    """Beside the output; in the data folder where that is a terminal or a pipe."""
    if output is not None:
        return output.with_name(f"{output.name}.checkpoint")
    name = hashlib.sha256(str(file.absolute()).encode()).hexdigest()[:16]
    return settings.data_dir / "audit" / f"{name}.checkpoint"


@contextmanager
def _progress() -> Iterator[Callable[[Progress], None]]:
    """A bar on standard error, where a person looks."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(length=1, file=sys.stderr, item_show_func=_rows) as bar:
        latest = None

        def advance(progress: Progress) -> None:
            nonlocal latest
            latest = progress
            bar.length = progress.size + 1  # the file is read ahead of the answers: its end is not the end
            bar.update(max(0, min(progress.consumed, progress.size) - bar.pos), progress)

        yield advance
        bar.update((bar.length or 0) - bar.pos, latest)


def _rows(progress: Progress | None) -> str | None:
    return f"{progress.rows:,} posts" if progress else None


def _write(document: dict[str, object], form: str, output: Path | None) -> None:
    if form == "json":
        content = orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n"
    elif form == "jsonl":
        content = b"".join(orjson.dumps(each) + b"\n" for each in as_lines(document))
    else:
        content = "".join(f"{line}\n" for line in as_text(document)).encode()
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    with writing(output):
        output.write_bytes(content)


def _tell_problems(name: str, tally: Tally) -> None:
    for line, reason in tally.problems:
        click.echo(f"{name}:{line}: {reason}", err=True)
    if tally.unreadable > len(tally.problems):
        click.echo(f"{name}: only the first {MOST_PROBLEMS:,} of {tally.unreadable:,} such rows are listed", err=True)
