"""The reader in a running server: one session in each worker, named where it is ready."""

import json
from pathlib import Path

from tests.serve.running import running

BODY = {
    "text": "Zoals ik u al drie keer heb uitgelegd had u beter moeten opletten.",
    "context": {"parent": {"text": "Al drie weken wacht ik op een monteur, er komt gewoon niemand!"}},
    "language": "nl",
}


def test_every_worker_reads_and_says_how_sure_it_is(tmp_path: Path) -> None:
    with running(tmp_path, KALM_READER="auto", KALM_WORKERS="2") as server:
        assert "reader on" in server.greeting
        assert json.loads(server.ask("GET", "/readyz")[1])["reader"] == "ok"
        for _ in range(4):
            status, body = server.ask("POST", "/v1/lint", BODY)
            assert status == 200
            assert any(found["confidence"] is not None for found in json.loads(body)["findings"])


def test_switched_off_it_is_not_heard(tmp_path: Path) -> None:
    with running(tmp_path, KALM_READER="off") as server:
        assert "without the reader" in server.greeting
        assert json.loads(server.ask("GET", "/readyz")[1])["reader"] == "off"
