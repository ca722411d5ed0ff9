"""From learnt weights to ``model.onnx``: the same graph written down, then its matrices in eight bits.

Eight bits have one scale for all that goes into a matrix. In most layers one channel of the feed-forward's GELU reaches
up to sixty-eight where the others stay under seven, so that nearly nothing of them was left: that one input made nine
tenths of what eight bits lost. `even` brings the channels to like ranges first.

The graph reads one text at a time (no batch, no padding): `pieces` (n) and `read` (n, 1 where a piece is read) go in;
`draft` (14), `piece` (n x 13), `situation` (7) and `hidden` (n x 384) come out.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime import InferenceSession
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.network import HEADS_PER_LAYER, PARTS, Weights

Numbers = NDArray[np.float32]

OPSET = 17
"""The first with LayerNormalization."""
IR_VERSION = 10
EVENED = 0.7
"""How much of a channel's range moves from what goes into a matrix to the matrix itself. Root mean square of what eight
bits change in the raw output, on 120 to 250 drafts: 0.53 without, 0.48 at 0.5, 0.33 at 0.6, 0.22 at 0.7, 0.23 at 0.85
and at 1; 0.17 with that matrix left whole."""
LEAST = 0.01
"""Ranges of channels that hardly ever speak count as this."""


class _Graph:
    """Nodes and constants in the order of their making."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: Any, kind: type = np.float32) -> str:
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.asarray(value, kind), name)
        return name

    def add(self, kind: str, *inputs: str, name: str | None = None, **attributes: Any) -> str:
        name = name or f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=f"node_{name}", **attributes))
        return name

    def linear(self, x: str, name: str, weights: Weights, *, out: str | None = None) -> str:
        product = self.add("MatMul", x, self.constant(f"{name}.w", weights["w"]))
        return self.add("Add", product, self.constant(f"{name}.b", weights["b"]), name=out)

    def norm(self, x: str, name: str, weights: Weights) -> str:
        scale, bias = self.constant(f"{name}.w", weights["w"]), self.constant(f"{name}.b", weights["b"])
        return self.add("LayerNormalization", x, scale, bias, axis=-1, epsilon=1e-12)


def write(frozen: Weights, learning: Weights, path: Path) -> None:
    """Write the float model."""
    graph = _Graph()
    x = graph.add("Gather", graph.constant("word", frozen["word"]), "pieces")
    zero, one = graph.constant("zero", [0], np.int64), graph.constant("one", [1], np.int64)
    count = graph.add("Squeeze", graph.add("Shape", "pieces"), zero)
    order = graph.add("Range", graph.constant("from", 0, np.int64), count, graph.constant("step", 1, np.int64))
    places = graph.add("Gather", graph.constant("position", frozen["position"]), order)
    x = graph.norm(graph.add("Add", x, places), "embedded", frozen["norm"])
    layers = [*_unstack(frozen["layers"]), *_unstack(learning["layers"])]
    for number, layer in enumerate(layers):
        x = _layer(graph, x, f"l{number}", layer)
    hidden = graph.add("Identity", x, name="hidden")
    heads = learning["heads"]
    graph.linear(hidden, "head.piece", heads["piece"], out="piece")
    column = graph.add("Unsqueeze", "read", one)
    total = graph.add("ReduceSum", graph.add("Mul", hidden, column), zero, keepdims=0)
    many = graph.add("Max", graph.add("ReduceSum", "read", zero, keepdims=0), graph.constant("least", 1.0))
    mean = graph.add("Div", total, many)
    first = graph.add("Squeeze", graph.add("Slice", hidden, zero, one, zero), zero)
    both = graph.add("Concat", first, mean, axis=0)
    graph.linear(both, "head.draft", heads["draft"], out="draft")
    graph.linear(both, "head.situation", heads["situation"], out="situation")
    onnx.save(_model(graph, learning), str(path))


