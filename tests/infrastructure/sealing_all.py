"""A sealer as it is put together for use, beside a registry of the test's own."""

import json
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from os import urandom

import psycopg
from eventsourcing.persistence import StoredEvent

from infrastructure.mapper import spelled
from infrastructure.postgres import Database
from infrastructure.recorder import GroupCommitRecorder
from infrastructure.sealer import Sealer
from infrastructure.signer import Signer
from infrastructure.transparency_log import TransparencyLog
from tests.ids import NOON, new_id

ORIGIN = "genfind.example/archive/1"


@dataclass(frozen=True)
class Sealing:
    sealer: Sealer
    log: TransparencyLog
    signer: Signer


@contextmanager
def sealing(address: str, signer: Signer) -> Iterator[Sealing]:
    with Database(address, role="genfind_sealer", schema="archive") as db:
        log = TransparencyLog(db)
        yield Sealing(Sealer(GroupCommitRecorder(db), log, signer), log, signer)


def events(count: int, at: datetime = NOON) -> list[StoredEvent]:
    """Of the right form, a second apart, every fifth with a second version."""
    made = []
    for nth in range(count):
        again = nth % 5 == 4
        id = made[-1].originator_id if again else new_id(at)
        state = {
            "at": spelled(at + timedelta(seconds=nth)),
            "event": {"nth": nth},
            "salt": b64encode(urandom(16)).decode(),
        }
        spelt = json.dumps(state, separators=(",", ":")).encode()
        made.append(StoredEvent(id, 1 + again, "Tested", spelt))
    return made


def by_force(address: str, *statements: str) -> Sequence[int]:
    """With a superuser's hands; how many rows each changed."""
    with psycopg.connect(address) as conn:
        unguarded(conn)
        return [conn.execute(each).rowcount for each in statements]


def unguarded(conn: psycopg.Connection) -> None:
    """Until the transaction ends, or for ever."""
    guards = conn.execute(
        "select tgrelid::regclass, tgname from pg_trigger where not tgisinternal"
    ).fetchall()
    for table, name in guards:
        conn.execute(f"alter table {table} disable trigger {name}")
    conn.execute("set local session_replication_role = replica")  # foreign keys too
