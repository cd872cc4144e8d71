"""Finds the keys of words about somebody, in the archive itself: nothing lags behind."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, LiteralString, Protocol, TypeVar
from uuid import UUID

from eventsourcing.persistence import Notification
from psycopg.rows import DictRow

from domain.event import Event, Recorded
from domain.traces import KeyName
from infrastructure.confirming import may_take
from infrastructure.keys import Keys
from infrastructure.mapper import SealingMapper
from infrastructure.postgres import Database


class Told(Protocol):
    """Knows what an event says of whose keys seal words."""

    def __call__(
        self,
        recorded: Recorded[Event],
        citizens: Collection[UUID],
        things: Collection[UUID],
        *,
        whole: bool,
    ) -> Iterable[UUID]: ...


E = TypeVar("E", bound=Event)
LONG = 120  # seconds to go through all events
ROWS: LiteralString = """
select notification_id, originator_id, originator_version, topic, state
from archive.stored_events
"""
# Ids stand in a state as they are spelt, so that nothing has to be parsed to find one.
NAMING: LiteralString = """
topic = any({0}) and exists (
    select from unnest({1}::bytea[]) as id where position(id in state) > 0
)
"""
ABOUT = f"""{ROWS} where originator_id = any(%(ids)s)
or {NAMING.format("%(naming_citizens)s", "%(citizens)s")}
or {NAMING.format("%(naming_things)s", "%(things)s")}
order by notification_id
"""
OF_A_KIND = ROWS + "where topic = %(topic)s order by notification_id"


class StoredTraces:
    """Looks at every event of the kinds that name citizens or things; opens no words."""

    def __init__(
        self,
        db: Database,
        keys: Keys,
        told: Told,
        naming_citizens: Collection[type[Event]],
        naming_things: Collection[type[Event]],
    ) -> None:
        self._db, self._keys, self._told = db, keys, told
        self._mapper = SealingMapper(keys)
        self._kinds = {
            "naming_citizens": [each.__name__ for each in naming_citizens],
            "naming_things": [each.__name__ for each in naming_things],
        }

    def of(
        self, citizens: Collection[UUID], things: Collection[UUID], *, whole: bool
    ) -> tuple[KeyName, ...]:
        found = self._read(
            ABOUT,
            ids=[*citizens, *things],
            citizens=[str(each).encode() for each in citizens],
            things=[str(each).encode() for each in things],
            **self._kinds,
        )
        subjects = {*citizens, *things}
        for recorded in found:
            subjects.update(self._told(recorded, citizens, things, whole=whole))
        return self._keys.standing(subjects)

    def gone(self, keys: Collection[KeyName]) -> bool:
        return not self._keys.left_of(keys)

    def recorded(self, kind: type[E]) -> Iterator[Recorded[E]]:
        """All events of a kind that has no words."""
        return self._read(OF_A_KIND, topic=kind.__name__)

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
