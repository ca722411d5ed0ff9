"""A server whose linter fails on one text, with a message that quotes it: the worst that a fault could do."""

from typing import Any

from kalm.config import Settings, read
from kalm.serve import load_linter, run


class Planted:
    """The shipped linter, with a fault planted in it."""

    def __init__(self, settings: Settings) -> None:
        self._linter = load_linter(settings)

    def __getattr__(self, name: str) -> Any:
        """Everything else is the shipped linter's."""
        return getattr(self._linter, name)

    def check(self, draft: Any, **how: Any) -> Any:
        """Read ``draft``, unless it holds the word that breaks."""
        if "breekt" in draft.text:
            try:
                raise KeyError(draft.text)
            except KeyError as error:
                raise ValueError(f"{draft.text} {draft.context}") from error
        return self._linter.check(draft, **how)


run(read(), Planted)  # type: ignore[arg-type]
