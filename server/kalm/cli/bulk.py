"""``kalm lint --records``: one answer a line, in order, over all cores, in constant memory."""

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import click
import orjson

from kalm.api.answer import to_answer
from kalm.cli.common import InputError, whole_pool
from kalm.core import rank
from kalm.linting import Linter
from kalm.parallel import Line, in_order, numbered
from kalm.records import RecordError, read_fields, to_record


@dataclass(frozen=True, slots=True)
class Answer:
    """What one line gave: an answer, or what is wrong with the line. ``severity`` is -1 without findings."""

    number: int
    length: int
    json: bytes = b""
    severity: int = -1
    problem: str | None = None


def lint_records(path: Path, linter: Linter, strictness: str, fail_on: int) -> int:
    """Write an answer for every record to standard output and broken lines to standard error. Gives the exit code."""
    broken = reached = False
    name = "<stdin>" if str(path) == "-" else str(path)
    with _opened(path) as (file, size), _progress(size) as advance, whole_pool("the answers so far are there"):
        for answer in in_order(numbered(file), lambda line: answer_line(line, linter, strictness)):
            advance(answer.length)
            if answer.problem is None:
                sys.stdout.buffer.write(answer.json)
                reached = reached or answer.severity >= fail_on
            else:
                broken = True
                click.echo(f"{name}:{answer.number}: {answer.problem}", err=True)
    sys.stdout.buffer.flush()
    return 2 if broken else int(reached)


def answer_line(line: Line, linter: Linter, strictness: str) -> Answer:
    """The answer to one line."""
    number, content = line
    try:
        record = to_record(read_fields(content))
        report = linter.check(record.draft, strictness=record.strictness or strictness)
        whole = to_answer(report, record.draft, "codepoint")
        json = orjson.dumps({"id": record.id, "situation": whole["situation"], "findings": whole["findings"]})
    except RecordError as error:
        return Answer(number, len(content), problem=str(error))
    except Exception as error:  # a fault of ours on one line must not lose the others; it is named, without text
        return Answer(number, len(content), problem=f"internal error: {type(error).__name__}")
    severity = max((rank(finding.severity) for finding in report.findings), default=-1)
    return Answer(number, len(content), json + b"\n", severity)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, int | None]]:
    """The file and its size; None for what has none, such as standard input or a pipe."""
    if str(path) == "-":
        yield sys.stdin.buffer, None
        return
    try:
        file = path.open("rb")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from None
    with file:
        state = os.fstat(file.fileno())
        yield file, state.st_size if stat.S_ISREG(state.st_mode) else None


@contextmanager
def _progress(size: int | None) -> Iterator[Callable[[int], None]]:
    """A bar on standard error for a file of known size, where a person looks and the answers go elsewhere."""
    if size is None or not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda _: None
        return
    with click.progressbar(length=size, file=sys.stderr, show_pos=False) as bar:
        yield bar.update
