"""Openers that are offered to the writer."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalm.core import Context, Draft, Message
from kalm.engine.address import form_of_address
from kalm.engine.openers import FUNCTIONS, SLOTS, Opener
from kalm.engine.quantities import Quantities
from kalm.linting import Linter
from kalm.text import read

FILLED = {
    "nl": {
        "thing": "de container",
        "duration": "drie weken",
        "count": "vier keer",
        "lasted": "vijf dagen",
        "lack": "water",
    },
    "en": {
        "thing": "the parcel",
        "duration": "three weeks",
        "count": "four times",
        "lasted": "five days",
        "lack": "water",
    },
}
PARENTS = {
    "nl": "Vier keer gebeld over de container, drie weken gewacht, vijf dagen geen water. Schandalig, ik ben woedend",
    "en": "Called four times about the parcel, waited three weeks, five days no water. Disgraceful, I'm furious",
}
COLD = {"nl": "De aanvraag staat in het systeem.", "en": "The application is in the system."}
LANGUAGES = ["nl", "nl-BE", "en"]
MISSING = "no-acknowledgement"


def offered(
    linter: Linter, parent: str, draft: str = "De aanvraag loopt.", language: str = "nl", count: int = 3
) -> tuple[str, ...]:
    context = Context(place="page", parent=Message(parent), situation="complaint")
    (finding,) = [
        finding for finding in linter.check(Draft(draft, context, language)).findings if finding.rule.endswith(MISSING)
    ]
    return tuple(fix.title for fix in finding.fixes)[:count]


def all_openers(linter: Linter, language: str) -> Iterator[tuple[Opener, str]]:
    for opener in linter.reading(language).openers.openers:
        text = opener.fill(FILLED[language[:2]])
        assert text is not None
        yield opener, text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "parent",
    [
        *PARENTS.values(),
        "Al 3 keer gebeld, de 4e keer een ander verhaal, 2x niemand, 5 keren niets. Schandalig!",
        "3rd time this week, called 4 times, 2x nobody. Disgraceful!",
        "Dritte Mal diese Woche, 4x angerufen, 3 Mal nichts!",
    ],
)
def test_a_parent_in_another_language_than_the_draft_still_gets_openers(
    linter: Linter, language: str, parent: str
) -> None:
    assert offered(linter, parent, COLD[language[:2]], language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_opener_acknowledges_and_leaves_no_finding_about_empathy(linter: Linter, language: str) -> None:
    failed = []
    for _, text in all_openers(linter, language):
        context = Context(place="page", parent=Message(PARENTS[language[:2]]), situation="complaint")
        report = linter.check(Draft(f"{text} {COLD[language[:2]]}", context, language))
        acknowledges = any(span.start == 0 for span in report.anatomy.empathy)
        if not acknowledges or any(finding.category == "missing-empathy" for finding in report.findings):
            failed.append(text)
    assert failed == []


def test_without_an_opener_that_draft_has_the_finding(linter: Linter) -> None:
    for language in LANGUAGES:
        assert offered(linter, PARENTS[language[:2]], COLD[language[:2]], language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_opener_draws_no_finding_of_any_kind(linter: Linter, language: str) -> None:
    context = Context(place="page", parent=Message(PARENTS[language[:2]]), situation="complaint")
    found = {
        text: [finding.rule for finding in linter.check(Draft(text, context, language)).findings]
        for _, text in all_openers(linter, language)
    }
    assert {text: rules for text, rules in found.items() if rules} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_openers_are_one_sentence_with_a_known_function_and_known_slots(linter: Linter, language: str) -> None:
    for opener, text in all_openers(linter, language):
        assert opener.function in FUNCTIONS
        assert opener.slots <= SLOTS
        assert text.endswith(".")
        assert not any(mark in text[:-1] for mark in ".!?")
        assert text[0].isupper()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_light_word_where_it_is_serious(linter: Linter, language: str) -> None:
    light = {"vervelend", "balen", "jammer", "zuur", "ambetant", "oei", "annoying", "rough", "faff", "ouch"}
    for opener, text in all_openers(linter, language):
        if 3 in opener.intensity:
            assert not light & set(text.lower().replace(",", "").strip(".").split()), text


def test_three_openers_do_three_different_things(linter: Linter) -> None:
    functions = {text: opener.function for opener, text in all_openers(linter, "nl")}
    chosen = offered(linter, "Vier keer gebeld, drie weken gewacht, vijf dagen geen water, schandalig")
    assert len(chosen) == len({functions[text] for text in chosen}) == 3


def test_openers_stay_while_one_types(linter: Linter) -> None:
    drafts = ["De", "De aanvraag", "De aanvraag loopt nog, de termijn is zes weken."]
    assert len({offered(linter, PARENTS["nl"], draft) for draft in drafts}) == 1


def test_openers_differ_between_messages(linter: Linter) -> None:
    messages = [
        f"Al {number} maanden wachten op de {thing}, belachelijk" for number in (2, 3, 4) for thing in ("kast", "pas")
    ]
    assert len({offered(linter, message) for message in messages}) > 3


def test_an_opener_names_the_customers_own_wait(linter: Linter) -> None:
    chosen = offered(linter, "Ik zit al 45 min in de wacht, schandalig")
    assert any("45 minuten" in text for text in chosen)
    assert any(
        "drie weken" in text.lower() for text in offered(linter, "3 wk geleden gemeld en niks gehoord, belachelijk")
    )


def test_an_opener_names_what_the_customer_is_without(linter: Linter) -> None:
    chosen = offered(linter, "Mijn moeder (87) heeft 4 dagen geen warm water, schandalig")
    assert any("zonder warm water" in text for text in chosen)


@pytest.mark.parametrize(
    ("noun", "written"),
    [("pakket", "het pakket"), ("container", "de container"), ("factuur", "de factuur"), ("paspoort", "het paspoort")],
)
def test_a_thing_comes_with_its_article(linter: Linter, noun: str, written: str) -> None:
    chosen = offered(linter, f"Weer gedoe om mijn {noun}, ik ben woedend")
    assert any(written in text for text in chosen)


def test_with_many_things_none_is_named(linter: Linter) -> None:
    chosen = offered(linter, "Bus, trein, pakket en factuur: alles gaat mis bij jullie, schandalig")
    assert not any(thing in text for text in chosen for thing in ("de bus", "de trein", "het pakket", "de factuur"))


def test_two_openers_at_most_name_the_same_matter(linter: Linter) -> None:
    chosen = offered(linter, "Weer gedoe om mijn container, ik ben woedend")
    assert sum("container" in text for text in chosen) <= 2


def test_a_duration_without_waiting_is_not_called_waiting(linter: Linter) -> None:
    assert not any("wachten" in text for text in offered(linter, "Na 3 weken dragen al kapot, waardeloos"))


def test_openers_follow_the_form_of_address_of_the_draft(linter: Linter) -> None:
    for seed in range(8):
        parent = f"Al {seed + 2} weken geen antwoord, schandalig"
        formal = " ".join(offered(linter, parent, "U krijgt een brief.")).lower().split()
        informal = " ".join(offered(linter, parent, "Je krijgt een brief.")).lower().split()
        neither = " ".join(offered(linter, parent, "De aanvraag loopt.")).lower().split()
        assert not {"je", "jou", "jouw"} & set(formal)
        assert not {"u", "uw"} & set(informal)
        assert not {"u", "uw", "je", "jouw"} & set(neither)


@pytest.mark.parametrize(
    "draft",
    [
        "Ons loket is open van 9 u tot 17 u, je kunt gerust langskomen.",
        "Dank u wel, je krijgt een brief.",
        "Bedankt u, je krijgt een brief.",
    ],
)
def test_the_hour_and_a_set_phrase_are_no_form_of_address(linter: Linter, draft: str) -> None:
    scene = linter._scene(Draft(draft, Context(), "nl-BE"))[0]
    assert form_of_address(scene) == "je"
    scene = linter._scene(Draft("Ik dank u, je krijgt een brief.", Context(), "nl-BE"))[0]
    assert form_of_address(scene) == "u"


@pytest.mark.parametrize("count", ["{} dagen", "{}u", "de {}e keer", "{} keer"])
def test_a_number_of_thousands_of_digits_is_no_quantity(linter: Linter, count: str) -> None:
    counted = count.format("9" * 4400)
    chosen = offered(linter, f"{counted} wachten, dit is een klacht, al drie weken te laat", "Je pakket is onderweg.")
    assert chosen
    assert not any("999" in text for text in chosen)


def test_a_number_of_seven_digits_is_no_quantity_and_a_date_is_read() -> None:
    quantities = Quantities.load(())

    def numbers(text: str) -> list[str]:
        return [quantity.number for quantity in quantities.read(read(text, "nl"), 0, 99)]

    assert numbers("1234567 mensen") == []
    assert numbers("123456 mensen") == ["123456"]
    assert numbers("26/11/2026 gebeld") == ["26/11/2026"]


def test_flemish_openers_are_for_flanders_only(linter: Linter) -> None:
    words = ("amai", "ambetant", "plezant", "spijtig", "excuseer", "merci")
    dutch = [text for _, text in all_openers(linter, "nl")]
    flemish = [text for _, text in all_openers(linter, "nl-BE")]
    assert not any(word in text.lower() for word in words for text in dutch)
    assert set(dutch) < set(flemish)
    assert all(any(word in text.lower() for text in flemish) for word in words)


def test_a_death_gets_condolences_and_nothing_else(linter: Linter) -> None:
    chosen = offered(linter, "Mijn vader is vorige week overleden en ik krijg een aanmaning")
    assert chosen
    assert all("gecondoleerd" in text.lower() for text in chosen)


def test_without_a_parent_there_is_nothing_to_open_with(linter: Linter) -> None:
    tools = linter.reading("nl")
    scene = linter._scene(Draft("Kom zaterdag kijken!", Context(), "nl"))[0]
    assert tools.openers.choose(scene, 3) == ()


@given(st.text(min_size=1, max_size=200), st.integers(0, 3), st.sampled_from(LANGUAGES))
def test_any_message_gets_at_most_as_many_different_openers_as_asked(
    linter: Linter, parent: str, count: int, language: str
) -> None:
    scene = linter._scene(Draft("Dag.", Context(place="page", parent=Message(parent)), language))[0]
    chosen = linter.reading(language).openers.choose(scene, count)
    assert len(chosen) == len(set(chosen)) <= count
