"""What the frozen layers give for each item, computed once and kept beside the checkpoints for all runs.

``lower-BASE-ITEMS.npy`` holds the states, pieces x 384, of all items one after another; ``….keys.npz`` beside it says
which, so that a later material computes what is new in it and copies the rest.
"""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import jax
import numpy as np
from numpy.typing import NDArray

from training.batches import SIZE, pack
from training.network import FROZEN_LAYERS, Weights, lower
from training.records import Item

Hidden = NDArray[np.float16]

KEYS = ".keys.npz"
KEY = 16
"""Hexadecimal digits that stand for an item's pieces."""


class Lower:
    """Hidden states after the frozen layers, pieces x 384, by the number of an item."""

    def __init__(self, states: Hidden, starts: NDArray[np.int64]) -> None:
        self._states = states
        self._starts = starts

    def __getitem__(self, item: int) -> Hidden:
        return self._states[self._starts[item] : self._starts[item + 1]]

    @classmethod
    def of(cls, items: Sequence[Item], frozen: Weights, folder: Path, tell: Callable[[str], None] = print) -> "Lower":
        """Those of ``items``, from ``folder`` where the same ones were computed before."""
        starts = _starts([len(item.pieces) for item in items])
        base = hashlib.sha256(np.asarray(frozen["word"]).tobytes() + bytes([FROZEN_LAYERS])).hexdigest()[:12]
        keys = np.array([hashlib.sha256(repr(item.pieces).encode()).hexdigest()[:KEY] for item in items])
        path = folder / f"lower-{base}-{hashlib.sha256(repr(keys.tolist()).encode()).hexdigest()[:12]}.npy"
        if not path.is_file():
            folder.mkdir(parents=True, exist_ok=True)
            fresh = path.with_suffix(".fresh")
            states = np.lib.format.open_memmap(fresh, "w+", np.float16, (int(starts[-1]), frozen["word"].shape[1]))
            left = _copied(keys, states, starts, sorted(folder.glob(f"lower-{base}-*{KEYS}")))
            _compute(items, left, states, starts, frozen, tell)
            states.flush()
            np.savez(_keys_of(path), keys=keys, lengths=np.diff(starts))
            fresh.replace(path)
        return cls(np.load(path, mmap_mode="r"), starts)


def _starts(lengths: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])


def _keys_of(path: Path) -> Path:
    return path.with_name(path.stem + KEYS)


def _copied(keys: NDArray[np.str_], states: Hidden, starts: NDArray[np.int64], kept: Sequence[Path]) -> list[int]:
    """Copy what other materials of the same base have into ``states``; the numbers of the items that none has."""
    left = dict(enumerate(keys))
    for path in kept:
        source = path.with_name(path.name.removesuffix(KEYS) + ".npy")
        if not source.is_file():
            continue  # its computing was stopped
        with np.load(path) as index:
            begins = _starts(index["lengths"])
            at = {key: slice(*begins[i : i + 2]) for i, key in enumerate(index["keys"])}
        theirs = np.load(source, mmap_mode="r")
        for number in [number for number, key in left.items() if key in at]:
            states[starts[number] : starts[number + 1]] = theirs[at[left.pop(number)]]
    return list(left)


def _compute(
    items: Sequence[Item],
    left: Sequence[int],
    states: Hidden,
    starts: NDArray[np.int64],
    frozen: Weights,
    tell: Callable[[str], None],
) -> None:
    frozen = jax.device_put(frozen)
    run = jax.jit(lower)
    order = sorted(left, key=lambda i: len(items[i].pieces))
    for at in range(0, len(order), SIZE):
        numbers = order[at : at + SIZE]
        batch = pack([items[i] for i in numbers])
        hidden = np.asarray(run(frozen, batch["pieces"], batch["real"]), np.float16)
        for row, i in enumerate(numbers):
            states[starts[i] : starts[i + 1]] = hidden[row, : len(items[i].pieces)]
        if at // SIZE % 200 == 0:
            tell(f"frozen layers: {at} of {len(order)} items")
