"""The words that inflect as they please: a data file per language, read once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from kalm.text.fold import fold


@dataclass(frozen=True, slots=True)
class IrregularVerb:
    """The forms of one verb that no rule gives. An empty tuple with ``None`` means: by rule."""

    past: tuple[str, ...]
    participle: tuple[str, ...]
    stems: tuple[str, ...] | None = None
    """Dutch: forms of *ik* and the imperative."""
    present: tuple[str, ...] | None = None
    """Dutch: the other persons of the singular. English: every person."""
    ge: tuple[str, ...] = ()
    """Flemish forms beside *ge*, where they differ from those of *u*."""
    ing: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Irregulars:
    """Everything about the inflection of a language that is data. What a language lacks is empty."""

    verbs: Mapping[str, IrregularVerb]
    plurals: Mapping[str, tuple[str, ...]]
    adjectives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stems: Mapping[str, str] = field(default_factory=dict)
    particles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By first letter, longest first."""
    prefixes: tuple[str, ...] = ()
    inseparable: Mapping[str, str] = field(default_factory=dict)
    """Verb → the beginning that does not part."""
    separable: Mapping[str, str] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()
    unstressed: frozenset[str] = frozenset()
    not_verbs: frozenset[str] = frozenset()
    doubling: frozenset[str] = frozenset()
    either: frozenset[str] = frozenset()


def load_irregulars(path: Path) -> Irregulars:
    """Read a ``forms.yml``.

    Raises ``ValueError`` with the file's name for a key that is not known or an entry of the wrong shape.
    """
    with path.open(encoding="utf-8") as stream:
        data = yaml.load(stream, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}
    known = {
        "verbs", "plurals", "adjectives", "stems", "particles", "prefixes", "inseparable", "separable",
        "whole", "unstressed", "not-verbs", "doubling", "either",
    }  # fmt: skip
    unknown = sorted(set(data) - known)
    if unknown:
        raise ValueError(f"{path}: unknown key: {', '.join(unknown)}")
    try:
        return Irregulars(
            verbs={fold(lemma): _verb(entry) for lemma, entry in data.get("verbs", {}).items()},
            plurals={fold(word): _variants(entry) for word, entry in data.get("plurals", {}).items()},
            adjectives={fold(word): _words(entry) for word, entry in data.get("adjectives", {}).items()},
            stems={fold(lemma): fold(stem) for lemma, stem in data.get("stems", {}).items()},
            particles=_by_initial(_words(data.get("particles", ()))),
            prefixes=_words(data.get("prefixes", ())),
            inseparable={
                fold(prefix + base): fold(prefix)
                for prefix, bases in data.get("inseparable", {}).items()
                for base in bases
            },
            separable={fold(verb): fold(particle) for verb, particle in data.get("separable", {}).items()},
            whole=frozenset(_words(data.get("whole", ()))),
            unstressed=frozenset(_words(data.get("unstressed", ()))),
            not_verbs=frozenset(_words(data.get("not-verbs", ()))),
            doubling=frozenset(_words(data.get("doubling", ()))),
            either=frozenset(_words(data.get("either", ()))),
        )
    except (AttributeError, TypeError, KeyError, IndexError) as error:
        raise ValueError(f"{path}: an entry has the wrong shape ({error})") from error


def _by_initial(words: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        groups.setdefault(word[:1], []).append(word)
    return {initial: tuple(group) for initial, group in groups.items()}


def _words(entry: Iterable[str]) -> tuple[str, ...]:
    return tuple(fold(word) for word in entry)


def _variants(entry: str) -> tuple[str, ...]:
    return tuple(fold(entry).split("/"))


def _verb(entry: "list[str] | dict[str, list[str]]") -> IrregularVerb:
    if isinstance(entry, list):
        *past, participle = entry
        return IrregularVerb(
            past=tuple(form for cell in past for form in _variants(cell)),
            participle=_variants(participle),
        )

    def optional(key: str) -> tuple[str, ...] | None:
        return _words(entry[key]) if key in entry else None

    return IrregularVerb(
        past=_words(entry["past"]),
        participle=_words(entry["participle"]),
        stems=optional("stems"),
        present=optional("present"),
        ge=optional("ge") or (),
        ing=optional("ing"),
    )
