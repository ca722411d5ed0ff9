"""Passwords, PINs, door and wifi codes."""

import pytest

from kalm.detectors import SURE
from tests.detectors.marks import assert_found, assert_silent


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("nl", "Het wachtwoord is [[Welkom01!]] en dan enter."),
        ("nl", "Wachtwoord: [[Zomer2025]]"),
        ("nl", "wachtwoord [[Lente2024!]]"),
        ("nl", "Je pincode is [[4471]]."),
        ("nl", "De deurcode is [[1234#]]"),
        ("nl", "De code van de achterdeur is [[4471]]."),
        ("nl", "De wificode voor de vergaderzaal: [[zomer-2024]]"),
        ("nl", "Inloggen kan met wachtwoord '[[pluk van de petteflet]]'"),
        ("nl", "[[Welkom01]] is het wachtwoord."),
        ("nl", "Je toegangscode: [[48 29 13]]"),
        ("nl", "wacht\u00adwoord: [[Geheim99]]"),
        ("nl", "Sleutelkluis code [[2468]], hangt naast de deur, kluis ook."),
        ("en", "Log in as admin / [[P@ssw0rd99]]"),
        ("nl-BE", "Het paswoord is [[Kortrijk8500]]."),
        ("nl-BE", "De code van de poort is [[2580]]."),
        ("en", "Password: [[hunter2x]]"),
        ("en", "The door code is [[4491]]."),
        ("en", "Your PIN is [[4471]]."),
        ("en", "The wifi password is '[[correct horse]]'."),
        ("en", "Passcode [[883021]]"),
    ],
)
def test_a_value_that_opens_something_is_sure(language: str, marked: str) -> None:
    assert_found("credential", marked, language, SURE)


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("nl", "Het wachtwoord is [[Zomerfeest]]."),
        ("en", "The password is [[Swordfish]]."),
        ("en", "[[4471]] for the back door, see you."),
        ("nl", "kluis [[4471]], niet vergeten"),
    ],
)
def test_a_likely_value_fires(language: str, marked: str) -> None:
    assert_found("credential", marked, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Kies een sterk wachtwoord."),
        ("nl", "Wachtwoord vergeten? Klik hier."),
        ("nl", "Uw wachtwoord is verlopen."),
        ("nl", "Je wachtwoord: minstens 12 tekens."),
        ("nl", "Welkom01 is geen sterk wachtwoord, net zo min als Wachtwoord123."),
        ("nl", "Bestel met kortingscode ZOMER24."),
        ("nl", "Gebruik code LENTE25 bij het afrekenen."),
        ("nl", "Code oranje: blijf binnen."),
        ("nl", "Dresscode: Feestelijk2025"),
        ("nl", "Foutcode: E4041"),
        ("nl", "De postcode is 1234 AB."),
        ("nl", "Een pincode met 4 cijfers is genoeg."),
        ("nl", "We vragen nooit om je pincode of wachtwoord."),
        ("nl", "Pin 50 euro bij de automaat."),
        ("nl", "Gastwifi, gratis: wachtwoord Bibliotheek1"),
        ("nl", "Er stonden 1000 voor de deur."),
        ("nl", "Reset je wachtwoord op https://example.nl/reset1"),
        ("nl-BE", "Paswoord vergeten? Bel 0800 12 345."),
        ("nl-BE", "De QR-code is 10000 keer gescand."),
        ("en", "Your password must be at least 12 characters."),
        ("en", "Use discount code SPRING25."),
        ("en", "The dress code is smart casual."),
        ("en", "Track your parcel with the code in your email."),
        ("en", "Never share your PIN. 4471 people fell for it."),
        ("en", "Stay safe 2025!"),
    ],
)
def test_talk_about_codes_is_silent(language: str, text: str) -> None:
    assert_silent(text, language)
