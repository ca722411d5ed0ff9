"""What clients and curious people may look up."""

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from pydantic import BaseModel

from kalm.api.client import ClientAnswer
from kalm.api.platforms import PlatformsAnswer, read_platforms
from kalm.api.rules import RuleDetail, RulesAnswer
from kalm.config import SettingError
from kalm.core import CATEGORIES, SEVERITIES, SITUATIONS
from kalm.core.draft import PLATFORMS
from kalm.policy import STOP_BY_DEFAULT

KNOWN = "nl.condescension.already-explained"


def test_a_client_learns_policy_pauses_limits_and_texts(client: FlaskClient) -> None:
    said: Any = client.get("/v1/client").json
    ClientAnswer.model_validate(said)
    assert said["policy"] == {"name": "built-in", "version": 0}
    assert said["stop"] == sorted(STOP_BY_DEFAULT)
    assert said["interruption_budget"] == 1
    assert said["override"] == {"allowed": True, "reason": True}
    assert said["limits"] == {"body_bytes": 65536, "draft": 20000, "message": 5000, "thread": 20}
    for texts in said["texts"].values():
        wanted = [f"category_{name}" for name in CATEGORIES] + [f"severity_{name}" for name in SEVERITIES]
        wanted += [f"situation_{name}" for name in SITUATIONS] + ["verdict_ok", "verdict_review", "verdict_stop"]
        assert set(wanted) <= texts.keys()
    assert said["texts"]["nl"].keys() == said["texts"]["en"].keys()


def test_every_platform_that_rules_know_is_read(client: FlaskClient) -> None:
    said: Any = client.get("/v1/platforms").json
    PlatformsAnswer.model_validate(said)
    assert list(said) == list(PLATFORMS)
    assert all(platform["enabled"] for platform in said.values())


def test_an_operator_switches_a_platform_off_and_repairs_another(tmp_path: Path) -> None:
    given = tmp_path / "platforms.json"
    given.write_text('{"x": {"enabled": false}, "youtube": {"selectors": {"send": ["#new"]}, "from_version": "0.2"}}')
    read = read_platforms(given)
    assert read["x"] == {"enabled": False, "from_version": "0.1.0"}
    assert read["youtube"] == {"enabled": True, "selectors": {"send": ["#new"]}, "from_version": "0.2"}
    assert read["reddit"]["enabled"]
    PlatformsAnswer.model_validate(read)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"myspace": {}}', "myspace: no such platform"),
        ('{"x": {"enable": false}}', "x.enable"),
        ('{"x": {"selectors": {"send": "#one"}}}', "x.selectors.send"),
        ('{"x": {"from_version": "soon"}}', "x.from_version"),
        ("[", "file: Invalid JSON"),
    ],
)
def test_a_wrong_file_of_platforms_stops_the_start_and_names_the_field(tmp_path: Path, text: str, said: str) -> None:
    given = tmp_path / "platforms.json"
    given.write_text(text)
    with pytest.raises(SettingError, match="KALM_PLATFORMS_FILE") as caught:
        read_platforms(given)
    assert said in str(caught.value)


@pytest.mark.parametrize("path", ["/v1/client", "/v1/platforms", "/v1/rules", f"/v1/rules/{KNOWN}", "/docs/style.css"])
def test_what_has_not_changed_is_not_sent_again(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    assert first.status_code == 200
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_every_rule_is_listed_and_every_listed_rule_can_be_read(client: FlaskClient, linter: Any) -> None:
    said: Any = client.get("/v1/rules").json
    RulesAnswer.model_validate(said)
    assert [rule["id"] for rule in said["rules"]] == [rule.id for rule in linter.rules]
    for rule in said["rules"]:
        detail: Any = client.get(f"/v1/rules/{rule['id']}").json
        RuleDetail.model_validate(detail)
        assert {name: detail[name] for name in rule} == rule
        assert detail["stop"] == (rule["id"] in STOP_BY_DEFAULT)


def test_a_rule_shows_its_texts_and_examples(client: FlaskClient) -> None:
    rule: Any = client.get(f"/v1/rules/{KNOWN}").json
    assert rule["on"] is True
    assert rule["message"].keys() == rule["why"].keys() == rule["advice"].keys() == {"nl", "en"}
    assert all(example["marked"] in example["text"] for example in rule["bad"])
    assert rule["good"]


def test_models_of_answers_allow_nothing_unsaid() -> None:
    models: list[type[BaseModel]] = [ClientAnswer, RulesAnswer, RuleDetail]
    assert all(model.model_config["extra"] == "forbid" for model in models)
