"""Settings: read once from the environment, every wrong one answered with one line that names it.

The table `SETTINGS` is the only place where a setting is declared. ``kalm serve --help`` and
``docs/settings.md`` print it.
"""

import difflib
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kalm import typed

PREFIX = "KALM_"
STRICTNESSES = ("quiet", "balanced", "keen")
LOG_LEVELS = ("debug", "info", "warning", "error")
MOST_WORKERS = 64
ROLES = ("staff", "owner", "manager", "administrator", "observer")


class SettingError(Exception):
    """A setting that cannot be used. The text is one line and begins with the variable's name."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")
        self.name = name


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment asks for. See `SETTINGS` for the meaning of each field."""

    host: str
    port: int
    workers: int
    threads: int
    allowed_hosts: tuple[str, ...]
    trusted_proxies: tuple[typed.Network, ...]
    cors_origins: tuple[str, ...]
    tokens_file: Path | None
    platforms_file: Path | None
    data_dir: Path
    cache_dir: Path
    rules: tuple[Path, ...]
    strictness: str
    reader: str
    grammar: str
    grammar_budget: int
    languagetool_dir: Path
    database_url: str
    ratelimit_url: str
    oidc_issuer: str | None
    oidc_client_id: str | None
    oidc_client_secret_file: Path | None
    oidc_groups: str
    oidc_roles: Mapping[str, str]
    oidc_teams: Mapping[str, str]
    oidc_unmapped: str
    log_level: str


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its variable, the default in words, what it means, and how its text is read."""

    name: str
    default: str
    meaning: str
    read: Callable[[str], Any]
    """From the variable's text to the value; a ValueError says what is wrong, without the value."""

    @property
    def field(self) -> str:
        """The attribute of `Settings` that holds it."""
        return self.name.removeprefix(PREFIX).lower()


SETTINGS = (
    Setting(
        "KALM_HOST",
        "127.0.0.1",
        "address to listen on; other than loopback only with tokens, single sign-on or an administrator",
        typed.host,
    ),
    Setting("KALM_PORT", "8040", "port to listen on; 0 takes any free one", typed.whole_number(0, 65535)),
    Setting("KALM_WORKERS", "one a core, at most 4", "worker processes", typed.whole_number(1, MOST_WORKERS)),
    Setting(
        "KALM_THREADS",
        "4",
        "threads in each worker for what would hold up its other requests (name look-ups, slow neighbours)",
        typed.whole_number(1, 64),
    ),
    Setting(
        "KALM_ALLOWED_HOSTS",
        "none",
        "host names, besides loopback, under which Kalm may be called; separated by commas",
        typed.host_names,
    ),
    Setting(
        "KALM_TRUSTED_PROXIES",
        "none",
        "addresses or networks of fronts whose X-Forwarded-Host, -Proto, -For and -Prefix are believed",
        typed.networks,
    ),
    Setting(
        "KALM_CORS_ORIGINS",
        "none",
        "origins whose pages may call Kalm from a browser; separated by commas",
        typed.origins,
    ),
    Setting(
        "KALM_TOKENS_FILE",
        "none",
        "file with one token a line; with it every call but the page and the probes needs one, or a sign-in",
        typed.file,
    ),
    Setting(
        "KALM_PLATFORMS_FILE",
        "none",
        "file (JSON) that switches platforms off for the browser extension, or repairs how it finds things there",
        typed.file,
    ),
    Setting("KALM_DATA_DIR", "kalm in the user's data folder", "what Kalm keeps lies under it", typed.path),
    Setting(
        "KALM_CACHE_DIR",
        "kalm in the user's cache folder",
        "downloads and compiled rules; never any text",
        typed.path,
    ),
    Setting("KALM_RULES", "none", "more rule folders, separated as in PATH", typed.folders),
    Setting(
        "KALM_STRICTNESS",
        "balanced",
        "quiet, balanced or keen: how much is worth a word when the request does not say",
        typed.one_of(*STRICTNESSES),
    ),
    Setting("KALM_READER", "auto", "auto or off: the small model that hears what no phrase list hears",
            typed.one_of("auto", "off")),
    Setting("KALM_GRAMMAR", "auto", "auto, off or the address of a LanguageTool server", typed.grammar),
    Setting("KALM_GRAMMAR_BUDGET", "400", "milliseconds that a lint waits for grammar", typed.whole_number(1, 10_000)),
    Setting("KALM_LANGUAGETOOL_DIR", "languagetool in KALM_CACHE_DIR", "where LanguageTool is or goes", typed.path),
    Setting(
        "KALM_DATABASE_URL",
        "kalm.db in KALM_DATA_DIR (SQLite)",
        "database, for what Kalm keeps",
        typed.database_url,
    ),
    Setting(
        "KALM_RATELIMIT_URL",
        "none: each worker counts for itself",
        "Redis (redis://…) that counts tries of signing in and pairing for several hosts",
        typed.ratelimit_url,
    ),
    Setting("KALM_OIDC_ISSUER", "none", "provider of single sign-on (OpenID Connect)", typed.issuer),
    Setting("KALM_OIDC_CLIENT_ID", "none", "name under which the provider knows Kalm", typed.word),
    Setting("KALM_OIDC_CLIENT_SECRET_FILE", "none", "file with the secret that goes with it", typed.file),
    Setting("KALM_OIDC_GROUPS", "groups", "claim that lists somebody's groups", typed.word),
    Setting(
        "KALM_OIDC_ROLES",
        "none",
        "group=role, separated by commas: which role a group has; the highest counts, at each sign-in",
        typed.pairs(
            ROLES.__contains__, f"must be group=role, separated by commas; a role is one of {', '.join(ROLES)}"
        ),
    ),
    Setting(
        "KALM_OIDC_TEAMS",
        "none",
        "group=team, separated by commas: which team a group is; the first listed counts, at each sign-in",
        typed.pairs(
            typed.team, "must be group=team, separated by commas; a team is written in small letters, digits and -"
        ),
    ),
    Setting(
        "KALM_OIDC_UNMAPPED",
        "staff",
        "staff or refuse: what somebody is who has none of the groups in KALM_OIDC_ROLES",
        typed.one_of("staff", "refuse"),
    ),
    Setting(
        "KALM_LOG_LEVEL",
        "info",
        "debug, info, warning or error; no level shows any text",
        typed.one_of(*LOG_LEVELS),
    ),
)  # fmt: skip


