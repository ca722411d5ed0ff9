"""Rules and detectors: time for one draft, with more rules, with longer drafts, and to start.

The reference is a bare Aho-Corasick automaton over the same literal pieces, run over the same texts in turn with
Kalm: the least that any finder of these phrases can cost.
"""

import gc
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import ahocorasick

from bench.drafts import HOSTILE, replies
from bench.measure import best, percentile, row, timed, title
from bench.mutate import grow
from kalm.core import Context, Draft, Message
from kalm.linting import Linter

DRAFTS = 200
ROUNDS = 7
LONGEST = 20_000
"""Code points of the longest draft that a request may hold."""


def reference(linter: Linter) -> Callable[[Draft], object]:
    """Find the literal pieces of a draft's language and do nothing with them."""
    automata = {}
    for language in ("nl", "en"):
        automaton = ahocorasick.Automaton()
        for literal in linter.literals(language):
            automaton.add_word(literal, len(literal))
        automaton.make_automaton()
        automata[language] = automaton
    return lambda draft: sum(1 for _ in automata[draft.language].iter(draft.text.lower()))


def one_draft(linter: Linter) -> None:
    """The time for a draft of 500 characters beside the reference's."""
    title("One draft of 500 characters, all packs")
    answers, bare = list(replies(DRAFTS, 500)), reference(linter)
    alone = [Draft(draft.text, Context(), draft.language) for draft in answers]
    ours, theirs, replying = [], [], []
    for _ in range(ROUNDS):
        theirs.append(timed(bare, alone))
        ours.append(timed(linter.check, alone))
        replying.append(timed(linter.check, answers))
    fastest, slowest = best(ours), [each for times in ours for each in times]
    row("rules and detectors, p50", f"{median(fastest):.3f} ms", "aim 0.3 ms")
    row("rules and detectors, p99 of every round", f"{percentile(slowest, 99):.3f} ms", "aim 1.5 ms")
    row("reference: pyahocorasick over the same literals, p50", f"{median(best(theirs)):.4f} ms")
    row("ratio to the reference, p50", f"{median(fastest) / median(best(theirs)):.1f} x", "aim 40 x")
    row("as a reply, with the message answered, p50", f"{median(best(replying)):.3f} ms")


def ten_times_the_rules(linter: Linter) -> None:
    """The same drafts with ten times the rules: copies whose words are changed."""
    title("Ten times the rules")
    drafts = list(replies(DRAFTS, 500))
    with tempfile.TemporaryDirectory() as folder:
        grow(Path(folder), linter, times=10)
        grown = Linter.load([Path(folder)])
    few, many = [], []
    for _ in range(ROUNDS):
        few.append(timed(linter.check, drafts))
        many.append(timed(grown.check, drafts))
    row("rules", f"{len(linter.rules)} and {len(grown.rules)}")
    row("p50", f"{median(best(few)):.3f} and {median(best(many)):.3f} ms")
    row("ratio, p50", f"{median(best(many)) / median(best(few)):.2f} x", "aim 1.3 x")


def longer_drafts(linter: Linter) -> None:
    """Time by length, to the longest draft that a request may hold."""
    title("Longer drafts")
    per_character = {}
    for length in (500, 1_000, 2_000, 5_000, 10_000, 20_000):
        drafts = list(replies(6, length))
        times = best([timed(linter.check, drafts) for _ in range(ROUNDS)])
        per_character[length] = median(times) / length * 1e3
        row(f"{length:,} characters", f"{median(times):.2f} ms")
    ratio = per_character[20_000] / per_character[2_000]
    row("time a character, 20,000 against 2,000", f"{ratio:.2f} x", "linear is 1 x")


def hostile_text(linter: Linter) -> None:
    """Text made to be slow, against ordinary text of the same length."""
    title(f"Hostile text of {LONGEST:,} characters")
    ordinary = median(best([timed(linter.check, list(replies(4, LONGEST))) for _ in range(3)]))
    row("reference: ordinary text, p50", f"{ordinary:.1f} ms")
    for name, piece in HOSTILE.items():
        draft = Draft((piece * LONGEST)[:LONGEST], Context(place="page", parent=Message("Dit klopt niet.")), "nl")
        spent = min(timed(linter.check, [draft] * 3))
        row(f"{name}, against the reference", f"{spent / ordinary:.1f} x", "aim 10 x")


def start() -> None:
    """From nothing to the first answer, in a fresh process, beside a Python that does nothing."""
    title("Start")
    load = "from pathlib import Path; from kalm.linting import Linter, reply; Linter.load(cache={}).check(reply('Dag'))"
    row("Python that does nothing", f"{_process('pass'):.2f} s")
    row("imports, all packs, one draft", f"{_process(load.format(None)):.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        kept = load.format(f"Path({folder!r})")
        _process(kept)
        row("the same with compiled phrases kept", f"{_process(kept):.2f} s", "aim 2 s")


def _process(code: str) -> float:
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        times.append(time.perf_counter() - begun)
    return min(times)


def main() -> None:
    """Run all of it."""
    linter = Linter.load()
    for draft in replies(20, 500):
        linter.check(draft)
    gc.collect()
    gc.freeze()
    one_draft(linter)
    ten_times_the_rules(linter)
    longer_drafts(linter)
    hostile_text(linter)
    start()


if __name__ == "__main__":
    main()
