"""When too much is asked: said at once, in a sentence, and nothing has begun."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.gate import Gate
from api.pages.headers import ALWAYS
from api.turns import Busy, Flooding
from domain.event import Role
from tests.api.telling import HANDLING, told
from tests.busy import room_for_nobody
from tests.ids import new_id

PROBLEM = "application/problem+json"


@pytest.fixture(params=[Busy, Flooding])
def status(app, request) -> Iterator[int]:
    with room_for_nobody(app, why=request.param()):
        yield 503 if request.param is Busy else 429


@pytest.fixture(params=[False, True], ids=["at the door", "at the gate"])
def client(app, issuer, request) -> TestClient:
    headers = {"Authorization": f"Bearer {issuer.token(Role.OFFICER)}"}
    return TestClient(Gate(app) if request.param else app, headers=headers)


def test_who_finds_no_room_is_told_so_and_when_to_come_again(
    client, status, parts
) -> None:
    for answer in (told(client), client.get(f"/contacts/{new_id()}", headers=HANDLING)):
        assert answer.status_code == status
        assert answer.headers["Retry-After"] == "1"
        assert answer.headers["Content-Type"] == PROBLEM
        assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
        assert answer.json().keys() == {"type", "title", "status"}
        assert "again" in answer.json()["title"]
    assert parts.registry.recorder.newest() == 0


def test_refusals_are_counted(client, status, parts) -> None:
    told(client)
    counted = parts.metrics.registry.get_sample_value
    assert counted("genfind_refusals_total", {"status": str(status)}) == 1


def test_the_way_in_and_health_are_open_even_then(app, status) -> None:
    bearer = {"Authorization": "Bearer x"}  # of whoever watches
    nobody = TestClient(Gate(app), headers=bearer, follow_redirects=False)
    assert nobody.get("/health/live").json()["status"] == "live"
    assert nobody.get("/health/ready").status_code == 200
    assert "genfind_requests_waiting 0.0" in nobody.get("/metrics").text
    assert TestClient(Gate(app)).get("/").status_code == 200


def test_files_have_turns_of_their_own(app, officer) -> None:
    with room_for_nobody(app, "uploads"):
        path = f"/evidence/{'0' * 64}?contact={new_id()}"
        assert officer.put(path, content=b"x").status_code == 503
        assert told(officer).status_code == 201
