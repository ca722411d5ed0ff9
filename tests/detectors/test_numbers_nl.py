"""Burgerservicenummer, onderwijsnummer, V-nummer."""

import pytest

from kalm.detectors import FIRE, SURE
from tests.detectors.marks import assert_found, assert_silent, found


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("nl", "Uw BSN is [[111222333]], klopt dat?"),
        ("nl", "Ik heb uw burgerservicenummer [[1112.22.333]] erbij gepakt."),
        ("nl", "BSN: [[111 222 333]]"),
        ("nl", "bsn-nummer [[123456782]] staat nu goed"),
        ("nl", "[[123456782]] is het BSN van mevrouw De Vries."),
        ("nl", "Mevrouw De Wit staat erin als [[123456782]] (bsn)."),
        ("nl", "Wat is uw bsn? Ik zie hier [[111222333]]."),
        ("nl", "Uw BSN en klantnummer: [[111222333]] en dat klopt."),
        ("nl", "Uw sofinummer [[111-222-333]] gebruiken we niet meer."),
        ("nl", "bsn [[１１１２２２３３３]]"),
        ("nl", "bsn: [[111\u00a0222\u00a0333]]"),
        ("nl", "bsn [[111\u200b222\u200b333]] 😊"),
        ("nl", "Uw bsn, [[111222\n333]], klopt."),
        ("nl", "1. Uw BSN: [[111 222 333]]\n2. Uw zaak is rond."),
        ("nl", "Uw BSN is [[111222333]].\n2. Uw zaak is rond."),
        ("nl", "BSN: [[111 222 333]]\n06-12345678"),
        ("nl", "Uw BSN: [[111 222 333]]\r\n020 1234567"),
        ("nl", "Uw BSN is [[111 222 333]] 06-12345678"),
        ("nl", "Uw BSN[[111222333]]"),
        ("nl", "Uw (BSN[[111222333]])"),
        ("nl", "Uw BSN: [[111222333]]/Jansen"),
        ("nl", "uw bsn is [[een een een twee twee twee drie drie drie]]"),
        ("nl-BE", "Het bsn van Kees is [[111222333]]."),
        ("en", "We have your BSN as [[123456782]] on file."),
        ("en", "His citizen service number is [[111222333]]."),
    ],
)
def test_an_announced_bsn_is_sure(language: str, marked: str) -> None:
    assert_found("bsn", marked, language, SURE)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Bel Jan op 06-12345609."),  # 612345609 passes the elfproef
        ("nl", "Bestelling 200412309 is onderweg."),
        ("nl", "Je BSN hebben we niet nodig, bestelnummer 200412309 volstaat."),
        ("nl", "We vragen nooit om je bsn. Order 200412309 komt vandaag."),
        ("nl", "We hebben 112 233 344 kWh opgewekt."),
        ("nl", "ISBN 978-90-111222333"),
        ("nl", "RSIN 111222333"),
        ("nl", "Een BSN bestaat uit negen cijfers, bijvoorbeeld 123456789."),
        ("nl", "Zo ziet een bsn eruit: 000000000"),
        ("nl", "Kijk op https://example.nl/?id=111222333"),
        ("nl", "Kamer 111222333"),
        ("nl", "Uw BSN niet: 111 222 333 444 555"),
        ("nl", "Uw bsn?\n123\n456\n789\n012"),
        ("nl", "Uw BSN staat bij @bsn111222333"),
        ("nl", "Uw BSN, order111222333"),
        ("nl", "Uw BSN-loket: 088 123 456 78"),
        ("nl", "Uw BSN 111222333/444"),
        ("nl", "De teller staat op 111222333!"),
        ("nl", "€ 111.222.333 voor de kust"),
        ("nl", "Artikel A-111222333 is weer leverbaar"),
        ("nl-BE", "Factuur 200412309 is betaald."),
        ("en", "Your BSN is not needed, order 200412309 is enough."),
        ("en", "Version 111.222.333 is out."),
        ("en", "We planted 111,222,333 trees"),
    ],
)
def test_other_numbers_are_no_bsn(language: str, text: str) -> None:
    assert [hit for hit in found(text, language) if hit[0] == "bsn"] == []


def test_a_checksum_without_a_word_is_only_a_possibility() -> None:
    [(kind, value, confidence)] = found("En toen stond er 111222333 op.", least=0.0)
    assert (kind, value) == ("bsn", "111222333")
    assert confidence < FIRE
    assert_silent("En toen stond er 111222333 op.", "nl", FIRE)


def test_an_announced_number_with_a_slip_fires_but_never_stops_a_post() -> None:
    [(kind, value, confidence)] = found("Uw BSN is 111222334, klopt dat?")
    assert (kind, value) == ("bsn", "111222334")
    assert FIRE <= confidence < SURE


def test_a_lost_leading_zero_is_forgiven() -> None:
    # 010000008: 9·0 + 8·1 … − 8 = 0
    assert_found("bsn", "Uw bsn is [[10000008]].", "nl", SURE)


@pytest.mark.parametrize(
    ("kind", "marked"),
    [
        ("education-number", "Het onderwijsnummer van uw zoon is [[111222333]]."),
        ("education-number", "Leerlingnummer [[111222333]], groep 7"),
        ("v-number", "Uw V-nummer [[2871234567]] staat bij de IND."),
        ("v-number", "vreemdelingennummer: [[2871234567]]"),
    ],
)
def test_other_dutch_numbers_need_their_word(kind: str, marked: str) -> None:
    assert_found(kind, marked, "nl")


@pytest.mark.parametrize("text", ["Hij won met nummer 2871234567.", "Groep 7 haalde 111222333 punten."])
def test_without_their_word_they_are_silent(text: str) -> None:
    assert_silent(text, "nl")
