"""What is kept back and what is not: good replies stay quiet, everyday mistakes in them are found."""

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from kalm.core import Context, Draft
from kalm.grammar import Answer, Match
from kalm.grammar.checker import Checker
from kalm.grammar.names import distance
from kalm.grammar.noise import Noise
from kalm.linting import Linter
from kalm.rules.errors import RuleError
from tests.shipped import shipped

from .conftest import answered
from .planting import planted

GOLD = Path(__file__).parents[1] / "gold"
LANGUAGES = {"nl": "nl.jsonl", "nl-BE": "nl-be.jsonl", "en": "en.jsonl"}


@pytest.fixture(scope="module")
def linter() -> Linter:
    return shipped()


def good_drafts(language: str) -> list[str]:
    """Good gold replies with an even number; the others are for measuring only."""
    records = map(json.loads, (GOLD / LANGUAGES[language]).read_text(encoding="utf-8").splitlines())
    return [record["draft"] for record in records if record["ok"] and int(record["id"][-1]) % 2 == 0]


def kept(linter: Linter, checker: Checker, text: str, language: str) -> list[Match]:
    draft = Draft(text, language=language)
    return list(linter.grammar_matches(linter.check(draft), draft, answered(checker, text, language)))


def spelling(text: str, word: str, *replacements: str) -> Match:
    start = text.index(word)
    return Match(start, start + len(word), "MORFOLOGIK_RULE_NL_NL", "TYPOS", "misspelling", "", replacements)


def shown(linter: Linter, text: str, word: str, *replacements: str, language: str = "nl") -> bool:
    draft = Draft(text, language=language)
    answer = Answer("ok", (spelling(text, word, *replacements),))
    return bool(list(linter.grammar_matches(linter.check(draft), draft, answer)))


@pytest.mark.parametrize(
    ("text", "word", "replacements"),
    [
        ("Goedemorge, dat is niet goed.", "Goedemorge", ["Goedemorgen"]),
        ("Wat naar. Hellaas kan dat niet.", "Hellaas", ["Helaas"]),
        ("Bezorgingg duurt een week.", "Bezorgingg", ["Bezorging"]),
        ("Dat is vervelnd.", "vervelnd", ["vervelend"]),
    ],
)
def test_a_misspelt_word_is_shown_even_where_it_opens_a_sentence(
    linter: Linter, text: str, word: str, replacements: list[str]
) -> None:
    assert shown(linter, text, word, *replacements)


@pytest.mark.parametrize(
    ("text", "word", "replacements"),
    [
        ("Dag Fenneke, dat klopt.", "Fenneke", ["Henneke", "Fennek"]),
        ("Fenneke helpt u verder. Vraag Fenneke gerust.", "Fenneke", ["Henneke"]),
        ("Jannieke, dat klopt.", "Jannieke", ["Annieke"]),
        ("Ziggoo en KPNN doen dat ook.", "KPNN", ["KPN"]),
        ("Bel ons op de iPhoone.", "iPhoone", ["iPhone"]),
        ("De B4you-app is er.", "B4you", ["Bayou"]),
        ("De afvalstofpas ligt klaar.", "afvalstofpas", ["afvalstof pas"]),
    ],
)
def test_a_name_an_abbreviation_or_a_compound_is_not(
    linter: Linter, text: str, word: str, replacements: list[str]
) -> None:
    assert not shown(linter, text, word, *replacements)


def unknown_words(number: int) -> list[str]:
    """Words that no dictionary has, all different."""
    dice = random.Random(number)
    return ["".join(dice.choices("aeinorst", k=9)) for _ in range(number)]


