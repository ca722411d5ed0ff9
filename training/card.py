"""The model card: written from what was measured, never by hand."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kalm.reader.model import HEADS
from kalm.reader.strictness import STRICTNESS
from training import calibrate, figures, predict

DOCS = Path(__file__).parents[1] / "docs" / "model-card.md"
TEXT = Path(__file__).with_name("card.md")
"""The parts that people wrote; ``{{name}}`` marks where figures go."""


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write(target: Path, work: Path, folds: Sequence[str], leave_out: Sequence[str]) -> None:
    """Fill in the card and write it beside the model and into ``docs/``."""
    measured = json.loads((target / "reader.json").read_text(encoding="utf-8"))
    done = [run for run in folds if (work / f"{run}.predictions.npz").is_file()]
    crossed = predict.joined([predict.load(work / f"{run}.predictions.npz") for run in done])
    parts = {
        "sha256": measured["sha256"],
        "size": f"{(target / 'model.onnx').stat().st_size / 1e6:.1f}",
        "trained": _trained(measured["trained"], done),
        "crossed": _reader(figures.of_reader(crossed, measured["scales"])),
        "reliability": _reliability(calibrate.reliability(crossed, measured["scales"])),
        "left_out": _left_out(work, leave_out, measured["scales"]),
        "gold": _gold(work / "gold.json"),
        "alarms": _alarms(measured["scales"]),
    }
    text = TEXT.read_text(encoding="utf-8")
    for name, part in parts.items():
        text = text.replace("{{" + name + "}}", part)
    for path in (target / "card.md", DOCS):
        path.write_text(text, encoding="utf-8")


def _trained(trained: Mapping[str, Any], folds: Sequence[str]) -> str:
    outside = "with" if trained["outside"] else "without"
    own = f", and {trained['own_files']} files of an organisation's own cases" if trained["own_files"] else ""
    run = "" if trained["run"] == "final" else f" The weights are those of `{trained['run']}`, which left a third out."
    return (
        f"Seed {trained['seed']}, {trained['items']} items, {outside} `outside/`{own}. "
        f"Thresholds come from {', '.join(folds)}.{run}"
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "–"


def _reader(measured: Mapping[str, Any]) -> str:
    lines = [
        "| drafts | bad | found at balanced, warning / any | good | flagged at quiet, balanced, keen | any, balanced |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, by_strictness in measured["groups"].items():
        balanced = by_strictness["balanced"]
        warning, everything = balanced["warning"], balanced["any"]
        flagged = ", ".join(_share(by_strictness[one]["warning"]["flagged"], warning["good"]) for one in STRICTNESS)
        lines.append(
            f"| {name} | {warning['bad']} | {_share(warning['found'], warning['bad'])} / "
            f"{_share(everything['found'], everything['bad'])} | {warning['good']} | {flagged} | "
            f"{_share(everything['flagged'], everything['good'])} |"
        )
    auc = ", ".join(f"{name} {measured['auc'][name]:.2f}" for name in HEADS if name in measured["auc"])
    pairs = measured["pairs"]
    lines += [
        "",
        f"AUC by category, drafts with it against good ones: {auc}.",
        "",
        f"Contrast pairs ranked right: {pairs['ranked']} of {pairs['pairs']}. "
        f"Situation of the parent, macro F1: {measured['situation_macro_f1']:.2f}.",
    ]
    return "\n".join(lines)


def _reliability(table: Sequence[tuple[str, int, float, float]]) -> str:
    lines = ["| confidence | cases | mean | share that was right |", "| --- | --- | --- | --- |"]
    lines += [f"| {band} | {count} | {mean:.2f} | {right:.2f} |" for band, count, mean, right in table]
    return "\n".join(lines)


def _left_out(work: Path, runs: Sequence[str], scales: Mapping[str, Any]) -> str:
    parts = []
    for run in runs:
        path = work / f"{run}.predictions.npz"
        if not path.is_file():
            parts.append(f"- `{run}`: not run for this release.")
            continue
        whole = figures.of_reader(predict.load(path), dict(scales))["groups"]["all"]
        each = "; ".join(
            f"{one} {_share(whole[one]['warning']['found'], whole[one]['warning']['bad'])} % found, "
            f"{_share(whole[one]['warning']['flagged'], whole[one]['warning']['good'])} of 100 good flagged"
            for one in STRICTNESS
        )
        parts.append(f"- `{run}`: {each}.")
    return "\n".join(parts)


def _gold(path: Path) -> str:
    if not path.is_file():
        return "Not measured for this release."
    lines = [
        "| finders, strictness, half | bad found, warning / any | good flagged per 100 | good with any finding |",
        "| --- | --- | --- | --- |",
    ]
    for name, row in json.loads(path.read_text(encoding="utf-8")).items():
        warning, everything = row["warning"], row["any"]
        lines.append(
            f"| {name} | {100 * warning['draft_recall']:.0f} % / {100 * everything['draft_recall']:.0f} % | "
            f"{warning['false_alarms_per_100_good']:.1f} | "
            f"{100 * everything['good_with_any_finding'] / everything['good']:.1f} |"
        )
    return "\n".join(lines)


def _alarms(scales: Mapping[str, Any]) -> str:
    lines = ["| language | quiet | balanced | keen |", "| --- | --- | --- | --- |"]
    for language, scale in scales.items():
        lines.append(f"| {language} | " + " | ".join(str(scale["false_alarms"][one]) for one in STRICTNESS) + " |")
    return "\n".join(lines)
