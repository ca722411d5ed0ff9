"""Parts of a policy as forms hold them. Fields are named by the paths of the document, so a mistake finds its field.

``settings.rules[3].severity`` is one value; a name that ends in ``[]`` is a list, one entry a line.
"""

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Final

from kalm.core import CATEGORIES
from kalm.policy.document import PolicyError

Key = str | int
Plain = dict[str, Any]
"""A policy, or a part of one, as JSON has it."""

MOST_FIELDS = 50_000
"""Fields in one form; more are not looked at."""

MOST_STEPS = 12
"""Keys in the name of a field; the document is not that deep."""

_STEP: Final = re.compile(r"\.?([A-Za-z_]+)|\[(\d{1,6})\]")
_LINES: Final = "[]"
_WITH_PATH: Final = re.compile(r"([a-z_]+(?:\[\d+\]|\.[a-z_]+)*): (.+)", re.DOTALL)

OVERRIDES: Final[dict[str, Plain]] = {
    "reason": {"allowed": True, "reason": True},
    "free": {"allowed": True, "reason": False},
    "never": {"allowed": False, "reason": False},
}
"""What the one field about overriding a stop can say."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one page edits: some keys of the document, or of one thing in it."""

    keys: tuple[str, ...]
    base: tuple[Key, ...] = ()
    """Where they stand; empty: at the top."""

    def of(self, document: Plain) -> Plain | None:
        """This part of a document; None if there is no such place."""
        node: Any = document
        for key in self.base:
            try:
                node = node[key]
            except (LookupError, TypeError):
                return None
        return {key: node[key] for key in self.keys if key in node}

    def put(self, document: Plain, values: Plain) -> Plain:
        """A copy of ``document`` with this part replaced by ``values``. Raises `LookupError` if there is no place."""
        changed = deepcopy(document)
        node: Any = changed
        for key in self.base:
            node = node[key]
        for key in self.keys:
            node.pop(key, None)
            if key in values:
                node[key] = values[key]
            elif key in ("settings", "when") and self.base:
                node[key] = {}  # these must be there
        return changed

    def problems(self, error: PolicyError) -> dict[str, str]:
        """Mistakes by field of this part; those elsewhere stand under their whole path, with a ``/`` before it."""
        prefix = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in self.base).lstrip(".")
        found: dict[str, str] = {}
        for place, text in error.problems:
            path = place
            if not path and (named := _WITH_PATH.fullmatch(text)):
                path, text = named[1], named[2]
            if prefix and path.startswith(prefix):
                path = path[len(prefix) :].lstrip(".")
            elif prefix or not path.startswith(self.keys):
                path = f"/{path}"
            if text.startswith("until must be later"):
                path += ".until"
            found.setdefault(path, text)
        return found


def read_fields(pairs: Iterable[tuple[str, str]], keys: tuple[str, ...]) -> Plain:
    """What a form says about ``keys``: empty fields and rows are left out, rows close up, lists lose what stands
    twice in them. Nothing is checked yet."""
    root: dict[Key, Any] = {}
    known: dict[tuple[Key, ...], set[str]] = {}
    for number, (name, value) in enumerate(pairs):
        steps = _steps(name)
        if number >= MOST_FIELDS or not steps or steps[0] not in keys:
            continue
        node: Any = root
        for step in steps[:-1]:
            node = node.setdefault(step, {}) if isinstance(node, dict) else None
        if not isinstance(node, dict):
            continue
        last = steps[-1]
        if name.endswith(_LINES):
            lines = [line.strip() for line in value.splitlines() if line.strip()]
            held = node.setdefault(last, [])
            if isinstance(held, list):
                before = known.setdefault(tuple(steps), set())
                held.extend(line for line in dict.fromkeys(lines) if line not in before)
                before.update(lines)
        else:
            node.setdefault(last, value.strip())
    found: Plain = _tidy(root) or {}
    return found


def _steps(name: str) -> list[Key]:
    """``a.b[2].c`` as its keys; empty for a name that is no path, or too deep a one."""
    steps: list[Key] = []
    at = 0
    name = name.removesuffix(_LINES)
    while at < len(name):
        found = _STEP.match(name, at)
        if found is None or len(steps) == MOST_STEPS:
            return []
        steps.append(found[1] if found[1] is not None else int(found[2]))
        at = found.end()
    return steps


def _tidy(node: Any) -> Any:
    if not isinstance(node, dict):
        return node or None
    if node and all(isinstance(key, int) for key in node):
        return [value for key in sorted(node) if (value := _tidy(node[key])) is not None] or None
    found = {str(key): value for key, item in node.items() if (value := _tidy(item)) is not None}
    if isinstance(found.get("override"), str):
        found["override"] = OVERRIDES.get(found["override"], found["override"])
    if isinstance(found.get("rules"), list):
        # The table names every category, those about which nothing is said too.
        found["rules"] = [rule for rule in found["rules"] if not _says_nothing(rule)]
    return {key: value for key, value in found.items() if value != []} or None


def _says_nothing(rule: Any) -> bool:
    return isinstance(rule, dict) and rule.keys() == {"select"} and rule["select"] in CATEGORIES


@dataclass(frozen=True, slots=True)
class Fields:
    """Values and mistakes, as templates ask for them by path."""

    values: Mapping[str, Any]
    wrong: Mapping[str, str] = field(default_factory=dict)
    """Path → what is wrong there, in the reader's words."""

    def get(self, path: str) -> Any:
        """The value there; None if there is none."""
        steps = _steps(path)
        node: Any = self.values if steps else None  # the row that a script copies has no number yet
        for step in steps:
            try:
                node = node[step]
            except (LookupError, TypeError):
                return None
        return node

    def text(self, path: str) -> str:
        """The value as a field holds it."""
        value = self.get(path)
        if isinstance(value, bool):
            return "true" if value else "false"
        return "" if value is None else str(value)

    def lines(self, path: str) -> list[str]:
        """The entries of a list."""
        value = self.get(path)
        return [str(entry) for entry in value] if isinstance(value, list) else []

    def rows(self, path: str) -> int:
        """How many rows stand there."""
        value = self.get(path)
        return len(value) if isinstance(value, list) else 0

    def override(self, path: str) -> str:
        """Which of `OVERRIDES` stands there; empty for none."""
        value = self.get(path)
        if not isinstance(value, dict):
            return ""
        if not value.get("allowed", True):
            return "never"
        return "reason" if value.get("reason", True) else "free"

    def entries_wrong(self, path: str) -> list[tuple[int, str]]:
        """Mistakes in entries of a list: (line, what is wrong)."""
        found = [
            (int(place[len(path) + 1 : -1]) + 1, text)
            for place, text in self.wrong.items()
            if re.fullmatch(re.escape(path) + r"\[\d+\]", place)
        ]
        return sorted(found)

    def elsewhere(self) -> list[tuple[str, str]]:
        """Mistakes that no field of this page is to blame for: (path, what is wrong)."""
        return [(place[1:], text) for place, text in self.wrong.items() if place.startswith("/")]

    def by_category(self, path: str) -> tuple[dict[str, int], list[int]]:
        """Rows of settings of rules at ``path``: (category → its first row, all other rows)."""
        first: dict[str, int] = {}
        others: list[int] = []
        for index in range(self.rows(path)):
            select = self.text(f"{path}[{index}].select")
            if select in CATEGORIES and select not in first:
                first[select] = index
            else:
                others.append(index)
        return first, others
