"""What to do in a situation, in order."""

from pathlib import Path

import pytest

from kalm.core import ACCOUNTS, PLACES, SITUATIONS, Context, Draft, Message
from kalm.engine.guidance import MOST, Guidance
from kalm.linting import Linter
from kalm.rules.errors import RuleError
from kalm.rules.folder import shipped_rules
from kalm.rules.yaml import load as load_yaml
from tests.shipped import TEST_CACHE

OWN = Message("Antwoord.", own=True)
STOCK = "Hallo, ik heb hier iets over te zeggen."


def advised(
    linter: Linter,
    situation: str | None,
    place: str = "page",
    *,
    parent: str = STOCK,
    turn: int = 1,
    account: str = "brand",
    words: str = "nl",
) -> list[str]:
    context = Context(
        place=place,
        account=account,
        parent=None if situation is None else Message(parent),
        thread=(OWN,) * (turn - 1),
        situation=situation,
    )
    return [advice.id for advice in linter.check(Draft("Hallo.", context, "nl"), words=words).guidance]


def test_a_complaint_is_acknowledged_before_it_is_explained_and_closed_last(linter: Linter) -> None:
    assert advised(linter, "complaint") == [
        "acknowledge-first",
        "complaint-what-you-know",
        "complaint-next-step",
        "offline-with-reason",
        "offline-close-the-loop",
    ]


def test_in_a_group_of_somebody_else_one_listens_first_and_says_who_one_is(linter: Linter) -> None:
    assert advised(linter, "complaint", "group")[:2] == ["group-listen-first", "group-who-you-are"]
    assert advised(linter, "misinformation", "group")[:2] == ["group-listen-first", "group-who-you-are"]
    assert advised(linter, "other", "group")[0] == "group-listen-first"


def test_a_question_is_answered_in_the_first_sentence(linter: Linter) -> None:
    assert advised(linter, "question")[0] == "question-answer-first"


def test_facts_are_checked_then_stated_then_sourced(linter: Linter) -> None:
    assert advised(linter, "misinformation")[:3] == [
        "facts-check-first",
        "facts-state-what-is-true",
        "facts-with-source",
    ]


def test_a_compliment_gets_specific_thanks_and_no_sales(linter: Linter) -> None:
    assert advised(linter, "compliment") == [
        "compliment-specific-thanks",
        "compliment-pass-on",
        "compliment-no-selling",
    ]


def test_abuse_gets_one_limit_then_admin_platform_and_police(linter: Linter) -> None:
    first = advised(linter, "abuse")
    assert first.index("abuse-set-limit-once") < first.index("abuse-admin-platform-police")
    assert "abuse-set-limit-once" not in advised(linter, "abuse", turn=2)
    assert advised(linter, "abuse", "group")[0] == "abuse-group-admin-first"


@pytest.mark.parametrize("situation", ["abuse", "complaint", "other"])
@pytest.mark.parametrize("place", ["page", "group", "dm"])
def test_a_threat_is_not_answered_whatever_else_it_is(linter: Linter, situation: str, place: str) -> None:
    threat = "Ik weet waar jullie wonen, ik steek de boel in brand"
    assert advised(linter, situation, place, parent=threat) == [
        "threat-no-public-reply",
        "threat-keep-evidence",
        "threat-inform",
        "threat-report",
        "threat-danger",
    ]


def test_in_distress_the_person_comes_first_and_a_number_is_named(linter: Linter) -> None:
    distress = "Ik zie het niet meer zitten, ik wil niet meer leven"
    context = Context(place="page", parent=Message(distress), situation="question")
    guidance = linter.check(Draft("Hallo.", context, "nl")).guidance
    assert guidance[0].id == "distress-human-first"
    assert all(number in " ".join(advice.text for advice in guidance) for number in ("112", "113", "1813", "1712"))


def test_from_the_third_reply_on_one_stops_and_offers_to_talk(linter: Linter) -> None:
    for turn in (3, 4, 9):
        assert advised(linter, "complaint", turn=turn)[:2] == ["long-stop-here", "long-offer-to-talk"]
    assert "acknowledge-first" not in advised(linter, "complaint", turn=2)


def test_an_own_post_gets_a_checklist_for_its_account(linter: Linter) -> None:
    assert advised(linter, None, "post")[0] == "post-who-what-where"
    assert advised(linter, None, "post", account="ambassador")[0] == "post-who-you-are"


@pytest.mark.parametrize("account", ACCOUNTS)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("situation", [None, *SITUATIONS])
def test_there_are_never_more_than_five_lines_and_none_twice(
    linter: Linter, situation: str | None, place: str, account: str
) -> None:
    for turn in (1, 2, 3):
        lines = advised(linter, situation, place, turn=turn, account=account)
        assert len(lines) == len(set(lines)) <= MOST


@pytest.mark.parametrize("situation", [situation for situation in SITUATIONS if situation != "other"])
@pytest.mark.parametrize("place", ["page", "group", "dm"])
def test_every_situation_has_advice(linter: Linter, situation: str, place: str) -> None:
    assert advised(linter, situation, place)


def test_a_line_is_short_and_speaks_to_the_writer_as_je() -> None:
    for case in load_yaml((shipped_rules() / "guidance.yml").read_text(encoding="utf-8")):
        for line in case["advice"]:
            assert set(line["text"]) == {"nl", "en"}
            assert all(len(text) <= 170 and text.endswith((".", "?")) for text in line["text"].values()), line["id"]
            assert not {"u", "uw"} & set(line["text"]["nl"].lower().replace(",", " ").replace(".", " ").split())


def test_one_id_is_one_meaning_in_each_situation_that_uses_it(linter: Linter) -> None:
    assert advised(linter, "complaint") == advised(linter, "complaint", words="en")


def test_a_case_of_a_later_folder_is_asked_first(tmp_path: Path) -> None:
    own = tmp_path / "guidance.yml"
    own.write_text(
        "- case: ours\n  when: {situation: complaint}\n  advice:\n    - {id: ours, text: {nl: Bel Ans., en: Ring Ans.}}\n",
        encoding="utf-8",
    )
    linter = Linter.load((tmp_path,), cache=TEST_CACHE)
    assert advised(linter, "complaint") == ["ours"]
    assert advised(linter, "question")[0] == "question-answer-first"


def test_a_mistake_in_the_file_is_named_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "guidance.yml"
    path.write_text("- case: ours\n  advice:\n    - {id: ours, text: {nl: Bel Ans.}}\n", encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        Guidance.load([path])
    assert caught.value.problems[0].path == path
    assert caught.value.problems[0].line == 3
