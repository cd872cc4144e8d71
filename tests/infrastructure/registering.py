"""What the kernel's tests share: a clock, ids of its time, and people who register."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import count
from threading import Barrier
from typing import Any
from uuid import UUID

import psycopg
from eventsourcing.persistence import StoredEvent
from psycopg.sql import SQL, Identifier
from psycopg.types.string import TextLoader

from api.composition import Parts
from domain.contacts import SupplementContact, contacts
from domain.decider import Command
from infrastructure.asked import Receipt
from infrastructure.key_encryption import KeyEncryptionKey
from tests.domain.cast import CPR, told, told_victim
from tests.specification import NOW, OFFICER

KEK = KeyEncryptionKey(bytes(32))
METTE = told_victim(name="Mette Rønnow", cpr=CPR, phone="20 30 40 50")
TABLES = """
select table_schema, table_name from information_schema.tables
where table_type = 'BASE TABLE'
and table_schema not in ('pg_catalog', 'information_schema')
"""


class Clock:
    """Stands still until it is told otherwise. Ids are of its time, as a client's are."""

    def __init__(self, now: datetime = NOW.at) -> None:
        self.now = now
        self._count = count(1)

    def __call__(self) -> datetime:
        return self.now

    def goes_on(self, **by: float) -> None:
        self.now += timedelta(**by)

    def new_id(self) -> UUID:
        millis = int(self.now.timestamp() * 1000)
        return UUID(int=millis << 80 | 7 << 76 | 2 << 62 | next(self._count))


def register(parts: Parts, id: UUID | None = None, **more: Any) -> Receipt:
    return parts.registry.execute(contacts, id or parts.new_id(), told(**more), OFFICER)


def say(parts: Parts, id: UUID, command: Command, **more: Any) -> Receipt:
    return parts.registry.execute(contacts, id, command, OFFICER, **more)


def more(text: str = "More.") -> SupplementContact:
    return SupplementContact(text=text)


def all_stored(parts: Parts) -> list[StoredEvent]:
    return list(parts.registry.recorder.select_notifications(1, 1000))


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """What each answers, or its error, when all begin together."""
    start = Barrier(len(calls))

    def outcome(call: Callable[[], Any]) -> object:
        start.wait(10)
        try:
            return call()
        except Exception as error:  # noqa: BLE001
            return error

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(outcome, calls))


def rows(address: str) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Every row of every table of a database, with the table's name."""
    with psycopg.connect(address) as db:
        for kind in ("timestamptz", "date"):  # infinity is no time of Python's
            db.adapters.register_loader(kind, TextLoader)
        for schema, name in db.execute(TABLES).fetchall():
            table = Identifier(schema, name)
            for row in db.execute(SQL("select * from only {}").format(table)):
                yield f"{schema}.{name}", row


def every_byte(address: str) -> bytes:
    """All that somebody sees who steals this database."""
    values = (value for _, row in rows(address) for value in row)
    return b"\n".join(
        value if isinstance(value, bytes) else str(value).encode() for value in values
    )
