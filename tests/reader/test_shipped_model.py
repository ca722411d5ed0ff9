"""The model of this release, as it lies in the package."""

import hashlib
import json
import os
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path

import pytest

from kalm.core import Attachment, Context, Draft, Message
from kalm.linting import Linter, reply
from kalm.policy.resolved import ResolvedPolicy
from kalm.reader import model as model_module
from kalm.reader.encode import ALONE_PIECES, PARENT_PIECES, WINDOW, alone, windows
from kalm.reader.model import FOLDER, HEADS
from kalm.reader.reading import Reader
from kalm.reader.strictness import STRICTNESS
from tests.shipped import TEST_CACHE, shipped

MEGABYTE = 1_000_000
SNEER = "Fijn dat u nu ook begrijpt hoe een kalender werkt. De afspraak staat op 3 mei."
COMPLAINT = "Al drie weken wacht ik op een monteur, er komt gewoon niemand!"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.fixture(scope="module")
def both() -> Linter:
    return shipped("auto")


def test_model_and_vocabulary_are_small_enough_to_ship():
    assert sum((FOLDER / name).stat().st_size for name in ("model.onnx", "tokenizer.json")) <= 30 * MEGABYTE


def test_the_card_names_this_very_model():
    measured = json.loads((FOLDER / "reader.json").read_text(encoding="utf-8"))
    assert measured["sha256"] == hashlib.sha256((FOLDER / "model.onnx").read_bytes()).hexdigest()
    assert measured["sha256"] in (FOLDER / "card.md").read_text(encoding="utf-8")


def test_the_documented_card_is_the_shipped_one():
    docs = Path(__file__).parents[2] / "docs" / "model-card.md"
    assert docs.read_text(encoding="utf-8") == (FOLDER / "card.md").read_text(encoding="utf-8")


def test_every_category_has_a_curve_in_both_languages_and_a_stricter_setting_shows_no_more(reader: Reader):
    for language in ("nl", "nl-BE", "en", "en-GB"):
        scale = reader.measured.scale(language)
        assert tuple(scale.calibration) == HEADS
        assert all(slope > 0 for slope, _ in scale.calibration.values())
        quiet, balanced, keen = (scale.levels[strictness] for strictness in STRICTNESS)
        assert quiet.warning >= balanced.warning >= keen.warning
        assert balanced.suggestion >= keen.suggestion
        for one in (quiet, balanced, keen):
            assert one.suggestion <= one.warning


def test_at_each_strictness_no_more_good_drafts_were_flagged_than_its_budget_has_it(reader: Reader):
    for language in ("nl", "en"):
        measured = reader.measured.scale(language).false_alarms
        assert measured["quiet"] <= 1
        assert measured["balanced"] <= 3
        assert measured["keen"] <= 6


def test_the_word_of_a_rule_counts_for_more_the_graver_it_is(reader: Reader):
    for language in ("nl", "en"):
        worth = reader.measured.scale(language).rules
        assert 0 < worth["suggestion"] < worth["warning"]
        assert 0 < worth["asks"] < worth["warning"]
        assert worth["acknowledged"] < 0


def test_what_only_the_organisation_knows_is_not_doubted():
    text = "Veel plezier bij Zonnehuis De Vries."
    known = ResolvedPolicy(lists={"competitors": ("Zonnehuis De Vries",)})
    base = shipped("auto")
    ours = base.of_policy(known)
    alone = base.of_policy(known)
    alone.listening = None
    draft = reply(text, "Ik stap over naar een ander, ik ben er klaar mee.")
    by_rules = [one for one in alone.check(draft).findings if one.category == "competitor"]
    assert by_rules
    assert [one for one in ours.check(draft).findings if one.category == "competitor"] == by_rules


def test_a_draft_is_heard_the_same_in_one_window_and_among_many_pieces(reader: Reader):
    tokenizer = reader.model.tokenizer
    (only,) = windows(tokenizer, SNEER, Context(parent=Message(COMPLAINT), place="page"))
    assert SNEER[only.extent.start : only.extent.end] == SNEER
    long = windows(tokenizer, " ".join([SNEER] * 40), Context())
    assert len(long) > 1
    assert all(len(one.spans) <= WINDOW for one in long)


def test_a_long_parent_is_cut_beside_a_draft_and_read_from_both_ends_by_itself(reader: Reader):
    tokenizer = reader.model.tokenizer
    parent = " ".join([COMPLAINT] * 60)
    (only,) = windows(tokenizer, SNEER, Context(parent=Message(parent), place="page"))
    assert only.first <= PARENT_PIECES + 12
    assert len(alone(tokenizer, parent)) == ALONE_PIECES + 2


def test_many_attachments_and_a_long_parent_still_fit_the_model(both: Linter):
    parent = Message(" ".join([COMPLAINT] * 60))
    attachments = tuple(Attachment("document", "unknown") for _ in range(60))
    context = Context(place="page", parent=parent, attachments=attachments)
    assert both.check(Draft(" ".join([SNEER] * 40), context, "nl")).situation is not None


def test_what_is_not_read_of_a_very_long_draft_is_named(both: Linter):
    report = both.check(reply("Wij komen morgen langs met de nieuwe onderdelen. " * 300, COMPLAINT))
    assert report.unread
    assert all(0 <= span.start < span.end for span in report.unread)


