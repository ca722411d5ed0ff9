"""Starting, stopping, reloading, and coming back."""

import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest

from .running import Running, lint_request, receive, running, wait_until

pytestmark = pytest.mark.slow

SLOW = Path(__file__).with_name("slow_server.py")
AT_ONCE = 8.0
"""Seconds, on a machine that is shared: well under the 15 that a worker is given to finish."""

BROKEN_RULE = "severity: warning\nmessage: {nl: kapot\n"


def test_one_line_says_where_it_listens(tmp_path: Path) -> None:
    with running(tmp_path, KALM_WORKERS="2") as server:
        assert server.greeting.startswith(f"Kalm listens on http://127.0.0.1:{server.port} (2 workers, ")
        assert server.lint()[0] == 200
        wait_until(lambda: len(server.workers()) == 2)
        assert server.stop() == 0
        assert server.process.stdout is not None
        rest = server.process.stdout.read().decode()
        assert rest.count("\n") == 1, "beside it only the way in for the first administrator"
        assert f"http://127.0.0.1:{server.port}/console/first?code=" in rest


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_at_once_and_quietly_though_connections_are_open(tmp_path: Path, sign: int) -> None:
    with running(tmp_path) as server:
        kept = server.connect()
        kept.sendall(lint_request())
        receive(kept)
        server.connect()
        began = time.monotonic()
        assert server.stop(sign) == 0
        assert time.monotonic() - began < AT_ONCE
        assert "Traceback" not in server.log
        assert "ERROR" not in server.log
        assert kept.recv(1) == b""


def test_an_interrupt_from_the_terminal_reaches_all_and_still_ends_cleanly(tmp_path: Path) -> None:
    with running(tmp_path, KALM_WORKERS="2") as server:
        wait_until(lambda: len(server.workers()) == 2)
        os.killpg(server.process.pid, signal.SIGINT)
        assert server.process.wait(timeout=20) == 0
        assert "Traceback" not in server.log


def test_running_requests_are_finished_before_it_stops(tmp_path: Path) -> None:
    with running(tmp_path, SLOW) as server:
        connection = server.connect()
        connection.sendall(lint_request("slow"))
        server.wait_for_log("reading slowly")
        server.process.send_signal(signal.SIGTERM)
        assert receive(connection)[0] == 200
        assert connection.recv(1) == b""
        assert server.process.wait(timeout=20) == 0


def test_a_worker_that_is_killed_comes_back(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        assert server.lint()[0] == 200
        (first,) = server.workers()
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: server.workers() not in ([], [first]))
        assert server.lint()[0] == 200
        counted = server.ask("GET", "/metrics")[1].decode()
        assert 'kalm_http_requests_total{route="lint.lint",status="200"} 2.0' in counted


def rule_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    (folder / "nl" / "voice").mkdir(parents=True)
    return folder


def rules_of(server: Running) -> int:
    return server.ask("GET", "/v1/rules")[1].count(b'"id":')


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("nl/voice/broken.yml", BROKEN_RULE.encode()),
        ("nl/situations.yml", b"groups: [\n"),
        ("guidance.yml", "advice: caf\xe9\n".encode("latin-1")),
    ],
)
def test_a_broken_set_keeps_the_old_one_says_where_and_restarts_nobody(
    tmp_path: Path, name: str, content: bytes
) -> None:
    folder = rule_folder(tmp_path)
    with running(tmp_path, KALM_RULES=str(folder)) as server:
        before, workers = rules_of(server), server.workers()
        broken = folder / name
        broken.write_bytes(content)
        server.process.send_signal(signal.SIGHUP)
        server.wait_for_log("not reloaded")
        server.wait_for_log(f"{broken}:")
        assert (rules_of(server), server.workers()) == (before, workers)
        broken.unlink()
        server.process.send_signal(signal.SIGHUP)
        server.wait_for_log("INFO")
        wait_until(lambda: server.workers() not in (workers, []) and len(server.workers()) == 1)
        assert server.lint()[0] == 200
        assert server.stop() == 0


