"""National Insurance, NHS and Social Security numbers."""

import pytest

from kalm.detectors import SURE
from tests.detectors.marks import assert_found, assert_silent


@pytest.mark.parametrize(
    ("kind", "marked"),
    [
        ("national-insurance", "We have you as [[QQ 12 34 56 C]] here."),
        ("national-insurance", "Your NI number is [[AB123456C]]."),
        ("national-insurance", "Your NI number [[AB 123456 C]]"),
        ("national-insurance", "Your NI number is [[AB 123456C]], right?"),
        ("national-insurance", "Your NI number: [[AB123456 C]]."),
        ("nhs-number", "NHS number [[943 476 5919]] 01/02/1985"),
        ("nhs-number", "NHS number 01/02/1985 [[943 476 5919]]"),
        ("national-insurance", "national insurance number: [[ab 12 34 56 c]]"),
        ("nhs-number", "We've updated NHS number [[943 476 5919]], Mrs Whitlock."),
        ("nhs-number", "NHS no. [[9434765919]]"),
        ("ssn", "Your SSN is [[123-45-6780]], right?"),
    ],
)
def test_british_and_american_numbers_are_found(kind: str, marked: str) -> None:
    assert_found(kind, marked, "en")


def test_an_nhs_number_that_passes_its_check_is_sure() -> None:
    assert_found("nhs-number", "Your NHS number is [[943 476 5919]].", "en", SURE)
    assert_found("nhs-number", "Your NHS number is 943 476 5918.", "en", SURE)


@pytest.mark.parametrize(
    "text",
    [
        "Gates 12 34 56 C are closed.",
        "Product AB 123456 C is back in stock.",
        "Your NI number is 123456 a moment ago.",
        "NI NO 123456 A",
        "The NHS line for you: +44 943 476 5919 101",
        "We gave 943 476 5919 hugs this year.",
        "Product AB123456C is back in stock.",
        "The NHS turns 77 this year.",
        "SSN stands for social security number, like 123-45-6789.",
        "Ring NHS 111 day and night.",
    ],
)
def test_look_alikes_are_silent(text: str) -> None:
    assert_silent(text, "en")
