"""What is built and what is locked: a wheel that carries the rules, locks that carry hashes and no addresses."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=!~\[; ]", line, maxsplit=1)[0].lower().replace("_", "-") for line in requirements}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_has_a_version_and_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    packages = re.split(r"\n(?=\S)", text.replace("\\\n", " "))
    assert packages
    for package in packages:
        if not package.startswith("#"):
            assert re.match(r"[a-z0-9.-]+==[^ ]+ .*--hash=sha256:[0-9a-f]{64}", package), package[:80]


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("run.lock", PROJECT["project"]["dependencies"] + EXTRAS["reader"] + EXTRAS["grammar"]),
        ("train.lock", PROJECT["project"]["dependencies"] + EXTRAS["reader"] + EXTRAS["train"]),
        ("dev.lock", PROJECT["project"]["dependencies"] + EXTRAS["dev"]),
        ("build.lock", PROJECT["build-system"]["requires"]),
    ],
)
def test_everything_that_is_asked_for_is_locked(lock: str, wanted: list[str]) -> None:
    locked = re.findall(r"^([a-z0-9.-]+)==", (ROOT / "requirements" / lock).read_text(encoding="utf-8"), re.MULTILINE)
    assert names(wanted) <= set(locked)


def test_locks_agree_with_each_other() -> None:
    versions: dict[str, set[str]] = {}
    for lock in LOCKS:
        pinned = r"^([a-z0-9.-]+)==(\S+)(?: ; (.*?))? *\\?$"
        for name, version, where in re.findall(pinned, lock.read_text(encoding="utf-8"), re.MULTILINE):
            versions.setdefault(f"{name} {where}".strip(), set()).add(version)
    assert "flask" in versions
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_what_pip_builds_with_is_what_the_lock_for_it_asks_for() -> None:
    lines = (ROOT / "requirements" / "build.in").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == PROJECT["build-system"]["requires"]


@pytest.mark.slow
def test_a_wheel_carries_the_rules_and_works_without_the_checkout(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path], cwd=ROOT, check=True,
        capture_output=True,
    )  # fmt: skip
    [wheel] = tmp_path.glob("*.whl")
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    shipped = {path.relative_to(ROOT).as_posix() for path in (ROOT / "lint_rules").rglob("*") if path.is_file()}
    carried = {
        path.relative_to(unpacked / "kalm").as_posix()
        for path in (unpacked / "kalm/lint_rules").rglob("*")
        if path.is_file()
    }
    assert carried == shipped
    code = "import kalm; from kalm.linting import Linter; print(kalm.__file__); print(len(Linter.load().rules))"
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    said = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, check=True)
    file, rules = said.stdout.decode().split()
    assert Path(file) == unpacked / "kalm" / "__init__.py"
    assert int(rules) > 0