def test_a_parent_reads_the_same_whatever_is_answered(both: Linter):
    one = both.check(reply("Dank u.", COMPLAINT)).situation
    other = both.check(reply("Dat is niet onze afdeling, u moet elders zijn.", COMPLAINT)).situation
    assert one == other
    assert one is not None
    assert one.label == "complaint"


def test_a_finding_of_the_reader_carries_its_id_words_in_both_languages_and_a_confidence(both: Linter):
    drafts = [SNEER, "U bent de enige bij wie dit misgaat, dat zegt wel iets.", "Rustig maar, adem in, adem uit."]
    heard = [
        (words, finding)
        for text in drafts
        for words in ("nl", "en")
        for finding in both.check(reply(text, COMPLAINT), words=words, strictness="keen").findings
        if finding.rule.startswith("reader.")
    ]
    assert {words for words, _ in heard} == {"nl", "en"}
    for _, finding in heard:
        assert finding.rule == f"reader.{finding.category}"
        assert finding.confidence is not None
        assert 0 < finding.confidence <= 1
        assert finding.message
        assert finding.severity in ("suggestion", "warning")


def test_a_post_of_ones_own_lacks_no_empathy_and_quarrels_with_nobody(both: Linter):
    heard = both.check(Draft("Ik vind dit vervelnd. Jij loop naar huis.", Context(), "nl"), strictness="keen").findings
    assert not {"missing-empathy", "escalation", "moderation"} & {one.category for one in heard}


def test_in_a_private_conversation_troubles_of_public_places_are_not_heard(both: Linter):
    context = Context(place="dm", parent=Message(COMPLAINT))
    heard = both.check(Draft(SNEER + " Dat zie je toch zelf?", context, "nl"), strictness="keen").findings
    assert not {"escalation", "spam", "copyright", "disclosure"} & {one.category for one in heard}


def test_the_empty_draft_and_foreign_ones_need_no_reader(both: Linter):
    assert not [one for one in both.check(reply("", COMPLAINT)).findings if one.rule.startswith("reader.")]
    assert not [one for one in both.check(Draft("Bonjour, merci beaucoup pour votre message.", Context(), "fr")).findings
                if one.rule.startswith("reader.")]  # fmt: skip


def _process_of_the_model(reader: Reader) -> bool:
    return list(reader._models) == [] and reader.model is not None and list(reader._models) == [os.getpid()]


def test_each_process_makes_a_session_of_its_own_after_the_fork():
    reader = Reader()
    with get_context("fork").Pool(2) as pool:
        assert pool.map(_process_of_the_model, [reader, reader]) == [True, True]


def test_without_the_optional_packages_rules_go_on_and_say_so(monkeypatch: pytest.MonkeyPatch):
    real = model_module.find_spec
    monkeypatch.setattr(model_module, "find_spec", lambda name: None if name == "onnxruntime" else real(name))
    linter = Linter.load(cache=TEST_CACHE, reader="auto")
    assert linter.listening is None
    assert "[reader]" in linter.reader_state
    assert linter.check(reply("Zoals ik u al zei kan dit niet.", COMPLAINT)).findings


@pytest.mark.slow
def test_the_reader_takes_at_most_120_megabytes():
    code = (
        "import ctypes, gc, psutil, sys; from kalm.linting import Linter, reply; from pathlib import Path;"
        # What is free goes back first: how much of it an allocator keeps says nothing of the reader.
        "free = lambda: (gc.collect(), getattr(ctypes.CDLL(None), 'malloc_trim', int)(0));"
        "size = lambda: (free(), psutil.Process().memory_info().rss)[1];"
        "cache = Path(sys.prefix) / 'kalm-test-cache';"
        "linter = Linter.load(cache=cache); linter.check(reply('Dag', 'Hallo')); before = size();"
        "from kalm.listening import Listening; from kalm.reader.reading import Reader;"
        "from kalm.rules.folder import shipped_rules;"
        "linter.listening = Listening(Reader(), linter.rules, [shipped_rules() / 'reader.yml']);"
        "[linter.check(reply('Dat had u moeten weten. ' * n, 'Hallo')) for n in range(1, 30)];"
        "print((size() - before) / 1e6)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(done.stdout) <= 120


@pytest.mark.slow
def test_reading_writes_no_file_and_no_log(tmp_path: Path):
    secret = "zeldzaamwoord rozenbottelthee"
    code = (
        "import sys; from kalm.linting import Linter, reply; from pathlib import Path;"
        "linter = Linter.load(cache=Path(sys.prefix) / 'kalm-test-cache', reader='auto');"
        f"linter.check(reply('{secret} had u moeten weten', '{secret}'))"
    )
    environment = {
        **os.environ,
        "TMPDIR": str(tmp_path),
        "HOME": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path, env=environment
    )
    assert done.stdout + done.stderr == ""
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in written if secret.encode() in path.read_bytes()]


def test_the_neighbours_are_the_marked_examples_of_todays_rules(both: Linter):
    import numpy as np

    with np.load(FOLDER / "neighbours.npz") as kept:
        names = set(kept["rules"].tolist())
    marked = {rule.id for rule in both.rules if any(example.marked for example in rule.bad)}
    assert names == marked
