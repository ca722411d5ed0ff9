"""A whole file over several processes: the same result however it was cut, and no text on the way."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kalm.audit import CheckSource, Job, Posts, Progress, Tally, audit, cases_of, checks, over_cores, posts_at
from kalm.audit import run as running
from kalm.audit.checkpoint import Checkpoint, CheckpointError
from kalm.audit.run import Block
from tests.audit import policies
from tests.audit.made import as_csv, as_jsonl, posts

ROOT = Path(__file__).parents[2]
CANARY = "kanariepiet"


def whole(posts_: Posts, job: Job) -> Tally:
    return audit(posts_, job, over_cores(job, 1))


@pytest.fixture
def job(ours: CheckSource, theirs: CheckSource) -> Job:
    return Job((ours, theirs), cases=4)


@pytest.fixture
def file(tmp_path: Path) -> Posts:
    rows = [*posts(300), {**next(posts(1)), "text": ""}, *posts(50)]
    path = tmp_path / "posts.csv"
    path.write_bytes(as_csv(rows).replace(b"RUSTIG", CANARY.encode() + b"\xe9 RUSTIG"))
    return posts_at(path)


def test_two_processes_and_one_say_the_same(file: Posts, job: Job) -> None:
    alone = whole(file, job)
    assert audit(file, job, over_cores(job, 2)) == alone
    assert (alone.rows, alone.posts, alone.problems) == (351, 350, [(302, "draft: is empty")])


class Cut(Exception):  # noqa: N818
    """Power is gone."""


def cut_after(blocks: int, job: Job) -> running.Spread:
    spread = over_cores(job, 1)

    def some(given: Iterable[Block]) -> Iterator[Tally]:
        for number, tally in enumerate(spread(given)):
            if number == blocks:
                raise Cut
            yield tally

    return some


@pytest.mark.parametrize("cuts", [(0,), (1,), (3, 1), (4,)])
def test_interrupted_or_not_the_result_is_the_same(
    file: Posts, job: Job, tmp_path: Path, cuts: tuple[int, ...]
) -> None:
    checkpoint = Checkpoint(tmp_path / "out.checkpoint", file, job)
    for blocks in cuts:
        with pytest.raises(Cut):
            audit(file, job, cut_after(blocks, job), checkpoint, resume=True)
    seen: list[Progress] = []
    resumed = audit(file, job, over_cores(job, 1), checkpoint, resume=True, progress=seen.append)
    assert resumed == whole(file, job)
    assert seen[0].rows == running.BLOCK * (sum(cuts) + 1)
    assert [case.post.draft.text for case in cases_of(file, job, resumed)]


def test_without_resume_it_begins_again(file: Posts, job: Job, tmp_path: Path) -> None:
    checkpoint = Checkpoint(tmp_path / "out.checkpoint", file, job)
    with pytest.raises(Cut):
        audit(file, job, cut_after(2, job), checkpoint)
    assert audit(file, job, over_cores(job, 1), checkpoint) == whole(file, job)


def test_a_checkpoint_of_another_file_policy_or_option_is_refused(file: Posts, job: Job, tmp_path: Path) -> None:
    place = tmp_path / "out.checkpoint"
    Checkpoint(place, file, job).save(Tally.of(2))
    for other in (replace(job, seed=3), replace(job, sources=job.sources[:1]), replace(job, columns=(("draft", "x"),))):
        with pytest.raises(CheckpointError, match="another policy"):
            Checkpoint(place, file, other).load()
    other_policy = replace(job.sources[0], policy=b"{}")
    with pytest.raises(CheckpointError, match="another policy"):
        Checkpoint(place, file, replace(job, sources=(other_policy, job.sources[1]))).load()
    heard = replace(job, sources=tuple(replace(source, reader="auto") for source in job.sources))
    assert heard.fingerprint() != job.fingerprint()
    assert isinstance(file.place, Path)
    file.place.write_bytes(file.place.read_bytes() + b"\n")
    with pytest.raises(CheckpointError, match="has changed"):
        Checkpoint(place, file, job).load()


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"file": 1, "job": 2, "tally": {}}', b"\xff"])
def test_a_broken_checkpoint_is_refused(file: Posts, job: Job, tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "out.checkpoint"
    place.write_bytes(content)
    with pytest.raises(CheckpointError, match="start again without --resume"):
        Checkpoint(place, file, job).load()


def test_a_checkpoint_holds_no_text(file: Posts, job: Job, tmp_path: Path) -> None:
    checkpoint = Checkpoint(tmp_path / "out.checkpoint", file, job)
    with pytest.raises(Cut):
        audit(file, job, cut_after(3, job), checkpoint)
    content = checkpoint.path.read_text()
    assert 100 < len(content) < 10_000
    for row in posts(20):
        assert not any(word in content for word in row["text"].split() if len(word) > 4)
    assert CANARY not in content
    assert list(tmp_path.iterdir()) != []
    assert {path.name for path in tmp_path.iterdir()} == {"posts.csv", "out.checkpoint"}


def test_a_fault_on_one_post_loses_no_other_and_quotes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    path.write_bytes(as_jsonl([*posts(2), {"text": f"Dit breekt. {CANARY}"}, *posts(2)]))
    job = Job((CheckSource("faulty", f"{policies.__name__}:faulty"),))
    tally = whole(posts_at(path), job)
    assert tally.posts == 4
    assert tally.problems == [(3, "internal error: ValueError")]


def test_cases_are_only_there_when_asked_for(file: Posts, job: Job) -> None:
    without = replace(job, cases=0)
    tally = whole(file, without)
    assert tally.cases == []
    assert cases_of(file, without, tally) == []


def test_cases_are_posts_on_which_the_policies_differ(file: Posts, job: Job) -> None:
    cases = cases_of(file, job, whole(file, job))
    assert len(cases) == 4
    assert [case.line for case in cases] == sorted(case.line for case in cases)
    for case in cases:
        ours, theirs = case.reports
        assert (ours.verdict, [f.rule for f in ours.findings]) != (theirs.verdict, [f.rule for f in theirs.findings])
    other = replace(job, seed=1)
    assert [case.line for case in cases_of(file, other, whole(file, other))] != [case.line for case in cases]


START = """
import sys
from kalm.audit import *
from kalm.audit import checkpoint, run
from kalm.audit.checkpoint import Checkpoint
run.SAVE_SECONDS = 0.1
file, place, resume, factory = sys.argv[1:]
posts = posts_at(__import__("pathlib").Path(file))
job = Job((CheckSource("slow", factory),))
tally = audit(posts, job, over_cores(job, 2), Checkpoint(__import__("pathlib").Path(place), posts, job), resume == "yes")
sys.stdout.buffer.write(__import__("orjson").dumps(tally.to_json()))
"""


@pytest.mark.slow
def test_killed_in_the_middle_it_leaves_nobody_behind_and_goes_on_to_the_same_result(tmp_path: Path) -> None:
    file, place = tmp_path / "posts.jsonl", tmp_path / "out.checkpoint"
    count = 4_000
    file.write_bytes(as_jsonl(posts(count)))
    environ = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "server"), str(ROOT)]), "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", START, str(file), str(place)]
    factory = f"{policies.__name__}:slow"
    process = subprocess.Popen([*command, "no", factory], env=environ, cwd=tmp_path)
    children: list[int] = []
    try:
        deadline = time.monotonic() + 60
        while not place.exists():
            assert time.monotonic() < deadline
            assert process.poll() is None
            time.sleep(0.02)
        children = [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert len(children) == 2
    deadline = time.monotonic() + 30
    while any(running_still(pid) for pid in children):
        assert time.monotonic() < deadline, "a process of a killed audit goes on"
        time.sleep(0.05)
    rows = json.loads(place.read_bytes())["tally"]["rows"]
    assert 0 < rows < count
    assert rows % running.BLOCK == 0
    resumed = subprocess.run([*command, "yes", factory], env=environ, cwd=tmp_path, check=True, capture_output=True)
    job = Job((CheckSource("slow", f"{policies.__name__}:none"),))
    assert Tally.from_json(json.loads(resumed.stdout)) == whole(posts_at(file), job)
    assert {path.name for path in tmp_path.iterdir()} == {"posts.jsonl", "out.checkpoint"}


def running_still(pid: int) -> bool:
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def test_which_reader_listens_is_part_of_what_was_asked(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = replace(job.sources[0], reader="auto")
    assert heard.hears()
    before = heard.fingerprint()
    listening = checks._shipped(heard.rules, heard.cache, heard.reader).listening
    assert listening is not None
    monkeypatch.setattr(listening.reader, "measured", replace(listening.reader.measured, sha256="another"))
    assert heard.fingerprint() != before
