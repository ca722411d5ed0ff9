"""Which sentences of a reply acknowledge, explain and offer a next step."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalm.core import Context, Draft, Message
from kalm.engine.anatomy import AnatomyModel
from kalm.engine.quantities import Quantities
from kalm.engine.scene import Scene
from kalm.linting import Linter, reply
from kalm.rules.folder import shipped_rules
from kalm.text import read

COMPLAINT = {
    "nl": "Al drie weken geen antwoord op mijn mail over de container, schandalig.",
    "en": "Three weeks and no answer to my email about the bin, disgraceful.",
}


def acknowledging(linter: Linter, text: str, parent: str | None = None, language: str = "nl") -> list[str]:
    report = linter.check(reply(text, parent or COMPLAINT[language[:2]], language))
    return [text[span.start : span.end] for span in report.anatomy.empathy]


@pytest.mark.parametrize(
    "sentence",
    [
        "Wat vervelend dat uw container is blijven staan.",
        "Jammer dat je voor niets kwam.",
        "Spijtig dat u voor een gesloten deur stond.",
        "Dat is zuur, zo vlak voor het weekend.",
        "Sorry dat wij u niet belden.",
        "Het spijt ons dat de brief fout was.",
        "Excuses, dit is onze fout.",
        "Ik begrijp dat u boos bent.",
        "Logisch dat je je zorgen maakt.",
        "Terecht dat u dit aankaart.",
        "U heeft gelijk, dit moet beter.",
        "Ik zou ook boos zijn.",
        "Dat had niet mogen gebeuren.",
        "Zo had het niet moeten lopen.",
        "Dat hebben we niet goed uitgelegd.",
        "Dat ligt aan ons.",
        "Goed dat u dit meldt.",
        "Bedankt voor je melding over de gladde stoep.",
        "Oei, dat is niet de bedoeling!",
        "Hoe gaat het nu met uw dochter?",
        "Gecondoleerd met uw verlies.",
        "Dat is inderdaad lastig.",
    ],
)
def test_each_function_of_the_catalogue_acknowledges(linter: Linter, sentence: str) -> None:
    assert acknowledging(linter, sentence) == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "I'm sorry we kept you waiting.",
        "How frustrating.",
        "That's not good enough.",
        "This shouldn't have happened.",
        "We got this wrong.",
        "That's on us.",
        "You're right, that took too long.",
        "Fair point.",
        "I'd be annoyed too.",
        "I can see why you're frustrated.",
        "Thanks for flagging the broken lift.",
        "Ouch, that's not OK.",
        "How is your daughter now?",
        "I'm so sorry for your loss.",
        "You should have had a call from us.",
    ],
)
def test_each_function_acknowledges_in_english(linter: Linter, sentence: str) -> None:
    assert acknowledging(linter, sentence, language="en") == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "Bedankt voor uw bericht.",
        "Vervelend dat u dit zo ervaart.",
        "Sorry dat u zich niet gehoord voelt.",
        "Mocht u hinder ondervinden, dan excuses.",
        "Helaas kunnen wij hier niets aan doen.",
        "Wij vinden klantgerichtheid belangrijk.",
        "Klopt.",
        "Uw melding is geregistreerd onder nummer 12.",
        "Volgens onze gegevens is het pakket bezorgd.",
        "Wat is uw klantnummer?",
        "Dat ligt niet aan ons.",
        "Wij hebben niets verkeerd gedaan.",
        "U had eerder moeten bellen.",
        "Uw toon is onaangenaam.",
        "Huilen om een container 😂",
        "Stuur een DM.",
    ],
)
def test_procedure_denial_blame_and_fake_forms_acknowledge_nothing(linter: Linter, sentence: str) -> None:
    assert acknowledging(linter, sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Thanks for your message.",
        "I'm sorry you feel that way.",
        "Apologies for any inconvenience.",
        "Our records show it was delivered.",
        "Please DM your order number.",
        "That's not our fault.",
        "You should have called sooner.",
        "As explained, processing takes six weeks.",
        "This is not the right channel.",
    ],
)
def test_procedure_denial_blame_and_fake_forms_acknowledge_nothing_in_english(linter: Linter, sentence: str) -> None:
    assert acknowledging(linter, sentence, language="en") == []


@pytest.mark.parametrize(
    ("language", "parent", "sentence"),
    [
        ("nl", "Mijn moeder zit 4 dagen zonder warm water", "Vier dagen zonder warm water, en dat op haar leeftijd."),
        ("nl", "3x gebeld en nog niemand gezien", "Drie keer bellen."),
        ("nl", "Koude douches in de sporthal sinds september", "Sinds september, en dan met dit weer."),
        ("en", "Queued 25 mins and walked out with nothing", "25 minutes for nothing."),
        ("en", "Heating off since Sunday, she's 91", "Since Sunday, at 91."),
    ],
)
def test_repeating_the_number_or_the_moment_names_the_trouble(
    linter: Linter, language: str, parent: str, sentence: str
) -> None:
    assert acknowledging(linter, sentence, parent, language) == [sentence]


def test_a_remark_without_a_verb_that_shares_the_customers_words_names_the_trouble(linter: Linter) -> None:
    parent = "Weer kinderen naast vrachtwagens op de dijk, moet er eerst iemand onder komen?"
    assert acknowledging(linter, "Kinderen naast vrachtwagens, dat wil niemand.", parent)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Wij hadden u eerder moeten bellen.", "U had eerder moeten bellen."),
        ("Ik had je voor vier uur moeten bellen.", "Je had ons voor vier uur moeten bellen."),
    ],
)
def test_what_we_should_have_done_owns_it_and_what_the_customer_should_have_done_does_not(
    linter: Linter, ours: str, theirs: str
) -> None:
    assert acknowledging(linter, ours) == [ours]
    assert acknowledging(linter, theirs) == []


def test_saying_what_we_did_not_do_about_the_matter_owns_it_and_refusing_does_not(linter: Linter) -> None:
    parent = "Al weken staat er een kapotte lantaarnpaal in de Dorpsstraat"
    assert acknowledging(linter, "Aan die lantaarnpaal hebben wij nog niets laten doen.", parent)
    assert not acknowledging(linter, "Wij kunnen aan die lantaarnpaal niets doen.", parent)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Fijn dat u het nu ook ziet.", "nl"),
        ("Bedankt voor uw wijze raad, dat is vervelend.", "nl"),
        ("Glad you finally noticed.", "en"),
        ("Thanks so much for the lecture.", "en"),
    ],
)
def test_a_sneer_that_sounds_like_thanks_acknowledges_nothing(linter: Linter, sentence: str, language: str) -> None:
    assert acknowledging(linter, sentence, language=language) == []


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Dat vind ik erg, zo vlak voor de feestdagen.", "nl"),
        ("Zo mag niemand behandeld worden.", "nl"),
        ("Da's waar, en wij schrokken er ook van.", "nl-BE"),
        ("Merci om het te zeggen.", "nl-BE"),
        ("Niemand van ons heeft u gebeld.", "nl"),
        ("Sorry you had to wait that long.", "en"),
        ("Sorry, he should have.", "en"),
        ("No customer should have to ask twice.", "en"),
    ],
)
def test_ordinary_wordings_of_any_order_acknowledge(linter: Linter, sentence: str, language: str) -> None:
    assert acknowledging(linter, sentence, language=language) == [sentence]


@pytest.mark.parametrize(
    ("parent", "sentence"),
    [
        ("Drie weken wachten op een paspoort, hoezo", "Drie weken is de normale termijn."),
        ("Vier weken en nog niks", "Vier weken is niet lang voor zo'n aanvraag."),
        ("Bus van 7 uur reed niet", "De bus van 7 uur heeft gereden."),
        ("Voor de derde keer geen antwoord", "Voor de derde keer: lees de brief."),
        ("Heb ik al 3 keer gevraagd", "Drie keer heeft u dezelfde brief gehad, dat klopt niet?"),
    ],
)
def test_repeating_in_order_to_deny_rule_or_ask_names_nothing(linter: Linter, parent: str, sentence: str) -> None:
    assert acknowledging(linter, sentence, parent) == []


def test_a_number_of_another_thing_is_no_repetition(linter: Linter) -> None:
    assert acknowledging(linter, "Drie loketten zijn open.", "Al drie weken geen antwoord") == []


def test_an_own_file_adds_to_what_repeats_without_acknowledging_and_takes_nothing_from_it(
    linter: Linter, tmp_path: Path
) -> None:
    own = tmp_path / "anatomy.yml"
    own.write_text('parts: [{part: solution, phrases: ["we regelen een tuinfeest"]}]\n', encoding="utf-8")
    shipped = shipped_rules() / "nl"
    quantities = Quantities.load([shipped / "quantities.yml"])
    both = AnatomyModel.load([shipped / "anatomy.yml", own], linter.reading("nl").compiler({}), quantities)
    parent = read(COMPLAINT["nl"], "nl")
    for text in ("Drie weken wachten is de regel.", "Drie weken klopt niet."):
        context = Context(place="page", parent=Message(COMPLAINT["nl"]))
        document, grammar = read(text, "nl", parent), linter.reading("nl").grammar
        assert Scene(document, context, None, parent, grammar, both.analyse, lambda _: {}).anatomy.empathy == ()


def test_naming_the_trouble_counts_in_the_opening_only(linter: Linter) -> None:
    text = "De aanvraag is binnen. Het formulier staat klaar. Vier dagen zonder warm water dus."
    assert acknowledging(linter, text, "4 dagen geen warm water") == []


def test_a_reply_has_three_parts(linter: Linter) -> None:
    text = "Wat vervelend dat u zo lang wacht. De storing komt door een kapotte kabel. Ik bel u vanmiddag zelf."
    anatomy = linter.check(reply(text, COMPLAINT["nl"], "nl")).anatomy
    parts = [
        [text[span.start : span.end] for span in part] for part in (anatomy.empathy, anatomy.facts, anatomy.solution)
    ]
    first, second, third = text.split(". ")
    assert parts[0] == [first + "."]
    assert second + "." in parts[1]
    assert third in parts[2]


@pytest.mark.parametrize(
    ("draft", "offers"),
    [
        ("Ik heb de bezorger gebeld en stuur u vandaag een nieuw pakket.", True),
        ("Ik zoek het uit en laat het u weten.", True),
        ("We zijn ermee bezig en komen er morgen op terug.", True),
        ("Ik zie het anders en laat het hierbij.", False),
        ("Wij hebben alles goed gedaan en kijken er anders tegenaan.", False),
    ],
)
def test_a_next_step_may_leave_its_subject_out(linter: Linter, draft: str, offers: bool) -> None:
    assert bool(linter.check(reply(draft, COMPLAINT["nl"], "nl")).anatomy.solution) is offers


def test_a_post_of_ones_own_has_no_parts(linter: Linter) -> None:
    anatomy = linter.check(Draft("Sorry voor de overlast. Ik bel u omdat het moet.", Context(), "nl")).anatomy
    assert (anatomy.empathy, anatomy.facts, anatomy.solution) == ((), (), ())


@given(st.text(max_size=300), st.text(max_size=300), st.sampled_from(["nl", "nl-BE", "en"]))
def test_any_text_can_be_read_and_spans_lie_inside_it(linter: Linter, draft: str, parent: str, language: str) -> None:
    anatomy = linter.check(reply(draft, parent or "x", language)).anatomy
    for span in (*anatomy.empathy, *anatomy.facts, *anatomy.solution):
        assert 0 <= span.start < span.end <= len(draft)


def test_late_and_fake_acknowledgements_are_said_once(linter: Linter) -> None:
    draft = Draft(
        "Volgens de voorwaarden kan dat niet. Vervelend dat u dit zo ervaart.",
        Context(place="page", parent=Message(COMPLAINT["nl"])),
        "nl",
    )
    found = [finding for finding in linter.check(draft).findings if finding.category == "missing-empathy"]
    assert [finding.rule for finding in found] == ["nl.missing-empathy.felt-that-way"]
