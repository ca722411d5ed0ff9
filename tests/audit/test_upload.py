"""A dry run of an upload, on a real server: in memory, within its time, and nobody else waits for it."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kalm.api.upload import LIMIT
from tests.audit.made import as_csv, as_excel, posts
from tests.serve.running import Running, receive, running

pytestmark = pytest.mark.slow

CANARY = "kanariepiet"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("server"), Path(__file__).with_name("upload_server.py")) as started:
        yield started


def last(body: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(body.splitlines()[-1])
    return found


def big(megabytes: int) -> bytes:
    """A table of that size, with a canary in every draft."""
    row = {**next(posts(1)), "text": f"{CANARY} Zoals wij u al uitlegden. " + "Dag. " * 150}
    return as_csv([row] * (megabytes * 1024**2 // 900))


def test_ten_megabytes_touch_no_file_and_are_told_within_their_time(server: Running) -> None:
    content = big(10)
    assert len(content) > 8 * 1024**2
    status, body = server.ask("POST", "/dry-run?seconds=2", content)
    assert status == 200
    answer = last(body)
    assert answer["opened"] == []
    document = answer["document"]
    assert document["drawn_from"] > document["rows"] > 0, (
        "it stopped when its time was over, which is long before the end"
    )
    assert len(document["cases"]) == 20
    assert list((server.folder / "tmp").iterdir()) == []
    assert CANARY not in server.log


def test_the_watch_sees_a_form_of_that_size_go_to_a_file(server: Running) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n' + big(2) + b"\r\n--x--\r\n"
    status, body = server.ask("POST", "/form", part, **{"Content-Type": "multipart/form-data; boundary=x"})
    assert status == 200
    assert last(body)["opened"] != []


def test_a_workbook_touches_no_file_either(server: Running) -> None:
    _, body = server.ask("POST", "/dry-run", as_excel(posts(3_000)))
    answer = last(body)
    assert answer["opened"] == []
    assert answer["document"]["drawn_from"] or answer["document"]["rows"] == 3_000


def test_more_than_the_limit_is_refused_before_it_is_sent(server: Running) -> None:
    connection = server.connect()
    connection.sendall(f"POST /dry-run HTTP/1.1\r\nHost: localhost\r\nContent-Length: {LIMIT + 1}\r\n\r\n".encode())
    status, _, body = receive(connection)
    assert status == 413
    assert str(LIMIT) in json.loads(body)["detail"]


def test_while_a_dry_run_goes_on_drafts_are_answered(server: Running) -> None:
    server.lint()
    done = threading.Event()
    statuses = []

    def upload() -> None:
        statuses.append(server.ask("POST", "/dry-run?seconds=5", big(4))[0])
        done.set()

    thread = threading.Thread(target=upload)
    thread.start()
    answered = 0
    while not done.is_set():
        assert server.lint()[0] == 200
        answered += not done.is_set()
    thread.join()
    assert statuses == [200]
    assert answered > 10
