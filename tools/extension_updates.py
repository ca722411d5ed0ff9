"""Writes the files by which browsers find new versions of an extension that an organisation hosts itself.

``python -m tools.extension_updates https://kalm.example.org/extension/ --packages extension/dist --target out``
puts ``updates.xml`` (Chromium) and ``updates.json`` (Firefox) beside copies of the packages, ready for any web server.
Forms: Chrome's "Update manifest" (gupdate, protocol 2.0) and Mozilla's "Updating your extension" (addons/updates).
"""

import argparse
import hashlib
import json
import re
import shutil
import sys
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.sax.saxutils import quoteattr

from cryptography.hazmat.primitives import serialization

MANIFEST = Path(__file__).parents[1] / "extension" / "src" / "manifest.json"
FIREFOX_ID = "kalm@kalm.invalid"
FIREFOX_SINCE = "142.0"
CHROMIUM_SINCE = "121"
"""Oldest browsers, as ``extension/build.mjs`` writes them; a test compares."""


class WrongInputError(Exception):
    """Something given cannot be used. The text is one line."""


def chromium_id(key: Path) -> str:
    """The id that Chromium gives what is packed with ``key`` (PEM): 32 letters a to p, which are the first 128 bits
    of the SHA-256 of the public key. Raises `WrongInputError` for a file that is no private key."""
    try:
        private = serialization.load_pem_private_key(key.read_bytes(), password=None)
    except (OSError, ValueError, TypeError):
        raise WrongInputError(f"{key}: no private key in PEM form without a password") from None
    public = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return "".join(chr(ord("a") + int(digit, 16)) for digit in hashlib.sha256(public).hexdigest()[:32])


def updates_xml(base: str, version: str, app: str) -> str:
    """What Chromium asks for at the address that its policy names."""
    code = urljoin(base, f"kalm-chromium-{version}.crx")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<gupdate xmlns="http://www.google.com/update2/response" protocol="2.0">\n'
        f"  <app appid={quoteattr(app)}>\n"
        f"    <updatecheck codebase={quoteattr(code)} version={quoteattr(version)}"
        f" prodversionmin={quoteattr(CHROMIUM_SINCE)}/>\n"
        "  </app>\n"
        "</gupdate>\n"
    )


def updates_json(base: str, version: str, package: Path | None) -> str:
    """What Firefox asks for at its manifest's ``update_url``; with ``package`` its SHA-256 too."""
    update: dict[str, object] = {
        "version": version,
        "update_link": urljoin(base, f"kalm-firefox-{version}.xpi"),
        "applications": {"gecko": {"strict_min_version": FIREFOX_SINCE}},
    }
    if package is not None:
        update["update_hash"] = f"sha256:{hashlib.sha256(package.read_bytes()).hexdigest()}"
    return json.dumps({"addons": {FIREFOX_ID: {"updates": [update]}}}, indent=2) + "\n"


def write(base: str, target: Path, app: str, packages: Path | None, manifest: Path = MANIFEST) -> list[Path]:
    """Write both files to ``target``, and copy the packages of this version there that ``packages`` holds. Raises
    `WrongInputError`."""
    parts = urlsplit(base)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise WrongInputError(f"{base}: must be an https address; browsers take updates from no other")
    if not re.fullmatch(r"[a-p]{32}", app):
        raise WrongInputError(f"{app}: an id of Chromium's is 32 letters from a to p")
    base = base.rstrip("/") + "/"
    version = str(json.loads(manifest.read_text(encoding="utf-8"))["version"])
    target.mkdir(parents=True, exist_ok=True)
    written, firefox = [], None
    for name in (f"kalm-chromium-{version}.crx", f"kalm-firefox-{version}.xpi"):
        if packages is not None and (packages / name).is_file():
            written.append(Path(shutil.copyfile(packages / name, target / name)))
            firefox = target / name if name.endswith(".xpi") else firefox
    for name, content in (
        ("updates.xml", updates_xml(base, version, app)),
        ("updates.json", updates_json(base, version, firefox)),
    ):
        (target / name).write_text(content, encoding="utf-8")
        written.append(target / name)
    return written


def main(arguments: list[str] | None = None) -> int:
    """The command. Exit code 2 for what cannot be used."""
    parser = argparse.ArgumentParser(prog="tools.extension_updates", description=__doc__.partition("\n")[0])
    parser.add_argument("base", help="address under which the files will lie")
    parser.add_argument("--target", type=Path, default=Path("dist/extension"), help="folder to write to")
    parser.add_argument("--packages", type=Path, help="folder with the signed .crx and .xpi of this version")
    whose = parser.add_mutually_exclusive_group(required=True)
    whose.add_argument("--key", type=Path, help="the private key (PEM) with which Chromium's package is signed")
    whose.add_argument("--id", help="the id of Chromium's package, where the key is elsewhere")
    given = parser.parse_args(arguments)
    try:
        app = chromium_id(given.key) if given.key else given.id
        for path in write(given.base, given.target, app, given.packages):
            print(path)
    except WrongInputError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
