"""How the text of a setting becomes its value. A `ValueError` says what is wrong, without the value."""

import ipaddress
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """A reader of numbers from ``least`` to ``most``."""

    def read(value: str) -> int:
        number = int(value) if re.fullmatch(r"[0-9]{1,9}", value) else -1
        if not least <= number <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return number

    return read


def one_of(*names: str) -> Callable[[str], str]:
    """A reader of one of these words."""

    def read(value: str) -> str:
        if value not in names:
            raise ValueError(f"must be one of {', '.join(names)}")
        return value

    return read


def matching(pattern: str, problem: str) -> Callable[[str], str]:
    """A reader of text that ``pattern`` matches whole; ``problem`` says what it must be."""

    def read(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(problem)
        return value

    return read


host = matching(r"[A-Za-z0-9.:_-]+", "must be an address or a host name, without a port")
word = matching(r"[!-~]{1,200}", "must be one word without blanks")
database_url = matching(
    r"[a-z][a-z0-9+]*://.*", "must be a database address such as sqlite:///file.db or postgresql://host/name"
)
ratelimit_url = matching(
    r"(rediss?|redis\+cluster|redis\+sentinel)://.*", "must be the address of a Redis such as redis://host:6379"
)


def _items(value: str) -> list[str]:
    return [item for item in (part.strip() for part in value.split(",")) if item]


def host_names(value: str) -> tuple[str, ...]:
    """Host names or addresses, in small letters and without brackets."""
    names = tuple(name.lower().strip("[]") for name in _items(value))
    for name in names:
        if not is_address(name) and not re.fullmatch(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*", name):
            raise ValueError("must be host names or addresses separated by commas, without scheme or port")
    return names


def networks(value: str) -> tuple[Network, ...]:
    """Addresses or networks."""
    try:
        return tuple(ipaddress.ip_network(item) for item in _items(value))
    except ValueError as error:
        raise ValueError("must be addresses or networks (10.0.0.0/8) separated by commas") from error


def origins(value: str) -> tuple[str, ...]:
    """Origins as browsers name them: scheme, host and, where it is not the usual one, port."""
    found = tuple(item.lower() for item in _items(value))
    for origin in found:
        parts = urlsplit(origin)
        if not parts.netloc or origin != f"{parts.scheme}://{parts.netloc}" or "*" in origin or "@" in origin:
            raise ValueError("must be origins (https://host or https://host:port) separated by commas; no *")
    return found


def path(value: str) -> Path:
    """A path, which need not exist."""
    return Path(value).expanduser().absolute()


def file(value: str) -> Path:
    """A file that exists."""
    found = path(value)
    if not found.is_file():
        raise ValueError("no such file")
    return found


def folders(value: str) -> tuple[Path, ...]:
    """Folders that exist."""
    found = tuple(path(item) for item in value.split(os.pathsep) if item)
    for folder in found:
        if not folder.is_dir():
            raise ValueError(f"no such folder: {folder}")
    return found


def grammar(value: str) -> str:
    """``auto``, ``off`` or the address of a LanguageTool server."""
    if value in ("auto", "off"):
        return value
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be auto, off or the http(s) address of a LanguageTool server")
    return value


def issuer(value: str) -> str:
    """The issuer of OpenID Connect tokens."""
    parts = urlsplit(value)
    safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    if not safe or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("must be the https address of the provider, as it stands in its tokens")
    return value


def pairs(right: Callable[[str], bool], problem: str) -> Callable[[str], Mapping[str, str]]:
    """A reader of ``group=value, …``; the last ``=`` divides, since the name of a group may hold some."""

    def read(value: str) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for item in _items(value):
            group, equals, name = (part.strip() for part in item.rpartition("="))
            if not group or not equals or not right(name):
                raise ValueError(problem)
            found[group] = name
        return MappingProxyType(found)

    return read


def team(value: str) -> bool:
    """Whether a team can be called that."""
    return re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", value) is not None


def is_loopback(host: str) -> bool:
    """Whether ``host`` (a name or an address, without port or brackets) means this machine only."""
    return host.lower() == "localhost" or (is_address(host) and ipaddress.ip_address(host).is_loopback)


def is_address(text: str) -> bool:
    """Whether ``text`` is an IP address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
