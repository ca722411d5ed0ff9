"""What the frozen layers give for each item, computed once and kept beside the checkpoints for all runs."""

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
        starts = np.cumsum([0, *(len(item.pieces) for item in items)])
        name = hashlib.sha256(repr([item.pieces for item in items]).encode())
        name.update(np.asarray(frozen["word"]).tobytes() + bytes([FROZEN_LAYERS]))
        path = folder / f"lower-{name.hexdigest()[:12]}.npy"
        if not path.is_file():
            folder.mkdir(parents=True, exist_ok=True)
            fresh = path.with_suffix(".fresh.npy")
            _compute(items, starts, frozen, fresh, tell)
            fresh.replace(path)
        return cls(np.load(path, mmap_mode="r"), starts)


def _compute(
    items: Sequence[Item], starts: NDArray[np.int64], frozen: Weights, path: Path, tell: Callable[[str], None]
) -> None:
    width = frozen["word"].shape[1]
    states = np.lib.format.open_memmap(path, "w+", np.float16, (int(starts[-1]), width))
    frozen = jax.device_put(frozen)
    run = jax.jit(lower)
    order = sorted(range(len(items)), key=lambda i: len(items[i].pieces))
    for at in range(0, len(order), SIZE):
        numbers = order[at : at + SIZE]
        batch = pack([items[i] for i in numbers])
        hidden = np.asarray(run(frozen, batch["pieces"], batch["real"]), np.float16)
        for row, i in enumerate(numbers):
            states[starts[i] : starts[i + 1]] = hidden[row, : len(items[i].pieces)]
        if at // SIZE % 200 == 0:
            tell(f"frozen layers: {at} of {len(items)} items")
    states.flush()
