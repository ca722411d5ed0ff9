"""Fit the weights of the situation model to labelled messages.

    python tools/fit_situations.py FOLDER…     # folders with records: {text | parent, situation, lang}

Multinomial logistic regression over the groups of `situations.yml` (present or not) and over single words, with
L2; every message counts once, messages written as such (`parents*.jsonl`) count double. Prints five-fold
cross-validated precision, recall and macro F1, then writes `situations-weights.yml` beside each file.
"""

import json
import random
import sys
from collections import Counter, defaultdict
from math import exp, sqrt
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "server"))

from kalm.core import SITUATIONS
from kalm.linting import Linter
from kalm.rules.folder import shipped_rules
from kalm.text.document import read

EPOCHS = 6
RATE = 0.1
PENALTY = 0.0005
FOLDS = 5
RARE = 6
WEAK = 0.15
"""Messages that must hold a word before it counts as a feature."""
Row = tuple[frozenset[str], str, float]


def messages(folders: list[str], language: str) -> list[Row]:
    """Each distinct message once, as its features, its label and how much it counts."""
    tools = Linter.load().reading(language)
    rows: dict[str, Row] = {}
    for folder in folders:
        for path in sorted(Path(folder).glob("*.jsonl")):
            for line in path.read_text(encoding="utf-8").splitlines():
                record = json.loads(line)
                text = record.get("parent") if "draft" in record else record.get("text")
                label = record.get("situation")
                if not text or label not in SITUATIONS or record["lang"][:2] != language:
                    continue
                message = read(text, record["lang"])
                words = {message.words[index] for index in message.plain}
                features = frozenset(tools.situations.features(message)) | {f"word {word}" for word in words}
                rows[text] = (features, label, 1.0 if "draft" in record else 2.0)
    seen = Counter(name for features, _, _ in rows.values() for name in features)
    known = {name for name, count in seen.items() if count >= RARE or not name.startswith("word ")}
    return [(features & known, label, count) for features, label, count in rows.values()]


def fit(rows: list[Row]) -> dict[str, dict[str, float]]:
    """Weights by feature and label: stochastic AdaGrad, rare labels counted by the root of their rarity."""
    weights: dict[str, dict[str, float]] = defaultdict(lambda: dict.fromkeys(SITUATIONS, 0.0))
    slopes: dict[str, dict[str, float]] = defaultdict(lambda: dict.fromkeys(SITUATIONS, 1.0))
    share = {kind: sum(label == kind for _, label, _ in rows) / len(rows) for kind in SITUATIONS}
    order = rows[:]
    shuffle = random.Random(11).shuffle
    for _ in range(EPOCHS):
        shuffle(order)
        for features, label, count in order:
            chances = probabilities(weights, features)
            weight = count / sqrt(len(SITUATIONS) * max(share[label], 0.01))
            for name in ("bias", *features):
                row, slope = weights[name], slopes[name]
                for kind in SITUATIONS:
                    step = weight * ((kind == label) - chances[kind]) - PENALTY * row[kind]
                    slope[kind] += step * step
                    row[kind] += RATE * step / sqrt(slope[kind])
    return weights


def probabilities(weights: dict[str, dict[str, float]], features: frozenset[str]) -> dict[str, float]:
    """How likely each label is."""
    scores = {kind: sum(weights[name][kind] for name in ("bias", *features)) for kind in SITUATIONS}
    top = max(scores.values())
    raised = {kind: exp(score - top) for kind, score in scores.items()}
    return {kind: value / sum(raised.values()) for kind, value in raised.items()}


def report(rows: list[Row]) -> None:
    """Cross-validated figures."""
    shuffled = rows[:]
    random.Random(7).shuffle(shuffled)
    confusion: dict[tuple[str, str], int] = defaultdict(int)
    for fold in range(FOLDS):
        weights = fit([row for number, row in enumerate(shuffled) if number % FOLDS != fold])
        for features, label, _ in shuffled[fold::FOLDS]:
            chances = probabilities(weights, features)
            confusion[label, max(chances, key=lambda kind: chances[kind])] += 1
    right = sum(count for (label, found), count in confusion.items() if label == found)
    scores = []
    for kind in SITUATIONS:
        hits = confusion[kind, kind]
        found = sum(count for (_, other), count in confusion.items() if other == kind)
        there = sum(count for (label, _), count in confusion.items() if label == kind)
        scores.append(2 * hits / max(1, found + there))
        print(f"  {kind:15} precision {hits / max(1, found):.2f} recall {hits / max(1, there):.2f} of {there}")
    print(f"  accuracy {right / len(rows):.3f}, macro F1 {sum(scores) / len(scores):.3f}")


def main(folders: list[str]) -> None:
    """Fit, report and write, for each language."""
    for language in ("nl", "en"):
        rows = messages(folders, language)
        print(f"{language}: {len(rows)} messages")
        report(rows)
        weights = fit(rows)
        lines = ["# Written by tools/fit_situations.py; see situations.yml for what the features are.\n"]
        for name in sorted(weights):
            if name.startswith("word ") and max(map(abs, weights[name].values())) < WEAK:
                continue
            cells = ", ".join(f"{kind}: {round(weights[name][kind], 2)}" for kind in SITUATIONS)
            lines.append(f"{json.dumps(name, ensure_ascii=False)}: {{{cells}}}\n")
        (shipped_rules() / language / "situations-weights.yml").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:] or ["training/corpus"])
