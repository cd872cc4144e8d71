"""Destructions under way: each is ordered and its keys fenced at once, or not at all."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg.types.json import Jsonb

from domain.decider import Refused
from domain.event import By
from domain.traces import KeyName
from infrastructure.keys import FENCE
from infrastructure.postgres import Database

ALONE = 6  # a kind of advisory locks
ORDER = """
insert into keys.ordered_destruction (erasure, ordered_by, request, ordered_at)
values (%s, %s, %s, %s) on conflict do nothing
"""
UNDER_WAY = """
select erasure, ordered_by, request from keys.ordered_destruction order by ordered_at
"""


class UnderWay(Refused):
    """Another process is at it."""

    def __init__(self) -> None:
        super().__init__("This erasure is being worked on: send it again in a moment.")


@dataclass(frozen=True)
class Order:
    erasure: UUID
    by: By  # the custodian who destroys
    request: str | None


class Destructions:
    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db, self._clock = db, clock

    @contextmanager
    def alone(self, erasure: UUID) -> Iterator[None]:
        """Nobody else decides about this erasure meanwhile. Raises UnderWay."""
        lock = (ALONE, str(erasure))
        with self._db.get_connection() as conn:
            [taken] = conn.execute(
                "select pg_try_advisory_lock(%s, hashtext(%s)) as taken", lock
            ).fetchall()
            if not taken["taken"]:
                raise UnderWay
            try:
                yield
            finally:
                if not conn.closed:
                    conn.execute("select pg_advisory_unlock(%s, hashtext(%s))", lock)

    def order(self, order: Order, keys: Collection[KeyName]) -> None:
        """From here on there is no way back, and nothing is sealed or opened with them."""
        now, told = self._clock(), Jsonb(order.by.model_dump(mode="json"))
        with self._db.transaction(commit=True) as db:
            db.execute(ORDER, (order.erasure, told, order.request, now))
            db.execute(FENCE, {"now": now, "keys": [each.key for each in keys]})

    def under_way(self) -> list[Order]:
        with self._db.transaction() as db:
            rows = db.execute(UNDER_WAY).fetchall()
        return [
            Order(row["erasure"], By(**row["ordered_by"]), row["request"])
            for row in rows
        ]

    def ordered(self, erasure: UUID) -> Order | None:
        orders = (order for order in self.under_way() if order.erasure == erasure)
        return next(orders, None)

    def done(self, erasure: UUID) -> None:
        with self._db.transaction(commit=True) as db:
            db.execute(
                "delete from keys.ordered_destruction where erasure = %s", (erasure,)
            )
