"""Who may ask: host names, tokens, other origins, fronts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kalm.api.app import BLUEPRINTS
from kalm.api.guard import host_name, read_tokens
from kalm.api.state import Access
from kalm.config import SettingError

from .test_lint_request import problem

TOKENS = ("first-token-of-two", "tweede-tökén")
MakeApp = Callable[..., Flask]


@pytest.fixture(scope="module")
def locked(make_app: MakeApp, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An app that asks for a token."""
    file = tmp_path_factory.mktemp("tokens") / "tokens"
    file.write_text("\n".join(["", *TOKENS, "  "]), encoding="utf-8")
    return make_app(KALM_TOKENS_FILE=str(file))


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST:8040", "127.0.0.1", "127.0.0.1:8040", "127.8.4.1:1", "[::1]", "[::1]:8040"],
)
def test_loopback_names_are_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "",
        "kalm.example",
        "kalm.example:8040",
        "localhost.kalm.example",
        "127.0.0.1.kalm.example",
        "192.168.1.4",
        "[fe80::1]:8040",
        "0.0.0.0:8040",
        "localhost:8040@kalm.example",
        "127.1",
    ],
)
@pytest.mark.parametrize("path", ["/", "/healthz", "/v1/client", "/nowhere"])
def test_other_names_are_refused_everywhere(client: FlaskClient, host: str, path: str) -> None:
    problem(client.get(path, headers={"Host": host}), 421, "Host")


def test_configured_names_are_answered_too(make_app: MakeApp) -> None:
    client = make_app(KALM_ALLOWED_HOSTS="Kalm.Example, 10.0.0.7, [fd00::7]").test_client()
    for host in ("kalm.example", "KALM.example:443", "10.0.0.7:8040", "[fd00::7]:8040", "localhost"):
        assert client.get("/healthz", headers={"Host": host}).status_code == 200
    problem(client.get("/healthz", headers={"Host": "other.example"}), 421, "Host")


@pytest.mark.parametrize(
    ("header", "name"),
    [("A.b:80", "a.b"), ("[::1]:80", "::1"), ("[::1]", "::1"), ("a", "a"), ("", ""), (":80", ":80"), ("a:b", "a:b")],
)
def test_a_host_header_is_split_from_its_port(header: str, name: str) -> None:
    assert host_name(header) == name


def test_every_route_says_who_may_call_it(app: Flask) -> None:
    said = {blueprint.name for blueprint, _ in BLUEPRINTS}
    for rule in app.url_map.iter_rules():
        assert rule.endpoint.partition(".")[0] in said, f"{rule.rule} belongs to no registered blueprint"


def test_only_the_page_the_probes_the_description_and_pairing_are_open(app: Flask) -> None:
    access = {blueprint.name: access for blueprint, access in BLUEPRINTS}
    opened = {rule.rule for rule in app.url_map.iter_rules() if access[rule.endpoint.partition(".")[0]] is Access.OPEN}
    assert opened == {
        "/", "/share", "/manifest.webmanifest", "/static/<digest>/<name>", "/healthz", "/readyz", "/openapi.json",
        "/docs", "/docs/style.css", "/v1/pair", "/q/<name>", "/v1/questions/<name>/read",
    }  # fmt: skip


def test_without_tokens_everything_is_open(client: FlaskClient) -> None:
    for path in ("/", "/v1/client", "/v1/rules", "/metrics"):
        assert client.get(path).status_code == 200
    assert client.post("/v1/lint", json={"text": "Dag."}).status_code == 200


@pytest.mark.parametrize(
    "settings",
    [
        {"KALM_OIDC_ISSUER": "https://login.example", "KALM_OIDC_CLIENT_ID": "kalm"},
        {"KALM_HOST": "0.0.0.0"},
    ],
    ids=["single sign-on", "an address that others reach"],
)
def test_once_others_may_come_or_sign_in_was_configured_everybody_shows_who_they_are(
    make_app: MakeApp, settings: dict[str, str]
) -> None:
    client = make_app(**settings).test_client()
    assert client.get("/").status_code == 200
    for path in ("/v1/client", "/v1/rules", "/metrics"):
        assert client.get(path).status_code == 401
    assert client.post("/v1/lint", json={"text": "Dag."}).status_code == 401


def closed_routes(app: Flask) -> list[tuple[str, str]]:
    access = {blueprint.name: access for blueprint, access in BLUEPRINTS}
    return [
        (method, rule.rule.replace("<rule_id>", "x"))
        for rule in app.url_map.iter_rules()
        if access[rule.endpoint.partition(".")[0]] in (Access.TOKEN, Access.METRICS)
        for method in sorted((rule.methods or set()) - {"OPTIONS"})
    ]


def test_with_tokens_every_closed_route_asks_for_one(locked: Flask) -> None:
    routes = closed_routes(locked)
    assert ("POST", "/v1/lint") in routes
    for method, path in routes:
        response = locked.test_client().open(path, method=method)
        assert response.status_code == 401, f"{method} {path}"
        assert response.headers["WWW-Authenticate"] == "Bearer"
    problem(locked.test_client().get("/v1/client"), 401, "Authorization")


