"""Who is the sentence about? Tables of sentences, and what holds for any words at all."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalm.text.clauses import MOODS, SUBJECTS, Clause, Grammar, clauses, load_grammar
from tests.text.pace import best, step

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
FLAGS = {"neg": "negated", "counterfactual": "counterfactual", "conditional": "conditional", "quoted": "quoted"}


@cache
def grammar(language: str) -> Grammar:
    return load_grammar(ROOT / "lint_rules" / language[:2] / "grammar.yml")


def rows(name: str) -> list[tuple[str, str, str, frozenset[str], list[str], int]]:
    """Language, subject, mood, flags, words, and the word whose clause is meant."""
    found = []
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        language, expected, sentence = (cell.strip() for cell in line.split("|"))
        subject, mood, *flags = expected.split()
        words = sentence.split()
        place = next(i for i, word in enumerate(words) if word.startswith("[") and word.endswith("]") and len(word) > 1)
        words[place] = words[place][1:-1]
        found.append((language, subject, mood, frozenset(FLAGS[flag] for flag in flags), words, place))
    return found


def clause_at(words: list[str], place: int, language: str) -> Clause:
    return next(c for c in clauses(words, grammar(language)) if c.start <= place < c.end)


def flags_of(clause: Clause) -> frozenset[str]:
    return frozenset(flag for flag in FLAGS.values() if getattr(clause, flag))


def case_name(row: tuple[str, str, str, frozenset[str], list[str], int]) -> str:
    return f"{row[0]}: {' '.join(row[4])} [{row[4][row[5]]}]"


@pytest.mark.parametrize("row", rows("clauses_written.txt") + rows("clauses_unseen.txt"), ids=case_name)
def test_a_clause_of_ordinary_webcare_is_read_as_a_person_would(
    row: tuple[str, str, str, frozenset[str], list[str], int],
) -> None:
    language, subject, mood, flags, words, place = row
    clause = clause_at(words, place, language)
    assert (clause.subject, clause.mood, flags_of(clause)) == (subject, mood, flags)


def parts_of(sentence: str, language: str = "nl") -> list[str]:
    words = sentence.split()
    return [" ".join(words[c.start : c.end]) for c in clauses(words, grammar(language))]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("zoals wij u al uitlegden kan dit niet .", ["zoals wij u al uitlegden", "kan dit niet ."]),
        ("zoals eerder gezegd kan het niet .", ["zoals eerder gezegd", "kan het niet ."]),
        ("helaas , wij kunnen niets doen .", ["helaas ,", "wij kunnen niets doen ."]),
        ("u kunt bellen en mailen .", ["u kunt bellen en mailen ."]),
        ("wij bellen u en lossen het op .", ["wij bellen u", "en lossen het op ."]),
        ("de brief die u kreeg klopt .", ["de brief", "die u kreeg", "klopt ."]),
        ("wij helpen u , zo snel mogelijk .", ["wij helpen u , zo snel mogelijk ."]),
        ("uw aanvraag ( nummer 3 ) is binnen .", ["uw aanvraag ( nummer 3 ) is binnen ."]),
        ("als klant mag u dat vragen .", ["als klant mag u dat vragen ."]),
        ("het geld waar u op wacht komt morgen .", ["het geld", "waar u op wacht", "komt morgen ."]),
        ("mocht u nog vragen hebben dan horen we het .", ["mocht u nog vragen hebben", "dan horen we het ."]),
    ],
)
def test_a_sentence_is_cut_where_a_part_has_its_own_verb(sentence: str, expected: list[str]) -> None:
    assert parts_of(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("the email you received was wrong .", ["the email", "you received", "was wrong ."]),
        ("i think we can help .", ["i think", "we can help ."]),
        ("let us know if it works .", ["let us know", "if it works ."]),
        ("the parcel was checked and sent .", ["the parcel was checked and sent ."]),
        ("as mentioned above you can not change it .", ["as mentioned above", "you can not change it ."]),
    ],
)
def test_an_english_sentence_is_cut_at_its_subjects(sentence: str, expected: list[str]) -> None:
    assert parts_of(sentence, "en") == expected


def test_a_clause_interrupted_by_another_goes_on_with_the_same_subject() -> None:
    words = "u had , als u goed had gelezen , kunnen weten dat het kan .".split()
    found = clauses(words, grammar("nl"))
    assert [(c.subject, c.counterfactual) for c in found[:3]] == [("customer", True)] * 3
    assert words[found[2].start] == "kunnen"


def test_a_relative_clause_leaves_the_sentence_to_its_noun() -> None:
    words = "de monteur die u gisteren belde komt morgen .".split()
    assert [c.subject for c in clauses(words, grammar("nl"))] == ["third", "third", "third"]


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("wij helpen u graag .", "ours"),
        ("de monteur belt u .", "third"),
        ("morgen belt u ons .", "customer"),
        ("morgen belt de monteur u .", "third"),
        ("u helpen wij graag .", "ours"),
        ("voor u is dat vervelend .", "third"),
        ("je aanvraag is binnen .", "third"),
        ("je vraag is duidelijk .", "third"),
        ("je vraagt veel .", "customer"),
        ("de factuur moet u betalen .", "customer"),
        ("de collega moet u bellen .", "third"),
        ("dat kost u niets .", "third"),
        ("dat weet u .", "customer"),
        ("dan heb je recht op geld terug .", "customer"),
        ("dan komt je geld terug .", "third"),
        ("de klant had moeten bellen .", "customer"),
        ("mevrouw heeft niet gelezen .", "customer"),
        ("mevrouw jansen belt u .", "third"),
        ("men had moeten bellen .", "customer"),
        ("men kan bellen .", "third"),
        ("ons team belt u .", "ours"),
        ("onze brief was onduidelijk .", "ours"),
        ("meld u aan .", "none"),
        ("dank u wel .", "none"),
        ("jullie pakket is onderweg .", "third"),
        ("jullie hebben gelijk .", "customer"),
    ],
)
def test_an_object_or_possessive_of_the_second_person_is_no_subject(sentence: str, subject: str) -> None:
    assert clauses(sentence.split(), grammar("nl"))[0].subject == subject


def test_what_the_customer_said_is_quoted_until_our_own_words_begin() -> None:
    words = "u schrijft dat u niets hoorde en dat u boos bent , maar wij hebben gebeld .".split()
    found = clauses(words, grammar("nl"))
    assert [c.quoted for c in found] == [False, True, True, False]


def test_a_colon_after_a_verb_of_saying_quotes_what_follows() -> None:
    words = "u schrijft : ik kreeg geen mail .".split()
    assert [c.quoted for c in clauses(words, grammar("nl"))] == [False, True]


def test_words_known_to_be_quoted_make_their_clause_quoted_and_deny_nothing() -> None:
    words = '" ik snap het niet " , dat begrijpen wij .'.split()
    first, second = clauses(words, grammar("nl"), frozenset(range(1, 6)))
    assert (first.quoted, first.negated, second.quoted) == (True, False, False)


def test_any_sequence_of_words_will_do() -> None:
    words = "als je vragen hebt , lees je dit .".split()
    assert clauses(tuple(words), grammar("nl")) == clauses(words, grammar("nl"))


def test_no_words_have_no_clauses() -> None:
    assert clauses([], grammar("nl")) == ()


KNOWN = {language: sorted(grammar(language).tags) for language in ("nl", "en")}
MARKS = [",", ";", ":", ".", "!", "?", "...", "(", ")", '"', "-"]


@pytest.mark.parametrize("language", ["nl", "en"])
@given(data=st.data())
def test_clauses_cover_any_words_without_overlap(language: str, data: st.DataObject) -> None:
    word = st.one_of(st.sampled_from(KNOWN[language]), st.sampled_from(MARKS), st.text(min_size=1, max_size=8))
    words = data.draw(st.lists(word, min_size=1, max_size=40))
    quoted = frozenset(data.draw(st.lists(st.integers(0, len(words) - 1), max_size=5)))
    found = clauses(words, grammar(language), quoted)
    assert [c.start for c in found] == [0, *(c.end for c in found[:-1])]
    assert found[-1].end == len(words)
    for clause in found:
        assert clause.start < clause.end
        assert clause.subject in SUBJECTS
        assert clause.mood in MOODS


@pytest.mark.parametrize(
    "unit",
    [
        "zoals u zegt ,".split(),
        "had u dat , als u las ,".split(),
        "dat dat".split(),
        "en de brief".split(),
        "u".split(),
        "die u (".split(),
        "as you said , had you".split(),
        "niet bellen ?".split(),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_time_grows_with_length_and_not_faster(unit: list[str], language: str) -> None:
    def taken(times: int) -> float:
        words = unit * times
        return best(lambda: clauses(words, grammar(language)), 3)

    assert taken(1500) < 30 * taken(150)


def test_a_word_takes_a_few_microseconds() -> None:
    sentences = [(row[4], grammar(row[0])) for row in rows("clauses_written.txt")]
    count = sum(len(words) for words, _ in sentences)

    def read() -> None:
        for words, known in sentences:
            clauses(words, known)

    # Measured 60 steps, some 2.8 microseconds on a quiet core.
    assert best(read) / count < 200 * step()


def test_a_grammar_with_an_unknown_key_names_the_file_and_the_key(tmp_path: Path) -> None:
    path = tmp_path / "grammar.yml"
    path.write_text("language: nl\nfrist: [ik]\n", encoding="utf-8")
    (tmp_path / "forms.yml").write_text("verbs: {}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"grammar\.yml: unknown key: frist"):
        load_grammar(path)


def test_a_word_that_yaml_reads_as_a_truth_value_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "grammar.yml"
    path.write_text("language: en\nnegator: [not, no]\n", encoding="utf-8")
    (tmp_path / "forms.yml").write_text("verbs: {}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="in quotes"):
        load_grammar(path)
