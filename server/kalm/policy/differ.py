"""What changed between two documents, in words a manager can read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kalm.policy.document import PolicyDocument

NAMED_BY = ("id", "name", "handle", "select", "text", "kind")
"""What an entry of a list is known by, the first of these that it has: moving one in its list is no change."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. What was added has no ``before``, what was taken away no ``after``."""

    path: str
    """``settings.strictness``, ``words.competitors``, ``teams[webcare].settings.apology``."""
    before: Any
    after: Any


def differences(old: PolicyDocument, new: PolicyDocument) -> list[Change]:
    """All changes from ``old`` to ``new``, in the order of the document."""
    return list(_changes("", old.model_dump(mode="json"), new.model_dump(mode="json")))


def told(change: Change) -> str:
    """A change in one line."""
    if change.before is None:
        return f"{change.path}: + {_short(change.after)}"
    if change.after is None:
        return f"{change.path}: - {_short(change.before)}"
    return f"{change.path}: {_short(change.before)} -> {_short(change.after)}"


def _changes(path: str, old: Any, new: Any) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*old, *new)):
            yield from _changes(f"{path}.{key}" if path else key, old.get(key), new.get(key))
    elif isinstance(old, list) and isinstance(new, list):
        before, after = _by_name(old), _by_name(new)
        for name in dict.fromkeys((*before, *after)):
            place = f"{path}[{name}]" if isinstance((before.get(name) or after.get(name)), Mapping) else path
            yield from _changes(place, before.get(name), after.get(name))
    else:
        yield Change(path, old, new)


def _by_name(entries: list[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for entry in entries:
        name = _name(entry)
        while name in found:
            name += "'"
        found[name] = entry
    return found


def _name(entry: Any) -> str:
    if not isinstance(entry, Mapping):
        return str(entry)
    if "when" in entry:
        return ", ".join(f"{key}={value}" for key, value in entry["when"].items() if value is not None)
    if entry.get("name") and entry.get("language"):
        return f"{entry['language']}.{entry.get('category')}.{entry['name']}"
    return next((str(entry[key]) for key in NAMED_BY if entry.get(key)), "entry")


def _short(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_short(each)}" for key, each in value.items() if each not in (None, [], {}))
    if isinstance(value, list):
        return "; ".join(map(_short, value))
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
