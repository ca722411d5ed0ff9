"""The one scan: gates, overlaps, quotations, own values."""

import re
import subprocess
import sys
from itertools import pairwise

import pytest

from kalm.detectors import DETECTORS, NAMES, Hit, Surroundings, detect, own_values
from kalm.detectors.registry import _ENTRIES

_PLAIN = "Wat vervelend dat het zo lang duurt. We kijken het na en laten het u weten. "


def test_every_detector_has_a_name_and_says_what_it_finds() -> None:
    assert set(DETECTORS) == set(NAMES)
    for name in NAMES:
        assert DETECTORS[name].__doc__
        assert list(DETECTORS[name](_PLAIN, Surroundings())) == []


def test_a_single_detector_finds_what_the_scan_finds() -> None:
    text = "Uw bsn is 111222333 en uw mail jan.jansen@gmail.com"
    together = detect(("bsn", "email"), text, Surroundings())
    apart = [hit for name in ("bsn", "email") for hit in DETECTORS[name](text, Surroundings())]
    assert together == apart
    assert together[0] == Hit(10, 19, "bsn", 0.95, True)


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        detect(("bsn", "shoe-size"), "Maat 42", Surroundings())


def test_pieces_of_gates_are_folded_ascii() -> None:
    for entry in _ENTRIES.values():
        for piece in [*entry.hints, *(piece for gate in entry.gates for piece in gate.pieces)]:
            assert piece
            assert piece == piece.lower()
            assert piece.isascii()


def test_hits_stand_in_order_and_never_overlap() -> None:
    text = "Mevr. Claeys, 64.05.17-241.46, rekening BE71 0961 2345 6769, dossier 64.05.17, tel 0475 28 16 93"
    hits = detect(NAMES, text, Surroundings(language="nl-BE"))
    assert [hit.kind for hit in hits][:2] == ["rrn", "iban"]
    assert all(before.end <= after.start for before, after in pairwise(hits))


def test_of_overlapping_hits_the_surest_stays() -> None:
    # A case number by its word, and a BSN that passes its check.
    [hit] = detect(NAMES, "Uw bsn en dossiernummer: 111222333", Surroundings())
    assert hit.kind == "bsn"


def test_words_of_the_other_weigh_less_but_still_count() -> None:
    text = 'U schreef "zijn nummer is 06-12345678".'
    said = ((text.index('"'), text.rindex('"') + 1),)
    [plain] = detect(["phone"], text, Surroundings())
    [quoted] = detect(["phone"], text, Surroundings(quoted=said))
    assert quoted.confidence < plain.confidence


def test_quotations_are_found_behind_dropped_characters() -> None:
    text = 'Hé\u200b\u200b\u200b, "uw bsn is 111222333"'
    said = ((text.index('"'), len(text)),)
    [plain] = detect(["bsn"], text, Surroundings())
    [quoted] = detect(["bsn"], text, Surroundings(quoted=said))
    assert text[quoted.start : quoted.end] == "111222333"
    assert quoted.confidence <= plain.confidence


def test_own_values_are_written_the_way_detectors_look_them_up() -> None:
    own = own_values(
        ["020-123 45 67", "NL91 ABNA 0417 1643 00", "Info@Bakkerij.NL", "12-ABC-3", "https://www.bakkerij.nl/", ""]
    )
    assert {"+31201234567", "0201234567", "NL91ABNA0417164300", "info@bakkerij.nl", "12abc3", "bakkerij.nl"} <= own
    assert "" not in own


def test_loading_the_detectors_does_not_load_the_numbering_plans() -> None:
    code = "import kalm.detectors, sys; print('phonenumbers' in sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": "server"}
    )
    assert answer.stdout.strip() == "False"


def test_quoted_words_side_by_side_are_one_quotation_and_a_lone_value_is_none() -> None:
    text = "U schreef: zijn nummer is 06-12345678"
    words = tuple(found.span() for found in re.finditer(r"\w+", text[11:]))
    said = tuple((start + 11, end + 11) for start, end in words)
    alone = ((text.index("06"), len(text)),)
    [plain] = detect(["phone"], text, Surroundings())
    [quoted] = detect(["phone"], text, Surroundings(quoted=said))
    [lone] = detect(["phone"], text, Surroundings(quoted=alone))
    assert quoted.confidence < plain.confidence == lone.confidence
