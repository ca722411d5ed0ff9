"""Interface texts. ``texts.json`` is the one place they stand; the scripts of the page read the same file."""

import json
from importlib.resources import files
from typing import Final

TEXTS: Final[dict[str, dict[str, str]]] = json.loads(
    files("kalm.console").joinpath("texts.json").read_text(encoding="utf-8")
)
"""Language → key → text. ``{name}`` in a text is filled in by the script that shows it."""

LANGUAGES: Final = tuple(TEXTS)
"""Languages of the interface; a draft may be in others."""
