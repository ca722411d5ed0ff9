"""More rules than there are: copies of the phrase rules whose words are changed, so that they are other rules."""

import random
import re
from pathlib import Path
from typing import Any

import yaml

from kalm.linting import Linter
from kalm.rules.model import PhraseMatcher
from kalm.rules.yaml import load

_WORD = re.compile(r"(?<![\w$~<#@*])[a-zà-ÿ]{3,}(?![\w>*])")
LETTERS = "bcdfghjklmnpqrstvwxz"


def grow(folder: Path, linter: Linter, times: int) -> None:
    """Write so many copies to ``folder`` that there are ``times`` as many rules as ``linter`` has.

    Only rules that look for phrases are copied: they are what packs grow by. Counts and absences are few and stay few.
    """
    chance = random.Random(1)
    rules = [rule for rule in linter.rules if isinstance(rule.matcher, PhraseMatcher)]
    sources = [(rule, load(rule.path.read_text(encoding="utf-8"))) for rule in rules]
    for number in range((times - 1) * len(linter.rules)):
        rule, source = sources[number % len(sources)]
        phrases = [_changed(phrase, chance) for phrase in source["match"]["phrases"]]
        content = {**source, "match": {**source["match"], "phrases": phrases}}
        language, category, *names = rule.id.split(".")
        path = folder.joinpath(language, category, *names[:-1], f"{names[-1]}-copy-{number}.yml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.dump(content, allow_unicode=True), encoding="utf-8")


def _changed(phrase: Any, chance: random.Random) -> str:
    """The phrase with two letters of each plain word replaced; inflected words, lists and signs stay."""

    def change(word: re.Match[str]) -> str:
        letters = list(word.group())
        for place in chance.sample(range(len(letters)), 2):
            letters[place] = chance.choice(LETTERS)
        return "".join(letters)

    return _WORD.sub(change, str(phrase))
