"""A proposed rule, tried by the real engine: its phrases compiled, its examples run, nothing else asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from kalm.linting import FAMILIES, Linter
from kalm.policy.document import PackRule
from kalm.rules.examples import ExampleError, build_example, run_examples
from kalm.rules.folder import WIDEST, shipped_rules
from kalm.rules.loader import PackLoader
from kalm.rules.model import Example, Facts, FixPattern, PhraseMatcher, Rule
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

    def mistakes(self, asked: PackRule) -> list[Mistake]:
        """What is wrong with a rule for the policy's own pack; nothing if it may enter."""
        found: list[Mistake] = []
        phrases = self._phrases(asked.phrases, asked.language, found)
        bad = [self._example("bad", number, text, asked.language, found) for number, text in enumerate(asked.bad, 1)]
        good = [self._example("good", number, text, asked.language, found) for number, text in enumerate(asked.good, 1)]
        if found:
            return found
        rule = _rule(asked, tuple(phrases))
        alone = self._linter.with_only(rule, asked.language)
        for kind, examples in (("bad", bad), ("good", good)):
            for number, example in enumerate(examples, 1):
                said = run_examples(alone, replace(rule, **{kind: (example,)}))  # type: ignore[arg-type]
                found += [Mistake(kind, number, words.removeprefix(f"{rule.id}: ")) for words in said]
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
    def _example(kind: str, number: int, text: str, language: str, found: list[Mistake]) -> Example | None:
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


def _rule(asked: PackRule, phrases: tuple[Phrase, ...]) -> Rule:
    return Rule(
        id=asked.id,
        language=asked.language,
        category=asked.category,
        phenomena=(),
        severity=asked.severity,
        status="stable",
        message=asked.message.model_dump(),
        why=asked.why.model_dump(),
        advice=asked.advice.model_dump(),
        when=Facts(),
        matcher=PhraseMatcher(phrases),
        needs=(),
        unless=(),
        raises=(),
        lowers=(),
        span="match",
        fixes=tuple(
            FixPattern(fix.scope, dict.fromkeys(("u", "je", "none"), fix.text), None, 0) for fix in asked.fixes
        ),
        bad=(),
        good=(),
        confidence=None,
        reader=False,
        source=asked.source,
        path=shipped_rules(),
    )
