"""A text is read once: words, sentences and positions that everything else relies on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalm.text import read
from kalm.text.fillers import MARK
from kalm.text.fold import fold


@given(st.text())
def test_folding_never_moves_a_position(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_every_word_stands_where_it_says(text: str) -> None:
    document = read(text, "nl")
    for start, end in zip(document.starts, document.ends, strict=True):
        assert 0 <= start <= end <= len(text)
    assert document.starts == sorted(document.starts)


@given(st.text(alphabet=st.sampled_from(" .!?\n'\"a\u0301é👨‍👩‍👧🏽🇳🇱u@#-,")))
def test_sentences_cover_all_words_in_order_without_overlap(text: str) -> None:
    document = read(text, "nl")
    reached = 0
    for first, end in document.sentences:
        assert reached < first < end
        assert "\n" not in document.words[first:end]
        reached = end
    counted = sum(end - first for first, end in document.sentences)
    assert counted == sum(word != "\n" for word in document.words)


@pytest.mark.parametrize(
    ("text", "language", "normal"),
    [
        ("Kán dit  NIET?!", "nl", " \n kan dit niet ? \n "),
        ("Da’s ’t einde, bijv. om 16.00 uur.", "nl", " \n dat is het einde , bijv om 16.00 uur . \n "),
        ("You’ve said it can't be done", "en", " \n you have said it can not be done \n "),
        ("Ja... dat kan 🙄", "nl", " \n ja ... dat kan 🙄 \n "),
        ("Mail info@x.nl of kijk op www.x.nl/a?b", "nl", " \n mail §mail of kijk op §url \n "),
        ("Zie x.nl/tarieven. Bel ons.", "nl", " \n zie §url . \n bel ons . \n "),
        ("Zie https://x.nl/a?b=1, of bel.", "nl", " \n zie §url , of bel . \n "),
        ("@jan #NOT ^Lot", "nl", " \n @ #not ^lot \n "),
        ("ca\u0301fe\u0301", "nl", " \n cafe \n "),
        ("ver\u200bborgen", "nl", " \n verborgen \n "),
    ],
)
def test_words_are_folded_and_contractions_opened(text: str, language: str, normal: str) -> None:
    assert read(text, language).normal.replace(MARK, "") == normal


def test_capitals_that_name_nobody_are_no_names() -> None:
    document = read("On Monday I will DM Priya about it.", "en")
    assert [document.words[index] for index in document.names] == ["priya"]


def test_a_greeting_is_a_sentence_of_its_own() -> None:
    document = read("Beste mevrouw De Wit, zoals gezegd kan dit niet.", "nl")
    assert document.greeting == 1
    assert document.span(*document.sentences[1]) == (22, 48)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Het is dhr. Jansen van nr. 5.", 1),
        ("Om 20.00 uur. Tot dan!", 2),
        ("Tot morgen 😊 Groet, Lisa", 2),
        ("Eén\ntwee", 2),
        ("Kom a.u.b. langs", 1),
    ],
)
def test_sentences_end_where_a_reader_would_stop(text: str, count: int) -> None:
    assert len(read(text, "nl").sentences) == count


def test_words_of_the_customer_are_protected_and_irony_is_not() -> None:
    parent = read("Jullie service is waardeloos", "nl")
    quoting = read('U schrijft "waardeloos", dat begrijp ik.', "nl", parent)
    assert [quoting.words[index] for index in sorted(quoting.protected) if quoting.words[index] != '"'] == [
        "waardeloos"
    ]
    ironic = read('Uw "expertise" is bekend.', "nl", parent)
    assert not ironic.protected


def test_quoted_lines_are_the_other_ones_words() -> None:
    document = read("> dit is schandalig\nDank voor uw bericht.", "nl")
    assert [document.words[index] for index in sorted(document.protected)][-1] == "schandalig"
