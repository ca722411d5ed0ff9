"""Scripts, styles and data of the page, read once and named by their content."""

import hashlib
import json
import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import PurePath
from typing import Final

from kalm.console.texts import TEXTS

MIMETYPES: Final = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
"""File ending → media type; a file with another ending is not served."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it goes out."""

    content: bytes
    mimetype: str
    etag: str


@dataclass(frozen=True, slots=True)
class Assets:
    """All files by name. They share one digest in their address: a module finds its neighbours by relative
    path, and a change to any of them gives every one a new address."""

    files: dict[str, Asset]
    digest: str

    def url(self, name: str) -> str:
        """Address of one file; ``KeyError`` if there is none of that name."""
        if name not in self.files:
            raise KeyError(name)
        return f"/static/{self.digest}/{name}"


_FOR_READERS = re.compile(r"^[ \t]*(?://|/\*|\*[ /]).*\n|^[ \t]+", re.MULTILINE)


def lean(source: str) -> str:
    """The text without its indentation and without lines that are comment only: both are for who reads the source."""
    return _FOR_READERS.sub("", source)


def load() -> Assets:
    """Read the static folder, and add the interface texts, one file a language, for the scripts."""
    contents = {
        source.name: source.read_bytes()
        if source.name.endswith(".png")
        else lean(source.read_text(encoding="utf-8")).encode()
        for source in files("kalm.console").joinpath("static").iterdir()
        if PurePath(source.name).suffix in MIMETYPES
    }
    for language, texts in TEXTS.items():
        contents[f"texts.{language}.json"] = json.dumps(texts, ensure_ascii=False).encode()
    found = {
        name: Asset(content, MIMETYPES[PurePath(name).suffix], hashlib.sha256(content).hexdigest()[:16])
        for name, content in sorted(contents.items())
    }
    whole = hashlib.sha256("".join(f"{name}:{asset.etag}\n" for name, asset in found.items()).encode())
    return Assets(found, whole.hexdigest()[:12])


ASSETS: Final = load()
