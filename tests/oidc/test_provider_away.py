"""A provider that is not there, or answers nonsense, keeps nobody's browser waiting without a word."""

from pathlib import Path

import pytest

from kalm.api.provider import Provider
from kalm.api.single_sign_on import LADDER, Attempt, SignOnError
from kalm.config import ROLES, SettingError, read
from tests.console.serving import free_port

NAMES = {"HOME": "/nowhere", "KALM_OIDC_CLIENT_ID": "kalm"}


def test_a_provider_that_is_away_is_told() -> None:
    provider = Provider(read({**NAMES, "KALM_OIDC_ISSUER": f"http://127.0.0.1:{free_port()}"}))
    with pytest.raises(SignOnError, match=r"^sso_away$"):
        provider.address(Attempt("key"), "http://localhost/back")


def test_what_comes_back_is_checked_before_the_provider_is_asked() -> None:
    provider = Provider(read({**NAMES, "KALM_OIDC_ISSUER": f"http://127.0.0.1:{free_port()}"}))
    with pytest.raises(SignOnError, match=r"^sso_stale$"):
        provider.identity(Attempt("key"), "http://localhost/back", {"state": "x", "code": "y"})


@pytest.mark.parametrize("content", [b"", b" \n", b"\xff\xfe"])
def test_a_secret_that_cannot_be_read_stops_the_start(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "secret"
    file.write_bytes(content)
    settings = {"KALM_OIDC_ISSUER": "https://login.example", "KALM_OIDC_CLIENT_SECRET_FILE": str(file)}
    with pytest.raises(SettingError, match=r"^KALM_OIDC_CLIENT_SECRET_FILE: "):
        Provider(read({**NAMES, **settings}))


def test_state_nonce_and_verifier_of_an_attempt_differ_and_tell_nothing_of_each_other() -> None:
    attempt = Attempt("a key")
    parts = {attempt.derived(what) for what in ("state", "nonce", "verifier")}
    assert len(parts) == 3
    assert all(43 <= len(part) <= 128 for part in parts), "RFC 7636, section 4.1"
    assert Attempt("another").derived("state") not in parts


def test_every_role_has_its_place_among_the_others() -> None:
    assert sorted(LADDER) == sorted(ROLES)
