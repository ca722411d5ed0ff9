"""Compiled phrases kept between starts, so that a start does not compile thousands of them again.

The file holds phrases of rules and lists, never a word of a draft. It is named after everything that decides its
content: the lists, the inflection data and the code that compiles. A file that is missing, old or broken is
made anew; one that cannot be written costs only time.
"""

import os
import sys
import tempfile
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path

import orjson

import kalm
from kalm.rules.gates import Gate
from kalm.rules.phrases import Phrase

_HERE = Path(kalm.__file__).parent
_KEPT_PER_FAMILY = 4
"""Files kept for one family of languages: a few policies and versions may take turns."""


class CompiledPhrases:
    """The phrases of one family of languages, by their source."""

    def __init__(
        self, folder: Path | None, family: str, lists: Mapping[str, tuple[str, ...]], data: Iterable[Path]
    ) -> None:
        self._path = None if folder is None else folder / f"phrases-{family}-{_digest(lists, data)}.json"
        self.phrases: dict[str, Phrase] = {}
        if self._path is not None:
            try:
                self.phrases = _read(self._path.read_bytes())
            except (OSError, ValueError, TypeError, LookupError):
                self.phrases = {}
        self._known = len(self.phrases)

    def save(self) -> None:
        """Write what was compiled since, whole or not at all."""
        if self._path is None or len(self.phrases) == self._known:
            return
        content = _written(self.phrases)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".phrases-")
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).replace(self._path)
            self._drop_old()
        except OSError:
            return
        self._known = len(self.phrases)

    def _drop_old(self) -> None:
        assert self._path is not None
        family = self._path.name.rsplit("-", 1)[0]
        files = sorted(self._path.parent.glob(f"{family}-*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in files[_KEPT_PER_FAMILY:]:
            path.unlink(missing_ok=True)


def _written(phrases: Mapping[str, Phrase]) -> bytes:
    """Phrases as JSON; sets of words stand there once, however many phrases share them."""
    numbers: dict[frozenset[str], int] = {}

    def number(words: frozenset[str]) -> int:
        return numbers.setdefault(words, len(numbers))

    rows = {
        source: (
            phrase.expression,
            [(number(gate.keys), number(gate.following), gate.part, gate.lead) for gate in phrase.gates],
            [number(words) for words in phrase.needs],
        )
        for source, phrase in phrases.items()
    }
    return orjson.dumps({"sets": [sorted(words) for words in numbers], "phrases": rows})


def _read(content: bytes) -> dict[str, Phrase]:
    loaded = orjson.loads(content)
    sets = [frozenset(map(sys.intern, words)) for words in loaded["sets"]]  # most words stand in many sets
    return {
        source: Phrase(
            source,
            expression,
            tuple([Gate(sets[keys], sets[following], part, lead) for keys, following, part, lead in gates]),
            tuple([sets[words] for words in needs]),
        )
        for source, (expression, gates, needs) in loaded["phrases"].items()
    }


def _digest(lists: Mapping[str, tuple[str, ...]], data: Iterable[Path]) -> str:
    code = sorted((*(_HERE / "rules").glob("*.py"), *(_HERE / "text").rglob("*.py")))
    digest = blake2b(digest_size=12)
    for path in (*code, *data):
        digest.update(path.read_bytes())
    digest.update(orjson.dumps(dict(sorted(lists.items()))))
    return digest.hexdigest()
