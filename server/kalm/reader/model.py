"""The model itself: one file, one ONNX Runtime session in each process, made after the fork."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kalm.core import CATEGORIES, SITUATIONS
from kalm.reader.encode import Window

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]

FOLDER = Path(__file__).with_name("model")
"""Where the model of this release lies: ``model.onnx``, ``tokenizer.json``, ``reader.json``, ``neighbours.npz``."""
NEEDS = ("onnxruntime", "tokenizers", "numpy")
"""What the extra ``[reader]`` installs."""
HEADS = tuple(category for category in CATEGORIES if category != "language")
"""Outputs for a draft and for each piece; the draft has one more, `bad`."""


class ReaderUnavailableError(RuntimeError):
    """The reader cannot be used; the text says why and what to do. Rules go on without it."""


@dataclass(frozen=True, slots=True)
class Output:
    """Raw outputs for one window: ``draft`` (14); for its k draft pieces ``piece`` (k x 13), ``vectors`` (k x 384)."""

    draft: "Numbers"
    piece: "Numbers"
    vectors: "Numbers"


class ReaderModel:
    """A tokeniser and a session. Not to be shared over a fork."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Load it. Raises `ReaderUnavailableError`."""
        check(folder)
        import numpy
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # a second thread made it slower
        options.enable_cpu_mem_arena = False  # keeps what the longest draft needed for good, and is no faster here
        options.log_severity_level = 4  # nothing of what is read may reach a log
        self._numpy: Any = numpy
        with telling():
            self._session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
            self.tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))

    def read(self, window: Window) -> Output:
        """What the model says about one window of a draft."""
        end = window.first + len(window.spans)
        mark = self._numpy.zeros(len(window.pieces), self._numpy.float32)
        mark[window.first : end] = 1
        draft, piece, hidden = self.run(window.pieces, mark, ["draft", "piece", "hidden"])
        return Output(draft, piece[window.first : end], hidden[window.first : end])

    def situation(self, pieces: tuple[int, ...]) -> tuple[dict[str, float], float]:
        """(probability of each situation, probability of distress) of a parent read by itself."""
        mark = self._numpy.zeros(len(pieces), self._numpy.float32)
        mark[1:-1] = 1
        (raw,) = self.run(pieces, mark, ["situation"])
        shares = self._numpy.exp(raw[:-1] - raw[:-1].max())
        shares = shares / shares.sum()
        distress = 1 / (1 + self._numpy.exp(-raw[-1]))
        return {label: float(share) for label, share in zip(SITUATIONS, shares, strict=True)}, float(distress)

    def run(self, pieces: tuple[int, ...], mark: "Numbers", wanted: list[str]) -> list["Numbers"]:
        """Raw outputs by name; ``mark`` is 1 on the pieces that are read."""
        numbers = self._numpy.array(pieces, self._numpy.int64)
        outputs: list[Numbers] = self._session.run(wanted, {"pieces": numbers, "read": mark})
        return outputs


@contextmanager
def telling() -> Iterator[None]:
    """Turn whatever is raised while files are loaded into `ReaderUnavailableError`."""
    try:
        yield
    except Exception as error:  # each of the packages has kinds of its own, some of them bare ones
        raise ReaderUnavailableError(
            f"The reader's files cannot be loaded ({type(error).__name__}). Rules work without it."
        ) from None


def check(folder: Path = FOLDER) -> None:
    """Raise `ReaderUnavailableError` where the optional packages or the model's files are not there."""
    missing = [name for name in NEEDS if find_spec(name) is None]
    if missing:
        raise ReaderUnavailableError(
            f"The reader needs {', '.join(missing)}: install kalm with the extra [reader]. Rules work without it."
        )
    if not (folder / "model.onnx").is_file():
        raise ReaderUnavailableError("The reader's model is not in this installation. Rules work without it.")
