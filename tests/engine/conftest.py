"""A ruleset of one rule, written in the test."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from kalm.core import Anatomy, Context, Fix, Message, Situation, Span
from kalm.engine.fixes import build_fixes
from kalm.engine.ruleset import Ruleset
from kalm.engine.scene import Scene
from kalm.engine.steps import Hit
from kalm.linting import Linter
from kalm.rules.folder import shipped_rules
from kalm.rules.loader import PackLoader
from kalm.text import read
from kalm.text.clauses import Grammar, load_grammar
from kalm.text.forms import Irregulars, forms, load_irregulars
from tests.shipped import shipped

HEAD = """\
message: {nl: "m", en: "m"}
why: {nl: "w", en: "w"}
advice: {nl: "a", en: "a"}
source: "test"
"""


@pytest.fixture(scope="session")
def linter() -> Linter:
    """Everything as it is shipped."""
    return shipped()


@pytest.fixture(scope="session")
def irregulars() -> Irregulars:
    return load_irregulars(shipped_rules() / "nl" / "forms.yml")


@pytest.fixture(scope="session")
def grammar() -> Grammar:
    return load_grammar(shipped_rules() / "nl" / "grammar.yml")


class OneRule:
    """Runs one rule over drafts."""

    def __init__(self, ruleset: Ruleset, grammar: Grammar) -> None:
        self.ruleset = ruleset
        self.grammar = grammar

    def scene(self, text: str, context: Context | None = None, label: str = "complaint") -> Scene:
        context = context or Context(place="page", parent=Message("Dit klopt niet."))
        parent = None if context.parent is None else read(context.parent.text, "nl")
        situation = None if parent is None else Situation(label, 0.9)
        return Scene(
            read(text, "nl", parent),
            context,
            situation,
            parent,
            self.grammar,
            lambda scene: Anatomy(),
            lambda scene: {},
        )

    def hits(
        self, text: str, context: Context | None = None, *, strictness: str = "balanced", **kind: str
    ) -> list[Hit]:
        return self.ruleset.run(self.scene(text, context, **kind), strictness)

    def found(self, text: str, context: Context | None = None, **kind: str) -> list[str | None]:
        return [None if hit.start is None else text[hit.start : hit.end] for hit in self.hits(text, context, **kind)]

    def fixes(self, text: str, context: Context | None = None) -> list[Fix]:
        scene = self.scene(text, context)
        (hit,) = self.ruleset.run(scene, "balanced")
        span = None if hit.start is None or hit.end is None else Span(hit.start, hit.end)
        return list(build_fixes(hit.rule.fixes, scene, hit.place, span, "nl", ("Wat vervelend.",)))


@pytest.fixture
def one_rule(tmp_path: Path, irregulars: Irregulars, grammar: Grammar) -> Callable[..., OneRule]:
    def build(body: str, category: str = "condescension") -> OneRule:
        folder = tmp_path / "nl" / category
        folder.mkdir(parents=True)
        examples = "" if "examples:" in body else 'examples: {good: ["Dag."], bad: ["[[Nee]]."]}\n'
        severity = "" if "severity:" in body else "severity: warning\n"
        (folder / "rule.yml").write_text(HEAD + severity + examples + body, encoding="utf-8")
        (tmp_path / "nl" / "lexicons").mkdir()
        (tmp_path / "nl" / "lexicons" / "words.yml").write_text("particle: [gewoon]\n")
        pack = PackLoader([tmp_path], "nl", partial(forms, language="nl", irregulars=irregulars), {}).load("nl")
        return OneRule(Ruleset(pack.rules, (pack.compiler.compile("$particle"),)), grammar)

    return build
