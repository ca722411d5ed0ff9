"""Connecting an extension with a short code."""

import re
from typing import Any

import jsonschema
import pytest
from werkzeug.test import TestResponse

from kalm.api.auth import now
from kalm.store import codes, people, tokens

from .conftest import MakeHouse
from .house import House


def pair(house: House, code: Any) -> TestResponse:
    return house.app.test_client().post("/v1/pair", json={"code": code})


def new_code(house: House, name: str = "Sanne") -> str:
    page = house.browser(house.add(name, team="webcare")).send("/console/me/code").text
    found = re.search(r'class="secret code"[^>]*>([^<]+)<', page)
    assert found
    return found[1]


def test_a_code_buys_a_token_once(make_house: MakeHouse) -> None:
    house = make_house(KALM_HOST="0.0.0.0")
    code = new_code(house)
    answer = pair(house, code)
    assert answer.status_code == 200
    document = house.app.test_client().get("/openapi.json").json
    schema = {"$ref": "#/components/schemas/PairAnswer", "components": document["components"]}  # type: ignore[index]
    jsonschema.Draft202012Validator(schema).validate(answer.json)
    token = {"Authorization": f"Bearer {answer.json['token']}"}  # type: ignore[index]
    assert house.app.test_client().get("/v1/platforms", headers=token).status_code == 200
    again = pair(house, code)
    assert again.status_code == 403
    assert again.json["type"] == "urn:kalm:problem:wrong-code"  # type: ignore[index]


def test_a_code_has_no_letters_that_look_alike_and_may_be_typed_loosely(house: House) -> None:
    code = new_code(house)
    assert re.fullmatch(r"[2-9C-HJKMNP-Y]{4}-[2-9C-HJKMNP-Y]{4}", code)
    assert pair(house, f" {code.lower().replace('-', ' ')} ").status_code == 200


def test_the_alphabet_holds_no_two_that_look_alike() -> None:
    for alike in ("0O", "1IL", "2Z", "5S", "8B", "UV"):
        assert len(set(alike) & set(codes.ALPHABET)) <= 1, alike
    assert len(set(codes.ALPHABET)) == len(codes.ALPHABET)
    assert len(codes.ALPHABET) ** codes.PAIRING_LENGTH > 10**11


def test_one_person_pairs_no_more_than_they_may_have_tokens_and_the_code_is_not_used_up(house: House) -> None:
    code = new_code(house)
    with house.store.session() as session:
        sanne = people.by_email(session, "sanne@huis.example")
        assert sanne is not None
        for _ in range(tokens.MOST):
            tokens.make(session, "x", now().date(), person=sanne.id)
    answer = pair(house, code)
    assert (answer.status_code, answer.get_json(force=True)["field"]) == (422, "code")
    with house.store.session() as session:
        tokens.revoke(session, tokens.of_person(session, sanne.id)[0].id)
    assert pair(house, code).status_code == 200


def test_a_new_code_voids_the_one_before(house: House) -> None:
    browser = house.browser(house.add("Sanne"))
    first, second = (
        re.search(r'class="secret code"[^>]*>([^<]+)<', browser.send("/console/me/code").text)[1]  # type: ignore[index]
        for _ in range(2)
    )
    assert pair(house, first).status_code == 403
    assert pair(house, second).status_code == 200


def test_a_code_lasts_ten_minutes(house: House) -> None:
    sanne = house.add("Sanne")
    with house.store.session() as session:
        code = codes.pair(session, now() - codes.PAIRING_LASTS, sanne.id)
    assert pair(house, code).status_code == 403


def test_a_code_of_somebody_whose_access_is_closed_buys_nothing(house: House) -> None:
    sanne = house.add("Sanne")
    with house.store.session() as session:
        code = codes.pair(session, now(), sanne.id)
        people.disable(session, sanne.id)
    assert pair(house, code).status_code == 403


def test_codes_for_other_things_do_not_pair(house: House) -> None:
    sanne = house.add("Sanne")
    with house.store.session() as session:
        for code in (codes.first(session, now()), codes.new_password(session, now(), sanne.id)):
            assert codes.use(session, "pair", code, now()) is None


@pytest.mark.parametrize("code", [None, 7, "", "x" * 41, [], "ABCD-EFGH", "é€🐴"])
def test_what_is_no_code_is_refused_without_repeating_it(house: House, code: Any) -> None:
    answer = pair(house, code)
    assert answer.status_code in (403, 422)
    assert answer.json["field"] == "code"  # type: ignore[index]
    assert not code or str(code) not in answer.text


def test_after_thirty_tries_an_address_has_to_wait(house: House) -> None:
    for _ in range(30):
        assert pair(house, "ABCD-EFGH").status_code == 403
    answer = pair(house, new_code(house))
    assert answer.status_code == 429
    assert answer.json["type"] == "urn:kalm:problem:too-many-requests"  # type: ignore[index]
    assert int(answer.headers["Retry-After"]) > 0
    elsewhere = house.app.test_client().post("/v1/pair", json={"code": "x"}, environ_base={"REMOTE_ADDR": "127.0.0.9"})
    assert elsewhere.status_code == 403
