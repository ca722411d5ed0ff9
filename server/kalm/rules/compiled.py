"""Compiled phrases kept between starts, so that a start does not compile thousands of them again.

The file holds phrases of rules and lists, never a word of a draft. It is named after everything that decides its
content: the lists, the inflection data and the code that compiles. A file that is missing, old or broken is
made anew; one that cannot be written costs only time.
"""

import os
import tempfile
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path

import orjson

import kalm
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
                content = orjson.loads(self._path.read_bytes())
                self.phrases = {
                    source: Phrase(source, expression, frozenset(gate), tuple(map(frozenset, needs)))
                    for source, (expression, gate, needs) in content.items()
                }
            except (OSError, ValueError, TypeError):
                self.phrases = {}
        self._known = len(self.phrases)

    def save(self) -> None:
        """Write what was compiled since, whole or not at all."""
        if self._path is None or len(self.phrases) == self._known:
            return
        content = orjson.dumps(
            {
                source: (phrase.expression, sorted(phrase.gate), [sorted(words) for words in phrase.needs])
                for source, phrase in self.phrases.items()
            }
        )
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


def _digest(lists: Mapping[str, tuple[str, ...]], data: Iterable[Path]) -> str:
    code = sorted((*(_HERE / "rules").glob("*.py"), *(_HERE / "text").rglob("*.py")))
    digest = blake2b(digest_size=12)
    for path in (*code, *data):
        digest.update(path.read_bytes())
    digest.update(orjson.dumps(dict(sorted(lists.items()))))
    return digest.hexdigest()
