"""Telephone numbers of persons, and those that the public may ring."""

import pytest

from kalm.detectors import Surroundings, detect, own_values
from tests.detectors.marks import assert_found, assert_silent


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("nl", "Bel Jan op [[06-12345678]]."),
        ("nl", "Het 06-nummer van Karin: [[06 12 34 56 78]]"),
        ("nl", "We hebben u gebeld op [[+31 6 12345678]]."),
        ("nl", "Uw nummer [[0612345678]] staat genoteerd."),
        ("nl", "We hebben u net gebeld op [[020-1234567]]."),
        ("nl", "We belden u op [[O6-12345678]]."),
        ("nl", "We belden u op [[o6 12 34 56 78]]."),
        ("nl", "We belden u op [[O612345678]]."),
        ("en", "Her number is [[O20 7946 0123]]."),
        ("nl", "Haar mobiel is [[0031 6 12345678]]"),
        ("nl", "Bel Maarten thuis, [[06-12345678]], hij weet het."),
        ("nl", "mevrouw Bos, [[+31 (0)6 12 34 56 78]]"),
        ("nl", "Is [[06-12345678]] nog uw nummer?"),
        ("nl", "[[nul zes, twaalf vierendertig zesenvijftig achtenzeventig]] is het nummer van Jan"),
        ("nl", "Haar nummer: [[0️⃣6️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣]]"),
        ("nl", "Haar nummer: [[06\u201112345678]]"),
        ("nl-BE", "Ge kunt bellen naar Katrien haar gsm, [[0475 28 16 93]]."),
        ("nl", "Ik bel u straks op [[0612345678]], goed?"),
        ("nl", "Bel hem gerust: [[06-12345678]]."),
        ("nl-BE", "GSM: [[0475/28.16.93]] van de heer Peeters"),
        ("nl-BE", "gsm van mevrouw Claes: [[+32 475 28 16 93]]"),
        ("nl-BE", "Uw telefoonnummer is [[014 53 12 34]]."),
        ("en", "We have your mobile as [[07700 900123]]."),
        ("en", "Her number is [[+44 7911 123456]]."),
        ("en", "We called you on [[020 7946 0123]]."),
        ("en", "Sarah from claims, [[07911 123456]], has the file."),
    ],
)
def test_a_persons_number_fires(language: str, marked: str) -> None:
    assert_found("phone", marked, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Bel ons op 14 020."),
        ("nl", "Bel 0800-1234567, gratis."),
        ("nl", "Uw nummer voor spoed is 0900-8844."),
        ("nl", "Bel ons op 088-1234567 of app 06-12345678."),
        ("nl", "App ons op 06-12345678."),
        ("nl", "Bel 020-1234567 voor een afspraak."),
        ("nl", "Wilt u mij bellen op 0344-220140?"),
        ("nl", "Bel Inge van de balie op 052-1234567."),
        ("nl", "Bel 112 bij nood, of 113 als je eraan denkt."),
        ("nl", "Zet uw nummer in een DM of bel 0342-656063."),
        ("nl", "Vertrek om 06-12-2025"),
        ("nl", "Jan heeft O2 20 1234567"),
        ("nl", "Jan heeft artikel O123456789 en A-O612345678"),
        ("nl", "Onderdeel 06-12345678-9 is op."),
        ("nl", "Haar nummer is 06-00000000"),
        ("nl", "Hun nummer is 0344-220177, zij helpen verder."),
        ("nl", "Ons winkelnummer is 078 - 555 03 30."),
        ("nl", "Storten kan op NL15 RABO 0612 3456 78 t.n.v. penningmeester Jan."),
        ("nl-BE", "Bel ons gratis op 0800 12 345 of 1712."),
        ("nl-BE", "De klantendienst zit op 078 12 34 56."),
        ("nl-BE", "Reserveren kan op 014 53 12 34."),
        ("en", "Call 0800 123 456."),
        ("en", "Ring our office on 020 7946 0123."),
        ("en", "Reach us on 03001 234 567 or 07911 123456."),
        ("en", "Our night warden's number, 020 7946 0123, is on the door."),
        ("en", "Room 020 7946 is full."),
    ],
)
def test_what_the_public_may_ring_is_silent(language: str, text: str) -> None:
    assert_silent(text, language)


def test_numbers_of_our_own_are_silent_in_every_notation() -> None:
    own = own_values(["06-12345678", "+31 20 123 4567"])
    for text in ("Bel Jan op 0612345678.", "Bel Jan op +31 6 12345678.", "Zijn nummer is 020 - 123 45 67."):
        assert detect(["phone"], text, Surroundings(own=own)) == []


def test_the_language_decides_the_numbering_plan() -> None:
    assert_found("phone", "Zijn nummer is [[0475 28 16 93]].", "nl-BE")
    assert_found("phone", "His number is [[07911 123456]].", "en-GB")
    assert_found("phone", "His number is [[(212) 555-1234]].", "en-US")
