"""Numbers that a message counts something with: *4 dagen*, *derde keer*, *2x*, *45 min*, *since Sunday*."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from kalm.rules.errors import RuleError, problem_at
from kalm.rules.files import read as read_file
from kalm.text.document import BREAK, Document, plain_words

STEM = 5
"""Letters that the forms of one noun have in common: *overstappen*, *overstap*."""

SHORTEST = 4
"""Letters of the shortest noun that is compared."""

MOST_DIGITS = 6
"""Digits of the longest number that counts something: a longer one is a reference or a telephone number, and one of
thousands of digits would not even be read."""

ARTICLE = "1"
"""*een*, *one*: a number only before a unit."""

_ordinal = re.compile(rf"(\d{{1,{MOST_DIGITS}}})(?:e|de|ste|st|nd|rd|th)")
_joined = re.compile(rf"(\d{{1,{MOST_DIGITS}}})(x|u|uur|min|h|hrs?|mins?|km)")


class _UnitForm(BaseModel):
    model_config = ConfigDict(extra="forbid")
    names: list[str]
    """All ways to write it, but for its own name."""
    one: str
    many: str
    time: bool = False
    """Whether one can wait that long."""
    often: bool = False
    """Whether it counts how often something happened."""


class _QuantitiesForm(BaseModel):
    model_config = ConfigDict(extra="forbid")
    numbers: dict[str, str] = {}
    """Words for numbers and ordinals, and their digits: *vier* and *vierde* are 4."""
    written: list[str] = []
    """How one, two, three … are written out."""
    units: dict[str, _UnitForm] = {}
    since: list[str] = []
    """Words before a moment that began it."""


class Quantity(NamedTuple):
    """A number and what it counts. ``of`` is the name of a unit or the stem of a noun; ``word`` where it stands."""

    number: str
    of: str
    word: int


class Quantities:
    """Reads numbers with their units in one language."""

    def __init__(self, form: _QuantitiesForm) -> None:
        self._numbers = form.numbers
        self._written = form.written
        self._units = form.units
        self._names = {name: unit for unit, known in form.units.items() for name in (unit, *known.names)}
        self._since = frozenset(form.since)

    @classmethod
    def load(cls, paths: Sequence[Path]) -> "Quantities":
        """From the last of the `quantities.yml` files; without one, only digits are read. Raises `RuleError`."""
        if not paths:
            return cls(_QuantitiesForm())
        path = paths[-1]
        source, content = read_file(path)
        try:
            return cls(_QuantitiesForm.model_validate(content))
        except ValidationError as error:
            raise RuleError([problem_at(path, source, item["loc"], item["msg"]) for item in error.errors()]) from None

    def read(self, document: Document, first: int, end: int) -> Iterator[Quantity]:
        """Every number between two words, once with each thing that it may count."""
        words = document.words
        for index in range(first, min(end, len(words))):
            word = words[index]
            if word in self._since and index + 1 < len(words) and words[index + 1] != BREAK:
                yield Quantity("since", words[index + 1], index)
                continue
            joined = _joined.fullmatch(word)
            if joined is not None:
                yield Quantity(joined.group(1), self._names.get(joined.group(2), joined.group(2)), index)
                continue
            number = self._number(document, index)
            if not number:
                continue
            following = [words[after] for after in plain_words(document, index + 1, min(index + 3, len(words)))]
            unit = next((self._names[name] for name in following if name in self._names), None)
            if unit is not None:
                yield Quantity(number, unit, index)
            elif number != ARTICLE:
                for name in following:
                    if len(name) >= SHORTEST:
                        yield Quantity(number, name[:STEM], index)

    def _number(self, document: Document, index: int) -> str:
        word = document.words[index]
        known = self._numbers.get(word)
        if known is not None:
            return known
        if document.kinds.get(index) == "number":
            return "" if word.isdigit() and len(word) > MOST_DIGITS else word
        ordinal = _ordinal.fullmatch(word)
        return ordinal.group(1) if ordinal is not None else ""

    def is_time(self, quantity: Quantity) -> bool:
        """Whether it says how long."""
        return quantity.of in self._units and self._units[quantity.of].time

    def is_often(self, quantity: Quantity) -> bool:
        """Whether it says how often."""
        return quantity.of in self._units and self._units[quantity.of].often

    def write(self, quantity: Quantity) -> str:
        """*drie weken*, *45 minuten*: small numbers in words. ``quantity`` counts one of the units."""
        unit = self._units[quantity.of]
        number = quantity.number
        if number.isdigit() and 1 <= int(number) <= len(self._written):
            number = self._written[int(number) - 1]
        return f"{number} {unit.one if quantity.number == ARTICLE else unit.many}"
