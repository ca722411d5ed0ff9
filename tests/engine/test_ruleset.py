"""Where a rule fires, how grave it is, and what the steps make of it."""

from collections.abc import Callable

import pytest

from kalm.core import Attachment, Context, Draft, Message
from kalm.linting import Linter, reply

REPLY = Message("Dit klopt niet.")


@pytest.mark.parametrize(
    ("when", "context", "label", "fires"),
    [
        ("{place: page}", Context(place="page", parent=REPLY), "complaint", True),
        ("{place: page}", Context(place="group", parent=REPLY), "complaint", False),
        ("{account: personal}", Context(place="page", account="personal", parent=REPLY), "complaint", True),
        ("{situation: [question]}", Context(place="page", parent=REPLY), "complaint", False),
        ("{situation: none}", Context(place="post"), "complaint", True),
        ("{turn: later}", Context(place="page", parent=REPLY, thread=(Message("x", own=True),)), "complaint", True),
        ("{turn: later}", Context(place="page", parent=REPLY, thread=(Message("x"),)), "complaint", False),
        ("{platform: [x]}", Context(place="page", parent=REPLY, platform="x"), "complaint", True),
        ("{attachment: {kind: image, rights: unknown}}",
         Context(place="post", attachments=(Attachment("image"),)), "complaint", True),
        ("{attachment: {kind: image, rights: unknown}}",
         Context(place="post", attachments=(Attachment("image", "own"),)), "complaint", False),
        ("{attachment: false}", Context(place="post"), "complaint", True),
    ],
)  # fmt: skip
def test_facts_decide_whether_a_rule_runs(
    one_rule: Callable, when: str, context: Context, label: str, fires: bool
) -> None:
    rule = one_rule(f'when: {when}\nmatch: {{phrases: ["jammer dan"]}}\n')
    assert bool(rule.found("Jammer dan.", context, label=label)) == fires


@pytest.mark.parametrize(
    ("condition", "text", "fires"),
    [
        ('unless: [{phrases: ["sorry"]}]', "Sorry, jammer dan.", False),
        ('unless: [{phrases: ["sorry"]}]', "Sorry. Jammer dan.", True),
        ('unless: [{phrases: ["sorry"], in: draft}]', "Sorry. Jammer dan.", False),
        ('unless: [{phrases: ["sorry"], in: before}]', "Jammer dan, sorry.", True),
        ('unless: [{phrases: ["sorry"], in: after}]', "Jammer dan, sorry.", False),
        ('unless: [{phrases: ["klopt niet"], in: parent}]', "Jammer dan.", False),
        ('needs: [{lacks: ["sorry"], in: draft}]', "Sorry. Jammer dan.", False),
        ('needs: [{phrases: ["kan niet"], in: opening}]', "Dat kan niet. Jammer dan.", True),
        ('needs: [{phrases: ["kan niet"], in: closing}]', "Kan niet. Een. Twee. Jammer dan.", False),
        ("needs: [{place: group}]", "Jammer dan.", False),
    ],
)
def test_conditions_silence_or_allow_a_match(one_rule: Callable, condition: str, text: str, fires: bool) -> None:
    rule = one_rule(f'match: {{phrases: ["jammer dan"]}}\n{condition}\n')
    assert bool(rule.found(text)) == fires


@pytest.mark.parametrize(
    ("severity", "line", "text", "expected"),
    [
        ("suggestion", "raise: [{particles: true}]", "Dat is gewoon jammer dan.", "warning"),
        ("suggestion", "raise: [{particles: true}]", "Dat is jammer dan.", "suggestion"),
        ("warning", "raise: [{particles: true}]", "Dat is gewoon jammer dan.", "warning"),
        ("warning", 'lower: [{phrases: ["sorry"], in: draft}]', "Sorry. Jammer dan.", "suggestion"),
        ("error", 'lower: [{phrases: ["sorry"], in: draft}]', "Sorry. Jammer dan.", "warning"),
    ],
)
def test_severity_moves_one_step_and_only_a_rule_of_its_own_makes_an_error(
    one_rule: Callable, severity: str, line: str, text: str, expected: str
) -> None:
    rule = one_rule(f'severity: {severity}\nmatch: {{phrases: ["jammer dan"]}}\n{line}\n')
    assert [hit.severity for hit in rule.hits(text)] == [expected]


def test_particles_alone_are_never_a_finding(one_rule: Callable) -> None:
    rule = one_rule('match: {phrases: ["jammer dan"]}\nraise: [{particles: true}]\n')
    assert rule.found("U kunt gewoon even binnenlopen hoor.") == []


def test_words_of_the_customer_are_left_alone(one_rule: Callable) -> None:
    rule = one_rule('match: {phrases: ["jammer dan"]}\n')
    context = Context(place="page", parent=Message("Zei uw collega: jammer dan"))
    assert rule.found('U schrijft dat hij "jammer dan" zei.', context) == []


@pytest.mark.parametrize("text", ["Zie www.jammerdan.nl/jammer-dan", "Met dank aan @jammer dan", "#jammer dan"])
def test_links_mentions_and_hashtags_are_no_words(one_rule: Callable, text: str) -> None:
    assert one_rule('match: {phrases: ["jammer dan"]}\n').found(text) == []


def test_one_trouble_is_shown_once(one_rule: Callable) -> None:
    rule = one_rule('match: {phrases: ["jammer dan", "echt jammer dan", "dan voor u"]}\n')
    assert rule.found("Echt jammer dan voor u.") == ["Echt jammer dan"]


