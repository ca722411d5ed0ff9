"""Whoever stands between us and the provider, or in its place, gets nobody in: ID tokens that are not right."""

import base64
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from kalm.api.provider import Provider
from kalm.api.single_sign_on import Attempt, SignOnError
from kalm.config import read

ATTEMPT = Attempt("the key of this browser")
KEY = RSAKey.generate_key(2048, {"kid": "one", "alg": "RS256", "use": "sig"})
OTHER = RSAKey.generate_key(2048, {"kid": "one", "alg": "RS256", "use": "sig"})


class Liar:
    """A provider whose every answer the test decides."""

    def __init__(self) -> None:
        liar = self
        self.id_token: Any = ""
        self.about: dict[str, Any] = {}
        self.keys = [KEY]
        self.asked: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                liar.asked.append(self.path)
                document = {"keys": [key.as_dict(private=False) for key in liar.keys]}
                self.answer(liar.described() if "well-known" in self.path else document)

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self.answer({"access_token": "a", "token_type": "Bearer", "id_token": liar.id_token})

            def answer(self, document: Any) -> None:
                body = json.dumps(document).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def described(self) -> dict[str, Any]:
        endpoints = {name: f"{self.issuer}/{name}" for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
        return {"issuer": self.issuer, **endpoints, **self.about}

    def claims(self, **changes: Any) -> dict[str, Any]:
        right = {
            "iss": self.issuer, "sub": "sanne", "aud": "kalm", "exp": int(time.time()) + 60, "iat": int(time.time()),
            "nonce": ATTEMPT.derived("nonce"), "email": "sanne@huis.example", "groups": [],
        }  # fmt: skip
        return {name: value for name, value in {**right, **changes}.items() if value is not None}

    def sign(self, key: Any = KEY, algorithm: str = "RS256", **changes: Any) -> str:
        header = {"alg": algorithm, "kid": "one"}
        return jwt.encode(header, self.claims(**changes), key, algorithms=[algorithm])


@pytest.fixture
def liar() -> Iterator[Liar]:
    liar = Liar()
    yield liar
    liar.server.shutdown()
    liar.server.server_close()


def provider(liar: Liar) -> Provider:
    return Provider(read({"HOME": "/nowhere", "KALM_OIDC_ISSUER": liar.issuer, "KALM_OIDC_CLIENT_ID": "kalm"}))


def come_back(provider: Provider) -> str:
    answer = {"state": ATTEMPT.derived("state"), "code": "a code"}
    return provider.identity(ATTEMPT, "http://localhost/back", answer).email


def test_a_token_that_is_right_is_believed(liar: Liar) -> None:
    liar.id_token = liar.sign()
    assert come_back(provider(liar)) == "sanne@huis.example"


def confused(liar: Liar) -> str:
    """Signed with the provider's public key, which everybody knows, as if it were a shared secret."""
    claims = liar.sign().split(".")[1]
    signed = f"{base64url(json.dumps({'alg': 'HS256', 'kid': 'one'}).encode())}.{claims}"
    return f"{signed}.{base64url(hmac.digest(KEY.as_pem(private=False), signed.encode(), 'sha256'))}"


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


LIES: dict[str, Callable[[Liar], Any]] = {
    "for another client": lambda liar: liar.sign(aud="other"),
    "for us and by another": lambda liar: liar.sign(aud=["kalm", "other"], azp="other"),
    "from another issuer": lambda liar: liar.sign(iss="https://evil.example"),
    "of another attempt": lambda liar: liar.sign(nonce="0" * 64),
    "without nonce": lambda liar: liar.sign(nonce=None),
    "too old": lambda liar: liar.sign(exp=int(time.time()) - 3600),
    "without end": lambda liar: liar.sign(exp=None),
    "without subject": lambda liar: liar.sign(sub=None),
    "with another access token": lambda liar: liar.sign(at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
    "signed with another key": lambda liar: liar.sign(key=OTHER),
    "signed with the public key as a shared secret": confused,
    "not signed": lambda liar: "eyJhbGciOiJub25lIiwia2lkIjoib25lIn0." + liar.sign().split(".")[1] + ".",
    "nonsense": lambda liar: "nonsense",
    "no text": lambda liar: {"a": 1},
    "missing": lambda liar: None,
}


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_a_token_that_is_not_right_lets_nobody_in(liar: Liar, lie: Callable[[Liar], Any]) -> None:
    liar.id_token = lie(liar)
    with pytest.raises(SignOnError, match=r"^sso_failed$"):
        come_back(provider(liar))


@pytest.mark.parametrize("about", [{"issuer": "https://evil.example"}, {"token_endpoint": None}, {"jwks_uri": 7}])
def test_a_description_that_is_not_right_lets_nobody_in(liar: Liar, about: dict[str, Any]) -> None:
    liar.id_token, liar.about = liar.sign(), about
    with pytest.raises(SignOnError, match=r"^sso_failed$"):
        come_back(provider(liar))


@pytest.mark.parametrize("claims", [{"email": "no address"}, {"email": 7}, {"email": "x" * 320 + "@x"}])
def test_an_address_that_is_none_lets_nobody_in(liar: Liar, claims: dict[str, Any]) -> None:
    liar.id_token = liar.sign(**claims)
    with pytest.raises(SignOnError, match=r"^sso_no_email$"):
        come_back(provider(liar))


@pytest.mark.parametrize("groups", [7, {"a": 1}, [1, None, {"b": 2}], "kalm", None])
def test_groups_in_another_form_are_no_fault(liar: Liar, groups: Any) -> None:
    liar.id_token = liar.sign(groups=groups)
    assert come_back(provider(liar))


def test_description_and_keys_are_asked_for_once_and_again_for_a_new_key(liar: Liar) -> None:
    known = provider(liar)
    liar.id_token = liar.sign()
    come_back(known)
    come_back(known)
    assert len(liar.asked) == 2
    new = RSAKey.generate_key(2048, {"kid": "two", "alg": "RS256", "use": "sig"})
    liar.keys = [new]
    liar.id_token = jwt.encode({"alg": "RS256", "kid": "two"}, liar.claims(), new)
    assert come_back(known)
    assert len(liar.asked) == 3
