"""What serving does not need is not loaded by it: each such package would stand in the memory of every worker."""

import subprocess
import sys
from pathlib import Path

SERVER = Path(__file__).parents[2] / "server"
DEFERRED = ("alembic", "authlib", "cryptography", "joserfc", "onnxruntime", "requests")
"""Migrations, single sign-on, the reader and grammar load them when there is something to do."""


def test_the_server_loads_without_what_only_some_houses_need() -> None:
    asked = f"import sys, kalm.serve; print([name for name in {DEFERRED!r} if name in sys.modules])"
    told = subprocess.run(
        [sys.executable, "-c", asked], env={"PYTHONPATH": str(SERVER)}, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"
