"""Number plates."""

import pytest

from kalm.detectors import Surroundings, detect, own_values
from tests.detectors.marks import assert_found, assert_silent


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("nl", "Ons systeem zag uw kenteken [[G-999-BB]] twee keer."),
        ("nl", "Kenteken [[12-ABG-3]] stond dubbel geparkeerd."),
        ("nl", "uw auto, [[GB-999-X]], staat op de stoep"),
        ("nl", "kenteken [[GB999X]] van meneer Bos"),
        ("nl", "uw kenteken is [[xx-99-99]]"),
        ("nl-BE", "De wagen met nummerplaat [[1-ABC-234]] reed door."),
        ("nl-BE", "uw nummerplaat [[1 ABC 234]]"),
        ("en", "Your registration [[AB12 CDE]] was seen twice."),
        ("en", "Reg [[AB12 CDE]], parked across my drive, whose is it?"),
        ("en", "His licence plate is [[AB12CDE]]."),
    ],
)
def test_an_announced_plate_fires(language: str, marked: str) -> None:
    assert_found("plate", marked, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Onderdeel G-999-BB is weer leverbaar."),
        ("nl", "De nieuwe plaat staat voor week 12 ingepland."),
        ("nl", "Geen kenteken nodig, nog 14 days."),
        ("nl", "Op 12-03-25 parkeert u gratis."),
        ("nl", "Onze bus met kenteken V-318-TK is van de gemeente."),
        ("nl", "Zaal A12-34-B"),
        ("nl-BE", "Score 1-ABC-234 in het spel"),
        ("en", "We sold 38 items on the plate."),
    ],
)
def test_other_codes_are_silent(language: str, text: str) -> None:
    assert_silent(text, language)


def test_plates_of_our_own_are_silent() -> None:
    own = own_values(["V-318-TK"])
    assert detect(["plate"], "kenteken V318TK van de auto", Surroundings(own=own)) == []
