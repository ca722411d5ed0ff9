"""Vectors of the rules' marked bad examples, so that what only the reader hears can borrow the nearest rule's words."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from kalm.evaluation.coverage import load_wordings
from kalm.linting import Linter
from kalm.reader.encode import windows
from kalm.reader.model import ReaderModel
from kalm.reader.reading import Reader
from kalm.reader.words import Neighbours
from kalm.rules.folder import shipped_rules
from kalm.rules.model import Rule

SCALE = 127
LEAST = 20
"""Cases that a threshold must rest on."""
NEVER_NEAR = 1.01


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


def near(reader: Reader, rules: Sequence[Rule], path: Path, right: float = 0.8) -> float:
    """The cosine from which a neighbour speaks of the same phenomenon in ``right`` of cases; more than 1 if none does.

    Measured on the bad wordings that no rule was written for.
    """
    found = Neighbours(path, rules)
    cosines, agree = [], []
    for wordings in load_wordings(shipped_rules() / "wordings"):
        for draft in wordings.bad:
            for stretch in reader.read(draft.text, draft.context).stretches[wordings.category][:1]:
                rule, cosine = found.nearest(wordings.category, wordings.language, stretch)
                cosines.append(cosine)
                agree.append(rule is not None and wordings.phenomenon in rule.phenomena)
    for threshold in np.arange(0.5, 1.0, 0.01):
        chosen = np.array(cosines) >= threshold
        if chosen.sum() >= LEAST and np.array(agree)[chosen].mean() >= right:
            return round(float(threshold), 2)
    return NEVER_NEAR
