"""Home addresses; where we are to be found is public."""

import pytest

from tests.detectors.marks import assert_found, assert_silent


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("nl", "U woont toch op [[Dahliastraat 22]]?"),
        ("nl", "Mevrouw De Vries, [[Kerkstraat 12, 1234 AB Utrecht]], heeft gebeld."),
        ("nl", "Onze monteur was bij u op de [[Dahliastraat 22]]."),
        ("nl", "Hij woont op [[Lange Voorhout 12, 2514 ED Den Haag]]."),
        ("nl", "Uw adres is [[1234 AB 12]]."),
        ("nl", "Het adres van mevrouw Smit, [[Wilgenlaan 22-A]], klopt."),
        ("nl-BE", "Mevrouw Claes woont in de [[Kerkstraat 12 bus 3, 9000 Gent]]."),
        ("nl-BE", "We kwamen langs bij u in de [[Vaartstraat 12]]."),
        ("en", "You live at [[7 Orchard Row]], right?"),
        ("en", "Mrs Iris Ahmed, [[7 Orchard Row]], paid late."),
        ("en", "Your address is [[14 Fern Close, Leeds LS1 4AP]]."),
    ],
)
def test_somebodys_address_fires(language: str, marked: str) -> None:
    assert_found("address", marked, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Kom langs op Stationsplein 8, 8011 CW Zwolle."),
        ("nl", "Ons kantoor zit op de Kerkstraat 12."),
        ("nl", "De Kerkstraat 12 tot en met 40 gaat dicht voor werkzaamheden."),
        ("nl", "Bewoners van de Kerkstraat 12 tot 40 krijgen een brief."),
        ("nl", "De bewoners van Lindelaan 5 t/m 9 hebben geen water."),
        ("nl", "U kunt het ophalen bij de winkel, Dahliastraat 22."),
        ("nl", "Inloopavond in het wijkcentrum, Plantsoen 3, 3511 AB Utrecht"),
        ("nl", "Lijn 12 rijdt om via de Kerkstraat."),
        ("nl", "In 2025 woont hier niemand meer."),
        ("nl-BE", "Kom naar de Grote Markt 1, 9000 Gent."),
        ("nl-BE", "Het recyclagepark, Vaartstraat 12, is open."),
        ("en", "Our office is at 7 Orchard Row."),
        ("en", "Find us at 14 Fern Close, Leeds LS1 4AP."),
        ("en", "We ran 10 Park laps."),
    ],
)
def test_public_places_are_silent(language: str, text: str) -> None:
    assert_silent(text, language)
