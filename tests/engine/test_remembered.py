"""A message that is asked about again is read once; few are remembered, and no long ones."""

from kalm.linting import REMEMBERED, REMEMBERED_LENGTH, Linter, reply

DRAFT = "Wij kijken morgen waar uw pakket is."


def test_a_remembered_message_gives_the_same_answer(linter: Linter) -> None:
    draft = reply(DRAFT, "Al drie weken wachten op mijn pakket, belachelijk!")
    first = linter.check(draft)
    for number in range(REMEMBERED + 1):
        linter.check(reply(DRAFT, f"Waar blijft pakket {number}?"))
    assert linter.check(draft) == linter.check(draft) == first


def test_few_messages_are_remembered_and_no_long_ones(linter: Linter) -> None:
    for number in range(2 * REMEMBERED):
        linter.check(reply(DRAFT, f"Waar blijft bestelling {number}?"))
    before = linter.remembered()
    assert before <= REMEMBERED
    linter.check(reply(DRAFT, ("Waar blijft mijn brief? " * REMEMBERED_LENGTH)[: REMEMBERED_LENGTH + 1]))
    assert linter.remembered() == before
