"""E-mail addresses of persons, plain and disguised; desks are public."""

import pytest

from kalm.detectors import Surroundings, detect, own_values
from tests.detectors.marks import assert_found, assert_silent


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("nl", "We hebben u gemaild op [[jan.jansen@gmail.com]]."),
        ("nl", "Uw e-mailadres [[piet1985@ziggo.nl]] klopt niet."),
        ("nl", "Doorgestuurd aan collega [[j.bakker@gemeente.example]]."),
        ("nl", "F. Haarsma, [[f.haarsma@example.nl]], wacht nog."),
        ("nl", "Zijn adres: [[jan punt jansen at gmail punt com]]"),
        ("nl", "Zijn mail: [[jan.jansen(at)gmail.com]]!"),
        ("nl", "haar mail is [[sanne apenstaartje hotmail punt nl]]"),
        ("nl", "We mailden u op [[j.post@gmail.com]]."),
        ("nl", "We mailden u op [[peter.post@gmail.com]]."),
        ("nl", "We mailden u op [[emma.shop@bedrijf.example]]."),
        ("nl", "We mailden u op [[jan_werk@bedrijf.example]]."),
        ("nl", "We mailden u op [[jansen.stad@hotmail.com]]."),
        ("nl-BE", "Het mailadres van mevrouw Claes is [[a.claes@telenet.be]]"),
        ("nl", "uw mailadres, [[ＪＡＮ@gmail.com]], werkt niet"),
        ("en", "We emailed you at [[sarah.hale@btinternet.com]]."),
        ("en", "Her email is [[rhale@postbox.example]]."),
        ("en", "his address: [[tom [at] outlook [dot] com]]"),
    ],
)
def test_a_persons_address_fires(language: str, marked: str) -> None:
    assert_found("email", marked, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Mail naar info@gemeente.nl."),
        ("nl", "Stuur het naar klantenservice@winkel.nl of webcare@winkel.nl."),
        ("nl", "Mail ons op bakkerijdejong@gmail.com."),
        ("nl", "bakkerijdejong@bakkerij-de-jong.nl"),
        ("nl", "Solliciteren? Mail naar vacatures@museum.nl"),
        ("nl", "Mail naar Fenna, fenna@deroerei.nl."),
        ("nl", "We mailden u vanaf post@gmail.com."),
        ("nl", "We mailden u vanaf shop.emma@gmail.com."),
        ("nl", "We mailden u vanaf dorpshuis.info@gmail.com."),
        ("nl", "We mailden u vanaf hr.team@bedrijf.example."),
        ("nl", "We mailden u vanaf nieuwe.post@bedrijf.example."),
        ("nl", "Volg @jan.jansen en @info@mastodon.nl"),
        ("nl", "Meld het bij valse-email@bank.nl"),
        ("nl", "We staan at the station, dot com of niet"),
        ("nl-BE", "burgerzaken@vlasberg.be"),
        ("en", "Write to privacy@council.example or press-office@council.example."),
        ("en", "Meet us at the dot to dot stand."),
        ("en", "no-reply@example.org"),
    ],
)
def test_desks_and_handles_are_silent(language: str, text: str) -> None:
    assert_silent(text, language)


def test_an_address_or_domain_of_our_own_is_silent() -> None:
    text = "We mailden u vanaf Jan.Jansen@Bakkerij.nl"
    assert detect(["email"], text, Surroundings(own=own_values(["jan.jansen@bakkerij.nl"]))) == []
    assert detect(["email"], text, Surroundings(own=own_values(["bakkerij.nl"]))) == []
    assert detect(["email"], text, Surroundings()) != []