def read(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings that ``environ`` (default: the process's own) asks for; an empty value means the default.

    Raises `SettingError` for an unknown ``KALM_…`` name or a wrong value.
    """
    environ = os.environ if environ is None else environ
    _refuse_unknown(environ)
    values = _defaults(environ)
    for setting in SETTINGS:
        text = environ.get(setting.name, "")
        if text:
            try:
                values[setting.field] = setting.read(text)
            except ValueError as error:
                raise SettingError(setting.name, str(error)) from None
    values.setdefault("languagetool_dir", values["cache_dir"] / "languagetool")
    values.setdefault("database_url", f"sqlite:///{values['data_dir'] / 'kalm.db'}")
    settings = Settings(**values)
    if (settings.oidc_issuer is None) != (settings.oidc_client_id is None):
        raise SettingError("KALM_OIDC_CLIENT_ID", "goes together with KALM_OIDC_ISSUER; set both or none")
    return settings


def refuse_to_open(settings: Settings, has_administrator: bool | None) -> None:
    """Raise `SettingError` if others could call Kalm and nobody has to show who they are: no file of tokens, no
    single sign-on, no administrator in the store who could let people in; None: the store cannot be asked."""
    if typed.is_loopback(settings.host) or settings.tokens_file is not None or settings.oidc_issuer is not None:
        return
    problem = f"{settings.host} is not loopback, so others could call Kalm"
    if has_administrator is None:
        asked = "and the database cannot say now whether there is an administrator; start again once it can be reached"
        raise SettingError("KALM_HOST", f"{problem}, {asked}")
    if not has_administrator:
        raise SettingError("KALM_HOST", f"{problem}; set KALM_TOKENS_FILE or make an administrator first")


def may_be_open(settings: Settings) -> bool:
    """Whether these settings leave it to the policy if one has to show who one is: Kalm listens on this machine only,
    and no way of showing it was configured."""
    return typed.is_loopback(settings.host) and settings.tokens_file is None and settings.oidc_issuer is None


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = [setting.name for setting in SETTINGS]
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            raise SettingError(name, f"unknown setting; did you mean {near[0]}?" if near else "unknown setting")


def _defaults(environ: Mapping[str, str]) -> dict[str, Any]:
    return {
        "host": "127.0.0.1",
        "port": 8040,
        "workers": min(4, _cores()),
        "threads": 4,
        "allowed_hosts": (),
        "trusted_proxies": (),
        "cors_origins": (),
        "tokens_file": None,
        "platforms_file": None,
        "data_dir": _user_folder(environ, "XDG_DATA_HOME", ".local/share", "Library/Application Support"),
        "cache_dir": _user_folder(environ, "XDG_CACHE_HOME", ".cache", "Library/Caches"),
        "rules": (),
        "strictness": "balanced",
        "reader": "auto",
        "grammar": "auto",
        "grammar_budget": 400,
        "ratelimit_url": "memory://",
        "oidc_issuer": None,
        "oidc_client_id": None,
        "oidc_client_secret_file": None,
        "oidc_groups": "groups",
        "oidc_roles": MappingProxyType({}),
        "oidc_teams": MappingProxyType({}),
        "oidc_unmapped": "staff",
        "log_level": "info",
    }


def _cores() -> int:
    """Cores this process may use; a container often has fewer than the machine."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _user_folder(environ: Mapping[str, str], variable: str, usual: str, mac: str) -> Path:
    """The ``kalm`` folder in a user's data or cache folder (XDG base directories; Library on macOS)."""
    named = environ.get(variable, "")
    if named and Path(named).is_absolute():
        return Path(named) / "kalm"
    home = Path(environ.get("HOME") or Path.home())
    return home / (mac if sys.platform == "darwin" else usual) / "kalm"


def table() -> str:
    """Every setting with its default and meaning, as plain text for the command line."""
    width = max(len(setting.name) for setting in SETTINGS)
    return "\n".join(f"{setting.name:<{width}}  {setting.meaning} (default: {setting.default})" for setting in SETTINGS)


def markdown_table() -> str:
    """The same as a Markdown table; ``docs/settings.md`` holds it word for word."""
    rows = [f"| `{setting.name}` | {setting.default} | {setting.meaning} |" for setting in SETTINGS]
    return "\n".join(["| setting | default | meaning |", "| --- | --- | --- |", *rows])
