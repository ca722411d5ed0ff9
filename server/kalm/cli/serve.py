"""``kalm serve``."""

import click

from kalm import config


class _WithSettings(click.Command):
    """A command whose help lists the settings of the environment."""

    def format_epilog(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of settings, one variable a line."""
        with formatter.section("Settings, from the environment"):
            formatter.write_dl(
                [(setting.name, f"{setting.meaning} (default: {setting.default})") for setting in config.SETTINGS]
            )


@click.command("serve", cls=_WithSettings)
def command() -> None:
    """Serve Kalm over HTTP, in the foreground.

    SIGTERM or Ctrl-C stops it cleanly; SIGHUP reads the rules and the policy again.
    """
    from kalm.serve import main

    main()
