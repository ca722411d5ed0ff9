"""Groups of digits, and the whole numbers that they form."""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from kalm.detectors.folded_text import FoldedText

SHORTEST_RUN, LONGEST_RUN = 8, 19
"""Digits in the shortest and longest number that any detector of long numbers wants."""

_DIGITS = re.compile(r"[0-9]+")
_BANK_CODE = re.compile(r".{0,3}\b[A-Za-z]{2}[0-9]{2}[ .-]?[A-Z]{4}[ .-]", re.DOTALL)

# What may stand between two groups of one number; all but white space binds tightly.
_GAPS = {
    " ": " ", "  ": " ", "\n": " ", "\r\n": " ", " \n": " ", "\n ": " ", "\t": " ",
    ".": ".", ". ": ".", ".\n": ".", "-": "-", "-\n": "-", " - ": "-", "- ": "-", " -": "-", "/": "/", " / ": "/",
}  # fmt: skip
_GLUE = ".-/_"


class Run(NamedTuple):
    """Groups of digits that read as one number."""

    start: int
    end: int
    digits: str
    shape: str
    """Lengths of the groups, e.g. ``4-2-3``."""
    separators: frozenset[str]


class Digits(FoldedText):
    """A text and its numbers."""

    @cached_property
    def atoms(self) -> list[tuple[int, int]]:
        """Every unbroken group of digits."""
        return [found.span() for found in _DIGITS.finditer(self.plain)]

    @cached_property
    def gaps(self) -> list[str | None]:
        """For each group of digits: what joins it to the next (``" "``, ``"."``, ``"-"``, ``"/"``), if anything."""
        plain, atoms = self.plain, self.atoms
        return [
            _GAPS.get(plain[left:right]) if right - left <= 3 else None for (_, left), (right, _) in pairwise(atoms)
        ] + [None] * bool(atoms)

    @cached_property
    def runs(self) -> list[Run]:
        """Numbers of ``SHORTEST_RUN`` to ``LONGEST_RUN`` digits that are whole: not part of a longer number."""
        atoms, gaps = self.atoms, self.gaps
        found: list[Run] = []
        first = 0
        while first < len(atoms):
            last, total = first, atoms[first][1] - atoms[first][0]
            while gaps[last] is not None:
                last += 1
                total += atoms[last][1] - atoms[last][0]
            if total >= SHORTEST_RUN:
                found.extend(self._runs_within(first, last))
            first = last + 1
        return found

    def _runs_within(self, first: int, last: int) -> Iterator[Run]:
        atoms, gaps, plain = self.atoms, self.gaps, self.plain
        for opening in range(first, last + 1):
            before = gaps[opening - 1] if opening > first else None
            if before not in (None, " ") or not self.free_before(atoms[opening][0]):
                continue
            digits = 0
            separators: set[str] = set()
            for closing in range(opening, last + 1):
                digits += atoms[closing][1] - atoms[closing][0]
                if digits > LONGEST_RUN:
                    break
                after = gaps[closing]
                if digits >= SHORTEST_RUN and not (before in separators or after in separators):
                    end = atoms[closing][1]
                    if after in (None, " ") and self.free_after(end):
                        groups = atoms[opening : closing + 1]
                        yield Run(
                            atoms[opening][0],
                            end,
                            "".join(plain[left:right] for left, right in groups),
                            "-".join(str(right - left) for left, right in groups),
                            frozenset(separators),
                        )
                if after is not None:
                    separators.add(after)

    def free_before(self, at: int) -> bool:
        """Whether a number may begin here: nothing that belongs to it stands before."""
        if at == 0:
            return True
        plain = self.plain
        sign = plain[at - 1]
        if sign.isalnum() or sign in "_+@":
            return False
        if at > 5 and plain[at - 2].isalpha() and _BANK_CODE.fullmatch(plain, max(0, at - 11), at):
            return False  # the account part of an IBAN
        return not (at > 1 and sign in _GLUE + ",:=&?" and plain[at - 2].isalnum() and not self._spelled(at - 2, sign))

    def _spelled(self, at: int, sign: str) -> bool:
        # "BSN:111222333", "klantnummer=4455": a word and a colon announce, "12:30" and "?id=5" do not.
        return sign in ":=," and self.plain[at].isalpha() and not self.in_link(at)

    def free_after(self, at: int) -> bool:
        """Whether a number may end here: nothing that belongs to it follows."""
        plain = self.plain
        if at >= len(plain):
            return True
        sign = plain[at]
        if sign.isalnum() or sign in "_@":
            return False
        following = plain[at + 1 : at + 2]
        if sign in ",.:":
            return not following.isdigit()
        return not (sign in _GLUE and following.isalnum())
