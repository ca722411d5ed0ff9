"""Vectors of the rules' marked bad examples, so that what only the reader hears can borrow the nearest rule's words."""

from pathlib import Path

import numpy as np

from kalm.linting import Linter
from kalm.reader.encode import windows
from kalm.reader.model import ReaderModel

SCALE = 127


def write(model: ReaderModel, path: Path) -> int:
    """Write ``neighbours.npz`` (ids, and unit vectors in eight bits); how many there are."""
    names, vectors = vectors_of_examples(model)
    np.savez_compressed(path, rules=np.array(names), vectors=np.round(vectors * SCALE).astype(np.int8))
    return len(names)


def vectors_of_examples(model: ReaderModel) -> tuple[list[str], np.ndarray]:
    """(rule of each marked bad example, its unit vector)."""
    names, vectors = [], []
    for rule in Linter.load().rules:
        for example in rule.bad:
            read = windows(model.tokenizer, example.text, example.context)
            if example.marked is None or len(read) != 1:
                continue
            start, end = example.marked
            inside = [span.start < end and start < span.end for span in read[0].spans]
            if any(inside):
                vector = model.read(read[0]).vectors[np.array(inside)].mean(0)
                names.append(rule.id)
                vectors.append(vector / np.linalg.norm(vector))
    return names, np.array(vectors)


def near(names: list[str], vectors: np.ndarray, right: float = 0.8) -> float:
    """The cosine from which the nearest example of another file speaks of the same phenomenon in ``right`` of cases."""
    rules = {rule.id: rule for rule in Linter.load().rules}
    cosines = vectors @ vectors.T
    same_rule = np.array([[one == other for other in names] for one in names])
    category = np.array([rules[name].category for name in names])
    cosines[same_rule | (category[:, None] != category[None, :])] = -1
    best = cosines.argmax(1)
    found = cosines.max(1)
    agree = np.array(
        [bool(set(rules[names[i]].phenomena) & set(rules[names[j]].phenomena)) for i, j in enumerate(best)]
    )
    for threshold in np.arange(0.3, 0.96, 0.01):
        chosen = found >= threshold
        if chosen.sum() >= 20 and agree[chosen].mean() >= right:
            return round(float(threshold), 2)
    return 0.95
