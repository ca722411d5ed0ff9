"""The files by which browsers find new versions of a self-hosted extension."""

import hashlib
import json
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tools import extension_updates
from tools.extension_updates import MANIFEST, chromium_id, main

VERSION = json.loads(MANIFEST.read_text(encoding="utf-8"))["version"]
ID = "abcdefghijklmnopabcdefghijklmnop"
SPACE = "{http://www.google.com/update2/response}"


def test_both_files_name_this_version_under_the_address_that_was_given(tmp_path: Path) -> None:
    assert main(["https://kalm.example.org/extension", "--id", ID, "--target", str(tmp_path)]) == 0
    app = ElementTree.parse(tmp_path / "updates.xml").getroot().find(f"{SPACE}app")
    assert app is not None
    check = app.find(f"{SPACE}updatecheck")
    assert check is not None
    assert app.get("appid") == ID
    assert check.get("version") == VERSION
    assert check.get("codebase") == f"https://kalm.example.org/extension/kalm-chromium-{VERSION}.crx"
    (update,) = json.loads((tmp_path / "updates.json").read_text())["addons"]["kalm@kalm.invalid"]["updates"]
    assert update["version"] == VERSION
    assert update["update_link"] == f"https://kalm.example.org/extension/kalm-firefox-{VERSION}.xpi"
    assert "update_hash" not in update


def test_packages_are_laid_beside_them_with_their_hash(tmp_path: Path) -> None:
    packages = tmp_path / "packages"
    packages.mkdir()
    (packages / f"kalm-firefox-{VERSION}.xpi").write_bytes(b"signed")
    target = tmp_path / "out"
    given = ["https://kalm.example.org/", "--id", ID, "--target", str(target), "--packages", str(packages)]
    assert main(given) == 0
    (update,) = json.loads((target / "updates.json").read_text())["addons"]["kalm@kalm.invalid"]["updates"]
    assert update["update_hash"] == f"sha256:{hashlib.sha256(b'signed').hexdigest()}"
    assert (target / f"kalm-firefox-{VERSION}.xpi").read_bytes() == b"signed"


def test_the_id_follows_from_the_key_as_chromium_makes_it(tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    subprocess.run(["openssl", "genrsa", "-out", key, "2048"], check=True, capture_output=True)
    public = subprocess.run(
        ["openssl", "rsa", "-in", key, "-pubout", "-outform", "DER"], check=True, capture_output=True
    ).stdout
    asked = "".join("abcdefghijklmnop"[int(digit, 16)] for digit in hashlib.sha256(public).hexdigest()[:32])
    assert chromium_id(key) == asked


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["http://kalm.example.org/", "--id", ID], "http://kalm.example.org/: must be an https address"),
        (["https://kalm.example.org/?a=b", "--id", ID], "must be an https address"),
        (["https://kalm.example.org/", "--id", "xyz"], "xyz: an id of Chromium's is 32 letters"),
        (["https://kalm.example.org/", "--key", "/nowhere"], "/nowhere: no private key"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_line(
    given: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*given, "--target", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_oldest_browsers_are_those_of_the_build() -> None:
    build = (MANIFEST.parents[1] / "build.mjs").read_text(encoding="utf-8")
    assert f'strict_min_version: "{extension_updates.FIREFOX_SINCE}"' in build
    assert f'minimum_chrome_version: "{extension_updates.CHROMIUM_SINCE}"' in build
    assert extension_updates.FIREFOX_ID in build
