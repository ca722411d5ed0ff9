"""The real command with the real engine, and three rules of our own whose words no other rule knows."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kalm.cli import main
from kalm.linting import Linter
from tests.shipped import TEST_CACHE

RULE = """\
phenomenon: CO-1
severity: {severity}
message: {{nl: "Dit is een {colour} banaan.", en: "This is a {colour} banana."}}
why:     {{nl: "Bananen horen hier niet.", en: "Bananas do not belong here."}}
advice:  {{nl: "Laat de banaan weg.", en: "Leave the banana out."}}
when: {{place: [page, group, dm, post]}}
match:
  phrases: ["{colour} banaan"]
fixes:
  - {{scope: span, text: "appel"}}
examples:
  good:
    - "Een gewone banaan."
    - "De {colour} appel."
    - "Bananen zijn op."
    - "Geen banaan te zien."
  bad:
    - "Een [[{colour} banaan]] hier."
    - "Die [[{colour} banaan]] daar."
    - "Weer een [[{colour} banaan]]."
source: "test"
"""

Kalm = Callable[..., Result]


@pytest.fixture(scope="session")
def banana_rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A rule folder: a green banana is a suggestion, a blue one a warning, a red one an error."""
    root = tmp_path_factory.mktemp("rules")
    for colour, severity in (("groene", "suggestion"), ("blauwe", "warning"), ("rode", "error")):
        path = root / "nl" / "condescension" / f"{colour}-banaan.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(RULE.format(colour=colour, severity=severity), encoding="utf-8")
    return root


LOAD = Linter.load


@cache
def _loaded(folders: tuple[Path, ...] = (), reader: str = "off") -> Linter:
    return LOAD(folders, cache=TEST_CACHE, reader=reader)


@pytest.fixture(autouse=True)
def _load_rules_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading is the same each time; these tests do it once for each set of folders, and only these tests."""
    monkeypatch.setattr(Linter, "load", lambda folders=(), cache=None, reader="off": _loaded(tuple(folders), reader))


@pytest.fixture
def kalm(banana_rules: Path, monkeypatch: pytest.MonkeyPatch) -> Kalm:
    """Run ``kalm`` with these arguments; ``input`` is standard input."""
    monkeypatch.setenv("KALM_RULES", str(banana_rules))
    monkeypatch.setenv("KALM_READER", "off")  # what is tested here is the shell

    def run(*arguments: object, input: str | bytes = "") -> Result:
        result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=input)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


def bananas(findings: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Only what our own rules found: shipped rules come and go."""
    return [finding for finding in findings if finding["rule"].endswith("-banaan")]
