"""Every route for everybody: who may call it, said in one table. A route that is not in it fails."""

import re
import uuid
from collections.abc import Callable

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from kalm.api import app as module
from kalm.api import create_app
from kalm.api.app import BLUEPRINTS
from kalm.api.auth import Role, csrf_of, mark_of, now
from kalm.api.state import Access
from kalm.config import read
from kalm.inforce import InForce
from kalm.store import people, revision, sessions, tokens

from .conftest import MakeHouse
from .house import House

CALLERS = ("nobody", "token for lint", "token for metrics", "staff", "owner", "manager", "administrator", "observer")
LINT = {"token for lint", *Role}
METRICS = {"token for metrics", Role.ADMINISTRATOR, Role.OBSERVER}
ALL = set(CALLERS)
SIGNED_IN = set(Role)
ADMINISTRATOR = {Role.ADMINISTRATOR}
MANAGES = {Role.MANAGER, Role.ADMINISTRATOR}
SEES_ALL = MANAGES | {Role.OBSERVER}
OWNERS = set(Role.OWNER.and_above)
STAFF = set(Role.STAFF.and_above)

TABLE: dict[str, set[str]] = {
    "GET /": ALL,
    "POST /share": ALL,
    "GET /manifest.webmanifest": ALL,
    "GET /static/<digest>/<name>": ALL,
    "GET /healthz": ALL,
    "GET /readyz": ALL,
    "GET /openapi.json": ALL,
    "GET /docs": ALL,
    "GET /docs/style.css": ALL,
    "POST /v1/pair": ALL,
    "GET /metrics": METRICS,
    "POST /v1/lint": LINT,
    "GET /v1/client": LINT,
    "GET /v1/platforms": LINT,
    "GET /v1/rules": LINT,
    "GET /v1/rules/<rule_id>": LINT,
    "GET /v2": LINT,
    "GET /v2/": LINT,
    "GET /v2/<path:action>": LINT,
    "GET /v2/check": LINT,
    "GET /v2/configinfo": LINT,
    "GET /v2/healthcheck": LINT,
    "GET /v2/info": LINT,
    "GET /v2/languages": LINT,
    "GET /v2/maxtextlength": LINT,
    "GET /v2/words": LINT,
    "POST /v2": LINT,
    "POST /v2/": LINT,
    "POST /v2/<path:action>": LINT,
    "POST /v2/check": LINT,
    "PUT /v2/check": LINT,
    "PATCH /v2/check": LINT,
    "DELETE /v2/check": LINT,
    "POST /v2/languages": LINT,
    "POST /v2/words": LINT,
    "GET /console/sign-in": ALL,
    "POST /console/sign-in": ALL,
    "POST /console/sign-out": ALL,
    "GET /console/first": ALL,
    "POST /console/first": ALL,
    "GET /console/invitation": ALL,
    "POST /console/invitation": ALL,
    "GET /console/oidc": ALL,
    "GET /console/oidc/callback": ALL,
    "GET /console/me": SIGNED_IN,
    "POST /console/me/password": SIGNED_IN,
    "POST /console/me/sessions/end": SIGNED_IN,
    "POST /console/me/code": SIGNED_IN,
    "POST /console/me/tokens": SIGNED_IN,
    "POST /console/me/tokens/<token>/revoke": SIGNED_IN,
    "GET /console/people": ADMINISTRATOR,
    "POST /console/people/invitations": ADMINISTRATOR,
    "POST /console/people/<person_id>": ADMINISTRATOR,
    "POST /console/people/<person_id>/password": ADMINISTRATOR,
    "POST /console/people/<person_id>/disable": ADMINISTRATOR,
    "POST /console/people/<person_id>/enable": ADMINISTRATOR,
    "POST /console/people/<person_id>/remove": ADMINISTRATOR,
    "POST /console/people/tokens": ADMINISTRATOR,
    "POST /console/people/tokens/<token>/revoke": ADMINISTRATOR,
    "GET /console/policy": SEES_ALL,
    "GET /console/policy/selectors.json": SEES_ALL,
    "GET /console/policy/teams/<int:index>": SEES_ALL,
    "GET /console/policy/scopes/<int:index>": SEES_ALL,
    "POST /console/policy/try": SEES_ALL,
    "POST /console/policy": MANAGES,
    "POST /console/policy/teams": MANAGES,
    "POST /console/policy/teams/<int:index>": MANAGES,
    "POST /console/policy/teams/<int:index>/remove": MANAGES,
    "POST /console/policy/scopes": MANAGES,
    "POST /console/policy/scopes/<int:index>": MANAGES,
    "POST /console/policy/scopes/<int:index>/remove": MANAGES,
    "GET /console/words": SEES_ALL,
    "POST /console/words": MANAGES,
    "GET /console/accounts": SEES_ALL,
    "POST /console/accounts": MANAGES,
    "GET /console/modes": SEES_ALL,
    "POST /console/modes": MANAGES,
    "POST /console/modes/end": MANAGES,
    "GET /console/dry-run": SEES_ALL,
    "POST /console/dry-run/run": SEES_ALL,
    "POST /v1/feedback": {"token for lint", *STAFF},
    "POST /v1/events": {"token for lint", *STAFF},
    "POST /v1/questions": {"token for lint", *STAFF},
    "POST /v1/questions/<name>/read": ALL,
    "GET /q/<name>": ALL,
    "GET /console/disputes": OWNERS | {Role.OBSERVER},
    "POST /console/disputes/<int(max=2147483647):number>": OWNERS,
    "GET /console/trends": OWNERS | {Role.OBSERVER},
    "GET /console/digest.txt": OWNERS | {Role.OBSERVER},
    "GET /console/proposals": SIGNED_IN,
    "GET /console/proposals/new": STAFF,
    "POST /console/proposals/new": STAFF,
    "GET /console/proposals/<int(max=2147483647):number>": SIGNED_IN,
    "POST /console/proposals/<int(max=2147483647):number>/vote": STAFF,
    "POST /console/proposals/<int(max=2147483647):number>/comment": STAFF,
    "POST /console/proposals/<int(max=2147483647):number>/decide": OWNERS,
    "GET /console/questions/new": STAFF,
    "GET /console/privacy": SIGNED_IN,
    "GET /console/privacy.txt": SIGNED_IN,
    "GET /console/privacy.md": SIGNED_IN,
    "POST /console/privacy/erase-counts": set(Role.MANAGER.and_above),
    "GET /console/": SIGNED_IN,
    "GET /console/rules": SIGNED_IN,
    "GET /console/rules/<rule_id>": SIGNED_IN,
    "GET /console/versions": SEES_ALL,
    "GET /console/versions/diff": SEES_ALL,
    "GET /console/versions/<name>.yml": SEES_ALL,
    "POST /console/versions/publish": MANAGES,
    "POST /console/versions/discard": MANAGES,
    "GET /console/versions/<int:number>/rollback": MANAGES,
    "POST /console/versions/<int:number>/rollback": MANAGES,
    "GET /console/versions/import": MANAGES,
    "POST /console/versions/import": MANAGES,
    "GET /console/log": {Role.ADMINISTRATOR, Role.OBSERVER},
}
"""Method and address → who gets past the door when Kalm is not open."""


