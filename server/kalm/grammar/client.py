"""Asking a LanguageTool server, through language-tool-python in remote mode, for its raw answer.

The library's own `Match` is not used: it converts a match's offset to code points but not its length, and drops
fields that clients of the protocol want. What is private in it is used here only, and its version is locked.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

import language_tool_python
from language_tool_python.exceptions import LanguageToolError

from kalm.core import Span
from kalm.grammar.utf16 import to_code_points
from kalm.grammar.values import Answer, Match

GIVE_UP_SECONDS = 10
"""How long the server may stay silent within one answer; nobody waits for it longer than that."""

_DIRECT = {"http": "", "https": ""}
"""No proxy: a proxy of the environment would be shown the text."""
_TELLS_TEXT = ("context", "sentence", "offset", "length")


class AskError(Exception):
    """No sound answer came. Says nothing more: the server's words may repeat the text."""


class _Remote(language_tool_python.LanguageTool):
    _TIMEOUT = GIVE_UP_SECONDS  # type: ignore[assignment]

    def raw(self, fields: Mapping[str, str]) -> Any:
        """The answer of ``/v2/check`` as it came."""
        return self._query_server(urljoin(self._url, "check"), dict(fields), num_tries=1, method="post")


class Client:
    """One server. Connecting asks it for its languages. Raises `AskError`."""

    def __init__(self, address: str) -> None:
        proxies = _DIRECT if urlsplit(address).hostname in ("127.0.0.1", "localhost", "::1") else None
        try:
            self._remote = _Remote("en", remote_server=address, proxies=proxies)
        except Exception:  # whatever a stranger's answer makes the library raise
            raise AskError from None

    def ask(self, text: str, language: str, fields: Mapping[str, str] | None = None) -> Answer:
        """What it says about ``text``; ``fields`` are more of the protocol's. Raises `AskError`."""
        try:
            said = self._remote.raw({"text": text, "language": language, **(fields or {})})
        except (LanguageToolError, ValueError, OSError):
            raise AskError from None
        try:
            return _read(said, text)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise AskError from None


def _read(said: Any, text: str) -> Answer:
    place = to_code_points(text)
    matches = []
    for item in said["matches"]:
        start, end = place(item["offset"]), place(item["offset"] + item["length"])
        if start is None or end is None or start >= end:
            continue
        rule = item["rule"]
        matches.append(
            Match(
                start,
                end,
                str(rule["id"]),
                str(rule["category"]["id"]),
                str(rule["issueType"]),
                str(item["message"]),
                tuple(str(one["value"]) for one in item["replacements"]),
                {name: value for name, value in item.items() if name not in _TELLS_TEXT},
            )
        )
    sentences = []
    for first, last in said.get("sentenceRanges", ()):
        start, end = place(first), place(last)
        if start is not None and end is not None:
            sentences.append(Span(start, end))
    return Answer("ok", tuple(matches), tuple(sentences))
