"""A server whose linter takes its time over one text, so that a test can catch it at work."""

import sys
import time
from dataclasses import replace
from typing import Any

from kalm.config import Settings, read
from kalm.serve import load_linter, run


class Slow:
    """The shipped linter, which reads the text ``slow`` slowly."""

    def __init__(self, settings: Settings) -> None:
        self._linter = load_linter(settings)

    def __getattr__(self, name: str) -> Any:
        """Everything else is the shipped linter's."""
        return getattr(self._linter, name)

    def check(self, draft: Any, **how: Any) -> Any:
        """Read ``draft``."""
        if draft.text == "slow":
            print("reading slowly", file=sys.stderr, flush=True)
            time.sleep(1)
        return replace(self._linter.check(draft, **how), verdict="ok")


run(read(), Slow)  # type: ignore[arg-type]
