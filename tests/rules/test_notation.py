"""Phrase notation, from the words an author writes to what is found."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalm.engine.scan import PhraseIndex
from kalm.rules.folder import shipped_rules
from kalm.rules.notation import NotationError, parse
from kalm.rules.phrases import EmptyListError, PhraseCompiler
from kalm.text import read
from kalm.text.forms import forms, load_irregulars

LISTS = {
    "you": ("u", "je"),
    "nested": ("$you", "jullie allemaal"),
    "competitors": (),
}


@pytest.fixture(scope="module")
def compiler() -> PhraseCompiler:
    irregulars = load_irregulars(shipped_rules() / "nl" / "forms.yml")
    return PhraseCompiler("nl", LISTS, partial(forms, language="nl", irregulars=irregulars))


def found(compiler: PhraseCompiler, phrase: str, text: str) -> list[str]:
    document = read(text, "nl")
    matches = PhraseIndex([compiler.compile(phrase)]).scan(document)
    return [text[slice(*document.span(match.first, match.end))] for match in matches]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("hoe het zit", "Zo is hoe het echt zít!", ["hoe het echt zít"]),
        ("hoe het gewoon zit", "Zo is hoe het gewoon zit", ["hoe het gewoon zit"]),
        ("hoe het zit", "hoe het ooit zit", []),
        ("had $you … moeten", "Dan had u dat gewoon eerst moeten lezen.", ["had u dat gewoon eerst moeten"]),
        ("had $you … moeten", "Dan had u, dunkt mij, moeten lezen.", []),
        ("had $you …… moeten", "Dan had u, dunkt mij, moeten lezen.", ["had u, dunkt mij, moeten"]),
        ("~uitleggen", "Ik legde het u al uit.", ["legde het u al uit"]),
        ("~uitleggen", "Dat valt niet uit te leggen", ["uit te leggen"]),
        ("~begrijpen", "U begreep het niet", ["begreep"]),
        ("nou?  en ?", "Nou en?", ["Nou en?"]),
        ("^ tja", "Ach tja. Tja, dat kan.", ["Tja"]),
        ("^ tja", "Dag Tom, tja dat kan.", ["tja"]),
        ("dan niet $", "Dan niet. En dan niet meteen.", ["Dan niet"]),
        ("klaag* maar", "Klaagzangen maar", ["Klaagzangen maar"]),
        ("*service", "Wat een klantenservice", ["klantenservice"]),
        ("niet !(meer|altijd)", "niet meer, niet nu", ["niet"]),
        ("<number> weken", "Al 3 weken of drie weken", ["3 weken", "drie weken"]),
        ("collega <name>", "Mijn collega Piet en een collega van hier", ["collega Piet"]),
        ("bel (<name>|de balie)", "Bel de balie", ["Bel de balie"]),
        ("bel … <name>", "Bel dan maar gewoon Piet of Jan", ["Bel dan maar gewoon Piet"]),
        ("<name> belt", "Morgen belt iemand. Zo'n Piet belt ook.", ["Piet belt"]),
        ("<name> en <name>", "Dus Ömer en Ирина, of Piet en niemand", ["Ömer en Ирина"]),
        ("🤦", "Pfff 🤦🏽‍♀️", ["🤦🏽‍♀️"]),
        ("#not", "Fijn hoor #NOT", ["#NOT"]),
        ("wat $nested", "wat jullie echt allemaal", ["wat jullie echt allemaal"]),
        ("idee", "ideeën", []),
        ("had u (maar|beter|eerst)+ gelezen", "Had u maar eerst beter gelezen", ["Had u maar eerst beter gelezen"]),
        ("had u (maar|beter|eerst)+ gelezen", "Had u gelezen", []),
        ("had u (maar|beter)* gelezen", "Had u gelezen", ["Had u gelezen"]),
        ("uw eigen *", "Dat is uw eigen schuld.", ["uw eigen schuld"]),
        ("uw eigen *", "Dat is uw eigen.", []),
    ],
)
def test_a_phrase_finds_what_its_signs_say(
    compiler: PhraseCompiler, phrase: str, text: str, expected: list[str]
) -> None:
    assert found(compiler, phrase, text) == expected


@pytest.mark.parametrize("phrase", ["", "(a|b", "a)", "…", "a? (b)?", "$unknown", "a**b", "~"])
def test_a_phrase_that_cannot_work_is_refused(compiler: PhraseCompiler, phrase: str) -> None:
    with pytest.raises(NotationError):
        compiler.compile(phrase)


def test_a_phrase_that_needs_an_empty_policy_list_is_silent(compiler: PhraseCompiler) -> None:
    with pytest.raises(EmptyListError):
        compiler.compile("bij $competitors")
    compiler.compile("bij ($competitors|de concurrent)")


@given(st.text(max_size=60))
def test_reading_a_phrase_ends_in_a_tree_or_a_clear_refusal(phrase: str) -> None:
    try:
        parse(phrase, "nl")
    except NotationError as error:
        assert 0 <= error.column <= len(phrase)


@given(st.text(alphabet="abc .,!?u\n", max_size=200))
def test_a_match_never_crosses_a_sentence(text: str) -> None:
    compiler = PhraseCompiler("nl", LISTS, lambda lemma: forms(lemma, "nl", _irregulars()))
    document = read(text, "nl")
    for match in PhraseIndex([compiler.compile("a … b"), compiler.compile("a …… c")]).scan(document):
        assert "\n" not in document.words[match.first : match.end]


def _irregulars():  # type: ignore[no-untyped-def]
    return load_irregulars(shipped_rules() / "nl" / "forms.yml")
