"""A proposed rule, tried by the real engine: its phrases compiled, its examples run, nothing else asked."""

from dataclasses import dataclass, replace

from kalm.linting import Linter
from kalm.policy.document import PackRule
from kalm.rules.errors import RuleError
from kalm.rules.examples import ExampleError, build_example, run_examples
from kalm.rules.model import Example, Facts
from kalm.rules.notation import NotationError
from kalm.rules.own import own_rules
from kalm.rules.phrases import EmptyListError


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with one line of a proposal."""

    field: str
    """A field of `kalm.policy.document.PackRule`, such as ``phrases``, ``bad`` or ``good``."""
    line: int
    """Counted from 1; 0 for the field as a whole."""
    message: str


def mistakes(linter: Linter, asked: PackRule) -> list[Mistake]:
    """What is wrong with a rule for the policy's own pack, tried beside the rules of ``linter``; nothing if it may
    enter. Nothing of it is kept or written."""
    found = _phrases(linter, asked)
    examples = {
        kind: [_example(kind, number, text, asked.language, found) for number, text in enumerate(lines, 1)]
        for kind, lines in (("bad", asked.bad), ("good", asked.good))
    }
    if found:
        return found
    try:
        beside = linter.of_policy(linter.policy, own_rules([asked.model_dump()]))
    except RuleError as error:
        return [Mistake("phrases", 0, problem.message) for problem in error.problems]
    rule = next(rule for rule in beside.rules if rule.id == asked.id)
    for kind, of_kind in examples.items():
        for number, example in enumerate(of_kind, 1):
            only: dict[str, tuple[Example | None, ...]] = {"bad": (), "good": (), kind: (example,)}
            said = run_examples(beside, replace(rule, **only))  # type: ignore[arg-type]
            found += [Mistake(kind, number, words.removeprefix(f"{rule.id}: ")) for words in said]
    return found


def _phrases(linter: Linter, asked: PackRule) -> list[Mistake]:
    compiler = linter.reading(asked.language).compiler(linter.policy.lists)
    found = []
    for number, phrase in enumerate(asked.phrases, 1):
        try:
            compiler.compile(phrase)
        except EmptyListError:
            found.append(Mistake("phrases", number, "it uses a word list that has no words yet"))
        except NotationError as error:
            found.append(Mistake("phrases", number, f"{error} (at character {error.column + 1})"))
    return found


def _example(kind: str, number: int, text: str, language: str, found: list[Mistake]) -> Example | None:
    try:
        return build_example(text, Facts(), language, needs_mark=kind == "bad")
    except ExampleError as error:
        found.append(Mistake(kind, number, str(error)))
        return None
