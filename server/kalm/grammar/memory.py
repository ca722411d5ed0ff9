"""Answers of the last ten minutes, under a keyed hash of what was asked, so that nobody waits twice for them.

The key is made when the process starts and leaves it never; without it a hash says nothing about a text. What
is kept holds no text: offsets, rule ids, messages, replacements.
"""

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from hashlib import blake2b

from kalm.grammar.values import Answer

KEEP_SECONDS = 600.0
MOST = 2_000
"""Answers kept at once; a hundred matches are some 100 KB, most answers are a few hundred bytes."""


class Memory:
    """Answers by the hash of their question."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._secret = os.urandom(32)
        self._lock = threading.Lock()
        self._kept: OrderedDict[bytes, tuple[float, Answer]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def key(self, text: str, language: str, fields: Mapping[str, str]) -> bytes:
        """The name under which the answer to this question is kept."""
        parts = (language, *(part for pair in sorted(fields.items()) for part in pair), text)
        asked = b"\0".join(part.encode("utf-8", "surrogatepass") for part in parts)
        return blake2b(asked, key=self._secret, digest_size=16).digest()

    def get(self, key: bytes) -> Answer | None:
        """The answer, if it is known still."""
        self.forget_old()
        found = self._kept.get(key)
        return found[1] if found else None

    def put(self, key: bytes, answer: Answer) -> None:
        """Keep an answer."""
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = self._clock() + KEEP_SECONDS, answer
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)

    def forget_old(self) -> None:
        """Drop what is older than `KEEP_SECONDS`."""
        now = self._clock()
        with self._lock:
            while self._kept and next(iter(self._kept.values()))[0] < now:
                self._kept.popitem(last=False)
