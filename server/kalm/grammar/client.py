"""Asking a LanguageTool server, through language-tool-python in remote mode, for its raw answer.

The library's own `Match` is not used: it converts a match's offset to code points but not its length, and drops
fields that clients of the protocol want. What is private in it is used here only, and its version is locked.
"""

import re
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urljoin

import language_tool_python
import requests
from language_tool_python.exceptions import LanguageToolError

from kalm.core import Span
from kalm.grammar.utf16 import to_code_points
from kalm.grammar.values import Answer, Match

GIVE_UP_SECONDS = 10
"""How long the server may stay silent within one answer; nobody waits for it longer than that."""

_DIRECT = {"http": "", "https": ""}
"""No proxy: a proxy of the environment would be shown the text."""

_MATCH: Mapping[str, Any] = {
    "message": str,
    "shortMessage": str,
    "replacements": [{"value": str, "shortDescription": str}],
    "type": {"typeName": str},
    "rule": {
        "id": str,
        "subId": str,
        "sourceFile": str,
        "description": str,
        "issueType": str,
        "urls": [{"value": str}],
        "category": {"id": str, "name": str},
    },
    "ignoreForIncompleteSentence": bool,
    "contextForSureMatch": int,
}
"""What is kept of a match, and of which type it is. Offsets are read apart; what repeats the text is not kept."""
_WIDEST = 2**63
_HALF_PAIR = re.compile("[\ud800-\udfff]")


class AskError(Exception):
    """No sound answer came. Says nothing more: the server's words may repeat the text."""


class _Remote(language_tool_python.LanguageTool):
    def raw(self, fields: Mapping[str, str]) -> Any:
        """The answer of ``/v2/check`` as it came."""
        return self._query_server(urljoin(self._url, "check"), dict(fields), method="post")

    def _query_server(
        self,
        url: str,
        params: dict[str, str] | None = None,
        num_tries: int = 1,
        method: Literal["get", "post"] = "get",
    ) -> Any:
        """Ask once, and only the server that was named: no proxy, and nobody it refers to, is shown a text."""
        data, query = (params, None) if method == "post" else (None, params)
        with requests.request(
            method,
            url,
            params=query,
            data=data,
            timeout=GIVE_UP_SECONDS,
            proxies=_DIRECT,
            allow_redirects=False,
        ) as answer:
            if answer.status_code != requests.codes.ok:
                raise LanguageToolError
            return answer.json()


class Client:
    """One server. Connecting asks it for its languages. Raises `AskError`."""

    def __init__(self, address: str) -> None:
        try:
            self._remote = _Remote("en", remote_server=address)
        except Exception:  # whatever a stranger's answer makes the library raise
            raise AskError from None

    def ask(self, text: str, language: str, fields: Mapping[str, str] | None = None) -> Answer:
        """What it says about ``text``; ``fields`` are more of the protocol's. Raises `AskError`."""
        try:
            return _read(self._remote.raw({"text": text, "language": language, **(fields or {})}), text)
        except Exception:  # the same
            raise AskError from None


def _read(said: Any, text: str) -> Answer:
    """The answer in code points. Raises what Python does where it has another form than the protocol's."""
    place = to_code_points(text)
    matches = []
    for item in said["matches"]:
        first, length = _sound(item["offset"], int), _sound(item["length"], int)
        start, end = place(first), place(first + length)
        if start is None or end is None or start >= end:
            continue
        raw = _sound(item, _MATCH)
        rule = raw["rule"]
        matches.append(
            Match(
                start,
                end,
                rule["id"],
                rule["category"]["id"],
                rule["issueType"],
                raw["message"],
                tuple(replacement["value"] for replacement in raw["replacements"]),
                raw,
            )
        )
    sentences = []
    for pair in said.get("sentenceRanges", ()):
        first, last = _sound(pair, [int])
        start, end = place(first), place(last)
        if start is not None and end is not None:
            sentences.append(Span(start, end))
    return Answer("ok", tuple(matches), tuple(sentences))


def _sound(value: Any, form: Any) -> Any:
    """What ``form`` knows of a value, if it has that form; half a surrogate pair, which no answer of ours can repeat,
    becomes U+FFFD. Raises `TypeError` or `ValueError`."""
    if isinstance(form, Mapping):
        return {name: _sound(value[name], form[name]) for name in form if name in _typed(value, dict)}
    if isinstance(form, list):
        return [_sound(item, form[0]) for item in _typed(value, list)]
    _typed(value, form)
    if form is str:
        return _HALF_PAIR.sub("\ufffd", value)
    if form is int and not -_WIDEST <= value < _WIDEST:
        raise ValueError
    return value


def _typed(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise TypeError
    return value
