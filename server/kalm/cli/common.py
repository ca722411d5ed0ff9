"""What several commands share: bad input, loading the rules."""

from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

import click

from kalm.config import SettingError, Settings, read
from kalm.linting import Linter
from kalm.rules.errors import RuleError


class InputError(click.ClickException):
    """Something given to a command cannot be used. Ends it with exit code 2."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        """Write the message as it is: it names a file or a setting and needs no prefix."""
        click.echo(self.format_message(), err=True)


def read_settings() -> Settings:
    """The settings of the environment."""
    try:
        return read()
    except SettingError as error:
        raise InputError(str(error)) from None


@contextmanager
def whole_pool(what_now: str) -> Iterator[None]:
    """Around work on all cores: that a process was killed is told in a line, with ``what_now`` behind it."""
    try:
        yield
    except BrokenProcessPool:
        raise InputError(f"A process was killed or ran out of memory; {what_now}.") from None


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Around writing a file that an option names."""
    try:
        yield
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or type(error).__name__}") from None


def load_linter(settings: Settings, folders: tuple[Path, ...] = (), reader: str | None = None) -> Linter:
    """All rules: shipped ones, those of ``KALM_RULES``, and those in ``folders``.

    ``reader`` is as ``KALM_READER``, which it overrules; where the reader is wanted and cannot be used, one line on
    standard error says so.
    """
    try:
        wanted = reader or settings.reader
        linter = Linter.load((*settings.rules, *folders), cache=settings.cache_dir, reader=wanted)
    except RuleError as error:
        raise InputError(str(error)) from None
    if linter.reader_state not in ("ok", "off"):
        click.echo(f"Without the reader: {linter.reader_state}", err=True)
    return linter
