"""Ordinary sentences as material: fine drafts, some of which no run may learn from."""

import pytest

from kalm.reader.model import FOLDER, ReaderModel
from kalm.rules.folder import shipped_rules
from training import runs
from training.__main__ import CORPUS, FOLD_RUNS, LEAVE_OUT_RUNS
from training.records import Item, ordinary, ordinary_drafts

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def items() -> list[Item]:
    return ordinary(CORPUS, ReaderModel(FOLDER).tokenizer)


def test_every_sentence_is_a_fine_draft_with_nothing_in_any_category(items: list[Item]):
    lines = [
        line
        for language in ("nl", "en")
        for line in (shipped_rules() / "ordinary" / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    ]
    assert [draft.text for _, draft in ordinary_drafts(CORPUS)] == lines
    assert len(items) == len(lines)
    for item in items:
        assert not item.labels.any()
        assert item.mask.all()
        assert item.piece_mask.all()


@pytest.mark.parametrize("run", ["final", *FOLD_RUNS, *LEAVE_OUT_RUNS])
def test_about_a_fifth_is_kept_from_every_run_whole_questions_at_a_time(items: list[Item], run: str):
    out = runs.held_out(run, items)
    kept_from_all = [runs.is_measured(item.group) for item in items]
    assert all(is_out for is_out, measured in zip(out, kept_from_all, strict=True) if measured)
    assert 0.1 < sum(kept_from_all) / len(items) < 0.3
    groups = {item.group for item, is_out in zip(items, out, strict=True) if is_out}
    assert not groups & {item.group for item, is_out in zip(items, out, strict=True) if not is_out}
