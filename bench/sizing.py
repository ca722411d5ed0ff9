"""What a worker takes and gives, with and without the reader, and how the store grows: the table of ``docs/sizing.md``.

Answers a second depend on who else uses the machine, so they come beside the processor time of an answer, which
depends on that much less, and beside the reference of `bench.reference` in the same run.
"""

import datetime as dt
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.http import KALM, running, throughput
from bench.measure import row, title
from kalm.store import Store, migrate
from kalm.store.tables import Counter

SECONDS = 4.0
PEOPLE, TEAMS, DAYS = 1_000, 20, 250
"""An organisation of 1,000 people who write, in teams of fifty, and their working days in a year."""
RULES_A_DAY = 60
"""Different rules that speak in one team on one day, and what came of them: shown always, and two more."""
EVENTS = ("shown", "applied", "ignored")


def workers(reader: str) -> None:
    """One worker and two."""
    for count in (1, 2):
        title(f"{count} worker{'s' * (count > 1)}, {'with the reader' if reader == 'auto' else 'rules only'}")
        with tempfile.TemporaryDirectory() as folder:
            here = {"KALM_READER": reader, "KALM_DATA_DIR": folder}
            with running(KALM, count, **here) as server, running(REFERENCE, 1) as reference:
                ours, plain = (throughput(each, SECONDS, warm=5) for each in (server, reference))
                memory = [worker.memory_full_info() for worker in server.workers()]
                master = server.process.memory_full_info()
        ratio = ours.processor / plain.processor
        row("answers a second", f"{ours.a_second:,.0f}")
        row("processor time of an answer", f"{ours.processor:.2f} ms")
        row("so at most, for a worker that has a core to itself", f"{1000 / ours.processor:,.0f} a second")
        row("processor time, against a fixed answer behind the same gunicorn", f"{ratio:.1f} x")
        row("answers a second of that one, with one worker", f"{plain.a_second:,.0f}")
        row("worker, resident", ", ".join(f"{each.rss / 2**20:.0f} MiB" for each in memory))
        row("worker, proportional share", ", ".join(f"{each.pss / 2**20:.0f} MiB" for each in memory))
        row("all of Kalm, proportional share", f"{(master.pss + sum(each.pss for each in memory)) / 2**20:.0f} MiB")


REFERENCE = [sys.executable, "-m", "bench.reference", "1"]


@contextmanager
def emptied(folder: Path) -> Iterator[Store]:
    """A new SQLite database."""
    store = Store(f"sqlite:///{folder / 'kalm.db'}")
    migrate.upgrade(store)
    yield store
    store.close()


def _settle(store: Store) -> None:
    """Bring all that was written into the one file."""
    with store.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")


def growth(days: int = 25) -> None:
    """A tenth of a year of counts, in SQLite."""
    title(f"The store: counts of {PEOPLE:,} people in {TEAMS} teams")
    with tempfile.TemporaryDirectory() as folder, emptied(Path(folder)) as store:
        file = Path(folder) / "kalm.db"
        _settle(store)
        empty = file.stat().st_size
        begun = time.monotonic()
        for day in range(days):
            with store.session() as session:
                session.connection().execute(
                    Counter.__table__.insert(),  # type: ignore[attr-defined]
                    [
                        {
                            "day": dt.date(2026, 1, 1) + dt.timedelta(day),
                            "team": f"team-{team:02}",
                            "rule": f"nl.condescension.rule-number-{rule}",
                            "policy_version": 7,
                            "event": event,
                            "count": 12,
                        }
                        for team in range(TEAMS)
                        for rule in range(RULES_A_DAY)
                        for event in EVENTS
                    ],
                )
        spent = time.monotonic() - begun
        _settle(store)
        rows = days * TEAMS * RULES_A_DAY * len(EVENTS)
        each = (file.stat().st_size - empty) / rows
    row("an empty database", f"{empty / 2**20:.2f} MiB")
    row("bytes a row", f"{each:.0f}")
    row(f"a year of {DAYS} working days", f"{each * rows / days * DAYS / 2**20:,.0f} MiB")
    row("writing the rows of one day", f"{spent / days * 1e3:.0f} ms")


def main() -> None:
    """All of it."""
    growth()
    workers("off")
    workers("auto")


if __name__ == "__main__":
    main()
