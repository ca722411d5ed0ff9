"""Rijksregisternummer and bisnummer, eID card, structured payment reference."""

import pytest

from kalm.detectors import FIRE, SURE
from tests.detectors.marks import assert_found, assert_silent, found


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("nl-BE", "[[85.07.30-033.28]]"),
        ("nl-BE", "Uw aanvraag staat onder [[93.05.18-223.61]]."),
        ("nl-BE", "Uw rijksregisternummer is [[93051822361]]."),
        ("nl-BE", "INSZ [[930518 223 61]]"),
        ("nl-BE", "rijksregister: [[05.03.15-124.66]]"),
        ("nl", "Het Belgische INSZ-nummer [[85.07.30-033.28]] hebben we."),
        ("en", "Her national number is [[93.05.18-223.61]]."),
        ("nl-BE", "bsn of rrn: [[93.05.18–223.61]]"),
    ],
)
def test_a_rijksregisternummer_is_sure_when_announced_or_written_with_its_dots(language: str, marked: str) -> None:
    assert_found("rrn", marked, language, SURE)


def test_eleven_bare_digits_that_pass_are_only_a_possibility() -> None:
    assert_silent("Het stond er: 93051822361.", "nl-BE", FIRE)


def test_an_invoice_that_passes_is_no_rijksregisternummer() -> None:
    assert [hit for hit in found("Factuur 93051822361 is betaald.", "nl-BE", 0.0) if hit[0] == "rrn"] == []


def test_a_slip_in_a_dotted_number_beside_a_person_fires_but_is_not_sure() -> None:
    [(kind, _, confidence)] = found("Mevrouw, het staat op 93.05.18-223.62.", "nl-BE")
    assert kind == "rrn"
    assert FIRE <= confidence < SURE
    assert_silent("Vervang onderdeel 93.05.18-223.62 elk jaar.", "nl-BE", SURE)


@pytest.mark.parametrize(
    "text", ["Open van 12.05.25-14.30 uur", "0123.456.749 is ons ondernemingsnummer.", "12.04.1-2"]
)
def test_look_alikes_are_silent(text: str) -> None:
    assert_silent(text, "nl-BE")


def test_an_eid_card_number_is_found() -> None:
    assert_found("eid-card", "Uw identiteitskaart [[591-0123456-78]] ligt klaar.".replace("78", _eid()), "nl-BE", SURE)


def _eid() -> str:
    return f"{5910123456 % 97 or 97:02d}"


def test_a_payment_reference_fires_beside_a_person_only() -> None:
    assert_found("payment-reference", "Uw mededeling is [[+++090/9337/55493+++]].", "nl-BE")
    assert_silent("Vermeld +++090/9337/55493+++ bij de betaling.", "nl-BE")
    assert_silent("Uw mededeling is +++090/9337/55494+++.", "nl-BE")