def _somewhere(address: str) -> str:
    """An address of that form."""
    return re.sub(r"<[^>]+>", "x", re.sub(r"<int[^>]+>", "1", address))


CHANGES = ("POST", "PUT", "PATCH", "DELETE")


def faces(app: Flask) -> dict[str, Rule]:
    """Every method and address of an app."""
    return {
        f"{method} {rule.rule}": rule
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


EVERY_FACE = sorted(faces(create_app(read({"HOME": "/nowhere"}), InForce(None))))


@pytest.fixture
def closed(make_house: MakeHouse) -> House:
    """A house that asks everybody who they are."""
    return make_house(KALM_HOST="0.0.0.0")


def test_the_table_names_every_face_and_no_other() -> None:
    assert set(EVERY_FACE) - set(TABLE) == set(), "say in the table who may call it"
    assert set(TABLE) - set(EVERY_FACE) == set(), "these are gone"


def test_every_face_lets_in_whom_the_table_names_and_nobody_else(closed: House) -> None:
    app = closed.app
    # What a view does is its own tests' affair; here one that is reached says so and does nothing.
    for endpoint in app.view_functions:
        app.view_functions[endpoint] = _like(app, endpoint)
    wrong = []
    for caller in CALLERS:
        client, headers = _caller(closed, caller)
        for face in EVERY_FACE:
            method, address = face.split(" ")
            address = _somewhere(address)
            sent = headers if method in CHANGES else {k: v for k, v in headers.items() if k != "X-CSRF-Token"}
            status = client.open(address, method=method, headers=sent).status_code
            if (status == 299) is not (caller in TABLE[face]) or status not in (299, 401, 403):
                wrong.append(f"{caller}: {face} answers {status}")
    assert wrong == []


def test_nobody_is_asked_to_show_who_they_are_and_the_others_are_told_that_it_is_not_for_them(closed: House) -> None:
    for caller, status in (("nobody", 401), ("staff", 403)):
        client, headers = _caller(closed, caller)
        assert client.get("/console/people", headers=headers).status_code == status
        assert client.get("/metrics", headers=headers).status_code == status


def test_no_form_of_the_console_works_without_its_proof(closed: House) -> None:
    client, headers = _caller(closed, Role.ADMINISTRATOR)
    del headers["X-CSRF-Token"]
    access = {blueprint.name: access for blueprint, access in BLUEPRINTS}
    tried = 0
    for face, rule in faces(closed.app).items():
        method, address = face.split(" ")
        if method in CHANGES and access[rule.endpoint.rpartition(".")[0]] is Access.SIGNED_IN:
            answer = client.open(_somewhere(address), method=method, headers=headers)
            assert answer.status_code == 403, face
            assert answer.json["type"] == "urn:kalm:problem:foreign-form", face  # type: ignore[index]
            tried += 1
    assert tried > 10


def test_an_app_with_a_view_that_does_not_say_who_may_call_it_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = Blueprint("console_bare", __name__)
    bare.add_url_rule("/console/bare", "index", lambda: "")
    monkeypatch.setattr(module, "BLUEPRINTS", (*BLUEPRINTS, (bare, Access.SIGNED_IN)))
    with pytest.raises(RuntimeError, match=r"console_bare\.index .*@needs or @anyone"):
        create_app(read({"HOME": "/nowhere"}), InForce(None))


def test_on_loopback_without_tokens_the_interface_is_open_and_the_console_is_not(make_house: MakeHouse) -> None:
    client = make_house().app.test_client()
    assert client.get("/v1/platforms").status_code == 200
    assert client.get("/metrics").status_code == 200
    assert client.get("/console/me").status_code == 401


def test_the_own_token_of_an_observer_reads_drafts_and_leaves_nothing_behind(closed: House) -> None:
    def status(path: str, role: Role) -> int:
        person = closed.add(uuid.uuid4().hex, role)
        with closed.store.session() as session:
            token = tokens.make(session, "x", now().date(), person=person.id)
            revision.touch(session)
        closed.hear()
        headers = {"Authorization": f"Bearer {token}"}
        return closed.app.test_client().post(path, json={"text": "Dag."}, headers=headers).status_code

    assert status("/v1/lint", Role.OBSERVER) == 200
    for path in ("/v1/feedback", "/v1/events", "/v1/questions"):
        assert (status(path, Role.OBSERVER), status(path, Role.STAFF) != 403) == (403, True)


def _like(app: Flask, endpoint: str) -> Callable[..., tuple[str, int]]:
    """A view with the mark of the one behind ``endpoint``."""

    def view(**_: object) -> tuple[str, int]:
        return "", 299

    if (mark := mark_of(app, endpoint)) is not None:
        view.__dict__["mark"] = mark
    return view


def _caller(house: House, caller: str) -> tuple[FlaskClient, dict[str, str]]:
    """A client, and the headers with which it sends what it may."""
    client, headers, key = house.app.test_client(), {}, sessions.new_key()
    with house.store.session() as session:
        if caller.startswith("token"):
            scope = caller.rpartition(" ")[2]
            headers["Authorization"] = f"Bearer {tokens.make(session, caller, now().date(), scopes=[scope])}"
            revision.touch(session)
        elif caller != "nobody":
            email = f"{uuid.uuid4().hex}@huis.example"
            person = people.add(session, name=caller, email=email, role=caller, today=now().date())
            key = sessions.start(session, person.id, now())
    house.hear()
    client.set_cookie("kalm", key)
    return client, {**headers, "X-CSRF-Token": csrf_of(key)}
