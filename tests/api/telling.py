"""What a test tells the registry through its doors."""

from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient
from httpx2 import Response

from tests.ids import new_id

MOPEDS: dict[str, Any] = {
    "received_at": "2026-11-22T12:55:00+01:00",
    "channel": "PHONE_114",
    "district": "1467",
    "municipality": "0316",
    "kind": "UNSETTLING_BEHAVIOUR",
    "narrative": "Unge kører på knallert bag skolen og råber ad forbipasserende.",
    "feels_unsafe": True,
    "patrol": "NO_UNIT_AVAILABLE",
}
CALL = {
    "source": "TC1-20261122-0042",
    "channel": "PHONE_114",
    "district": "1467",
    "at": "2026-11-22T12:50:00+01:00",
}
HANDLING = {"Access-Purpose": "CONTACT_HANDLING"}


def told(client: TestClient, id: UUID | None = None, **change: Any) -> Response:
    return client.put(f"/contacts/{id or new_id()}", json=MOPEDS | change)


def party(role: str = "VICTIM", **words: Any) -> dict[str, Any]:
    return {"id": str(new_id()), "role": role, **words}
