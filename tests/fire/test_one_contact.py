"""However often a client sends, and whatever dies meanwhile: it is recorded once."""

import json
import select
import socket
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import batched, chain
from threading import Barrier
from uuid import UUID

import httpx2
import psycopg
import pytest
from uuid_utils.compat import uuid7

from api.composition import now
from tests.api.telling import HANDLING, MOPEDS, party
from tests.fire.running import Demo, Sent, until

CLIENTS, TIMES = 16, 10
EVENTS = (
    "SELECT topic, count(*) FROM archive.stored_events"
    " WHERE originator_id = ANY(%s) GROUP BY topic"
)


def registration(id: UUID | None = None, **change) -> Sent:
    told = {"received_at": (now() - timedelta(minutes=5)).isoformat()} | change
    return Sent("PUT", f"/contacts/{id or uuid7()}", json.dumps(MOPEDS | told))


def supplement(contact: Sent, text: str = "Han ringer igen.") -> Sent:
    path = f"{contact.path}/supplement-contact"
    return Sent("POST", path, json.dumps({"text": text}), key=str(uuid7()))


def id_of(sent: Sent) -> UUID:
    return UUID(sent.path.split("/")[2])


def events(demo: Demo, *contacts: Sent) -> dict[str, int]:
    """What the archive itself holds about these contacts."""
    with psycopg.connect(demo.as_admin().archive) as conn:
        return dict(conn.execute(EVENTS, ([id_of(each) for each in contacts],)))