def test_a_reload_loses_no_request_and_no_count(tmp_path: Path) -> None:
    with running(tmp_path, KALM_WORKERS="2") as server:
        statuses: list[int] = []
        done = threading.Event()

        def keep_asking() -> None:
            while not done.is_set():
                statuses.append(server.lint()[0])
                time.sleep(0.01)

        asking = threading.Thread(target=keep_asking)
        asking.start()
        wait_until(lambda: len(server.workers()) == 2)
        old = server.workers()
        server.process.send_signal(signal.SIGHUP)
        wait_until(lambda: len(server.workers()) == 2 and not set(server.workers()) & set(old))
        done.set()
        asking.join()
        assert set(statuses) == {200}
        counted = server.ask("GET", "/metrics")[1].decode()
        assert f'kalm_http_requests_total{{route="lint.lint",status="200"}} {float(len(statuses))}' in counted


def test_tokens_are_read_again_too(tmp_path: Path) -> None:
    tokens = tmp_path / "tokens"
    tokens.write_text("first-token\n")
    with running(tmp_path, KALM_TOKENS_FILE=str(tokens)) as server:
        assert server.ask("GET", "/v1/client", Authorization="Bearer first-token")[0] == 200
        old = server.workers()
        tokens.write_text("second-token\n")
        server.process.send_signal(signal.SIGHUP)
        wait_until(lambda: len(server.workers()) == 1 and server.workers() != old)
        assert server.ask("GET", "/v1/client", Authorization="Bearer first-token")[0] == 401
        assert server.ask("GET", "/v1/client", Authorization="Bearer second-token")[0] == 200
        tokens.write_text("")
        server.process.send_signal(signal.SIGHUP)
        server.wait_for_log("KALM_TOKENS_FILE: holds no token")
        assert server.ask("GET", "/v1/client", Authorization="Bearer second-token")[0] == 200


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"KALM_PROT": "1"}, "KALM_PROT: unknown setting; did you mean KALM_PORT?"),
        ({"KALM_PORT": "http"}, "KALM_PORT: must be a whole number from 0 to 65535"),
        (
            {"KALM_HOST": "0.0.0.0"},
            "KALM_HOST: 0.0.0.0 is not loopback, so others could call Kalm; set KALM_TOKENS_FILE",
        ),
        ({"KALM_TOKENS_FILE": "/nowhere"}, "KALM_TOKENS_FILE: no such file"),
        (
            {"KALM_HOST": "192.0.2.1", "KALM_TOKENS_FILE": "tokens"},
            "KALM_HOST: cannot listen on 192.0.2.1 port 0: ",
        ),
        ({"KALM_HOST": "no-such-name.invalid", "KALM_TOKENS_FILE": "tokens"}, "KALM_HOST: no-such-name.invalid is no"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_line(tmp_path: Path, settings: dict[str, str], line: str) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "tokens").write_text("a-token\n")
    with running(tmp_path, **settings) as server:
        assert server.greeting == ""
        assert server.process.wait(timeout=20) == 2
        assert server.log.startswith(line)
        assert server.log.count("\n") == 1


def test_a_port_in_use_stops_the_start_with_one_line(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    with running(first) as server, running(second, KALM_PORT=str(server.port)) as other:
        assert other.process.wait(timeout=20) == 2
        assert other.log.startswith(f"KALM_PORT: cannot listen on 127.0.0.1 port {server.port}: ")
        assert other.log.count("\n") == 1


def test_a_broken_rule_stops_the_start_and_is_shown(tmp_path: Path) -> None:
    folder = rule_folder(tmp_path)
    broken = folder / "nl" / "voice" / "broken.yml"
    broken.write_text(BROKEN_RULE)
    with running(tmp_path, KALM_RULES=str(folder)) as server:
        assert server.process.wait(timeout=20) == 2
        assert f"{broken}:" in server.log
        assert "Traceback" not in server.log


def test_gunicorns_own_environment_changes_nothing(tmp_path: Path) -> None:
    foreign = {
        "GUNICORN_CMD_ARGS": "--workers 7 --access-logfile -",
        "WEB_CONCURRENCY": "5",
        "FORWARDED_ALLOW_IPS": "*",
    }
    with running(tmp_path, **foreign) as server:
        assert server.lint()[0] == 200
        assert len(server.workers()) == 1


def test_it_listens_on_ipv6_loopback(tmp_path: Path) -> None:
    if subprocess.run(["test", "-e", "/proc/net/if_inet6"], check=False).returncode:
        pytest.skip("no IPv6 here")
    with running(tmp_path, KALM_HOST="::1") as server:
        assert server.greeting.startswith("Kalm listens on http://[::1]:")
