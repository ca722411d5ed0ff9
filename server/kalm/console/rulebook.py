"""All rules in force as the console lists them: what they say, how they stand under a policy, and finding one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from weakref import WeakKeyDictionary

from kalm.linting import Linter
from kalm.listening import GRAVEST
from kalm.policy import ResolvedPolicy
from kalm.policy.stand import Stand
from kalm.policy.stand import stand as stand_of
from kalm.rules.model import Example

Kind = Literal["shipped", "own", "reader"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule, whether it comes from a file, from the policy's own pack, or is heard by the reader."""

    id: str
    kind: Kind
    category: str
    language: str
    """Of the drafts it reads; ``any`` means all."""
    severity: str
    """As it ships; see `Stand`."""
    status: str
    message: Mapping[str, str]
    why: Mapping[str, str]
    advice: Mapping[str, str]
    bad: Sequence[Example]
    good: Sequence[Example]
    source: str | None
    haystack: str
    """Id, message and examples, case folded, to search in."""


_known: WeakKeyDictionary[Linter, dict[str, Entry]] = WeakKeyDictionary()


def entries(linter: Linter) -> dict[str, Entry]:
    """Every rule of ``linter`` by id, in order: by language and category as their ids are."""
    found = _known.get(linter)
    if found is None:
        found = _known[linter] = {entry.id: entry for entry in sorted(_entries(linter), key=_order)}
    return found


def _order(entry: Entry) -> tuple[bool, str]:
    return entry.kind != "own", entry.id  # the house's own rules come first


def _entries(linter: Linter) -> Iterator[Entry]:
    for rule in linter.rules:
        kind: Kind = "shipped" if rule.path.is_absolute() else "own"  # a rule of the policy lies in no file
        texts = (rule.id, *rule.message.values(), *(example.text for example in (*rule.bad, *rule.good)))
        yield Entry(
            rule.id, kind, rule.category, rule.language, rule.severity, rule.status, rule.message, rule.why,
            rule.advice, rule.bad, rule.good, rule.source, "\n".join(texts).casefold(),
        )  # fmt: skip
    for heard in linter.listening.by_ear() if linter.listening is not None else ():
        words = heard.words
        haystack = "\n".join((heard.id, *words.message.values())).casefold()
        yield Entry(
            heard.id, "reader", heard.category, "any", GRAVEST, "stable", words.message, words.why,
            words.advice, (), (), "docs/model-card.md", haystack,
        )  # fmt: skip


def stand(entry: Entry, policy: ResolvedPolicy) -> Stand:
    """How ``entry`` stands under ``policy``."""
    return stand_of(entry.id, entry.category, entry.severity, entry.status, policy)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; an empty text means: does not matter."""

    words: str = ""
    language: str = ""
    category: str = ""
    severity: str = ""
    on: str = ""
    """``on`` or ``off``."""
    by: str = ""
    """A layer that has a say in it, `NOBODY`, or ``own`` for rules of the house."""

    def fits(self, entry: Entry, standing: Stand) -> bool:
        """Whether a rule is one of those."""
        return (
            self.language in ("", entry.language)
            and self.category in ("", entry.category)
            and self.severity in ("", standing.severity)
            and (not self.on or standing.on == (self.on == "on"))
            and (not self.by or self.by in standing.origins or self.by == entry.kind == "own")
            and all(word in entry.haystack for word in self.words.casefold().split())
        )