def _layer(graph: _Graph, x: str, name: str, layer: Weights) -> str:
    hidden = layer["q"]["w"].shape[0]
    width = hidden // HEADS_PER_LAYER
    shape = graph.constant("by_head", [0, HEADS_PER_LAYER, width], np.int64)
    joined = graph.constant("joined", [0, hidden], np.int64)

    def split(part: str, order: list[int]) -> str:
        parted = graph.add("Reshape", graph.linear(x, f"{name}.{part}", layer[part]), shape)
        return graph.add("Transpose", parted, perm=order)

    scale = graph.constant("scale", 1 / np.sqrt(width))
    scores = graph.add("MatMul", split("q", [1, 0, 2]), split("k", [1, 2, 0]))
    attention = graph.add("Softmax", graph.add("Mul", scores, scale), axis=-1)
    mixed = graph.add("Transpose", graph.add("MatMul", attention, split("v", [1, 0, 2])), perm=[1, 0, 2])
    attended = graph.linear(graph.add("Reshape", mixed, joined), f"{name}.ao", layer["ao"])
    x = graph.norm(graph.add("Add", x, attended), f"{name}.attended", layer["attended"])
    inner = graph.linear(x, f"{name}.fi", layer["fi"])
    spread = graph.add("Erf", graph.add("Mul", inner, graph.constant("root_half", np.sqrt(0.5))))
    half = graph.constant(f"{name}.half", np.full(len(layer["fi"]["b"]), 0.5))
    gate = graph.add("Mul", graph.add("Add", spread, graph.constant("unit", 1.0)), half)
    fed = graph.linear(graph.add("Mul", inner, gate, name=f"{name}.gelu"), f"{name}.fo", layer["fo"])
    return graph.norm(graph.add("Add", x, fed), f"{name}.fed", layer["fed"])


def _unstack(layers: Weights) -> list[Weights]:
    count = len(layers[PARTS[0]]["b"])
    return [
        {part: {name: np.asarray(values[i]) for name, values in weights.items()} for part, weights in layers.items()}
        for i in range(count)
    ]


def _model(graph: _Graph, learning: Weights) -> onnx.ModelProto:
    heads = learning["heads"]
    hidden = heads["piece"]["w"].shape[0]

    def outlet(name: str, shape: list[int | str]) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)

    made = helper.make_graph(
        graph.nodes,
        "reader",
        [helper.make_tensor_value_info("pieces", TensorProto.INT64, ["n"]), outlet("read", ["n"])],
        [
            outlet("draft", [len(heads["draft"]["b"])]),
            outlet("piece", ["n", len(heads["piece"]["b"])]),
            outlet("situation", [len(heads["situation"]["b"])]),
            outlet("hidden", ["n", hidden]),
        ],
        list(graph.constants.values()),
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
    onnx.checker.check_model(model)
    return model


def quantise(source: Path, target: Path, texts: Iterable[Sequence[int]]) -> None:
    """Matrices and the embedding in eight bits, one scale a row; ``texts`` are pieces to see the channels' ranges by.

    ``reduce_range`` keeps weights to seven bits: processors without VNNI add pairs of products in 16 bits, which
    overflow with eight, and the answer would depend on the machine.
    """
    model = onnx.load(str(source))
    even(model, texts)
    quantize_dynamic(
        model,
        target,
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather"],
    )


def even(model: onnx.ModelProto, texts: Iterable[Sequence[int]]) -> None:
    """Divide each channel of a GELU by its share of the range seen in ``texts`` and multiply its row of the matrix
    after it by as much: the same product (Xiao et al. 2023, SmoothQuant, equation 4). The division goes into the GELU's
    half and costs nothing. Without a text nothing changes."""
    constants = {constant.name: constant for constant in model.graph.initializer}
    for name, most in _ranges(model, texts).items():
        layer = name.removesuffix(".gelu")
        half, matrix = (numpy_helper.to_array(constants[f"{layer}.{part}"]) for part in ("half", "fo.w"))
        share = most**EVENED / np.maximum(np.abs(matrix).max(1), LEAST) ** (1 - EVENED)
        for part, value in (("half", half / share), ("fo.w", matrix * share[:, None])):
            constant = constants[f"{layer}.{part}"]
            constant.CopyFrom(numpy_helper.from_array(value.astype(np.float32), constant.name))


def _ranges(model: onnx.ModelProto, texts: Iterable[Sequence[int]]) -> dict[str, Numbers]:
    """The largest magnitude of each channel that goes into a layer's second feed-forward matrix."""
    names = [name for node in model.graph.node for name in node.output if name.endswith(".gelu")]
    watched = onnx.ModelProto()
    watched.CopyFrom(model)
    watched.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names)
    session = InferenceSession(watched.SerializeToString(), providers=["CPUExecutionProvider"])
    ranges: dict[str, Numbers] = {}
    for text in texts:
        given = {"pieces": np.asarray(text, np.int64), "read": np.ones(len(text), np.float32)}
        for name, values in zip(names, session.run(names, given), strict=True):
            ranges[name] = np.maximum(ranges.get(name, LEAST), np.abs(values).max(0))
    return ranges
