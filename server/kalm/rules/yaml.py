"""YAML as authors expect it: `no`, `16:00` and `0612` are words, only `true` and `false` are truth values."""

import re
from hashlib import blake2b
from typing import Any

import yaml

MarkedYAMLError = yaml.MarkedYAMLError


class _Loader(yaml.CSafeLoader):
    """The safe loader with the truth values of YAML 1.2 and without base-60 numbers."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, expression) for tag, expression in resolvers if not tag.endswith((":bool", ":int", ":timestamp"))]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^(?:0|-?[1-9]\d{0,17})$"), list("-0123456789"))


_MOST_KEPT = 1024
_kept: dict[bytes, Any] = {}


def load(source: str) -> Any:
    """The content of a YAML text, to be read only: several languages share a file, which is parsed once.

    Raises `yaml.MarkedYAMLError` with its place.
    """
    name = blake2b(source.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    if name not in _kept:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[name] = yaml.load(source, Loader=_Loader)  # a subclass of the safe loader
    return _kept[name]


def compose(source: str) -> yaml.Node | None:
    """The node tree of a YAML text, for the places of its values."""
    node: yaml.Node | None = yaml.compose(source, Loader=_Loader)
    return node
