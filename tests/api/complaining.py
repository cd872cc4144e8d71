"""What a test tells about complaints through the doors."""

from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient
from httpx2 import Response

from tests.ids import new_id

COMPLAINT = {"Access-Purpose": "COMPLAINT"}
TALKED_DOWN: dict[str, Any] = {
    "received_on": "2026-11-21",
    "matter_on": "2026-11-02",
    "kind": "BEHAVIOUR",
    "district": "1467",
    "via": "DISTRICT",
    "text": "Betjenten talte nedladende under standsningen.",
}


def complain(client: TestClient, id: UUID | None = None, **change: Any) -> Response:
    """With one allegation whose id is the complaint's own, so that all know it."""
    id = id or new_id()
    usual = {
        "complainant": {"id": str(new_id()), "name": "Jonas Friis"},
        "allegations": [{"id": str(id), "category": "LANGUAGE"}],
    }
    return client.put(f"/complaints/{id}", json=TALKED_DOWN | usual | change)


def then(client: TestClient, id: str, command: str, **body: Any) -> Response:
    return client.post(f"/complaints/{id}/{command}", json=body)


def conclude(client: TestClient, id: str, outcome: str, on: str) -> Response:
    outcomes = [{"allegation": id, "outcome": outcome}]
    return then(client, id, "conclude-complaint", on=on, outcomes=outcomes)
