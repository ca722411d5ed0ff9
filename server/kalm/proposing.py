"""A proposed rule, tried by the real engine: its phrases compiled, its examples run, nothing else asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from kalm.linting import FAMILIES, Linter
from kalm.rules.examples import ExampleError, build_example, run_examples
from kalm.rules.folder import WIDEST, shipped_rules
from kalm.rules.loader import PackLoader
from kalm.rules.model import Facts, PhraseMatcher, Rule
from kalm.rules.notation import NotationError
from kalm.rules.phrases import EmptyListError, Phrase, PhraseCompiler
from kalm.text.forms import forms, load_irregulars


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with one line of a proposal."""

    field: str
    """``phrases``, ``bad`` or ``good``."""
    line: int
    """Counted from 1."""
    message: str


class Tryout:
    """Tries proposals beside the rules of ``linter``; each language's word lists are read when first needed."""

    def __init__(self, linter: Linter) -> None:
        self._linter = linter
        self._compilers: dict[str, PhraseCompiler] = {}

    def mistakes(self, document: Mapping[str, Any]) -> list[Mistake]:
        """What is wrong with a rule in the form of the policy's own pack; nothing if it may enter."""
        language = str(document["language"])
        found: list[Mistake] = []
        phrases = self._phrases(document["phrases"], language, found)
        examples = {
            kind: [self._example(kind, number, text, language, found) for number, text in enumerate(document[kind], 1)]
            for kind in ("bad", "good")
        }
        if found:
            return found
        rule = _rule(document, tuple(phrases))
        alone = self._linter.with_only(rule, language)
        for kind in ("bad", "good"):
            for number, example in enumerate(examples[kind], 1):
                asked = {"bad": (example,), "good": ()} if kind == "bad" else {"bad": (), "good": (example,)}
                for said in run_examples(alone, _rule(document, tuple(phrases), **asked)):
                    found.append(Mistake(kind, number, said.removeprefix(f"{rule.id}: ")))  # noqa: PERF401
        return found

    def _phrases(self, written: Sequence[str], language: str, found: list[Mistake]) -> list[Phrase]:
        compiler = self._compiler(language)
        compiled = []
        for number, phrase in enumerate(written, 1):
            try:
                compiled.append(compiler.compile(phrase))
            except EmptyListError:
                found.append(Mistake("phrases", number, "it uses a word list that has no words yet"))
            except NotationError as error:
                found.append(Mistake("phrases", number, f"{error} (at character {error.column + 1})"))
        return compiled

    @staticmethod
    def _example(kind: str, number: int, text: str, language: str, found: list[Mistake]) -> Any:
        try:
            return build_example(text, Facts(), language, needs_mark=kind == "bad")
        except ExampleError as error:
            found.append(Mistake(kind, number, str(error)))
            return None

    def _compiler(self, language: str) -> PhraseCompiler:
        family = language[:2]
        if family not in FAMILIES:
            raise ValueError(f"no rules can be written in {family}")
        if family not in self._compilers:
            irregulars = load_irregulars(shipped_rules() / family / "forms.yml")
            inflect = partial(forms, language=WIDEST[family], irregulars=irregulars)
            # Without a cache folder: what is only proposed is written nowhere.
            packs = PackLoader((shipped_rules(),), family, inflect, self._linter.policy.lists)
            self._compilers[family] = packs.compiler
        return self._compilers[family]


def _rule(document: Mapping[str, Any], phrases: tuple[Phrase, ...], bad: Any = (), good: Any = ()) -> Rule:
    return Rule(
        id=str(document["id"]),
        language=str(document["language"]),
        category=str(document["category"]),
        phenomena=(),
        severity=str(document["severity"]),
        status="stable",
        message=document["message"],
        why=document["why"],
        advice=document["advice"],
        when=Facts(),
        matcher=PhraseMatcher(phrases, None, "draft", 1),
        needs=(),
        unless=(),
        raises=(),
        lowers=(),
        span="match",
        fixes=(),
        bad=bad,
        good=good,
        confidence=None,
        reader=False,
        source=None,
        path=shipped_rules(),
    )
