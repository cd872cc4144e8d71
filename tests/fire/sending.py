"""What clients send to a demo, and send again until they have an answer."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from random import randrange
from threading import Barrier
from time import monotonic, sleep
from typing import Any, Self
from uuid import UUID

import httpx2
import psycopg
from uuid_utils.compat import uuid7

from api.composition import now
from domain.ids import follow_up_of
from tests.api.filing import digest
from tests.api.telling import MOPEDS, party
from tests.fire.running import PATIENCE, Demo

DOORS = {
    "ContactSupplemented": "supplement-contact",
    "ContactCorrected": "correct-contact",
    "EvidenceAttached": "attach-evidence",
    "FollowUpClaimed": "claim-follow-up",
    "FollowUpAttemptMade": "record-attempt",
}
PEOPLE = count(randrange(1_000_000))
VERSIONS = (
    "SELECT originator_id, array_agg(topic ORDER BY originator_version)"
    " FROM archive.stored_events WHERE originator_id = ANY(%s) GROUP BY originator_id"
)


@dataclass(frozen=True)
class Sent:
    """A command that can be sent again as it was."""

    method: str
    path: str
    body: str
    leads_to: str = "ContactRegistered"
    key: str | None = None

    @classmethod
    def registration(cls, **change: Any) -> Self:
        """Of a contact received a while ago, with a victim whom nobody knows yet."""
        told = {
            "received_at": (now() - timedelta(minutes=5)).isoformat(),
            "parties": [party(name="Søren Ågård", cpr=new_cpr())],
        }
        return cls("PUT", f"/contacts/{uuid7()}", json.dumps(MOPEDS | told | change))

    def supplement(self) -> Self:
        """Of the contact that this one is about."""
        return self._then("ContactSupplemented", text="Han ringer igen: de er kørt.")

    def correction(self) -> Self:
        told = {"field": "municipality", "old": MOPEDS["municipality"], "new": "0326"}
        return self._then("ContactCorrected", **told, reason="Forkert kommune")

    def attachment(self, file: bytes) -> Self:
        """Of a file that has been sent before."""
        told = {
            "annex": 1,
            "description": "Hendes opkaldsliste",
            "sha256": digest(file),
        }
        told |= {"size": len(file), "media_type": "application/pdf"}
        return self._then("EvidenceAttached", **told)

    def claim(self) -> Self:
        """Of the follow-up that this contact has opened."""
        return self._then("FollowUpClaimed", "follow-ups", follow_up_of(self.id))

    def attempt(self) -> Self:
        told = {"kind": "PHONE"}
        follow_up = follow_up_of(self.id)
        return self._then("FollowUpAttemptMade", "follow-ups", follow_up, **told)

    def _then(
        self, event: str, topic: str = "contacts", id: UUID | None = None, **told: Any
    ) -> Self:
        path = f"/{topic}/{id or self.id}/{DOORS[event]}"
        return type(self)("POST", path, json.dumps(told), event, str(uuid7()))

    @property
    def id(self) -> UUID:
        return UUID(self.path.split("/")[2])

    @property
    def headers(self) -> dict[str, str]:
        key = {"Idempotency-Key": self.key} if self.key else {}
        return {"Content-Type": "application/json", **key}

    def by(self, client: httpx2.Client) -> httpx2.Response | None:
        """The answer; None where there is none, or where it says to come again."""
        with suppress(httpx2.TransportError):
            answer = client.request(
                self.method, self.path, content=self.body, headers=self.headers
            )
            return None if answer.status_code in (429, 503) else answer
        return None

    def insisted(
        self, client: httpx2.Client, unanswered: list[Self] | None = None
    ) -> httpx2.Response:
        """As clients do that must have an answer: the same, again and again."""
        deadline = monotonic() + PATIENCE
        while (answer := self.by(client)) is None:
            if unanswered is not None:
                unanswered.append(self)
            assert monotonic() < deadline, "no answer in time"
            sleep(0.01)
        return answer


def new_cpr() -> str:
    """A number that nobody has been given here before."""
    number, serial = divmod(next(PEOPLE), 3999)
    month, day = divmod(number, 28)
    return f"{day + 1:02}{month % 12 + 1:02}85-{serial + 1:04}"


def together(
    demo: Demo, clients: int, act: Callable[[httpx2.Client], Iterator[Any]]
) -> list[Any]:
    """All that these clients met with, each with connections of its own, all at once."""
    ready = Barrier(clients)

    def one(_: int) -> list[Any]:
        with demo.client() as client:
            client.get("/health/live").raise_for_status()  # it is connected by now
            ready.wait(PATIENCE)
            return list(act(client))

    with ThreadPoolExecutor(clients) as pool:
        return [each for met in pool.map(one, range(clients)) for each in met]


def recorded(demo: Demo, *things: Sent | UUID) -> dict[UUID, list[str]]:
    """What the archive itself holds of these, or of what these commands are about."""
    ids = [each.id if isinstance(each, Sent) else each for each in things]
    with psycopg.connect(demo.as_admin().archive) as conn:
        rows = conn.execute(VERSIONS, (ids,))
        return dict(rows.fetchall())


def sent_file(client: httpx2.Client, contact: UUID, file: bytes) -> bool:
    """Whether it was taken for this contact, now or before."""
    with suppress(httpx2.TransportError):
        where, whose = f"/evidence/{digest(file)}", {"contact": str(contact)}
        return client.put(where, params=whose, content=file).is_success
    return False
