"""Settings: defaults, what each value may be, and one clear line when it may not."""

from pathlib import Path

import pytest

from kalm.config import SETTINGS, SettingError, Settings, markdown_table, read, refuse_to_open, table
from kalm.typed import is_loopback

PROMISED = (
    "KALM_HOST KALM_PORT KALM_WORKERS KALM_THREADS KALM_ALLOWED_HOSTS KALM_TRUSTED_PROXIES KALM_CORS_ORIGINS "
    "KALM_TOKENS_FILE KALM_PLATFORMS_FILE KALM_DATA_DIR KALM_CACHE_DIR KALM_RULES KALM_STRICTNESS KALM_READER KALM_GRAMMAR "
    "KALM_GRAMMAR_BUDGET KALM_LANGUAGETOOL_DIR KALM_DATABASE_URL KALM_RATELIMIT_URL KALM_OIDC_ISSUER KALM_OIDC_CLIENT_ID "
    "KALM_OIDC_CLIENT_SECRET_FILE KALM_OIDC_GROUPS KALM_OIDC_ROLES KALM_OIDC_TEAMS KALM_OIDC_UNMAPPED KALM_LOG_LEVEL"
).split()


def test_all_promised_settings_exist_and_no_other() -> None:
    assert [setting.name for setting in SETTINGS] == PROMISED
    assert [setting.field for setting in SETTINGS] == list(Settings.__dataclass_fields__)


def test_an_empty_environment_gives_the_defaults() -> None:
    settings = read({"HOME": "/home/sanne"})
    assert (settings.host, settings.port, settings.strictness, settings.log_level) == (
        "127.0.0.1",
        8040,
        "balanced",
        "info",
    )
    assert 1 <= settings.workers <= 4
    assert (settings.grammar, settings.reader) == ("auto", "auto")
    assert (settings.allowed_hosts, settings.cors_origins, settings.rules, settings.tokens_file) == ((), (), (), None)
    assert settings.languagetool_dir == settings.cache_dir / "languagetool"
    assert settings.database_url == f"sqlite:///{settings.data_dir}/kalm.db"


def test_folders_follow_the_users_own_choice() -> None:
    settings = read({"HOME": "/home/sanne", "XDG_DATA_HOME": "/data", "XDG_CACHE_HOME": "relative"})
    assert settings.data_dir == Path("/data/kalm")
    assert settings.cache_dir.is_relative_to("/home/sanne")
    moved = read({"KALM_CACHE_DIR": "/c", "KALM_LANGUAGETOOL_DIR": "/lt", "KALM_DATA_DIR": "/d"})
    assert (moved.cache_dir, moved.languagetool_dir, moved.data_dir) == (Path("/c"), Path("/lt"), Path("/d"))


def test_an_empty_value_means_the_default_and_other_variables_are_not_ours() -> None:
    assert read({"KALM_PORT": "", "HOME": "/h", "PORT": "x"}) == read({"HOME": "/h"})


