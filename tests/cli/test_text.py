"""How a better wording reads on the terminal."""

import pytest

from kalm.cli.output.text import describe
from kalm.core import Edit, Fix

TEXT = "Dag Sanne. Zoals gezegd kan dit niet. Groet, Bart"


@pytest.mark.parametrize(
    ("fix", "shown"),
    [
        (Fix("Weglaten", (Edit(11, 25, "D"),)), "Weglaten: Dan dit niet."),
        (Fix("Weglaten", (Edit(11, 38, ""),)), "Weglaten"),
        (Fix("Schrijf “helaas”", (Edit(24, 27, "helaas"),)), "Schrijf “helaas”"),
        (Fix("Begin zo", (Edit(11, 11, "Wat vervelend! "),)), "Begin zo: Wat vervelend!"),
        (Fix("Sluit zo af", (Edit(49, 49, " (webcare)"),)), "Sluit zo af: Groet, Bart (webcare)"),
        (Fix("Anders", (Edit(0, 3, "Hoi"), Edit(38, 43, "Liefs"))), f"Anders: Hoi{TEXT[3:38]}Liefs, Bart"),
    ],
    ids=["changed", "dropped", "title says it", "inserted before", "appended", "two places"],
)
def test_a_fix_shows_the_sentence_as_it_then_reads(fix: Fix, shown: str) -> None:
    assert describe(TEXT, fix) == shown


def test_signs_that_move_the_cursor_or_turn_the_line_around_are_not_printed() -> None:
    text = "Dag. Zoals gezegd \x1b]0;hier\x07 kan\u202e dit niet. Groet"
    assert describe(text, Fix("Weglaten", (Edit(5, 17, "D"),))) == "Weglaten: D \ufffd]0;hier\ufffd kan\ufffd dit niet."
