"""Ask LanguageTool about a text, within a time budget, whatever state it is in.

A question runs in a thread of its own (in a gevent worker: a greenlet), and whoever asks waits for it no longer
than the budget. A late answer is kept, so that asking again finds it.
"""

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kalm.grammar.breaker import Breaker
from kalm.grammar.memory import Memory
from kalm.grammar.values import TIMEOUT, UNAVAILABLE, Answer, Match
from kalm.grammar.whereabouts import Whereabouts

if TYPE_CHECKING:
    from kalm.grammar.client import Client

BUDGET = 0.4
"""Seconds that a lint waits, unless told otherwise."""
MOST_AT_ONCE = 32
"""Questions under way in one process; beyond that it is taken for unavailable."""
FORGET_EVERY = 60.0
FIRST_BUDGET = 10.0
"""Seconds that a named server has for the first question, for which nobody waits."""

BOTH = ("en-GB", "en-US")
"""Plain English is wrong only where both of these say so."""
VARIANTS = {"nl": ("nl",), "nl-nl": ("nl",), "nl-be": ("nl-BE",), "en-gb": ("en-GB",), "en-us": ("en-US",)}
_FAMILIES = {"nl": ("nl",), "en": BOTH}


def variants_of(language: str) -> tuple[str, ...]:
    """The languages that LanguageTool is asked in for a draft in ``language``; none if it is not read."""
    lowered = language.lower()
    return VARIANTS.get(lowered) or _FAMILIES.get(lowered.partition("-")[0], ())


@dataclass(slots=True)
class _Question:
    done: threading.Event = field(default_factory=threading.Event)
    answer: Answer = UNAVAILABLE


class Checker:
    """Asks the server at ``address``, or else the one of this machine. One a process."""

    def __init__(self, cache_dir: Path, address: str | None = None, budget: float = BUDGET) -> None:
        self.budget = budget
        self._whereabouts = Whereabouts(cache_dir)
        self._address = address
        self._breaker = Breaker()
        self._asked = address
        self._answered = False
        """Whether any server answered this process."""
        self._memory = Memory()
        self._client: tuple[str, Client] | None = None
        self._under_way: dict[bytes, _Question] = {}
        self._lock = threading.Lock()

    def prepare(self) -> None:
        """Load what asking needs, ask a named server whether it is there, and forget old answers from now on even if
        nobody asks."""
        with suppress(ImportError):  # without the extra [grammar]: asking will say unavailable
            import kalm.grammar.client  # noqa: F401

        def forget() -> None:
            if self._address:
                self.check("Good morning.", "en-GB", budget=FIRST_BUDGET)
            while True:
                time.sleep(FORGET_EVERY)
                self._memory.forget_old()

        threading.Thread(target=forget, daemon=True, name="grammar-forgets").start()

    def stage(self) -> str:
        """How grammar is doing, in one word: ``ready``, ``starting`` or ``unavailable``."""
        if self._address:
            return "unavailable" if self._breaker.open else "ready" if self._answered else "starting"
        note = self._whereabouts.current()
        if note is None or note.stage in ("failed", "stopped"):
            return "unavailable"
        return "ready" if note.stage == "ready" else "starting"

    def check(
        self, text: str, language: str, *, fields: Mapping[str, str] | None = None, budget: float | None = None
    ) -> Answer:
        """What LanguageTool says about ``text``, at most ``budget`` seconds from now. ``fields`` are more of the
        protocol's. A language that is not read is unavailable; a text without a word is not worth a question."""
        variants = variants_of(language)
        if not variants:
            return UNAVAILABLE
        if not text.strip():
            return Answer("ok")
        deadline = time.monotonic() + (self.budget if budget is None else budget)
        allows = cache(lambda: self._breaker.allows())  # once a check, of which plain English asks two questions
        asked = [self._ask(text, variant, fields or {}, allows) for variant in variants]
        for question in asked:
            if isinstance(question, _Question) and not question.done.wait(max(0.0, deadline - time.monotonic())):
                self._breaker.failed()
                return TIMEOUT
        answers = [question.answer if isinstance(question, _Question) else question for question in asked]
        lacking = next((answer for answer in answers if answer.state != "ok"), None)
        return lacking or (answers[0] if len(answers) == 1 else _in_both(answers[0], answers[1]))

    def _ask(
        self, text: str, language: str, fields: Mapping[str, str], allows: Callable[[], bool]
    ) -> "Answer | _Question":
        """The answer if it is known, else the question, under way."""
        key = self._memory.key(text, language, fields)
        known = self._memory.get(key)
        if known is not None:
            return known
        address = self._where(language)
        if address is None:
            return UNAVAILABLE
        with self._lock:
            question = self._under_way.get(key)
            if question is not None:
                return question
            if address != self._asked:  # another server, which has not failed yet
                self._asked, self._breaker = address, Breaker()
            if len(self._under_way) >= MOST_AT_ONCE or not allows():
                return UNAVAILABLE
            question = self._under_way[key] = _Question()
        thread = threading.Thread(target=self._answer, args=(question, key, address, text, language, fields))
        thread.daemon = True
        thread.start()
        return question

    def _answer(
        self, question: _Question, key: bytes, address: str, text: str, language: str, fields: Mapping[str, str]
    ) -> None:
        try:
            question.answer = self._connected(address).ask(text, language, fields)
            self._memory.put(key, question.answer)
            self._breaker.succeeded()
            self._answered = True
        except Exception:  # whatever it is, nobody hears of it: it may repeat the text
            self._client = None
            self._breaker.failed()
        finally:
            self._finish(question, key)

    def _finish(self, question: _Question, key: bytes) -> None:
        self._under_way.pop(key, None)
        question.done.set()

    def _connected(self, address: str) -> "Client":
        from kalm.grammar.client import Client

        known = self._client
        if known is None or known[0] != address:
            known = self._client = address, Client(address)
        return known[1]

    def _where(self, language: str) -> str | None:
        """The address that answers in this language; None while there is none."""
        if self._address:
            return self._address
        note = self._whereabouts.current()
        if note is None or not note.port or language not in note.languages:
            return None
        return f"http://127.0.0.1:{note.port}"


def _in_both(one: Answer, other: Answer) -> Answer:
    """What both variants of a language find wrong with the same words."""
    places = {(match.start, match.end, _kind(match)) for match in other.matches}
    return Answer("ok", tuple(m for m in one.matches if (m.start, m.end, _kind(m)) in places), one.sentences)


def _kind(match: Match) -> str:
    """A rule that has one id in each variant (``MORFOLOGIK_RULE_EN_GB``) is known by its category."""
    return match.category if match.rule.endswith(("_GB", "_US")) else match.rule
