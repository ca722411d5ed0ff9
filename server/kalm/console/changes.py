"""What changed in a document, in words that people read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kalm.policy.differ import Change

CHOSEN = ("strictness", "apology", "severity", "access", "language", "locked", "account", "kind")
"""Settings whose values are words of ours, to be put into the reader's language."""
MOMENTS = ("until", "since")


@dataclass(frozen=True, slots=True)
class Group:
    """All that changed in one place: words that came and went stand together."""

    path: str
    before: tuple[Any, ...]
    after: tuple[Any, ...]


def grouped(changes: Iterable[Change]) -> list[Group]:
    """``changes`` with those of one path together, in the order in which the paths come first."""
    found: dict[str, tuple[list[Any], list[Any]]] = {}
    for change in changes:
        before, after = found.setdefault(change.path, ([], []))
        if change.before is not None:
            before.append(change.before)
        if change.after is not None:
            after.append(change.after)
    return [Group(path, tuple(before), tuple(after)) for path, (before, after) in found.items()]


def readable(path: str, texts: Mapping[str, str]) -> str:
    """``settings.rules[nl.spam.*].enabled`` in words: known names are translated, what people chose stays."""
    parts: list[str] = []
    for part in _split(path):
        name, bracket, rest = part.partition("[")
        chosen = rest[:-1] if name != "modes" else texts.get(f"v_{rest[:-1]}", rest[:-1])
        told = _name(name, texts) if parts else texts.get(f"p_{name}", name)
        parts.append(told + (f" {chosen}" if bracket else ""))
    told = " › ".join(parts)
    return told[:1].upper() + told[1:]


def _name(key: str, texts: Mapping[str, str]) -> str:
    """A part below the first one: settings there are those of a team or a place."""
    return texts["settings"] if key == "settings" else texts.get(f"p_{key}", key)


def _split(path: str) -> Sequence[str]:
    """At the dots that do not stand within brackets."""
    parts, depth = [""], 0
    for sign in path:
        depth += (sign == "[") - (sign == "]" and depth > 0)
        if sign == "." and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def value_in_words(value: Any, texts: Mapping[str, str], path: str = "") -> str:
    """A value of a document as people read it; of a whole entry a line for each thing that it says."""
    if isinstance(value, dict):
        return "\n".join(_lines(value, texts))
    if isinstance(value, list):
        return "; ".join(value_in_words(each, texts, path) for each in value)
    name = _split(path)[-1]
    if isinstance(value, bool):
        return texts["yes"] if value else texts["no"]
    if isinstance(value, str) and name in MOMENTS:
        return value[:16].replace("T", " ") + " UTC" * value.endswith("Z")
    return texts.get(f"v_{value}", str(value)) if name in CHOSEN else str(value)


def _lines(entry: Mapping[str, Any], texts: Mapping[str, str]) -> Iterator[str]:
    for key, value in entry.items():
        if value in (None, [], {}, ""):
            continue
        name = _name(key, texts)
        within = value if isinstance(value, list) else [value]
        for each in within:
            if isinstance(each, dict):
                yield from (f"{name}, {line}" for line in _lines(each, texts))
        plain = [each for each in within if not isinstance(each, dict)]
        if plain:
            yield f"{name}: {value_in_words(plain, texts, key)}"
