"""What the model's raw outputs mean: thresholds and calibration, measured with the model and kept beside it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import Any

STRICTNESS = ("quiet", "balanced", "keen")


@dataclass(frozen=True, slots=True)
class Levels:
    """Raw outputs from which a category is shown, for one language and one strictness."""

    suggestion: float
    warning: float

    def severity(self, raw: float) -> str | None:
        """What a raw output amounts to; None for nothing."""
        if raw >= self.warning:
            return "warning"
        return "suggestion" if raw >= self.suggestion else None


@dataclass(frozen=True, slots=True)
class Scale:
    """Everything that was measured about one model, for one language (``nl`` holds for nl-BE too)."""

    levels: Mapping[str, Mapping[str, Levels]]
    """By strictness and category."""
    calibration: Mapping[str, tuple[float, float]]
    """By category: slope and offset of the logistic curve from raw output to how often it is right."""
    doubt: Mapping[str, float]
    """By category: raw output below which a draft hardly ever has that trouble, so that a rule is doubted."""
    false_alarms: Mapping[str, float]
    """By strictness: good drafts of 100 that carried a warning from the reader, cross-validated."""

    def confidence(self, category: str, raw: float) -> float:
        """How often a draft with this output has that trouble, 0–1."""
        slope, offset = self.calibration[category]
        return 1 / (1 + exp(-max(-30.0, min(30.0, slope * raw + offset))))


@dataclass(frozen=True, slots=True)
class Measured:
    """The file ``reader.json``."""

    sha256: str
    scales: Mapping[str, Scale]
    piece: Mapping[str, float]
    """By category: raw output from which a piece carries the trouble."""
    near: float
    """Cosine from which a rule's example is near enough to lend its words."""

    def scale(self, language: str) -> Scale:
        """The scale of a language; Flemish shares that of Dutch."""
        return self.scales[language[:2]]


def load(path: Path) -> Measured:
    """Read ``reader.json``."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    scales = {
        language: Scale(
            {
                strictness: {category: Levels(*pair) for category, pair in by_category.items()}
                for strictness, by_category in given["levels"].items()
            },
            {category: (slope, offset) for category, (slope, offset) in given["calibration"].items()},
            given["doubt"],
            given["false_alarms"],
        )
        for language, given in data["scales"].items()
    }
    return Measured(data["sha256"], scales, data["piece"], data["near"])
