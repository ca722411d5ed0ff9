"""No core dump of a process that reads drafts, and none handed to a program of the system's."""

import subprocess
import sys

SAID = "import resource, kalm.dumps; kalm.dumps.forbid(); print(*resource.getrlimit(resource.RLIMIT_CORE))"
WITH_LIMIT_0 = f"import resource; resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); {SAID}"


def limits(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


def test_the_limit_is_the_one_at_which_linux_starts_no_helper_either() -> None:
    assert limits(SAID) in ("1 1", "0 0")  # 0 where whoever started the tests has forbidden them already
    assert limits(WITH_LIMIT_0) == "0 0"
