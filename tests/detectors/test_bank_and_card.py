"""IBAN and older account numbers, payment cards."""

import pytest

from kalm.detectors import SURE, Surroundings, detect, own_values
from tests.detectors.marks import assert_found, assert_silent


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("nl", "We maken het over op uw rekening [[NL91 ABNA 0417 1643 00]]."),
        ("nl", "We hebben hem al: [[NL26 TEST 0111 2223 33]] op naam van D. Wiersma."),
        ("nl", "J. de Boer, [[nl91abna0417164300]]"),
        ("nl", "Uw iban is [[NL91-ABNA-0417-1643-00]]"),
        ("nl", "Uw iban [[NL91  ABNA 0417 1643 00]]"),
        ("nl", "Uw iban [[NL91 ABNA  0417  1643 00]]"),
        ("nl", "uw rekening [[NL91\u00a0ABNA\u00a00417\u00a01643\u00a000]] 👍"),
        ("nl-BE", "Mevr. Claeys, rekening [[BE68 5390 0754 7034]]"),
        ("nl-BE", "De helft storten we terug op uw rekening [[BE68539007547034]]."),
        ("en", "Your refund went to [[GB82 WEST 1234 5698 7654 32]]."),
        ("en", "It left us for your account [[IE29 AIBK 9311 5212 3456 78]] today."),
    ],
)
def test_the_iban_of_a_person_is_sure(language: str, marked: str) -> None:
    assert_found("iban", marked, language, SURE)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Giro 555: NL08 INGB 0000 0005 55."),
        ("nl", "Doneer op NL91 ABNA 0417 1643 00 voor de voedselbank!"),
        ("nl", "Onze rekening is NL91 ABNA 0417 1643 00."),
        ("nl", "Wie nog wil overmaken: NL91 ABNA 0417 1643 00 t.n.v. Gemeente Dijkerhout."),
        ("nl", "U kunt het bedrag overmaken naar NL91 ABNA 0417 1643 00."),
        ("nl", "NL92 ABNA 0417 1643 00"),
        ("nl", "Uw iban NL91   ABNA 0417 1643 00"),
        ("nl", "Storten kan op NL15 RABO  0612 3456 78 t.n.v. penningmeester Jan."),
        ("nl", "Storten kan op NL15  RABO 0612 3456 78 t.n.v. penningmeester Jan."),
        ("nl", "Een IBAN ziet er zo uit: NL00 BANK 0123 4567 89"),
        ("nl-BE", "Storten kan op BE68 5390 0754 7034, merci!"),
        ("nl-BE", "Steun 12-12: BE19 0000 0000 1212"),
        ("en", "The appeal fund is GB82 WEST 1234 5698 7654 32, every donation counts."),
        ("en", "Please pay into GB82 WEST 1234 5698 7654 32."),
    ],
)
def test_public_accounts_are_silent(language: str, text: str) -> None:
    assert_silent(text, language)


def test_an_account_of_our_own_is_silent_even_beside_a_person() -> None:
    text = "Mevrouw De Vries, NL91 ABNA 0417 1643 00"
    own = own_values(["nl91abna0417164300"])
    assert detect(["iban"], text, Surroundings(own=own)) == []
    assert detect(["iban"], text, Surroundings()) != []


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("nl", "We storten het op uw oude rekening [[123456782]]."),
        ("en", "It left us this morning for your account, sort code [[20-41-77, account 31820466]]."),
    ],
)
def test_older_account_numbers_need_their_word(language: str, marked: str) -> None:
    assert_found("bank-account", marked, language)


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("en", "Rachel, card [[4111 1111 1111 1111]] was charged twice."),
        ("en", "[[4111-1111-1111-1111]]"),
        ("en", "Rachel, [[4111 1111 1111 1111]] 12/27 123"),
        ("nl", "Uw creditcard [[4111111111111111]] is geweigerd."),
        ("nl", "Mastercard [[5555 5555 5555 4444]] van mevrouw Smit"),
        ("nl-BE", "uw kaartnummer [[3782 822463 10005]] staat in het formulier"),
        ("nl", "[[４１１１ １１１１ １１１１ １１１１]]"),
        ("nl", "Uw kaart [[4111 1111 1111 1111]] 12/27 123 is geblokkeerd."),
        ("nl", "Uw creditcard [[4111 1111 1111 1111]] 123"),
        ("nl", "Uw creditcard [[4111 1111 1111 1111]]\n2. Uw zaak is rond."),
        ("en", "Card 12/27 [[4111 1111 1111 1111]], Rachel"),
    ],
)
def test_a_card_is_sure(language: str, marked: str) -> None:
    assert_found("card", marked, language, SURE)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "IMEI 490154203237518"),
        ("nl", "EAN 4111111111111111"),
        ("nl", "De cadeaukaart 4111 1111 1111 1111 is nog geldig."),
        ("nl", "Het stond op 4111111111111111 views."),
        ("nl", "4111 1111 1111 1112"),
        ("nl", "Beste Jan, 5414 4882 0001 2348 67 klopt"),
        ("nl", "Beste Jan, 12 5414 4882 0001 2348 klopt"),
        ("nl", "Colli 4111 1111 1111 1111 1111 11"),
        ("nl", "Colli 9400 4111 1111 1111 1111 11"),
        ("nl", "DE89 4111 1111 1111 1111 00"),
        ("en", "0000 0000 0000 0000"),
        ("en", "Tracking 4111111111111111"),
    ],
)
def test_other_long_numbers_are_no_sure_card(language: str, text: str) -> None:
    assert_silent(text, language, SURE)


def test_expiry_and_check_code_need_a_card() -> None:
    assert_found("card-expiry", "card 4111 1111 1111 1111, expires [[09/27]]", "en")
    assert_found("cvc", "kaart 4111 1111 1111 1111, cvc [[123]]", "nl")
    assert_silent("Het paspoort is geldig tot 09/27.", "nl")
    assert_silent("Offer expires 09/27.", "en")


def test_last_digits_are_found_and_no_more_than_that() -> None:
    assert_found("last-digits", "Your card ending in [[1234]] was charged.", "en")
    assert_found("last-digits", "Uw rekening eindigt op [[4300]].", "nl")
    assert_silent("Het feest eindigt om 2330.", "nl", SURE)
