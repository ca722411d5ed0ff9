"""On a real Dask scheduler with two worker processes: the same result as here, and no text left on any of them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import dask
import pytest
from distributed import Client

from kalm.audit import CheckSource, Job, Posts, audit, cases_of, over_cores, posts_at
from kalm.audit.checkpoint import Checkpoint
from kalm.audit.cluster import ClusterError, over_cluster
from kalm.audit.run import BLOCK
from tests.audit.made import as_csv, posts
from tests.serve.running import wait_until

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CANARY = "kanariepiet"
POLICIES = "tests.audit.policies"


class Cluster:
    """A cluster in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.spill = folder / "spill"
        environ = os.environ | {
            "PYTHONPATH": os.pathsep.join([str(ROOT / "server"), str(ROOT)]),
            "PYTHONWARNINGS": "ignore",
            "DASK_LOGGING__DISTRIBUTED": "info",
            "TMPDIR": str(folder),
        }
        with (folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(ROOT / "tests/audit/local_cluster.py"), str(self.spill)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=environ,
                cwd=folder,
            )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().decode().strip()

    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def stop(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        try:
            self.process.wait(60)
        finally:
            self.process.kill()
            self.process.stdout.close()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    started = Cluster(tmp_path_factory.mktemp("cluster"))
    yield started
    started.stop()


@pytest.fixture
def file(tmp_path: Path) -> Posts:
    path = tmp_path / "posts.csv"
    path.write_bytes(as_csv([*posts(500), {**next(posts(1)), "text": ""}]).replace(b"RUSTIG", CANARY.encode()))
    return posts_at(path)


def test_a_cluster_counts_what_this_machine_counts(
    cluster: Cluster, file: Posts, ours: CheckSource, theirs: CheckSource
) -> None:
    job = Job((ours, theirs), cases=5)
    with over_cluster(job, cluster.address) as spread:
        there = audit(file, job, spread)
    here = audit(file, job, over_cores(job, 1))
    assert there == here
    assert cases_of(file, job, there) == cases_of(file, job, here)


def test_both_workers_work_and_each_loads_its_rules_once(cluster: Cluster, tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    path.write_bytes(as_csv(posts(BLOCK * 12)))
    marks = tmp_path / "marks"
    marks.mkdir()
    job = Job((CheckSource("marking", f"{POLICIES}:marking", str(marks).encode()),))
    with over_cluster(job, cluster.address) as spread:
        audit(posts_at(path), job, spread)
    loads = [mark.name.split("-")[1] for mark in marks.glob("loaded-*")]
    workers = {mark.name.split("-")[1] for mark in marks.glob("worked-*")}
    assert len(workers) == 2
    assert workers <= set(loads)
    assert len(set(loads)) == len(loads)


def test_a_run_on_a_cluster_can_be_resumed_on_this_machine(
    cluster: Cluster, file: Posts, ours: CheckSource, tmp_path: Path
) -> None:
    job = Job((ours,))
    checkpoint = Checkpoint(tmp_path / "out.checkpoint", file, job)

    class Cut(Exception):  # noqa: N818
        pass

    def stop(_: object) -> None:
        raise Cut

    with pytest.raises(Cut), over_cluster(job, cluster.address) as spread:
        audit(file, job, spread, checkpoint, progress=stop)
    assert CANARY not in checkpoint.path.read_text()
    assert audit(file, job, over_cores(job, 1), checkpoint, resume=True) == audit(file, job, over_cores(job, 1))


def test_no_text_of_a_post_is_left_in_a_log_or_on_a_disk_even_where_something_fails(
    cluster: Cluster, tmp_path: Path
) -> None:
    path = tmp_path / "posts.csv"
    rows = [{**row, "text": f"{row['text']} {CANARY}" + " Dit breekt." * (number % 7 == 0)} for number, row in enumerate(posts(300))]  # fmt: skip
    path.write_bytes(as_csv(rows))
    job = Job((CheckSource("faulty", f"{POLICIES}:faulty"),))
    with over_cluster(job, cluster.address) as spread:
        tally = audit(posts_at(path), job, spread)
    assert {reason for _, reason in tally.problems} == {"internal error: ValueError"}
    with Client(cluster.address, set_as_default=False) as client:  # what Dask says of a task that raises
        assert client.submit(int, "kooltje").exception() is not None
    wait_until(lambda: "kooltje" in cluster.log())
    for written in cluster.folder.rglob("*"):
        if written.is_file():
            assert CANARY.encode() not in written.read_bytes(), written


def test_workers_with_other_rules_are_sent_nothing(cluster: Cluster, file: Posts, tmp_path: Path) -> None:
    class Elsewhere(CheckSource):
        """Pickles as a source whose rules are others on the far side."""

        def __reduce__(self) -> tuple[object, ...]:
            return CheckSource, ("x", f"{POLICIES}:none")

        def fingerprint(self) -> str:
            return "ours"

    job = Job((Elsewhere("x", f"{POLICIES}:none"),))
    with pytest.raises(ClusterError, match="other rules"), over_cluster(job, cluster.address) as spread:
        audit(file, job, spread)


def test_workers_that_cannot_load_the_check_are_sent_nothing(cluster: Cluster, file: Posts) -> None:
    job = Job((CheckSource("x", "no.such.module:check"),))
    with pytest.raises(ClusterError, match="cannot load Kalm: ModuleNotFoundError"), over_cluster(job, cluster.address):
        pass


def test_an_address_where_nobody_answers_is_named(ours: CheckSource, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kalm.audit.cluster.CONNECT_SECONDS", 1)
    with pytest.raises(ClusterError, match=r"127\.0\.0\.1:9"), over_cluster(Job((ours,)), "tcp://127.0.0.1:9"):
        pass


def test_a_worker_that_dies_costs_nothing_but_time(cluster: Cluster, tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    path.write_bytes(as_csv(posts(BLOCK * 20)))
    marks = tmp_path / "marks"
    marks.mkdir()
    job = Job((CheckSource("marking", f"{POLICIES}:marking", str(marks).encode()),))
    killed: list[int] = []

    def kill_one(progress: object) -> None:
        if not killed and (found := [mark.name.split("-")[1] for mark in marks.glob("worked-*")]):
            killed.append(int(found[0]))
            os.kill(killed[0], signal.SIGKILL)

    begun = time.monotonic()
    with over_cluster(job, cluster.address) as spread:
        tally = audit(posts_at(path), job, spread, progress=kill_one)
    assert killed
    assert tally.posts == BLOCK * 20
    assert time.monotonic() - begun < 120
    assert replace(tally, problems=[]) == tally


def test_a_scheduler_that_goes_away_is_told_and_what_was_counted_is_kept(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "posts.csv"
    path.write_bytes(as_csv(posts(BLOCK * 40)))
    posts_ = posts_at(path)
    job = Job((CheckSource("slow", f"{POLICIES}:slow"),))
    checkpoint = Checkpoint(tmp_path / "out.checkpoint", posts_, job)
    folder = tmp_path / "cluster"
    folder.mkdir()
    own = Cluster(folder)
    brief = dask.config.set({"distributed.comm.timeouts.connect": "2s"})
    with brief, pytest.raises(ClusterError, match="cluster"), over_cluster(job, own.address) as spread:
        audit(posts_, job, spread, checkpoint, progress=lambda _: own.process.kill())
    own.process.wait()
    own.stop()
    assert capfd.readouterr().err == ""
    kept = checkpoint.load()
    assert kept is not None
    assert kept.rows >= BLOCK
    here = Job((CheckSource("slow", f"{POLICIES}:none"),))
    assert audit(posts_, job, over_cores(job, 2), checkpoint, resume=True) == audit(posts_, here, over_cores(here, 1))