@pytest.mark.parametrize("token", TOKENS)
def test_each_token_of_the_file_opens(locked: Flask, token: str) -> None:
    for scheme in ("Bearer", "bearer"):
        header = f"{scheme} {token}".encode().decode("latin-1")
        assert locked.test_client().get("/v1/client", headers={"Authorization": header}).status_code == 200


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer wrong", "Basic " + TOKENS[0], TOKENS[0], "Bearer " + TOKENS[0][:-1]]
)
def test_nothing_else_opens(locked: Flask, header: str) -> None:
    response = locked.test_client().get("/v1/client", headers={"Authorization": header})
    problem(response, 401, "Authorization")
    assert TOKENS[0] not in response.text


def test_a_wrong_host_is_refused_even_with_a_token(locked: Flask) -> None:
    headers = {"Authorization": f"Bearer {TOKENS[0]}", "Host": "kalm.example"}
    problem(locked.test_client().get("/v1/client", headers=headers), 421, "Host")


def test_tokens_are_kept_as_hashes_only(tmp_path: Path) -> None:
    file = tmp_path / "tokens"
    file.write_text("secret-one\r\n\nsecret-two\n")
    kept = read_tokens(file)
    assert len(kept) == 2
    assert all(len(digest) == 32 and b"secret" not in digest for digest in kept)


def test_a_tokens_file_without_tokens_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "tokens"
    file.write_text("\n  \n")
    with pytest.raises(SettingError, match=r"^KALM_TOKENS_FILE: holds no token"):
        read_tokens(file)


ORIGINS = "https://beheer.example,chrome-extension://abcdef,http://[::1]:3000"


def preflight(app: Flask, origin: str, **headers: str) -> Any:
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST", **headers}
    return app.test_client().options("/v1/lint", headers=asked)


def test_no_origin_is_allowed_by_default(client: FlaskClient) -> None:
    response = client.post("/v1/lint", json={"text": "Dag."}, headers={"Origin": "https://beheer.example"})
    assert not [name for name in response.headers.keys() if name.startswith("Access-Control")]  # noqa: SIM118


@pytest.mark.parametrize("origin", ORIGINS.split(","))
def test_a_configured_origin_is_allowed(make_app: MakeApp, origin: str) -> None:
    app = make_app(KALM_CORS_ORIGINS=ORIGINS)
    asked = {"Access-Control-Request-Headers": "authorization, content-type, x-other"}
    before = preflight(app, origin, **asked)
    assert before.status_code == 200
    assert before.headers["Access-Control-Allow-Origin"] == origin
    assert before.headers["Access-Control-Allow-Headers"] == "authorization, content-type"
    response = app.test_client().post("/v1/lint", json={"text": "Dag."}, headers={"Origin": origin})
    assert response.headers["Access-Control-Allow-Origin"] == origin
    assert "Origin" in response.headers["Vary"]
    assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize(
    "origin", ["https://beheer.example.evil", "https://xbeheer.example", "http://beheer.example", "null", "https://x"]
)
def test_another_origin_is_not_allowed(make_app: MakeApp, origin: str) -> None:
    response = preflight(make_app(KALM_CORS_ORIGINS=ORIGINS), origin)
    assert "Access-Control-Allow-Origin" not in response.headers


def test_a_browser_may_ask_beforehand_without_a_token(make_app: MakeApp, tmp_path: Path) -> None:
    file = tmp_path / "tokens"
    file.write_text("secret-one\n")
    app = make_app(KALM_TOKENS_FILE=str(file), KALM_CORS_ORIGINS="https://beheer.example")
    assert preflight(app, "https://beheer.example").status_code == 200
    refused = app.test_client().get("/v1/client", headers={"Origin": "https://beheer.example"})
    assert refused.status_code == 401
    assert refused.headers["Access-Control-Allow-Origin"] == "https://beheer.example"


def test_a_trusted_front_says_under_which_name_it_was_asked(make_app: MakeApp) -> None:
    app = make_app(KALM_TRUSTED_PROXIES="10.1.0.0/16, ::1", KALM_ALLOWED_HOSTS="kalm.example")
    headers = {"Host": "upstream", "X-Forwarded-Host": "evil.example, kalm.example"}
    for peer, status in (("10.1.2.3", 200), ("::1", 200), ("10.2.0.1", 421), ("127.0.0.1", 421), ("", 421)):
        response = app.test_client().get("/healthz", headers=headers, environ_base={"REMOTE_ADDR": peer})
        assert response.status_code == status, peer


def test_without_trusted_fronts_forwarded_headers_mean_nothing(client: FlaskClient) -> None:
    headers = {"Host": "kalm.example", "X-Forwarded-Host": "localhost"}
    problem(client.get("/healthz", headers=headers), 421, "Host")
