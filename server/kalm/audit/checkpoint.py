"""Where a long audit stands, in a small file: numbers, ids of rules, weeks. No text of a post."""

import os
from dataclasses import dataclass
from pathlib import Path

import orjson

from kalm.audit.checks import Job
from kalm.audit.readers import Posts
from kalm.audit.tally import Tally

SAVE_SECONDS = 10.0
"""Seconds between two saves; what was done since the last one is done again after a crash."""


class CheckpointError(ValueError):
    """A checkpoint that this audit cannot go on from."""


@dataclass(slots=True)
class Checkpoint:
    """The file ``path``, about one job on one file of posts."""

    path: Path
    posts: Posts
    job: Job

    def save(self, tally: Tally) -> None:
        """Write where things stand: whole, or not at all. Raises `OSError`."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        content = {"file": self._file(), "job": self.job.fingerprint(), "tally": tally.to_json()}
        fresh.write_bytes(orjson.dumps(content))
        fresh.replace(self.path)

    def load(self) -> Tally | None:
        """Where it stood; None if it has not begun. Raises `CheckpointError`."""
        try:
            content = orjson.loads(self.path.read_bytes())
            file, job, tally = content["file"], content["job"], Tally.from_json(content["tally"])
        except FileNotFoundError:
            return None
        except (OSError, KeyError, TypeError, ValueError):
            raise CheckpointError(f"{self.path}: cannot be read; start again without --resume.") from None
        if file != self._file():
            raise CheckpointError(f"{self.path}: the file of posts has changed since; start again without --resume.")
        if job != self.job.fingerprint():
            raise CheckpointError(
                f"{self.path}: was made with other rules, another policy or other options; "
                "start again without --resume."
            )
        return tally

    def remove(self) -> None:
        """It is done."""
        self.path.unlink(missing_ok=True)

    def _file(self) -> list[int]:
        """Size and time of change of the file of posts: nothing that depends on its text."""
        assert isinstance(self.posts.place, Path)
        state = self.posts.place.stat()
        return [state.st_size, state.st_mtime_ns]
