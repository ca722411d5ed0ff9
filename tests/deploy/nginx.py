"""A real nginx with the shipped configuration, as a process on loopback."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATH = f"{os.environ.get('PATH', '')}:/usr/sbin"
UNDER_A_PATH = """
    location /kalm/ {
        proxy_pass http://kalm/;
        proxy_set_header Connection "";
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-Host $http_host;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Prefix /kalm;
    }
"""
"""What the end of the shipped file tells people to write."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def front(folder: Path, kalm_port: int) -> Iterator[int]:
    """nginx before the Kalm on ``kalm_port``, all that it writes under ``folder``; gives its port."""
    subprocess.run([ROOT / "tools" / "ensure-nginx"], check=True)
    program = shutil.which("nginx", path=PATH)
    assert program is not None
    folder.mkdir()
    folder.chmod(0o755)
    (folder / "tmp").mkdir()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=kalm.example.org",
         "-addext", "subjectAltName=DNS:kalm.example.org", "-keyout", "key.pem", "-out", "fullchain.pem"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    port = free_port()
    shipped = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    adapted = shipped
    for said, here in (
        ("127.0.0.1:8040", f"127.0.0.1:{kalm_port}"),
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("/etc/ssl/kalm", str(folder)),
        ("    location / {", f"{UNDER_A_PATH}\n    location / {{"),
    ):
        assert adapted.count(said) >= 1, said
        adapted = adapted.replace(said, here)
    spools = "".join(
        f"    {kind}_temp_path {folder}/tmp;\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}daemon off;\nmaster_process on;\nworker_processes 1;\npid {folder}/pid;\nerror_log {folder}/main.log info;\n"
        f"events {{ worker_connections 64; }}\nhttp {{\n    access_log {folder}/other.log;\n{spools}{adapted}\n}}\n",
        encoding="utf-8",
    )
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "main.log")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert process.poll() is None, process.stderr and process.stderr.read().decode()
                assert time.monotonic() < deadline
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(30)
        assert process.stderr is not None
        process.stderr.close()
