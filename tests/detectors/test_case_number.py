"""Numbers of files, customers, orders and tickets."""

import re

import pytest

from kalm.detectors import FIRE, SURE, Surroundings, detect
from tests.detectors.marks import assert_found, assert_silent, found


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("nl", "Uw zaaknummer is [[Z-2025-000123]]."),
        ("nl", "Dossier [[78-441]] van mevrouw Claes is gesloten."),
        ("nl", "Je klantnummer [[5590213]], mevrouw Terlouw, staat goed."),
        ("nl", "Order [[88120437]] op naam van Bakker is onderweg."),
        ("nl", "Ik heb je melding doorgezet, nummer [[2025-4412]]."),
        ("nl", "label [[KX 482913]], op naam van mevr. S. Ouali"),
        ("nl", "Je reserveringsnummer is [[HX7K2P]], tot zaterdag!"),
        ("nl", "uw polisnummer: [[4410 9271 33]]"),
        ("nl-BE", "uw leefloondossier [[LEE-2024-118]] ligt klaar"),
        ("en", "The account of Mr Boyd, [[4471-220]], is still open."),
        ("en", "Your claim [[HX-20814]] was rejected."),
        ("en", "I've found your order [[88-20417]]!"),
        ("en", "Her hospital number is [[328 119 1754]]."),
    ],
)
def test_a_number_beside_a_person_is_a_matter_for_a_warning(language: str, marked: str) -> None:
    assert_found("case-number", marked, language, SURE)


@pytest.mark.parametrize("text", ["Ticket INC0012345 is opgelost.", "Zaak Z-2025-000123 staat op de agenda."])
def test_a_number_alone_is_a_matter_for_a_suggestion(text: str) -> None:
    [(kind, _, confidence)] = found(text)
    assert kind == "case-number"
    assert FIRE <= confidence < SURE


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Order 1200 broodjes en je krijgt korting."),
        ("nl", "In zaak 2025 is er nog niets beslist."),
        ("nl", "Stuur je ordernummer in een privébericht."),
        ("nl", "Kamer 123456, 2e verdieping"),
        ("nl", "Lijn 12 vertrekt om 12.45 uur van spoor 14b."),
        ("nl", "Factuur van € 1.200,50 betaald"),
        ("nl", "Ticket 12-15 jaar kost 5 euro"),
        ("nl", "Bestel met code ZOMER24."),
        ("nl", "Vacaturenummer 204 556 781, solliciteer nu"),
        ("nl-BE", "Dossier sociaal wonen: 2024-2025"),
        ("en", "The applicant's name is in the planning register, ref 24/01188/FUL."),
        ("en", "Room 2025 is full."),
        ("en", "Gate 11-22, 9:15."),
        ("en", "Please DM us your order number."),
        ("en", "Job ref 204 556 781, apply by Friday."),
    ],
)
def test_other_numbers_are_silent(language: str, text: str) -> None:
    assert_silent(text, language)


def test_the_organisations_own_formats_need_no_word() -> None:
    surroundings = Surroundings(case_numbers=(re.compile(r"MPL-\d{5}"),))
    text = "We hebben MPL-12345 voor mevrouw Bos gevonden."
    [hit] = detect(["case-number"], text, surroundings)
    assert text[hit.start : hit.end] == "MPL-12345"
    assert detect(["case-number"], "MPL- zonder nummer", surroundings) == []
    # A format may do without digits.
    letters = Surroundings(case_numbers=(re.compile(r"ZAAK-[A-Z]+"),))
    assert len(detect(["case-number"], "Zie ZAAK-ABC", letters)) == 1
