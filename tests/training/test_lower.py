"""The states of the frozen layers are computed once, also for a material that changes."""

from pathlib import Path

import numpy as np
import pytest

from training import lower
from training.lower import Lower
from training.records import Item


def item(name: str, *pieces: int) -> Item:
    return Item(name, "test", "nl", name, pieces, 1)


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of the items whose states were computed: those of a piece are its number. The layers themselves are in
    test_small; JAX would leave threads in this process."""
    seen: list[str] = []

    def compute(items: list[Item], left: list[int], states: np.ndarray, starts: np.ndarray, *rest: object) -> None:
        for number in left:
            seen.append(items[number].id)
            states[starts[number] : starts[number + 1]] = np.array(items[number].pieces)[:, None]

    monkeypatch.setattr(lower, "_compute", compute)
    return seen


FROZEN = {"word": np.zeros((3, 4), np.float32)}
OTHER = {"word": np.ones((3, 4), np.float32)}
A, B, C = item("a", 5, 6, 7), item("b", 8), item("c", 9, 9)


def states(made: Lower, many: int) -> list[list[float]]:
    return [made[i][:, 0].tolist() for i in range(many)]


def test_each_item_has_the_states_of_its_pieces(computed: list[str], tmp_path: Path):
    assert states(Lower.of([A, B], FROZEN, tmp_path), 2) == [[5, 6, 7], [8]]


def test_the_same_material_is_computed_once(computed: list[str], tmp_path: Path):
    Lower.of([A, B], FROZEN, tmp_path)
    Lower.of([A, B], FROZEN, tmp_path)
    assert computed == ["a", "b"]


def test_of_a_changed_material_only_what_is_new_is_computed(computed: list[str], tmp_path: Path):
    Lower.of([A, B], FROZEN, tmp_path)
    made = Lower.of([C, B, A, C], FROZEN, tmp_path)
    assert computed[2:] == ["c", "c"]
    assert states(made, 4) == [[9, 9], [8], [5, 6, 7], [9, 9]]


def test_nothing_is_taken_from_other_weights(computed: list[str], tmp_path: Path):
    Lower.of([A, B], FROZEN, tmp_path)
    Lower.of([A, B], OTHER, tmp_path)
    assert computed == ["a", "b", "a", "b"]


def test_what_a_stopped_run_left_behind_is_not_read(
    computed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as broken:
        broken.setattr(np, "savez", full)
        with pytest.raises(OSError, match="full"):
            Lower.of([A, B], FROZEN, tmp_path)
    assert states(Lower.of([A, C], FROZEN, tmp_path), 2) == [[5, 6, 7], [9, 9]]
    assert computed == ["a", "b", "a", "c"]


def full(*_: object, **__: object) -> None:
    raise OSError("full")
