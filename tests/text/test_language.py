"""Which language a draft is in."""

import pytest

from kalm.text.language import detect


@pytest.mark.parametrize(
    ("text", "parent", "language"),
    [
        ("Wat vervelend, we zoeken het uit.", None, "nl"),
        ("Sorry about that, we are looking into it.", None, "en"),
        ("Wir haben das leider nicht bekommen und bitten um Geduld.", None, "de"),
        ("Nous sommes désolés, votre colis est en retard et il arrive demain.", None, "fr"),
        ("Top! 👍", "When will you be open again?", "en"),
        ("Top! 👍", None, "nl"),
        ("", None, "nl"),
        ("Merci, Tom! Tot morgen.", None, "nl"),
    ],
)
def test_function_words_decide_and_the_parent_helps(text: str, parent: str | None, language: str) -> None:
    assert detect(text, parent) == language


def test_the_policy_says_what_a_text_without_words_is_in() -> None:
    assert detect("👍", None, "en") == "en"
