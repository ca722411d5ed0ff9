"""Where rule folders are, and which files in them are rules."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kalm.core import CATEGORIES

LANGUAGES = ("nl", "nl-BE", "en")
"""Languages with a pack of their own. All of them also read `any/`; `nl-BE` reads `nl/` first."""

LAYERS = {"nl": ("any", "nl"), "nl-BE": ("any", "nl", "nl-BE"), "en": ("any", "en")}

WIDEST = {"nl": "nl-BE", "en": "en"}
"""The variant of a language that reads the most layers: its lists and forms serve all variants."""


def shipped_rules() -> Path:
    """The rules that come with Kalm: in the installed package, or beside `server/` in a checkout."""
    inside = Path(__file__).resolve().parent.parent / "lint_rules"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[3] / "lint_rules"


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One rule file. ``key`` is its place below the language folder, the same for a file that replaces it."""

    path: Path
    layer: str
    category: str
    key: str

    @property
    def id(self) -> str:
        """The rule's id: the path below the rule folder with dots."""
        return f"{self.layer}.{self.key.replace('/', '.')}"


def rule_files(root: Path) -> Iterator[RuleFile]:
    """All rule files below ``root``, in a stable order."""
    for layer in ("any", *LANGUAGES):
        for category in CATEGORIES:
            folder = root / layer / category
            if folder.is_dir():
                for path in sorted(folder.rglob("*.yml")):
                    key = path.relative_to(root / layer).with_suffix("").as_posix()
                    yield RuleFile(path, layer, category, key)
