"""How bad is it for the writer of a message?"""

from pathlib import Path

import pytest

from kalm.engine.intensity import IntensityModel
from kalm.linting import Linter
from kalm.text import read


def measured(linter: Linter, message: str, language: str = "nl") -> int:
    return linter.reading(language).intensity.measure(read(message, language))


@pytest.mark.parametrize(
    ("level", "message"),
    [
        (0, "Lantaarnpaal 14 op de Dorpsstraat brandt overdag"),
        (0, "De kleur valt anders uit dan op de foto"),
        (1, "De app is traag sinds de update"),
        (1, "Alweer een file op de N34"),
        (2, "Al zes weken geen antwoord, belachelijk!!"),
        (2, "Voor de derde keer is de monteur niet gekomen"),
        (3, "Mijn man is overleden en jullie sturen nog steeds brieven"),
        (3, "Ik ben in paniek, mijn kind is gewond"),
    ],
)
def test_loss_and_harm_weigh_more_than_anger_and_anger_more_than_a_hitch(
    linter: Linter, level: int, message: str
) -> None:
    assert measured(linter, message) == level


@pytest.mark.parametrize(
    ("level", "message"),
    [
        (0, "Colours look different from the photo"),
        (1, "App is slow since the update"),
        (2, "Six weeks and no reply, ridiculous"),
        (3, "My husband died and you keep sending letters"),
        (0, "My phone died"),
    ],
)
def test_levels_in_english(linter: Linter, level: int, message: str) -> None:
    assert measured(linter, message, "en") == level


def test_many_small_signs_never_add_up_to_harm(linter: Linter) -> None:
    small = "weer kapot, alweer te laat, nog steeds niks, niemand belt, steeds fout, slecht, traag, vies, duur, koud"
    assert measured(linter, small) == 2


def test_shouting_is_a_sign(linter: Linter) -> None:
    assert measured(linter, "De kleur valt anders uit!!!") == measured(linter, "De KLEUR valt anders uit") == 1


def test_no_pain_where_somebody_says_there_is_none(linter: Linter) -> None:
    assert measured(linter, "Geen klachten hoor") == 0


def test_a_phrase_with_a_list_that_the_policy_leaves_empty_is_silent(linter: Linter, tmp_path: Path) -> None:
    own = tmp_path / "intensity.yml"
    own.write_text('grave: ["$competitors"]\nheavy: ["ontploft"]\nlight: []\n', encoding="utf-8")
    model = IntensityModel.load([own], linter.reading("nl").compiler({}))
    assert model.measure(read("De ketel is ontploft.", "nl")) == 2
