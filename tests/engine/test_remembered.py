"""A message that is asked about again is read once; few are remembered, and no long ones. So are a policy's words."""

from kalm.languages import WORDS_REMEMBERED
from kalm.linting import REMEMBERED, REMEMBERED_LENGTH, Linter, reply
from kalm.policy import ResolvedPolicy
from kalm.rules.own import own_rules

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


def named(*competitors: str, strictness: str = "balanced") -> ResolvedPolicy:
    return ResolvedPolicy(strictness=strictness, lists={"competitors": competitors})


def test_policies_of_the_same_words_share_what_was_built_for_them(linter: Linter) -> None:
    first = linter.of_policy(named("Zonnehuis"))
    assert linter.of_policy(named("Zonnehuis", strictness="keen")).reading("nl") is first.reading("nl")
    other = linter.of_policy(named("Maanhuis"))
    draft = reply("Maanhuis is veel duurder.", "Wat kost het?")
    assert [found.category for found in other.check(draft).findings] == ["competitor"]
    assert first.check(draft).findings == ()


def test_an_own_rule_that_was_changed_is_built_again(linter: Linter) -> None:
    def with_phrase(phrase: str) -> Linter:
        texts = {"nl": "Dit klinkt als een slogan.", "en": "This sounds like a slogan."}
        rule = {"name": "slogan", "language": "nl", "category": "voice", "severity": "warning", "message": texts}
        rule |= {"why": texts, "advice": texts, "phrases": [phrase], "bad": [f"Kies [[{phrase}]]."], "good": ["Dag."]}
        return linter.of_policy(named("Zonnehuis"), own_rules([rule]))

    draft = reply("Bij ons staat u samen sterker.", "Wat doen jullie?")
    before, after = with_phrase("altijd beter"), with_phrase("samen sterker")
    assert [found.rule for found in after.check(draft).findings] == ["nl.voice.house-slogan"]
    assert before.check(draft).findings == ()


def test_few_sets_of_words_are_remembered(linter: Linter) -> None:
    first = linter.of_policy(named("Zonnehuis"))
    for number in range(WORDS_REMEMBERED):
        linter.of_policy(named(f"Zonnehuis {number}"))
    assert linter.of_policy(named("Zonnehuis")).reading("nl") is not first.reading("nl")
