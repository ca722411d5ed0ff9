"""Whole paradigms, so that a rule with ``~uitleggen`` hears every form of it."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalm.text.fold import fold
from kalm.text.forms import Irregulars, forms, load_irregulars
from tests.text.pace import best, step

ROOT = Path(__file__).parents[2]


@cache
def irregulars(language: str) -> Irregulars:
    return load_irregulars(ROOT / "lint_rules" / language[:2] / "forms.yml")


def of(word: str, language: str = "nl") -> frozenset[str]:
    return forms(word, language, irregulars(language)).words


def paradigms() -> list[tuple[str, str, frozenset[str], tuple[frozenset[str], str] | None]]:
    found = []
    for line in (Path(__file__).parent / "paradigms.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        language, lemma, words, *rest = (cell.strip() for cell in line.split("|"))
        separated = None
        if rest:
            particle, loose = rest[0].split(":")
            separated = (frozenset(loose.split()), particle)
        found.append((language, lemma, frozenset((lemma, *words.split())), separated))
    return found


@pytest.mark.parametrize(
    ("language", "lemma", "words", "separated"), paradigms(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_verb_has_exactly_these_forms(
    language: str, lemma: str, words: frozenset[str], separated: tuple[frozenset[str], str] | None
) -> None:
    found = forms(lemma, language, irregulars(language))
    assert found.words == words
    assert found.separated == separated


def test_a_separable_verb_stands_in_several_words_too() -> None:
    phrases = forms("uitleggen", "nl", irregulars("nl")).phrases
    assert {"uit te leggen", "uit had moeten leggen", "uit hebben gelegd"} <= set(phrases)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("boos", {"boze", "bozer", "boost"}),
        ("grof", {"grove", "grover"}),
        ("dom", {"domme", "dommer", "domst"}),
        ("duidelijk", {"duidelijke", "duidelijker", "duidelijkst"}),
        ("groot", {"grote", "groter", "grootst"}),
        ("goed", {"goede", "beter", "best"}),
        ("zeker", {"zekere", "zekerder"}),
        ("handig", {"handige", "handiger"}),
        ("lief", {"lieve", "liever"}),
        ("klacht", {"klachten"}),
        ("foto", {"foto's"}),
        ("brief", {"brieven"}),
        ("huis", {"huizen"}),
        ("bedrijf", {"bedrijven"}),
        ("maandag", {"maandagen"}),
        ("verslag", {"verslagen"}),
        ("stad", {"steden"}),
        ("kind", {"kinderen"}),
        ("gemeente", {"gemeentes", "gemeenten"}),
        ("medewerker", {"medewerkers"}),
        ("mogelijkheid", {"mogelijkheden"}),
        ("les", {"lessen"}),
        ("kopie", {"kopieen"}),
        ("teken", {"tekens"}),
        ("probleem", {"problemen"}),
    ],
)
def test_a_dutch_adjective_or_noun_is_inflected_as_it_is_spelled(word: str, expected: set[str]) -> None:
    assert expected <= of(word)


@pytest.mark.parametrize(("word", "wrong"), [("dom", "dome"), ("groot", "grootte"), ("handig", "handigge")])
def test_an_open_syllable_is_spelled_by_the_length_of_its_vowel(word: str, wrong: str) -> None:
    assert wrong not in of(word)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("complaint", {"complaints"}),
        ("box", {"boxes"}),
        ("policy", {"policies"}),
        ("day", {"days"}),
        ("person", {"people", "persons"}),
        ("woman", {"women"}),
    ],
)
def test_an_english_noun_has_its_plural(word: str, expected: set[str]) -> None:
    assert expected <= of(word, "en")


def test_accents_and_case_are_folded_away() -> None:
    assert "geinformeerd" in of("Informeren")
    assert of("beïnvloeden") == of("beinvloeden")
    assert all(form == fold(form) for form in of("creëren"))


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="no forms for language fr"):
        forms("mot", "fr", irregulars("nl"))


def test_an_empty_word_is_refused() -> None:
    with pytest.raises(ValueError, match="a word is needed"):
        forms(" ", "nl", irregulars("nl"))


def test_a_table_with_an_unknown_key_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "forms.yml"
    path.write_text("verbz: {}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"forms\.yml: unknown key: verbz"):
        load_irregulars(path)


def test_a_table_with_a_broken_entry_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "forms.yml"
    path.write_text("verbs: {lopen: 3}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"forms\.yml: an entry has the wrong shape"):
        load_irregulars(path)


@pytest.mark.parametrize("language", ["nl", "nl-BE", "en"])
@given(word=st.text(alphabet="abcdefghijklmnoprstuvwzëï'-", min_size=1, max_size=18).filter(str.strip))
def test_any_word_is_among_its_own_forms(language: str, word: str) -> None:
    found = forms(word, language, irregulars(language))
    assert fold(word.strip()) in found.words
    assert "" not in found.words


@pytest.mark.parametrize("verb", sorted(load_irregulars(ROOT / "lint_rules/nl/forms.yml").verbs))
def test_a_strong_verb_keeps_its_forms_behind_a_loose_particle(verb: str) -> None:
    known = irregulars("nl").verbs[verb]
    found = forms("terug" + verb, "nl", irregulars("nl"))
    assert found.separated is not None
    loose, particle = found.separated
    assert particle == "terug"
    assert set(known.past) <= loose
    assert {"terug" + participle for participle in known.participle} <= found.words


def test_a_lemma_takes_so_little_that_three_thousand_take_a_tenth_of_a_second() -> None:
    bases = [word for word in irregulars("nl").verbs if word.endswith("en")]
    lemmas = [
        prefix + base for prefix in ("", *"aan af be door in mee na op over toe uit ver".split()) for base in bases
    ]

    def inflect() -> None:
        fresh = load_irregulars(ROOT / "lint_rules" / "nl" / "forms.yml")
        for lemma in lemmas:
            forms(lemma, "nl", fresh)

    def load() -> None:
        load_irregulars(ROOT / "lint_rules" / "nl" / "forms.yml")

    each = (best(inflect, 3) - best(load, 3)) / len(lemmas)
    # Measured 700 steps, some 35 microseconds on a quiet core.
    assert each < 2500 * step()
