"""An audit on a Dask cluster that is there already; the extra ``dask``.

Posts go to the workers as arguments of tasks and stay in their memory; what comes back, and what a worker could
spill to its disk, are tallies. A worker is sent posts only after it showed that it has this Kalm and these rules.
"""

import logging
import uuid
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from distributed import Client

from kalm.audit.checks import Job, loaded, tally_rows
from kalm.audit.run import Block, Spread
from kalm.audit.tally import Tally

CONNECT_SECONDS = 15
"""Seconds until a scheduler that does not answer is given up."""
AHEAD = 4
"""Blocks a thread of the cluster that may be under way."""
RETRIES = 2
"""How often a block may be tried again after its worker died."""
LOOK_SECONDS = 10
"""Seconds between two looks at a cluster that lets one wait."""


class ClusterError(RuntimeError):
    """The cluster cannot do it. The text says why, without any post."""


@contextmanager
def over_cluster(job: Job, address: str) -> Iterator[Spread]:
    """Over the workers of the scheduler at ``address``, such as ``tcp://10.0.0.7:8786``. Raises `ClusterError`."""
    for name in ("distributed", "distributed.client"):  # whoever asks gets one line, not the traces of a lost link
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError):
        raise ClusterError(f"No Dask scheduler answers at {address}.") from None
    with client:
        threads = _able(client, job)
        yield lambda blocks: _spread(client, job, threads, blocks)


def _able(client: Client, job: Job) -> dict[str, int]:
    """Address → threads of the workers, all of which have this Kalm and these rules. Raises `ClusterError`."""
    threads = dict(client.nthreads())
    if not threads:
        raise ClusterError("The cluster has no workers.")
    try:
        answers = client.run(_prepare, job, on_error="return")
    except Exception as error:
        raise ClusterError(f"The cluster does not answer: {type(error).__name__}.") from None
    for worker, answer in answers.items():
        if isinstance(answer, BaseException):
            raise ClusterError(f"Worker {worker} cannot load Kalm: {type(answer).__name__}.")
        if answer != job.fingerprint():
            raise ClusterError(f"Worker {worker} has another version of Kalm, or other rules.")
    return {worker: threads[worker] for worker in answers if worker in threads}


def _prepare(job: Job) -> str:
    loaded(job.sources)
    return job.fingerprint()


def _tally(job: Job, block: Block) -> Tally:
    return tally_rows(job, loaded(job.sources), block)


def _spread(client: Client, job: Job, threads: dict[str, int], blocks: Iterable[Block]) -> Iterator[Tally]:
    name = f"kalm-audit-{uuid.uuid4().hex}"
    most = AHEAD * sum(threads.values())
    under_way: deque[Any] = deque()
    try:
        for number, block in enumerate(blocks):
            _connected(client)
            under_way.append(
                client.submit(
                    _tally, job, block, key=f"{name}-{number}", pure=False, retries=RETRIES, workers=list(threads)
                )
            )
            if len(under_way) >= most:
                yield _result(client, threads, under_way.popleft())
        while under_way:
            yield _result(client, threads, under_way.popleft())
    finally:
        client.cancel(list(under_way), force=True)


def _result(client: Client, threads: dict[str, int], future: Any) -> Tally:
    """What a task gave. Looks now and then whether there is still somebody to wait for."""
    while True:
        try:
            tally: Tally = future.result(timeout=LOOK_SECONDS)
        except TimeoutError:
            _connected(client)
            if not threads.keys() & _workers(client):
                raise ClusterError("The cluster has lost all the workers that this audit began with.") from None
        except Exception as error:
            raise ClusterError(f"The cluster gave up on a block of posts: {type(error).__name__}.") from None
        else:
            return tally


def _connected(client: Client) -> None:
    """Raise `ClusterError` if the scheduler is gone: what one asks while Dask looks for it is never answered."""
    if client.status != "running":
        raise ClusterError("The scheduler of the cluster has gone away.")


def _workers(client: Client) -> set[str]:
    try:
        return set(client.sync(client.scheduler.ncores, callback_timeout=LOOK_SECONDS))
    except Exception as error:
        raise ClusterError(f"The scheduler of the cluster does not answer: {type(error).__name__}.") from None
