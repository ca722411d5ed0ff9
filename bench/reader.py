"""The reader beside a bare session of the same model: latency, memory, and what a lint costs with and without it."""

import time
from collections.abc import Callable
from statistics import median, quantiles

import numpy as np
import psutil

from bench.drafts import replies
from bench.measure import row, title
from kalm.core import Draft
from kalm.linting import Linter
from kalm.reader.encode import windows
from kalm.reader.reading import Reader

DRAFTS = 120
ROUNDS = 3


def _times(work: Callable[[Draft], object], drafts: list[Draft]) -> list[float]:
    """Seconds of each draft, the best of `ROUNDS`."""
    best = [float("inf")] * len(drafts)
    for _ in range(ROUNDS):
        for number, draft in enumerate(drafts):
            begun = time.perf_counter()
            work(draft)
            best[number] = min(best[number], time.perf_counter() - begun)
    return best


def _tell(name: str, times: list[float], reference: list[float] | None = None) -> None:
    cuts = quantiles(times, n=20)
    ratio = "" if reference is None else f"{median(times) / median(reference):.2f} x"
    row(name, f"p50 {median(times) * 1e3:.2f} ms, p95 {cuts[18] * 1e3:.2f} ms", ratio)


def main() -> None:
    """Run all of it."""
    title("Reader")
    process = psutil.Process()
    alone = Linter.load()
    drafts = list(replies(DRAFTS, 280))
    rules_only = _times(alone.check, drafts)
    before = process.memory_info().rss
    reader = Reader()
    session = reader.model
    inputs = []
    for draft in drafts:
        (window,) = windows(session.tokenizer, draft.text, draft.context)
        mark = np.zeros(len(window.pieces), np.float32)
        mark[window.first : -1] = 1
        inputs.append((window.pieces, mark))
    lookup = {id(draft): given for draft, given in zip(drafts, inputs, strict=True)}
    bare = _times(lambda draft: session.run(*lookup[id(draft)], ["draft", "piece", "hidden"]), drafts)
    row("pieces a draft, with what surrounds it", f"{median(len(pieces) for pieces, _ in inputs):.0f}")
    _tell("bare session", bare)
    _tell("reader", _times(lambda draft: reader.read(draft.text, draft.context), drafts), bare)
    row("memory of the reader", f"{(process.memory_info().rss - before) / 1e6:.0f} MB", "aim 120 MB")
    both = Linter.load(reader="auto")
    for draft in drafts:
        both.check(draft)
    _tell("lint, rules alone", rules_only)
    _tell("lint, with the reader", _times(both.check, drafts), rules_only)


if __name__ == "__main__":
    main()
