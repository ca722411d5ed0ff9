"""Groups of digits, and the whole numbers that they form."""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from kalm.detectors.folded_text import FoldedText
from kalm.detectors.vocabulary import LABELS

SHORTEST_RUN, LONGEST_RUN = 8, 19
"""Digits in the shortest and longest number that any detector of long numbers wants."""

_DIGITS = re.compile(r"[0-9]+")
_BANK_CODE = re.compile(r".{0,3}\b[A-Za-z]{2}[0-9]{2}[ .-]{0,2}[A-Z]{4}[ .-]{1,2}", re.DOTALL)

# What may stand between two groups of one number; all but white space and the end of a line binds tightly.
_GAPS = {
    " ": " ", "  ": " ", "\t": " ", "\n": "\n", "\r\n": "\n", " \n": "\n", "\n ": "\n", ".\n": "\n",
    ".": ".", ". ": ".", "-": "-", "-\n": "-", " - ": "-", "- ": "-", " -": "-", "/": "/", " / ": "/",
}  # fmt: skip
_GLUE = ".-/_"

_USUAL_SHAPES = frozenset("3-3-3 4-2-3 2-2-2-3 3-3-4 4-3-3 4-4-4-4 4-6-5 4-6-4 4-4-4-4-3 4-4-4-1 4-5-6".split())
"""How numbers of persons, old accounts and cards are grouped: so written they stand out in a longer row of groups."""

_GLUED_LABELS = frozenset(
    label
    for label, family in LABELS.items()
    if family in ("bsn", "education", "rrn", "nhs", "ssn", "bank", "card", "phone") and label.isalpha()
)
"""Words that announce a long number even without a space: ``BSN111222333``. Not those of orders and products."""

_LONGEST_GLUED_LABEL = max(map(len, _GLUED_LABELS))

_LOOSE = (None, " ", "\n")
"""Gaps at which a number may begin or end."""


def _borders(gap: str | None, separators: set[str]) -> bool:
    """Whether a gap beside a number is like those inside it, so that the number may go on there."""
    # A line break does not carry on a row with spaces, but a row over several lines carries on at both.
    return gap in separators or (gap == " " and "\n" in separators)


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
        """For each group of digits: what joins it to the next (``" "``, ``"\\n"``, ``"."``, ``"-"``, ``"/"``), if anything.

        ``"\\n"`` is a gap that holds a line break.
        """
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
        row = True  # no telephone number from abroad and no IBAN began in the groups before, spaces between them
        for opening in range(first, last + 1):
            before = gaps[opening - 1] if opening > first else None
            left = atoms[opening][0]
            free = self.free_before(left)
            usual_before = row or before != " "
            if before in _LOOSE:
                row = usual_before and free and not plain.startswith("00", left)
            if before not in _LOOSE or not free:
                continue
            digits = 0
            separators: set[str] = set()
            for closing in range(opening, last + 1):
                digits += atoms[closing][1] - atoms[closing][0]
                if digits > LONGEST_RUN:
                    break
                after = gaps[closing]
                end = atoms[closing][1]
                if digits >= SHORTEST_RUN and after in _LOOSE and self.free_after(end):
                    groups = atoms[opening : closing + 1]
                    shape = "-".join(str(right - left) for left, right in groups)
                    if not (_borders(before, separators) or _borders(after, separators)) or (
                        usual_before and shape in _USUAL_SHAPES and self._stands_out(opening, closing, separators)
                    ):
                        yield Run(
                            left,
                            end,
                            "".join(plain[start:stop] for start, stop in groups),
                            shape,
                            frozenset(separators),
                        )
                if after is not None:
                    separators.add(after)

    def _stands_out(self, opening: int, closing: int, separators: set[str]) -> bool:
        """Whether groups with spaces inside end there, although a further group follows or precedes after a space.

        A neighbour of the same length carries the row on: ``112 233 344 455`` holds no number of three groups. So does
        any after a leading zero, for ``088 123 456 78`` is a telephone number.
        """
        if "\n" in separators:
            return False

        def size(index: int) -> int:
            left, right = self.atoms[index]
            return right - left

        if opening and self.gaps[opening - 1] == " " and size(opening - 1) == size(opening):
            return False
        if self.gaps[closing] != " ":
            return True
        return size(closing + 1) != size(closing) and self.plain[self.atoms[opening][0]] != "0"

    def free_before(self, at: int) -> bool:
        """Whether a number may begin here: nothing that belongs to it stands before."""
        if at == 0:
            return True
        plain = self.plain
        sign = plain[at - 1]
        if sign.isalnum() or sign in "_+@":
            return sign.isalpha() and self._labelled(at)
        if (
            at > 5
            and (plain[at - 2].isalpha() or plain[at - 3].isalpha())
            and _BANK_CODE.fullmatch(plain, max(0, at - 12), at)
        ):
            return False  # the account part of an IBAN
        return not (at > 1 and sign in _GLUE + ",:=&?" and plain[at - 2].isalnum() and not self._spelled(at - 2, sign))

    def _labelled(self, at: int) -> bool:
        # "BSN111222333": the word and nothing else stands before; "X-BSN1112", "@tel06" are names.
        lower = self.lower
        start = at
        while start > 0 and at - start <= _LONGEST_GLUED_LABEL and lower[start - 1].isalpha():
            start -= 1
        return (
            self.plain[at].isdigit()
            and lower[start:at] in _GLUED_LABELS
            and (start == 0 or lower[start - 1].isspace() or lower[start - 1] in "([\"'")
        )

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
        if sign == "/":
            return not following.isdigit()  # "111222333/Jansen": the name stands beside the number
        return not (sign in _GLUE and following.isalnum())
