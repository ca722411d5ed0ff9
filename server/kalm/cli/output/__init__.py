"""How findings are written: one module a format, each a function from reports to what stands on standard output."""

from dataclasses import dataclass

from kalm.core import Draft, LintReport


@dataclass(frozen=True, slots=True)
class Linted:
    """One file with what was said about it. ``name`` is its path as given, or ``<stdin>``."""

    name: str
    draft: Draft
    report: LintReport

    @property
    def from_file(self) -> bool:
        """Whether it lies in a file, and not on standard input."""
        return self.name != STDIN


STDIN = "<stdin>"
