"""Where the one server of this machine is: a lock that its owner holds, and a note that says how to reach it.

Both lie in ``grammar`` in the cache folder. Whoever holds the lock is the owner; a note without an owner means
nothing, since its port may belong to somebody else by now. Neither holds anything that anybody wrote.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

Stage = Literal["installing", "starting", "ready", "failed", "stopped"]


@dataclass(frozen=True, slots=True)
class Note:
    """What the owner tells. ``languages`` are those that are warm."""

    stage: Stage
    keeper: int
    """Process id of the owner."""
    server: int = 0
    """Process id of the Java process; 0 while there is none."""
    port: int = 0
    languages: tuple[str, ...] = ()
    detail: str = ""
    """One plain line for people: what is going on, or what to do."""


class Whereabouts:
    """The lock and the note in one folder."""

    def __init__(self, cache_dir: Path) -> None:
        self.folder = cache_dir / "grammar"
        self._note = self.folder / "server.json"
        self._lock = self.folder / "server.lock"
        self._seen: tuple[tuple[int, int], Note] | None = None

    def read(self) -> Note | None:
        """The note as it stands, whether anybody stands behind it or not."""
        try:
            status = self._note.stat()
            stamp = status.st_mtime_ns, status.st_ino
            if self._seen is None or self._seen[0] != stamp:
                self._seen = stamp, _parse(self._note.read_text(encoding="utf-8"))
        except (OSError, ValueError, TypeError, LookupError):
            return None
        return self._seen[1]

    def current(self) -> Note | None:
        """The note of an owner who lives; None if there is no owner."""
        note = self.read()
        return note if note is not None and self.owned() else None

    def owned(self) -> bool:
        """Whether somebody holds the lock."""
        try:
            descriptor = os.open(self._lock, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
        finally:
            os.close(descriptor)
        return False

    def publish(self, note: Note) -> None:
        """Write the note, whole or not at all. Only the owner does."""
        fresh = self.folder / f".server.{os.getpid()}"
        fresh.write_text(json.dumps(asdict(note)), encoding="utf-8")
        fresh.replace(self._note)

    @contextmanager
    def own(self, patience: float | None = None) -> Iterator[bool]:
        """Hold the lock; waits for it as long as ``patience`` seconds (None: for ever). Gives whether it is held."""
        with hold(self._lock, patience) as held:
            yield held


@contextmanager
def hold(path: Path, patience: float | None = None) -> Iterator[bool]:
    """Hold a lock file, waiting at most ``patience`` seconds (None: for ever); gives whether it is held. The
    system takes the lock back when the process ends, however it ends."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    deadline = None if patience is None else time.monotonic() + patience
    try:
        held = _take(descriptor)
        while not held and (deadline is None or time.monotonic() < deadline):
            time.sleep(0.1)  # polled, since whoever looks whether it is held holds it for a moment
            held = _take(descriptor)
        yield held
    finally:
        os.close(descriptor)


def _take(descriptor: int) -> bool:
    with suppress(OSError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _parse(text: str) -> Note:
    fields = json.loads(text)
    return Note(**{**fields, "languages": tuple(fields["languages"])})