def test_a_quiet_reader_hears_no_suggestions(one_rule: Callable) -> None:
    rule = one_rule('severity: suggestion\nmatch: {phrases: ["jammer dan"]}\n')
    assert rule.hits("Jammer dan.", strictness="quiet") == []
    assert rule.hits("Jammer dan.", strictness="balanced")


def test_a_rule_in_preview_speaks_only_to_a_keen_reader(one_rule: Callable) -> None:
    rule = one_rule('status: preview\nmatch: {phrases: ["jammer dan"]}\n')
    assert rule.hits("Jammer dan.") == []
    assert rule.hits("Jammer dan.", strictness="keen")


def test_rules_about_public_manners_are_silent_in_private(one_rule: Callable) -> None:
    rule = one_rule('match: {phrases: ["jammer dan"]}\n', category="spam")
    assert rule.found("Jammer dan.", Context(place="page", parent=REPLY))
    assert rule.found("Jammer dan.", Context(place="dm", parent=REPLY)) == []


def test_what_is_missing_has_no_span(one_rule: Callable) -> None:
    rule = one_rule(
        'match: {missing: {phrases: ["sorry"], in: opening}}\nexamples: {good: ["Sorry."], bad: ["Nee."]}\n',
        category="missing-empathy",
    )
    assert rule.found("Nee. Dat kan niet. Sorry.") == [None]
    assert rule.found("Sorry, nee.") == []


@pytest.mark.parametrize(
    "text",
    ["Lees dit lees dit lees dit lees dit allemaal", "Deel dit! Deel dit! Deel dit! Deel dit!", "nu nu nu nu nu"],
)
def test_words_chanted_four_times_count_as_repetition(one_rule: Callable, text: str) -> None:
    assert one_rule("match: {count: {of: repeat, at-least: 2}}\n").found(text, Context(place="post"))


@pytest.mark.parametrize(
    "text", ["Nee, nee, nee, dat niet.", "Dank je, dank je, dank je!", "De een na de ander na de een."]
)
def test_emphasis_is_no_repetition(one_rule: Callable, text: str) -> None:
    assert not one_rule("match: {count: {of: repeat, at-least: 2}}\n").found(text, Context(place="post"))


def test_an_insult_does_not_give_way_to_a_lighter_remark_on_the_same_words(linter: Linter) -> None:
    draft = Draft(
        "Jouw dochter is trouwens net zo'n achterlijk wicht als haar moeder.",
        Context(place="group", account="personal", parent=Message("Die lerares van 3-havo is een dikke koe")),
        "nl",
    )
    assert "error" in {finding.severity for finding in linter.check(draft).findings}


@pytest.mark.parametrize(("text", "expected"), [("Dat kan, want Sanne is ziek.", 1), ("Dat kan, want zij is ziek.", 0)])
def test_a_condition_that_asks_for_a_name_sees_the_names_of_a_draft(
    one_rule: Callable, text: str, expected: int
) -> None:
    rule = one_rule('match: {phrases: ["dat kan"]}\nneeds: [{phrases: ["<name>"], in: sentence}]\n')
    assert len(rule.found(text)) == expected


@pytest.mark.parametrize(("text", "expected"), [("Dat kan, want Sanne is ziek.", 0), ("Dat kan, want zij is ziek.", 1)])
def test_a_condition_that_lacks_a_name_sees_the_names_of_a_draft(one_rule: Callable, text: str, expected: int) -> None:
    rule = one_rule('match: {phrases: ["dat kan"]}\nneeds: [{lacks: ["<name>"], in: sentence}]\n')
    assert len(rule.found(text)) == expected


def test_a_name_counts_in_the_words_that_a_condition_speaks_of_only(one_rule: Callable) -> None:
    rule = one_rule('match: {phrases: ["dat kan"]}\nneeds: [{phrases: ["<name>"], in: sentence}]\n')
    assert rule.found("Dat kan echt. Want volgens Sanne is het goed.") == []


def test_in_a_very_long_sentence_a_phrase_is_found_again_at_its_end(one_rule: Callable) -> None:
    rule = one_rule('match: {phrases: ["(u|je) … niet thuis"]}\n')
    for words in (10, 60, 90, 95, 98, 119, 130):
        text = "Dat is omdat u toch niet thuis was" + " tafel" * words + " omdat u toch niet thuis was."
        assert len(rule.found(text)) == 2, words


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ('You wrote "rules are rules". Rules are rules.', "en"),
        ('U schrijft "einde discussie". Einde discussie.', "nl"),
    ],
)
def test_a_phrase_in_the_others_words_hides_none_at_the_beginning_of_the_next_sentence(
    linter: Linter, text: str, language: str
) -> None:
    complaint = "Al drie weken te laat, niemand belt!" if language == "nl" else "Three weeks late and nobody answers!"
    found = linter.check(reply(text, complaint, language)).findings
    assert text.rindex(".", 0, -1) + 2 in [finding.start for finding in found]


@pytest.mark.parametrize(
    ("phrase", "text"), [("ec* niet", "Dat kan echt niet."), ("hel* niet", "Dat is helemaal niet waar.")]
)
def test_a_word_that_begins_so_is_found_where_it_is_one_that_phrases_may_step_over(
    one_rule: Callable, phrase: str, text: str
) -> None:
    assert one_rule(f'match: {{phrases: ["{phrase}"]}}\n').found(text) != []
