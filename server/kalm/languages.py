"""What reads drafts, language by language: rules, situations, anatomy, openers; loaded together."""

import gc
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

from kalm.engine.anatomy import AnatomyModel
from kalm.engine.intensity import IntensityModel
from kalm.engine.openers import Openers
from kalm.engine.quantities import Quantities
from kalm.engine.ruleset import Ruleset
from kalm.engine.situation import SituationModel
from kalm.grammar.noise import Noise
from kalm.rules.errors import Problem, RuleError
from kalm.rules.files import naming
from kalm.rules.folder import LAYERS, WIDEST, shipped_rules
from kalm.rules.lexicons import POLICY_LISTS
from kalm.rules.loader import LanguagePack, PackLoader
from kalm.rules.model import Rule
from kalm.rules.own import OwnRule
from kalm.rules.phrases import PhraseCompiler
from kalm.text.clauses import Grammar, load_grammar
from kalm.text.forms import forms, load_irregulars

OTHER = "any"
"""Pack of the languages that have none: detectors and counts only."""
FAMILIES = {"nl": ("nl", "nl-BE", OTHER), "en": ("en",)}
"""Languages that are loaded together; `any` goes with the first and uses none of its words."""
WORDS_REMEMBERED = 4
"""Sets of a policy's words and own rules that are kept built: what is in force, a draft, what one goes back to."""

Model = TypeVar("Model")
Lists = Mapping[str, tuple[str, ...]]
"""A policy's lists of words by name."""
OwnRules = Mapping[str, Sequence[OwnRule]]
"""An organisation's own rules by the language of their pack."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the garbage collector: what is loaded stays, and to look through it again and again while it grows takes
    a third of a start."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class LanguageTools:
    """Everything that reads drafts in one language."""

    def __init__(
        self, pack: LanguagePack, roots: Sequence[Path], grammar: Grammar, lists: Lists, once: "_Once"
    ) -> None:
        """``once`` makes what the languages of a family share."""
        self._pack = pack
        self.language = pack.language
        self.vouched = pack.naming(_filled(lists))
        """Rules that name a list which the policy has filled: they know what only the organisation can know."""
        self.grammar = grammar
        particles = tuple(pack.compiler.compile(word) for word in ("$particle",) if pack.compiler.lists.get("particle"))
        self.ruleset = Ruleset(pack.rules, particles)
        files, compiler = partial(_files, roots, pack.language), pack.compiler
        self.situations = once(SituationModel.load, files("situations.yml"), compiler)
        self.intensity = once(IntensityModel.load, files("intensity.yml"), compiler)
        quantities = once(Quantities.load, files("quantities.yml"))
        self.anatomy = once(AnatomyModel.load, files("anatomy.yml"), compiler, quantities)
        self.noise = once(Noise.load, files("languagetool.yml"))
        self.openers = once(Openers.load, files("openers.yml"), compiler, quantities)

    def compiler(self, lists: Lists) -> PhraseCompiler:
        """Compiles phrases of this language with the words of a policy; what it compiles is kept by it alone."""
        return self._pack.compiler.with_lists({name: lists.get(name, ()) for name in POLICY_LISTS})

    def with_words(self, lists: Lists, own: OwnRules) -> "LanguageTools":
        """These tools with a policy's ``lists`` and its own rules; everything else is shared, not built again.
        Raises `RuleError`."""
        layers = LAYERS.get(self.language, ())
        rules = self._pack.built_with(lists, [rule for layer in layers for rule in own.get(layer, ())])
        changed = copy(self)
        changed.ruleset = self.ruleset.beside(rules)
        changed.vouched = self._pack.naming(_filled(lists))
        return changed


class _Once:
    """Makes a model only once from the same files: most of those of nl-BE are those of nl."""

    def __init__(self) -> None:
        self._made: dict[Hashable, Any] = {}

    def __call__(self, load: Callable[..., Model], files: Sequence[Path], *given: Hashable) -> Model:
        """What ``load`` makes of the files and of what else it is ``given``. Raises what it raises."""
        key = (load, *files, *given)
        if key not in self._made:
            self._made[key] = load(files, *given)
        made: Model = self._made[key]
        return made


def _filled(lists: Lists) -> list[str]:
    return [name for name, entries in lists.items() if entries]


def _files(roots: Sequence[Path], language: str, name: str) -> list[Path]:
    return [
        path for root in roots for layer in LAYERS.get(language, (OTHER,)) if (path := root / layer / name).is_file()
    ]


class Languages:
    """The tools of every language; those without a pack of their own share that of `OTHER`."""

    def __init__(self, tools: Mapping[str, LanguageTools]) -> None:
        self._tools = tools
        # Most versions of a policy change neither its words nor its own rules.
        self._worded = lru_cache(maxsize=WORDS_REMEMBERED)(self._build)

    @classmethod
    @uncollected()
    def load(cls, roots: Sequence[Path], lists: Lists, cache: Path | None) -> "Languages":
        """Load the packs in ``roots`` with a policy's ``lists``. Raises `RuleError` with all problems at once.

        ``cache`` is a folder where compiled phrases are kept between starts.
        """
        tools: dict[str, LanguageTools] = {}
        problems: list[Problem] = []
        for family, members in FAMILIES.items():
            data = shipped_rules() / family
            with naming(data / "forms.yml"):
                irregulars = load_irregulars(data / "forms.yml")
            with naming(data / "grammar.yml"):
                grammar = load_grammar(data / "grammar.yml")
            inflect = partial(forms, language=WIDEST[family], irregulars=irregulars)
            packs = PackLoader(roots, family, inflect, lists, cache=cache)
            once = _Once()
            for language in members:
                try:
                    tools[language] = LanguageTools(packs.load(language), roots, grammar, lists, once)
                except RuleError as error:
                    problems += [problem for problem in error.problems if problem not in problems]
            if not problems:
                packs.compiled.save()
        if problems:
            raise RuleError(problems)
        return cls(tools)

    def __getitem__(self, language: str) -> LanguageTools:
        """The tools for a language tag, of its region or without; never a `KeyError`."""
        lowered = language.lower()
        if lowered == "nl-be":
            return self._tools["nl-BE"]
        return self._tools.get(lowered.split("-")[0], self._tools[OTHER])

    def rules(self) -> Iterator[Rule]:
        """The rules that run in some language; one that runs in several comes several times."""
        for tools in self._tools.values():
            yield from tools.ruleset.standing_rules()

    def with_words(self, lists: Lists, own: OwnRules) -> "Languages":
        """These with a policy's ``lists`` and its ``own`` rules. Raises `RuleError`."""
        if not lists and not own:
            return self
        return self._worded(tuple(sorted(lists.items())), tuple((layer, tuple(rules)) for layer, rules in own.items()))

    def _build(
        self, lists: tuple[tuple[str, tuple[str, ...]], ...], own: tuple[tuple[str, tuple[OwnRule, ...]], ...]
    ) -> "Languages":
        return Languages({name: tools.with_words(dict(lists), dict(own)) for name, tools in self._tools.items()})
