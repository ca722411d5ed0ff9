"""Kalm is installed where no network is."""

import os
import subprocess
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


def test_from_the_wheelhouse_alone_kalm_is_installed_and_reads_a_draft(tmp_path: Path) -> None:
    house = tmp_path / "wheelhouse"
    subprocess.run([ROOT / "tools" / "wheelhouse", house], check=True, timeout=900)
    assert len(list(house.glob("kalm-*.whl"))) == 1
    assert not [file.name for file in house.iterdir() if file.suffix != ".whl" and file.name != "SHA256SUMS"]
    subprocess.run(["sha256sum", "--quiet", "--check", "SHA256SUMS"], cwd=house, check=True)
    place = tmp_path / "venv"
    venv.create(place, with_pip=True)
    python = place / "bin" / "python"
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON", "KALM_"))}
    subprocess.run(
        [python, "-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--no-index", "--find-links", house,
         "kalm[reader,grammar,postgres]"],
        check=True, env=environ | {"PIP_CONFIG_FILE": os.devnull}, timeout=900, cwd=tmp_path,
    )  # fmt: skip
    environ |= {"KALM_CACHE_DIR": str(tmp_path / "cache"), "HOME": str(tmp_path)}
    said = subprocess.run(
        [place / "bin" / "kalm", "lint", "--parent", "Al acht weken wachten op mijn paspoort en niemand belt terug!", "-"], input="Zoals wij u eerder al uitlegden duurt het zes weken.",
        env=environ, capture_output=True, text=True, timeout=900, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert said.returncode == 1
    assert "already-explained" in said.stdout
    assert "Without the reader" not in said.stderr
