"""LanguageTool's protocol with Kalm's own findings, as they are when LanguageTool itself is away."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kalm.api.languagetool.languages import preferred, spoken

from .conftest import COMPLAINT, REPLY

FORM = "application/x-www-form-urlencoded"
SHOUT = "WAT EEN GEDOE ZEG, HOU DAAR MEE OP!!!!"


ANSWERS_COMPLAINT = json.dumps({"parent": {"text": COMPLAINT}})


def post(client: FlaskClient, **fields: str) -> TestResponse:
    return client.post("/v2/check", data=urlencode({"context": ANSWERS_COMPLAINT, **fields}), content_type=FORM)


def matches(client: FlaskClient, **fields: str) -> list[dict[str, Any]]:
    response = post(client, **{"language": "nl", **fields})
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json["matches"]  # type: ignore[index]
    return found


def words(text: str, match: dict[str, Any]) -> str:
    units = text.encode("utf-16-le")
    return units[2 * match["offset"] : 2 * (match["offset"] + match["length"])].decode("utf-16-le")


STRICT_MATCH = {
    "message": str,
    "shortMessage": str,
    "replacements": list,
    "offset": int,
    "length": int,
    "context": dict,
    "sentence": str,
    "type": dict,
    "rule": dict,
    "ignoreForIncompleteSentence": bool,
    "contextForSureMatch": int,
}


def test_a_finding_is_a_match_complete_enough_for_the_strictest_client(client: FlaskClient) -> None:
    answer = post(client, text=f"😀 {REPLY}", language="nl").json
    assert set(answer["software"]) >= {"name", "version", "buildDate", "apiVersion", "premium", "status"}
    assert set(answer["language"]) == {"name", "code", "detectedLanguage"}
    assert set(answer["language"]["detectedLanguage"]) >= {"name", "code"}
    [match] = [m for m in answer["matches"] if m["rule"]["id"] == "nl.condescension.already-explained"]
    for name, kind in STRICT_MATCH.items():
        assert isinstance(match[name], kind), name
    assert match["rule"]["category"]["id"] == "KALM_CONDESCENSION"
    assert match["rule"]["issueType"] == "style"
    assert set(match["rule"]) == {"id", "description", "issueType", "category"}
    assert words(f"😀 {REPLY}", match).startswith("Zoals wij u eerder al uitlegden")
    context = match["context"]
    assert words(context["text"], context) == words(f"😀 {REPLY}", match)


def test_offsets_count_utf16_units(client: FlaskClient) -> None:
    text = "😀👨‍👩‍👧 Mijn BSN is 111222333."
    assert "111222333" in {words(text, match) for match in matches(client, text=text)}


def test_a_replacement_put_in_place_gives_the_text_that_the_fix_gives(client: FlaskClient) -> None:
    [match] = [m for m in matches(client, text=REPLY) if m["rule"]["id"] == "nl.condescension.already-explained"]
    start, end = match["offset"], match["offset"] + match["length"]
    fixed = {REPLY[:start] + each["value"] + REPLY[end:] for each in match["replacements"]}
    context = {"parent": {"text": COMPLAINT}}
    answer = client.post("/v1/lint", json={"text": REPLY, "language": "nl", "context": context}).json
    [finding] = [f for f in answer["findings"] if f["rule"] == match["rule"]["id"]]
    expected = set()
    for fix in finding["fixes"]:
        text = REPLY
        for edit in reversed(fix["edits"]):
            text = text[: edit["start"]] + edit["text"] + text[edit["end"] :]
        expected.add(text)
    assert fixed
    assert fixed <= expected


def test_what_is_missing_stands_on_the_first_word(client: FlaskClient) -> None:
    text = "  … Het duurt zes weken. Vul het formulier in."
    found = {m["rule"]["category"]["id"]: m for m in matches(client, text=text)}
    match = found["KALM_MISSING_EMPATHY"]
    assert match["offset"] <= text.index("Het")
    assert words(text, match).endswith("Het")
    assert all(each["value"].endswith("Het") for each in match["replacements"])


def test_context_may_come_along_in_fields_of_our_own(client: FlaskClient) -> None:
    text = "Het duurt zes weken. Vul het formulier in."
    assert [m for m in matches(client, text=text) if "EMPATHY" in m["rule"]["category"]["id"]]
    assert not [m for m in matches(client, text=text, context="") if "EMPATHY" in m["rule"]["category"]["id"]]
    assert post(client, text=text, language="nl", context="{").status_code == 400
    assert post(client, text=text, language="nl", strictness="loud").status_code == 400


@pytest.mark.parametrize("text", ["", " ", "\n\t "])
def test_an_empty_text_has_no_matches(client: FlaskClient, text: str) -> None:
    assert post(client, text=text, language="nl").status_code == 200
    assert matches(client, text=text) == []


@pytest.mark.parametrize("how", ["query", "form", "query with an empty post"])
def test_parameters_come_in_query_or_form(client: FlaskClient, how: str) -> None:
    encoded = urlencode(
        {
            "context": ANSWERS_COMPLAINT,
            "text": REPLY,
            "language": "nl",
            "disabledRules": "",
            "api_key": "",
            "useragent": "x",
        }
    )
    if how == "query":
        response = client.get(f"/v2/check?{encoded}")
    elif how == "form":
        response = client.post("/v2/check", data=encoded, content_type=FORM)
    else:
        response = client.post(f"/v2/check?{encoded}")
    assert response.status_code == 200
    assert response.json["matches"]  # type: ignore[index]


ERRORS: list[tuple[dict[str, str], int, str]] = [
    ({}, 400, "Error: Missing 'text' or 'data' parameter"),
    ({"text": "a", "data": "{}", "language": "nl"}, 400, "Error: Set only 'text' or 'data' parameter, not both"),
    ({"text": "a"}, 400, "Error: Missing 'language' parameter, e.g. 'language=en-US' for American English"),
    ({"text": "a", "language": "xx"}, 400, "Error: 'xx' is not a language code known to LanguageTool."),
    ({"text": "a", "language": "nl_BE"}, 400, "Error: 'nl_BE' is not a language code known to LanguageTool."),
    ({"text": "a", "language": "nl", "motherTongue": "q"}, 400, "Error: 'q' is not a language code"),
    ({"text": "a", "language": "nl", "preferredVariants": "en-GB"}, 400, "Error: You specified 'preferredVariants'"),
    ({"text": "a", "language": "auto", "preferredVariants": "en"}, 400, "Error: Invalid format for 'preferredV"),
    ({"text": "a", "language": "nl", "enabledOnly": "true"}, 400, "Error: You must specify enabled rules"),
    (
        {"text": "a", "language": "nl", "enabledOnly": "true", "enabledRules": "A", "disabledRules": "B"},
        400,
        "Error: You cannot specify disabled rules or categories using enabledOnly=true",
    ),
    ({"text": "a", "language": "nl", "level": "high"}, 400, "Error: If 'level' is set"),
    ({"text": "a", "language": "nl", "mode": "none"}, 400, "Error: If 'mode' is set"),
    ({"text": "a", "language": "nl", "username": "u", "apiKey": "k"}, 403, "Error: org.languagetool.server.AuthEx"),
    ({"text": "a", "language": "nl", "callback": "a b"}, 400, "Error: 'callback' must be"),
    ({"data": "{", "language": "nl"}, 400, "Error: Could not parse JSON from 'data' parameter"),
    ({"data": "{}", "language": "nl"}, 400, "Error: 'data' key in JSON requires 'text' or 'annotation' key"),
    ({"data": '{"annotation":[{"x":"a"}]}', "language": "nl"}, 400, "Error: Only 'text' and 'markup' are supported"),
]


@pytest.mark.parametrize(("fields", "status", "begins"), ERRORS)
def test_errors_are_worded_and_coded_as_the_real_server_does(
    client: FlaskClient, fields: dict[str, str], status: int, begins: str
) -> None:
    response = post(client, **fields)
    assert response.status_code == status
    assert response.text.startswith(begins)


@pytest.mark.parametrize("method", ["PUT", "OPTIONS"])
def test_other_methods_hold_no_text(client: FlaskClient, method: str) -> None:
    response = client.open("/v2/check?text=a&language=nl", method=method)
    assert (response.status_code, response.text) == (400, "Error: Missing 'text' or 'data' parameter")


def test_a_browser_from_a_known_origin_may_ask_beforehand(make_app: Any) -> None:
    browser = make_app(KALM_CORS_ORIGINS="https://redactie.example").test_client()
    headers = {"Origin": "https://redactie.example", "Access-Control-Request-Method": "POST"}
    response = browser.options("/v2/check", headers=headers)
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "https://redactie.example"


@pytest.mark.parametrize(
    ("path", "host", "status"), [("/v2/info", "localhost", 405), ("/v2/info", "evil.example", 421)]
)
def test_what_goes_wrong_outside_the_protocol_is_a_line_too(
    client: FlaskClient, path: str, host: str, status: int
) -> None:
    response = client.put(path, headers={"Host": host})
    assert (response.status_code, response.mimetype) == (status, "text/plain")
    assert response.text.startswith("Error: ")


def test_only_the_word_true_asks_for_nothing_but_what_is_enabled(client: FlaskClient) -> None:
    assert matches(client, text=REPLY, enabledOnly="yes")


def test_variants_of_other_languages_may_come_along_and_unknown_ones_of_ours_may_not(client: FlaskClient) -> None:
    assert post(client, text="Dag.", language="auto", preferredVariants="de-DE,en-GB").status_code == 200
    refused = post(client, text="Dag.", language="auto", preferredVariants="en-XX")
    assert refused.status_code == 400
    assert refused.text.startswith("Error: 'en-XX' is not a language code known to LanguageTool.")


def test_what_is_missing_in_a_text_without_a_word_stands_on_its_first_sign(client: FlaskClient) -> None:
    [match] = [m for m in matches(client, text="  😀") if m["rule"]["category"]["id"] == "KALM_MISSING_EMPATHY"]
    assert words("  😀", match) == "😀"


def test_an_error_repeats_no_text(client: FlaskClient) -> None:
    secret = "Jansen is ziek 112233"
    for fields in (
        {"text": "a", "language": secret},
        {"data": secret, "language": "nl"},
        {"data": json.dumps({"annotation": [{"tekst": secret}]}), "language": "nl"},
        {"text": "a", "language": "nl", "callback": secret},
        {"text": "a", "language": "auto", "preferredVariants": secret},
        {"text": "a", "language": "nl", "context": secret},
    ):
        response = post(client, **fields)
        assert response.status_code == 400
        assert "Jansen" not in response.text
    assert "Jansen" not in client.get(f"/v2/{secret}").text


def test_a_text_may_hold_20000_units_and_a_body_256_kilobytes(client: FlaskClient) -> None:
    assert post(client, text="a " * 10_000, language="nl").status_code == 200
    refused = post(client, text="a " * 10_000 + "a", language="nl")
    assert refused.status_code == 413
    said = (
        "Error: Your text exceeds the limit of 20000 characters (it's 20001 characters). Please submit a shorter text."
    )
    assert refused.text == said
    huge = post(client, text="a" * 300_000, language="nl")
    assert huge.status_code == 413
    assert huge.text.startswith("Error: Your text exceeds the limit of 20000 characters")


@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data; boundary=x"])
def test_other_bodies_hold_no_parameters(client: FlaskClient, content_type: str) -> None:
    response = client.post("/v2/check", data=b'{"text": "a"}', content_type=content_type)
    assert response.status_code == 400
    assert response.text == "Error: Missing 'text' or 'data' parameter"


def test_a_form_that_is_no_utf8_is_an_error(client: FlaskClient) -> None:
    response = client.post("/v2/check", data=b"text=%ff%fe&language=nl", content_type=FORM)
    assert response.status_code == 400
    assert response.text.startswith("Error: Could not decode query.")


MARKED_UP = {"annotation": [{"text": "Zoals wij u eerder "}, {"markup": "<b>"}, {"text": "al"}, {"markup": "</b>"},
                            {"text": " uitlegden, kan dit niet."}]}  # fmt: skip


def test_markup_counts_for_offsets_and_is_not_read(client: FlaskClient) -> None:
    whole = "Zoals wij u eerder <b>al</b> uitlegden, kan dit niet."
    found = matches(client, data=json.dumps(MARKED_UP))
    [match] = [m for m in found if m["rule"]["id"] == "nl.condescension.already-explained"]
    assert words(whole, match).startswith("Zoals wij u eerder <b>al</b> uitlegden")
    assert "<b>" in match["context"]["text"]
    assert "<b>" not in match["sentence"]


def test_markup_may_say_what_is_to_be_read_in_its_place(client: FlaskClient) -> None:
    annotation = [{"text": "Mijn BSN is "}, {"markup": "<x/>", "interpretAs": "111222333"}, {"text": "."}]
    whole = "Mijn BSN is <x/>."
    found = matches(client, data=json.dumps({"annotation": annotation}))
    assert "<x/>" in {words(whole, match) for match in found}


def test_rules_and_categories_are_switched_off_and_on(client: FlaskClient) -> None:
    rule = "nl.condescension.already-explained"
    ids = {m["rule"]["id"] for m in matches(client, text=f"{REPLY} {SHOUT}")}
    assert rule in ids
    assert len(ids) > 1
    assert rule not in {m["rule"]["id"] for m in matches(client, text=REPLY, disabledRules=f"A,{rule}")}
    off = matches(client, text=REPLY, disabledCategories="KALM_CONDESCENSION")
    assert rule not in {m["rule"]["id"] for m in off}
    only = matches(client, text=f"{REPLY} {SHOUT}", enabledOnly="true", enabledRules=rule)
    assert {m["rule"]["id"] for m in only} == {rule}
    only = matches(client, text=f"{REPLY} {SHOUT}", enabledOnly="true", enabledCategories="KALM_CONDESCENSION")
    assert {m["rule"]["category"]["id"] for m in only} == {"KALM_CONDESCENSION"}


def test_without_languagetool_the_answer_says_that_it_is_incomplete(client: FlaskClient, make_app: Any) -> None:
    assert post(client, text=REPLY, language="nl").json["warnings"]["incompleteResults"] is True
    switched_off = make_app(KALM_GRAMMAR="off").test_client()
    assert post(switched_off, text=REPLY, language="nl").json["warnings"] == {"incompleteResults": False}


@pytest.mark.parametrize(
    ("text", "variants", "code"),
    [
        ("Dank voor uw bericht, wij kijken het na.", "", "nl"),
        ("Thank you for your message, we will look into it.", "", "en-US"),
        ("Thank you for your message, we will look into it.", "en-GB,nl-BE", "en-GB"),
        ("Dank voor uw bericht, wij kijken het na.", "en-GB,nl-BE", "nl-BE"),
    ],
)
def test_the_language_is_noticed(client: FlaskClient, text: str, variants: str, code: str) -> None:
    answer = post(client, text=text, language="auto", preferredVariants=variants).json
    assert answer["language"]["code"] == answer["language"]["detectedLanguage"]["code"] == code


@pytest.mark.parametrize("code", ["nl", "NL-be", "nl-NL", "en", "en-gb", "en-AU"])
def test_codes_are_taken_in_any_case(client: FlaskClient, code: str) -> None:
    assert post(client, text="Dag.", language=code).status_code == 200


def test_a_callback_wraps_the_answer(client: FlaskClient) -> None:
    response = post(client, text="Dag.", language="nl", callback="back")
    assert response.text.startswith("back({")
    assert response.text.endswith("})")


def test_the_other_addresses_answer_as_the_real_ones_do(client: FlaskClient) -> None:
    languages = client.get("/v2/languages").json
    assert {"name": "Dutch (Belgium)", "code": "nl", "longCode": "nl-BE"} in languages
    assert client.post("/v2/languages").json == languages
    assert set(client.get("/v2/info").json["software"]) >= {"name", "version", "buildDate", "premium"}
    assert client.get("/v2/maxtextlength").text == "20000"
    assert client.get("/v2/healthcheck").text == "OK"
    assert client.get("/v2/configinfo?language=nl").json["parameter"] == {"maxTextLength": 20000}
    assert client.get("/v2/configinfo").status_code == 400
    assert client.get("/v2/words").text == "Error: This end point needs a user id"
    assert client.get("/v2").status_code == 400
    assert client.get("/v2").text.startswith("Error: This is the LanguageTool API.")
    unknown = client.get("/v2/nosuch")
    assert unknown.status_code == 404
    assert unknown.text.startswith("Error: Unsupported action: 'nosuch'.")


def test_a_form_with_letters_that_nobody_encoded_is_read_as_utf_8(client: FlaskClient) -> None:
    answer = client.post("/v2/check", data="language=nl&text=Dat is één fout.".encode(), content_type=FORM)
    assert answer.status_code == 200
    assert client.post("/v2/check", data=b"language=nl&text=%ff%fe", content_type=FORM).status_code == 400


def test_half_an_emoji_in_annotated_text_is_one_unit_and_no_fault(client: FlaskClient) -> None:
    text = "\\ud83d Zoals wij u eerder al uitlegden, kan dit niet."
    found = matches(client, data=f'{{"annotation": [{{"text": "{text}"}}]}}')
    assert 2 in [match["offset"] for match in found]


@pytest.mark.parametrize("tongue", ["fr", "de-DE", "fr-BE", "nl", "en-GB", "pt-BR"])
def test_whatever_somebodys_mother_tongue_is_their_dutch_is_checked(client: FlaskClient, tongue: str) -> None:
    assert post(client, text="Dag.", language="nl", motherTongue=tongue).status_code == 200


def test_blanks_between_preferred_variants_are_no_part_of_them() -> None:
    assert preferred("en-GB, nl-BE ,de-DE") == {"en": "en-GB", "nl": "nl-BE", "de": "de-DE"}


def test_languagetool_is_told_of_a_mother_tongue_that_it_is_loaded_with_alone() -> None:
    assert [spoken(tongue) for tongue in ("", "fr", "nl", "en-gb")] == [
        {}, {}, {"motherTongue": "nl"}, {"motherTongue": "en-GB"},
    ]  # fmt: skip
