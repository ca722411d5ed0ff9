"""Named lists of words: `lint_rules/<language>/lexicons/*.yml`, and the lists that a policy fills."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kalm.rules.errors import Problem, RuleError, problem_at
from kalm.rules.files import read
from kalm.rules.folder import LAYERS, WIDEST

POLICY_LISTS = ("org", "competitors", "codenames", "names")
"""Lists whose entries only a policy knows. Empty, they silence the phrases that need them."""

Lists = dict[str, tuple[str, ...]]

_NAMED = re.compile(r"\$(\w+)")


def names_in(source: str) -> frozenset[str]:
    """The lists that a phrase, or a text full of phrases, names."""
    return frozenset(_NAMED.findall(source))


def depending(lists: Mapping[str, Sequence[str]], on: Iterable[str] = POLICY_LISTS) -> frozenset[str]:
    """The lists ``on``, by default those that a policy fills, and those that name one of them, however deep."""
    found = set(on)
    named = {name: names_in(" ".join(entries)) for name, entries in lists.items()}
    while more := {name for name, names in named.items() if name not in found and names & found}:
        found |= more
    return frozenset(found)


def load_lists(
    roots: Sequence[Path], language: str, policy: Mapping[str, tuple[str, ...]]
) -> tuple[Lists, list[Problem]]:
    """All lists of one family of languages. A list in a later layer or folder adds to one of the same name.

    Dutch and Flemish share their lists, so that rules are compiled once for both; a Flemish word among the
    Dutch ones does no harm.
    """
    lists: Lists = {name: policy.get(name, ()) for name in POLICY_LISTS}
    problems: list[Problem] = []
    for root in roots:
        for layer in LAYERS[WIDEST[language[:2]]]:
            for path in sorted((root / layer / "lexicons").glob("*.yml")):
                try:
                    source, content = read(path)
                except RuleError as error:
                    problems += error.problems
                    continue
                for name, entries in content.items():
                    if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
                        problems.append(
                            problem_at(path, source, (name,), "a list of quoted words or phrases is needed")
                        )
                        continue
                    lists[name] = (*lists.get(name, ()), *entries)
    return lists, problems