def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words that are compared from now on, letter by letter, with one that may have been meant."""
    words: list[str] = []

    def count(one: str, other: str, most: int | None = None) -> int:
        words.append(one)
        return distance(one, other, most)

    for module in ("names", "findings"):
        monkeypatch.setattr(f"kalm.grammar.{module}.distance", count)
    return words


def test_a_long_text_of_unknown_words_costs_little_for_each(linter: Linter, monkeypatch: pytest.MonkeyPatch) -> None:
    words = [word.capitalize() for word in unknown_words(1_500)]
    text = ". ".join([*words, *words[:300]]) + "."
    draft, answer = Draft(text, language="nl"), Answer("ok", tuple(spelling(text, word) for word in words))
    report, looks = linter.check(draft), compared(monkeypatch)
    assert not list(linter.grammar_matches(report, draft, answer))
    known = len(linter.reading("nl").noise.first_words)
    assert len(looks) < len(words) * known / 10, "nearly all of the words that open sentences are passed over unread"


def test_a_word_that_stands_a_hundred_times_is_looked_at_once(linter: Linter, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for times in (1, 100):
        text = "Xoedemarg. " * times
        matches = tuple(replace(spelling(text, "Xoedemarg"), start=at * 11, end=at * 11 + 9) for at in range(times))
        draft, looks = Draft(text, language="nl"), compared(monkeypatch)
        report = replace(linter.check(draft), findings=())  # one on so much repetition would cover them all
        list(linter.grammar_matches(report, draft, Answer("ok", matches)))
        found.append(len(looks))
    assert found[0] == found[1]


def test_what_comes_after_the_findings_that_are_told_is_not_looked_at(
    linter: Linter, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = unknown_words(400)
    text = "We zien dat " + " ".join(words) + "."
    matches = tuple(spelling(text, word, word[:-1]) for word in words)
    comma = replace(spelling(text, "We"), issue="typographical", rule="EEN_KOMMA")
    draft = Draft(text, language="nl")
    report = replace(linter.check(draft), findings=())
    looks = compared(monkeypatch)
    told = linter.with_grammar(report, draft, Answer("ok", (comma, *matches))).findings
    assert [text[f.start : f.end] for f in told] == words[:5]
    assert len(looks) == 5


def test_a_better_spelling_keeps_within_the_length_of_the_platform(linter: Linter) -> None:
    text = "Dat is vervelnd. ".ljust(280, "a")
    draft = Draft(text, Context(platform="x"), "nl")
    answer = Answer("ok", (spelling(text, "vervelnd", "vervelend", "verveld"),))
    (found,) = linter.with_grammar(linter.check(draft), draft, answer).findings
    assert [fix.title for fix in found.fixes] == ["verveld"]


def test_every_entry_of_the_off_lists_has_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "languagetool.yml"
    path.write_text("rules:\n  A_RULE: because\n  B_RULE:\n")
    with pytest.raises(RuleError, match=r"languagetool\.yml:3:"):
        Noise.load([path])
    path.write_text("rule: {}\n")
    with pytest.raises(RuleError, match="Extra inputs"):
        Noise.load([path])
    path.write_text("rules: [\n")
    with pytest.raises(RuleError, match=r"languagetool\.yml:"):
        Noise.load([path])
    path.write_text("rules: {A_RULE: because}\nprefixes: {B_: because}\n")
    noise = Noise.load([path])
    assert noise.silences(Match(0, 1, "A_RULE", "X", "grammar", ""))
    assert noise.silences(Match(0, 1, "B_RULE", "X", "grammar", ""))
    assert not noise.silences(Match(0, 1, "C_RULE", "X", "grammar", ""))


@pytest.mark.parametrize(
    ("one", "other", "letters"), [("", "ab", 2), ("abc", "abc", 0), ("bedantk", "bedankt", 1), ("kat", "hond", 4)]
)
def test_a_swap_of_neighbours_counts_once(one: str, other: str, letters: int) -> None:
    assert distance(one, other) == distance(other, one) == letters


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_of_100_everyday_mistakes_80_are_found(linter: Linter, checker: Checker, language: str) -> None:
    missed = []
    for text, start, end in planted(good_drafts(language), language, 100, seed=1):
        if not any(match.start < end and start < match.end for match in kept(linter, checker, text, language)):
            missed.append(text[max(0, start - 20) : end + 20])
    assert len(missed) <= 20, f"{len(missed)} missed: {missed}"


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_good_replies_stay_quiet(linter: Linter, checker: Checker, language: str) -> None:
    drafts = good_drafts(language)
    noisy = [text for text in drafts if kept(linter, checker, text, language)]
    assert len(noisy) <= len(drafts) * 0.08, noisy
