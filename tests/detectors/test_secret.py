"""Keys, tokens, connection strings. All values are made up here and open nothing."""

import pytest

from kalm.detectors import SURE
from kalm.detectors.secret import entropy
from tests.detectors.marks import assert_found, assert_silent

_MIXED = "q7Zk2Vx9Lw4Tn8Rb3Mc6Yd1Hs5Pf0Gj2Ka7Qe9"
_UPPER = "Q7ZK2VX9LW4TN8RB"


@pytest.mark.parametrize(
    "marked",
    [
        f"Key [[AKIA{_UPPER}]] werkt niet",
        f"[[ghp_{_MIXED[:36]}]]",
        f"token [[glpat-{_MIXED[:20]}]]",
        f"[[AIza{_MIXED[:35]}]]",
        f"mijn [[sk-{_MIXED[:24]}]] dus",
        f"[[xoxb-{_MIXED[:24]}]]",
        f"[[ya29.{_MIXED[:30]}]]",
        f"[[eyJ{_MIXED[:20]}.eyJ{_MIXED[:24]}.{_MIXED[:30]}]]",
        f"Authorization: Bearer [[{_MIXED[:32]}]]",
        f"api_key = [[{_MIXED[:24]}]]",
        f"api-sleutel: [[{_MIXED[:24]}]]",
        "[[postgres://kalm:Zomer2024@db.example/klanten]]",
        f"https://example.nl/f?access_token=[[{_MIXED[:24]}]]",
        "[[-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----]]",
        "[[-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz]]",
    ],
)
def test_a_secret_is_sure(marked: str) -> None:
    assert_found("secret", marked, "en", SURE)


@pytest.mark.parametrize(
    "text",
    [
        "AKIAIOSFODNN7EXAMPLE",
        "Commit 3f786850e387550fdab836ed7e6dc881de23001b is live",
        "De sleutel tot succes: doorzettingsvermogen2025",
        "api_key = your_api_key_goes_here_1",
        "sk-leeuwarden-en-omstreken-is-mooi",
        "The secret is: lots of butter and patience",
        "postgres://user:password@localhost/db",
        "https://example.nl/afspraak?token=abc",
        "-----BEGIN PUBLIC KEY-----",
        "Kijk op https://example.nl:8080/pagina",
    ],
)
def test_look_alikes_are_silent(text: str) -> None:
    assert_silent(text, "en")


def test_entropy_counts_bits_per_character() -> None:
    assert entropy("") == 0
    assert entropy("aaaa") == 0
    assert entropy("abab") == pytest.approx(1)
    assert entropy("abcd" * 4) == pytest.approx(2)
