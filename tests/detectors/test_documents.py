"""Passports, identity cards, residence documents, driving licences, VAT numbers."""

import pytest

from tests.detectors.marks import assert_found, assert_silent


@pytest.mark.parametrize(
    ("kind", "language", "marked"),
    [
        ("passport", "nl", "Uw paspoortnummer is [[NPR3D8K51]]."),
        ("passport", "nl", "Het documentnummer van uw ID-kaart: [[IRX4K2P87]]"),
        ("passport", "nl-BE", "uw reispas [[EN123456]] ligt klaar"),
        ("passport", "en", "Your passport number is [[533401372]]."),
        ("residence-document", "nl", "Uw verblijfsdocument [[III-V123AL568]] is verlengd."),
        ("residence-document", "en", "Your residence permit number is [[V123AL568]]."),
        ("driving-licence", "nl", "uw rijbewijs [[4827193045]] ligt klaar"),
        ("driving-licence", "en", "His driving licence is [[MORGA657054SM9IJ]]."),
        ("vat-id", "nl", "Uw btw-nummer is [[NL123456782B01]]."),
        ("vat-id", "nl-BE", "uw ondernemingsnummer [[0123.456.749]] klopt"),
    ],
)
def test_an_announced_document_fires(kind: str, language: str, marked: str) -> None:
    assert_found(kind, marked, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Neem uw paspoort mee, dan is het in 10 minuten geregeld."),
        ("nl", "Vlucht EN123456 is vertraagd."),
        ("nl", "Licentiecode NPR3D8K51"),
        ("nl", "KvK 12345678, btw NL123456782B01"),
        ("nl", "Rijbewijs verlengen kost in 2025 € 51,20."),
        ("nl-BE", "BTW BE 0123.456.749, Bakkerij De Korenbloem"),
        ("en", "Our VAT number is GB123456789."),
        ("en", "Passport photos, 2 for 9 pounds."),
    ],
)
def test_without_its_word_or_person_it_is_silent(language: str, text: str) -> None:
    assert_silent(text, language)
