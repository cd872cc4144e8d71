"""Finds the keys of words about somebody, in the archive itself: nothing lags behind."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, LiteralString, TypeVar
from uuid import UUID

from eventsourcing.persistence import Notification
from psycopg.rows import DictRow

from domain.event import Event, Recorded
from domain.traces import KeyName
from infrastructure.confirming import may_take
from infrastructure.keys import Keys
from infrastructure.mapper import SealingMapper
from infrastructure.postgres import Database

Told = Callable[[Recorded[Event], Collection[UUID], Collection[UUID]], Iterable[UUID]]
E = TypeVar("E", bound=Event)
LONG = 120  # seconds to go through all events
ROWS: LiteralString = """
select notification_id, originator_id, originator_version, topic, state
from archive.stored_events
"""
# Ids stand in a state as they are spelt, so that nothing has to be parsed to find one.
NAMING = (
    ROWS
    + """
where originator_id = any(%(ids)s) or exists (
    select from unnest(%(spelt)s::bytea[]) as id where position(id in state) > 0
)
order by notification_id
"""
)
OF_A_KIND = ROWS + "where topic = %(topic)s order by notification_id"


class StoredTraces:
    """`told` knows what events say of it. Reads every event, and opens no words."""

    def __init__(self, db: Database, keys: Keys, told: Told) -> None:
        self._db, self._keys, self._told = db, keys, told
        self._mapper = SealingMapper(keys)

    def of(
        self, ids: Collection[UUID], whole: Collection[UUID] = ()
    ) -> tuple[KeyName, ...]:
        subjects = set(ids)
        asked, all_of_them = frozenset(ids), frozenset(whole)
        for recorded in self._naming(asked):
            subjects.update(self._told(recorded, asked, all_of_them))
        return self._keys.standing(subjects)

    def gone(self, keys: Collection[KeyName]) -> bool:
        return not self._keys.left_of(keys)

    def recorded(self, kind: type[E]) -> Iterator[Recorded[E]]:
        """All events of a kind that has no words."""
        return self._read(OF_A_KIND, topic=kind.__name__)

    def _naming(self, ids: Collection[UUID]) -> Iterator[Recorded[Event]]:
        spelt = [str(id).encode() for id in ids]
        return self._read(NAMING, ids=list(ids), spelt=spelt)

    def _read(self, query: LiteralString, **asked: object) -> Iterator[Recorded[Any]]:
        with self._db.transaction() as db:
            may_take(db, LONG)
            rows = db.execute(query, asked).fetchall()
        yield from self._mapper.to_domain_events(_stored(rows), words=())


def _stored(rows: Sequence[DictRow]) -> list[Notification]:
    return [
        Notification(
            id=row["notification_id"],
            originator_id=row["originator_id"],
            originator_version=row["originator_version"],
            topic=row["topic"],
            state=row["state"],
        )
        for row in rows
    ]
