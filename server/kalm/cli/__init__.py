"""The ``kalm`` command: a thin shell. Each subcommand is one module and is imported only when it is called."""

from importlib import import_module

import click

import kalm

_COMMANDS = (
    "serve", "lint", "evaluate", "audit", "rules", "policy", "digest", "privacy", "store", "model", "grammar",
)  # fmt: skip


class _Lazy(click.Group):
    """A group whose commands are modules of this package that hold ``command``."""

    def list_commands(self, _: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        command = import_module(f"{__name__}.{name}").command
        assert isinstance(command, click.Command)
        return command


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(kalm.__version__, package_name="kalm", message="kalm %(version)s")
def main() -> None:
    """Kalm reads a reply before it is posted and says, calmly, what a careful colleague would say.

    Exit codes: 0 nothing worth stopping for, 1 findings, 2 wrong use or input.
    """