def test_every_setting_can_be_set(tmp_path: Path) -> None:
    tokens = tmp_path / "tokens"
    tokens.write_text("x\n")
    platforms = tmp_path / "platforms.json"
    platforms.write_text("{}")
    secret = tmp_path / "secret"
    secret.write_text("s\n")
    settings = read(
        {
            "KALM_HOST": "0.0.0.0",
            "KALM_PORT": "0",
            "KALM_WORKERS": "3",
            "KALM_THREADS": "2",
            "KALM_ALLOWED_HOSTS": "Kalm.example , 10.0.0.7,[fd00::1]",
            "KALM_TRUSTED_PROXIES": "10.0.0.0/8,::1",
            "KALM_CORS_ORIGINS": "https://A.example:8443,moz-extension://abc",
            "KALM_TOKENS_FILE": str(tokens),
            "KALM_PLATFORMS_FILE": str(platforms),
            "KALM_RULES": f"{tmp_path}:{tmp_path}",
            "KALM_STRICTNESS": "keen",
            "KALM_READER": "off",
            "KALM_GRAMMAR": "http://127.0.0.1:8081",
            "KALM_DATABASE_URL": "postgresql+psycopg://host/kalm",
            "KALM_RATELIMIT_URL": "redis://localhost:6379",
            "KALM_OIDC_ISSUER": "https://login.example/kalm",
            "KALM_OIDC_CLIENT_ID": "kalm",
            "KALM_OIDC_CLIENT_SECRET_FILE": str(secret),
            "KALM_OIDC_GROUPS": "memberOf",
            "KALM_OIDC_ROLES": "ou=beheer=administrator",
            "KALM_OIDC_TEAMS": "webcare = webcare, Pers=press-1",
            "KALM_OIDC_UNMAPPED": "refuse",
            "KALM_LOG_LEVEL": "debug",
        }
    )
    assert (settings.host, settings.port, settings.workers, settings.threads) == ("0.0.0.0", 0, 3, 2)
    assert settings.allowed_hosts == ("kalm.example", "10.0.0.7", "fd00::1")
    assert [str(network) for network in settings.trusted_proxies] == ["10.0.0.0/8", "::1/128"]
    assert settings.cors_origins == ("https://a.example:8443", "moz-extension://abc")
    assert (settings.rules, settings.tokens_file) == ((tmp_path, tmp_path), tokens)
    assert settings.platforms_file == platforms
    assert (settings.strictness, settings.reader, settings.log_level) == ("keen", "off", "debug")
    assert settings.grammar == "http://127.0.0.1:8081"
    assert settings.ratelimit_url == "redis://localhost:6379"
    assert (settings.oidc_issuer, settings.oidc_client_id) == ("https://login.example/kalm", "kalm")
    assert (settings.oidc_client_secret_file, settings.oidc_groups, settings.oidc_unmapped) == (
        secret,
        "memberOf",
        "refuse",
    )
    assert settings.oidc_roles == {"ou=beheer": "administrator"}
    assert settings.oidc_teams == {"webcare": "webcare", "Pers": "press-1"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KALM_HOST", "http://127.0.0.1"),
        ("KALM_HOST", "a b"),
        ("KALM_PORT", "65536"),
        ("KALM_PORT", "-1"),
        ("KALM_PORT", "8040.0"),
        ("KALM_PORT", "٨"),
        ("KALM_WORKERS", "0"),
        ("KALM_WORKERS", "many"),
        ("KALM_THREADS", "0"),
        ("KALM_ALLOWED_HOSTS", "https://kalm.example"),
        ("KALM_ALLOWED_HOSTS", "kalm.example:443"),
        ("KALM_ALLOWED_HOSTS", "*"),
        ("KALM_TRUSTED_PROXIES", "nginx"),
        ("KALM_TRUSTED_PROXIES", "10.0.0.1/8"),
        ("KALM_CORS_ORIGINS", "*"),
        ("KALM_CORS_ORIGINS", "kalm.example"),
        ("KALM_CORS_ORIGINS", "https://kalm.example/"),
        ("KALM_CORS_ORIGINS", "https://*.example"),
        ("KALM_TOKENS_FILE", "/nowhere/tokens"),
        ("KALM_RULES", "/nowhere/rules"),
        ("KALM_STRICTNESS", "Quiet"),
        ("KALM_READER", "on"),
        ("KALM_GRAMMAR", "on"),
        ("KALM_GRAMMAR", "ftp://host"),
        ("KALM_GRAMMAR_BUDGET", "0"),
        ("KALM_GRAMMAR_BUDGET", "0.4"),
        ("KALM_DATABASE_URL", "kalm.db"),
        ("KALM_RATELIMIT_URL", "localhost:6379"),
        ("KALM_RATELIMIT_URL", "http://localhost"),
        ("KALM_OIDC_ISSUER", "http://login.example"),
        ("KALM_OIDC_ISSUER", "login.example"),
        ("KALM_OIDC_ISSUER", "https://login.example/?a=b"),
        ("KALM_OIDC_CLIENT_ID", "two words"),
        ("KALM_OIDC_CLIENT_SECRET_FILE", "/nowhere/secret"),
        ("KALM_OIDC_GROUPS", "two words"),
        ("KALM_OIDC_ROLES", "beheer"),
        ("KALM_OIDC_ROLES", "beheer=boss"),
        ("KALM_OIDC_ROLES", "=staff"),
        ("KALM_OIDC_TEAMS", "pers=Pers en PR"),
        ("KALM_OIDC_UNMAPPED", "maybe"),
        ("KALM_LOG_LEVEL", "loud"),
    ],
)
def test_a_wrong_value_is_one_line_that_begins_with_the_variable(name: str, value: str) -> None:
    with pytest.raises(SettingError) as refused:
        read({name: value})
    assert str(refused.value).startswith(f"{name}: ")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "hint"),
    [("KALM_PROT", "KALM_PORT"), ("KALM_", "unknown"), ("KALM_WORKER", "KALM_WORKERS"), ("KALM_X9", "unknown")],
)
def test_an_unknown_name_is_refused_with_the_one_that_was_meant(name: str, hint: str) -> None:
    with pytest.raises(SettingError, match=f"^{name}: unknown setting.*") as refused:
        read({name: "1"})
    assert hint in str(refused.value)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "kalm.example", "127.0.0.1.example"])
def test_an_address_that_others_can_reach_needs_somebody_to_show_who_they_are(host: str, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"^KALM_HOST: .*KALM_TOKENS_FILE"):
        refuse_to_open(read({"KALM_HOST": host}), has_administrator=False)
    tokens = tmp_path / "tokens"
    tokens.write_text("x\n")
    oidc = {"KALM_OIDC_ISSUER": "https://login.example", "KALM_OIDC_CLIENT_ID": "kalm"}
    refuse_to_open(read({"KALM_HOST": host, "KALM_TOKENS_FILE": str(tokens)}), has_administrator=False)
    refuse_to_open(read({"KALM_HOST": host, **oidc}), has_administrator=False)
    refuse_to_open(read({"KALM_HOST": host}), has_administrator=True)
    with pytest.raises(SettingError, match=r"^KALM_HOST: .*once it can be reached$") as told:
        refuse_to_open(read({"KALM_HOST": host}), has_administrator=None)
    assert "make an administrator" not in str(told.value)


@pytest.mark.parametrize("alone", [{"KALM_OIDC_ISSUER": "https://login.example"}, {"KALM_OIDC_CLIENT_ID": "kalm"}])
def test_single_sign_on_needs_both_the_provider_and_our_name_there(alone: dict[str, str]) -> None:
    with pytest.raises(SettingError, match=r"^KALM_OIDC_CLIENT_ID: .*both"):
        read(alone)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost", "LOCALHOST"])
def test_loopback_needs_no_tokens(host: str) -> None:
    assert is_loopback(host)
    refuse_to_open(read({"KALM_HOST": host}), has_administrator=False)


def test_the_help_text_names_every_setting_with_its_default() -> None:
    for setting in SETTINGS:
        line = next(line for line in table().splitlines() if line.startswith(setting.name + " "))
        assert setting.default in line


def test_the_page_on_settings_holds_the_table_of_the_code() -> None:
    page = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
    assert markdown_table() in page
