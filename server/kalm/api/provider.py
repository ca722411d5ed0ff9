"""The provider of single sign-on, by OpenID Connect: authorization code with PKCE, state and nonce (RFC 7636).

The provider's description and its keys are fetched when they are needed and kept for an hour.
"""

import hmac
import threading
import time
from collections.abc import Mapping
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from requests import RequestException

from kalm.api.single_sign_on import LADDER, Attempt, Identity, SignOnError
from kalm.config import SettingError, Settings

KEEP_SECONDS = 3600
TIMEOUT = 5
"""Seconds that the provider may take for each answer."""
LEEWAY = 60
"""Seconds that its clock may differ."""
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures that are accepted: those with a public key."""


class Provider:
    """The provider that the settings name."""

    def __init__(self, settings: Settings) -> None:
        """Raises `SettingError` if the file of the secret cannot be read."""
        self._issuer = settings.oidc_issuer or ""
        self._client = settings.oidc_client_id or ""
        self._secret = _secret(settings)
        self._groups = settings.oidc_groups
        self._roles = settings.oidc_roles
        self._teams = settings.oidc_teams
        self._refuse = settings.oidc_unmapped == "refuse"
        self._kept: dict[str, tuple[float, dict[str, Any]]] = {}
        self._lock = threading.Lock()

    def address(self, attempt: Attempt, back: str) -> str:
        """Where to send the browser; it comes back to ``back``. Raises `SignOnError`."""
        about = self._about()
        with self._session(back) as client:
            url, _ = client.create_authorization_url(
                _text(about, "authorization_endpoint"),
                state=attempt.derived("state"),
                nonce=attempt.derived("nonce"),
                code_verifier=attempt.derived("verifier"),
            )
        return str(url)

    def identity(self, attempt: Attempt, back: str, answer: Mapping[str, str]) -> Identity:
        """Who came ``back`` with the ``answer`` in their address. Raises `SignOnError`."""
        if not hmac.compare_digest(answer.get("state", "").encode(), attempt.derived("state").encode()):
            raise SignOnError("sso_stale")
        if answer.get("iss", self._issuer) != self._issuer:  # RFC 9207
            raise SignOnError("sso_failed")
        if "error" in answer or "code" not in answer:
            raise SignOnError("sso_refused")
        try:
            token = self._exchange(attempt, back, answer["code"])
            claims = dict(self._verified(token, attempt.derived("nonce")))
            if self._groups not in claims or "email" not in claims:
                claims = self._more(token, claims)
        except (OAuthError, JoseError, ValueError):
            raise SignOnError("sso_failed") from None
        except RequestException:
            raise SignOnError("sso_away") from None
        return self._read(claims)

    def _exchange(self, attempt: Attempt, back: str, code: str) -> dict[str, Any]:
        with self._session(back) as client:
            token = client.fetch_token(
                _text(self._about(), "token_endpoint"),
                grant_type="authorization_code",
                code=code,
                code_verifier=attempt.derived("verifier"),
            )
        return dict(token)

    def _verified(self, token: Mapping[str, Any], nonce: str) -> CodeIDToken:
        about = self._about()
        signed = str(token.get("id_token", ""))
        registry = JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
        try:
            read = jwt.decode(signed, self._keys(about), registry=registry)
        except InvalidKeyIdError:  # the provider has new keys
            read = jwt.decode(signed, self._keys(about, fresh=True), registry=registry)
        wanted = {
            "iss": {"essential": True, "value": self._issuer},
            "aud": {"essential": True, "value": self._client},
        }
        known = {"nonce": nonce, "client_id": self._client, "access_token": token.get("access_token")}
        claims = CodeIDToken(read.claims, read.header, wanted, known)
        claims.validate(leeway=LEEWAY)
        return claims

    def _more(self, token: dict[str, Any], claims: dict[str, Any]) -> dict[str, Any]:
        """What is in no ID token may be told at the provider's userinfo endpoint."""
        address = self._about().get("userinfo_endpoint")
        if not address:
            return claims
        with self._session(None, token) as client:
            response = client.get(address)
            response.raise_for_status()
            told = response.json()
        if not isinstance(told, dict) or told.get("sub") != claims["sub"]:
            raise SignOnError("sso_failed")
        return {**told, **claims}

    def _read(self, claims: Mapping[str, Any]) -> Identity:
        email = claims.get("email")
        if not isinstance(email, str) or "@" not in email or len(email) > 320:
            raise SignOnError("sso_no_email")
        listed = claims.get(self._groups)
        groups = [listed] if isinstance(listed, str) else listed if isinstance(listed, list) else []
        roles = {self._roles[group] for group in groups if isinstance(group, str) and group in self._roles}
        if not roles and self._roles and self._refuse:
            raise SignOnError("sso_unmapped")
        role = max(roles, key=LADDER.index) if roles else "staff" if self._roles else None
        team = next((team for group, team in self._teams.items() if group in groups), None)
        name = claims.get("name")
        return Identity(
            subject=f"{self._issuer} {claims['sub']}"[:500],
            name=(name if isinstance(name, str) and name.strip() else email)[:200],
            email=email,
            verified=claims.get("email_verified") is True,
            role=role,
            team=team,
        )

    @property
    def maps_teams(self) -> bool:
        """Whether groups decide on teams."""
        return bool(self._teams)

    def _about(self) -> dict[str, Any]:
        about = self._fetch(self._issuer.rstrip("/") + "/.well-known/openid-configuration")
        if about.get("issuer") != self._issuer:
            raise SignOnError("sso_failed")
        return about

    def _keys(self, about: Mapping[str, Any], fresh: bool = False) -> KeySet:
        return KeySet.import_key_set(self._fetch(_text(about, "jwks_uri"), fresh))  # type: ignore[arg-type]

    def _fetch(self, address: str, fresh: bool = False) -> dict[str, Any]:
        with self._lock:
            kept = self._kept.get(address)
            if kept is not None and not fresh and time.monotonic() - kept[0] < KEEP_SECONDS:
                return kept[1]
        try:
            with self._session(None) as client:
                response = client.request("GET", address, withhold_token=True)
                response.raise_for_status()
                found = response.json()
        except (RequestException, ValueError):
            raise SignOnError("sso_away") from None
        if not isinstance(found, dict):
            raise SignOnError("sso_failed")
        with self._lock:
            self._kept[address] = (time.monotonic(), found)
        return found

    def _session(self, back: str | None, token: dict[str, Any] | None = None) -> OAuth2Session:
        return OAuth2Session(
            self._client,
            self._secret,
            scope="openid email profile",
            redirect_uri=back,
            token=token,
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic" if self._secret else "none",
            default_timeout=TIMEOUT,
        )


def _text(about: Mapping[str, Any], name: str) -> str:
    found = about.get(name)
    if not isinstance(found, str):
        raise SignOnError("sso_failed")
    return found


def _secret(settings: Settings) -> str | None:
    if settings.oidc_client_secret_file is None:
        return None
    try:
        found = settings.oidc_client_secret_file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise SettingError("KALM_OIDC_CLIENT_SECRET_FILE", "cannot be read as text") from None
    if not found:
        raise SettingError("KALM_OIDC_CLIENT_SECRET_FILE", "is empty")
    return found
