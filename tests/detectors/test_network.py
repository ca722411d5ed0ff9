"""Meeting links, internal hosts and folders."""

import pytest

from tests.detectors.marks import assert_found, assert_silent


@pytest.mark.parametrize(
    ("kind", "marked"),
    [
        ("meeting-link", "Overleg: [[https://teams.microsoft.com/l/meetup-join/19%3ameeting_x/0]]"),
        ("meeting-link", "[[https://us02web.zoom.us/j/12345678901?pwd=abc]]"),
        ("meeting-link", "We zitten in [[meet.google.com/abc-defg-hij]]."),
        ("internal-host", "Staat op [[intranet.gemeente.nl/rooster]]."),
        ("internal-host", "server [[pg-prod-03.intra.lijnzaad.lan]] ligt eruit"),
        ("internal-host", "Kijk op [[\\\\server01\\klanten\\2025]]"),
        ("internal-host", "[[\\\\fs01\\klanten]] staat het voor u klaar en wij bellen u"),
        ("internal-host", "Kijk op [[\\\\fs01\\klanten oud\\2025 nieuw\\lijst.xlsx]] voor u"),
        ("internal-host", "Het staat in [[S:\\Klanten\\Bos]]."),
        ("internal-host", "[[C:\\Users\\jansen\\rooster.xlsx]]"),
        ("internal-host", "ping [[192.168.1.20]] doet het niet"),
        ("internal-host", "onze server [[10.0.12.4]]"),
        ("internal-host", "[[https://wijland.sharepoint.com/:x:/s/team/Eabc]]"),
        ("internal-host", "ticket [[https://wijland.atlassian.net/browse/ABC-12]]"),
    ],
)
def test_inner_rooms_fire(kind: str, marked: str) -> None:
    assert_found(kind, marked, "nl")


@pytest.mark.parametrize(
    "text",
    [
        "Meld je aan voor het webinar: https://us02web.zoom.us/j/12345678901",
        "Iedereen welkom: meet.google.com/abc-defg-hij",
        "Kijk op https://www.gemeente.nl/intranet-project",
        "Versie 10.0.12.4 is uit.",
        "iOS 10.3.1 of nieuwer",
        "De lokale bakker zit bij station Local.",
        "¯\\_(ツ)_/¯",
        "Score 192.168 punten",
        "Ik vind het :\\ jammer",
    ],
)
def test_public_places_are_silent(text: str) -> None:
    assert_silent(text, "nl")
