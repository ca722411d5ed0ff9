"""The reader in a running server: one session in each worker, named where it is ready."""

import json
from pathlib import Path

import pytest

from kalm.policy import read_document
from kalm.reader.reading import Reader
from kalm.store import Store, policies
from kalm.store.migrate import upgrade
from tests.serve.running import running

pytestmark = pytest.mark.slow  # each of these starts a server that loads the model

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


def test_the_policy_decides_about_what_it_hears_as_about_any_rule(tmp_path: Path) -> None:
    rules = [
        {"select": "reader.respect", "stop": True, "reason": "Kort lontje."},
        {"select": "reader.spam", "enabled": False, "reason": "Te vroeg."},
    ]
    store = Store(f"sqlite:///{tmp_path / 'kalm.db'}")
    upgrade(store)
    settings = {"strictness": "quiet", "rules": rules}
    with store.session() as session:
        policies.publish(session, read_document({"name": "Voorbeeld", "settings": settings}), "", "test")
    store.close()
    with running(tmp_path, KALM_READER="auto", KALM_DATABASE_URL=store.engine.url.render_as_string()) as server:
        told = {rule["id"]: rule for rule in json.loads(server.ask("GET", "/v1/rules")[1])["rules"]}
        assert not told["reader.spam"]["on"]
        assert "Te vroeg" in told["reader.spam"]["reason"]["nl"]
        assert json.loads(server.ask("GET", "/v1/rules/reader.respect")[1])["stop"]
        assert "reader.respect" in json.loads(server.ask("GET", "/v1/client")[1])["stop"]
        alarms = Reader().measured.scale("nl").false_alarms["quiet"]
        assert f"nl {alarms:g}" in told["reader.voice"]["reason"]["en"]


def test_switched_off_it_is_not_heard(tmp_path: Path) -> None:
    with running(tmp_path, KALM_READER="off") as server:
        assert "without the reader" in server.greeting
        assert json.loads(server.ask("GET", "/readyz")[1])["reader"] == "off"
