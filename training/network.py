"""The encoder and its heads in JAX: BERT with layer norms after each part, exact GELU, one scan over the layers.

`Weights` is a tree of arrays. Matrices are inputs x outputs. The frozen part (embeddings and the lower layers) is apart
from the part that learns, so that no gradient is ever made for it.
"""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from kalm.core import SITUATIONS
from training.base import Base
from training.records import HEADS

Weights = dict[str, Any]

FROZEN_LAYERS = 6
"""Lower layers that keep the base's weights: what they give is computed once for all runs (see `training.lower`)."""
DROPOUT = 0.1
HEADS_PER_LAYER = 12
POSITIONS = 256
"""More than the longest input has: setting, 48 pieces of the parent, 180 of the draft, and the marks between."""
PARTS = ("q", "k", "v", "ao", "fi", "fo")


def start(base: Base, rows: np.ndarray, seed: int) -> tuple[Weights, Weights]:
    """(frozen, learning): the base cut to ``rows`` of its vocabulary, and fresh heads."""
    tensors, shape = base.tensors, base.shape
    embedding = tensors["emb.word"][rows] + tensors["emb.type"][0]
    layers = [_layer(tensors, number) for number in range(shape.layers)]
    random = np.random.default_rng(seed)

    def head(inputs: int, outputs: int) -> Weights:
        return {
            "w": (random.standard_normal((inputs, outputs)) * 0.02).astype(np.float32),
            "b": np.zeros(outputs, np.float32),
        }

    frozen = {
        "word": embedding,
        "position": tensors["emb.pos"][:POSITIONS],
        "norm": {"w": tensors["emb.ln.w"], "b": tensors["emb.ln.b"]},
        "layers": _stack(layers[:FROZEN_LAYERS]),
    }
    learning = {
        "layers": _stack(layers[FROZEN_LAYERS:]),
        "heads": {
            "draft": head(2 * shape.hidden, len(HEADS) + 1),
            "piece": head(shape.hidden, len(HEADS)),
            "situation": head(2 * shape.hidden, len(SITUATIONS) + 1),
        },
    }
    return frozen, learning


def _layer(tensors: dict[str, np.ndarray], number: int) -> Weights:
    layer: Weights = {
        part: {"w": tensors[f"l{number}.{part}.w"].T.copy(), "b": tensors[f"l{number}.{part}.b"]} for part in PARTS
    }
    for name, part in (("attended", "aln"), ("fed", "oln")):
        layer[name] = {"w": tensors[f"l{number}.{part}.w"], "b": tensors[f"l{number}.{part}.b"]}
    return layer


def _stack(layers: list[Weights]) -> Weights:
    stacked: Weights = jax.tree.map(lambda *leaves: np.stack(leaves), *layers)
    return stacked


def _norm(x: jax.Array, weights: Weights) -> jax.Array:
    centred = x - x.mean(-1, keepdims=True)
    return centred * jax.lax.rsqrt((centred**2).mean(-1, keepdims=True) + 1e-12) * weights["w"] + weights["b"]


def _apply(x: jax.Array, weights: Weights) -> jax.Array:
    return x @ weights["w"] + weights["b"]


def _drop(x: jax.Array, key: jax.Array | None) -> jax.Array:
    if key is None:
        return x
    keep = jax.random.bernoulli(key, 1 - DROPOUT, x.shape)
    return jnp.where(keep, x / (1 - DROPOUT), 0)


def _block(x: jax.Array, layer: Weights, bias: jax.Array, key: jax.Array | None) -> jax.Array:
    batch, length, hidden = x.shape
    keys = (None, None) if key is None else tuple(jax.random.split(key))

    def split(part: str) -> jax.Array:
        return (
            _apply(x, layer[part])
            .reshape(batch, length, HEADS_PER_LAYER, hidden // HEADS_PER_LAYER)
            .transpose(0, 2, 1, 3)
        )

    weights = jax.nn.softmax(split("q") @ split("k").transpose(0, 1, 3, 2) / np.sqrt(hidden // HEADS_PER_LAYER) + bias)
    mixed = (weights @ split("v")).transpose(0, 2, 1, 3).reshape(batch, length, hidden)
    x = _norm(x + _drop(_apply(mixed, layer["ao"]), keys[0]), layer["attended"])
    inner = jax.nn.gelu(_apply(x, layer["fi"]), approximate=False)
    return _norm(x + _drop(_apply(inner, layer["fo"]), keys[1]), layer["fed"])


def lower(frozen: Weights, pieces: jax.Array, real: jax.Array) -> jax.Array:
    """Hidden states after the frozen layers, batch x length x 384. ``real`` is 1 where there is a piece."""
    x = _norm(frozen["word"][pieces] + frozen["position"][: pieces.shape[1]], frozen["norm"])
    bias = (1 - real)[:, None, None, :] * -1e9
    return jax.lax.scan(lambda x, layer: (_block(x, layer, bias, None), None), x, frozen["layers"])[0]


def upper(learning: Weights, x: jax.Array, real: jax.Array, key: jax.Array | None = None) -> jax.Array:
    """Last hidden states, from those after the frozen layers. With a key, dropout is on."""
    bias = (1 - real)[:, None, None, :] * -1e9
    count = learning["layers"]["q"]["b"].shape[0]
    keys = None if key is None else jax.random.split(key, count)

    def block(x: jax.Array, given: tuple[Weights, jax.Array | None]) -> tuple[jax.Array, None]:
        layer, own_key = given
        return _block(x, layer, bias, own_key), None

    return jax.lax.scan(block, x, (learning["layers"], keys))[0]


def outputs(learning: Weights, hidden: jax.Array, read: jax.Array) -> tuple[jax.Array, jax.Array, jax.Array]:
    """Raw outputs: draft (batch x 14), piece (batch x length x 13), situation and distress (batch x 7).

    ``read`` is 1 on the pieces that are read: the draft's, or those of a parent by itself.
    """
    mean = (hidden * read[..., None]).sum(1) / jnp.maximum(read.sum(1, keepdims=True), 1)
    both = jnp.concatenate([hidden[:, 0], mean], -1)
    heads = learning["heads"]
    return _apply(both, heads["draft"]), _apply(hidden, heads["piece"]), _apply(both, heads["situation"])
