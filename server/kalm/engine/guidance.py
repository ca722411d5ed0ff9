"""What to do in this situation, in order, whatever the draft says (rule catalogue, section 1)."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from kalm.core import Advice
from kalm.engine.scene import Scene
from kalm.rules.loader import facts
from kalm.rules.model import Facts
from kalm.rules.schema import FactsForm, TextsForm
from kalm.rules.yaml import load as load_yaml


class _AdviceForm(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str
    when: FactsForm = FactsForm()
    text: TextsForm


class Guidance:
    """All advice there is, in the order in which it is given."""

    def __init__(self, entries: Sequence[tuple[str, Facts, dict[str, str]]]) -> None:
        self._entries = tuple(entries)

    @classmethod
    def load(cls, paths: Sequence[Path]) -> "Guidance":
        """Build from `guidance.yml` files."""
        entries: list[tuple[str, Facts, dict[str, str]]] = []
        for path in paths:
            for item in load_yaml(path.read_text(encoding="utf-8")):
                form = _AdviceForm.model_validate(item)
                entries.append((form.id, facts(form.when), form.text.model_dump()))
        return cls(entries)

    def advise(self, scene: Scene, words: str) -> tuple[Advice, ...]:
        """What fits this situation and place."""
        return tuple(Advice(name, texts[words]) for name, when, texts in self._entries if when.holds(scene.setting))
