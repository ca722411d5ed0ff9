"""Dates of birth."""

import pytest

from tests.detectors.marks import assert_found, assert_silent


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("nl", "Mevrouw De Boer, geboren op [[12-03-1985]], belde."),
        ("nl", "Uw geboortedatum is [[12 maart 1985]]."),
        ("nl", "geb. datum van de leerling: [[12/3/85]]"),
        ("nl", "Sem, geboren [[9-11-2012]], en zijn ouders"),
        ("nl-BE", "Walter Schreurs, geboren op [[3 mei 1958]], dank."),
        ("en", "Imogen Hale, dob [[12/03/2011]], low mood."),
        ("en", "Your date of birth is [[March 12, 1985]]."),
        ("en", "She was born on [[12th March 1985]]."),
    ],
)
def test_somebodys_birth_date_fires(language: str, marked: str) -> None:
    assert_found("birth-date", marked, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Op 12-03-2025 is de markt dicht."),
        ("nl", "Onze vereniging is geboren op 12-03-1985."),
        ("nl", "Het olifantje werd geboren op 12 maart 2024."),
        ("nl", "Uw geboortedatum graag in een privébericht, voor 12-03-2025 is prima."),
        ("nl", "Geboren voor 1985? Dan krijg je korting."),
        ("nl", "Mozart is geboren op 27 januari 1756."),
        ("nl", "geboortedatum: 45-13-1985"),
        ("en", "The club was born in 1985."),
        ("en", "Born to run, 12.4.1 is out."),
    ],
)
def test_other_dates_are_silent(language: str, text: str) -> None:
    assert_silent(text, language)
