"""How far each read model has come, which of them are parked, and why all stand still."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from eventsourcing.persistence import IntegrityError
from psycopg.sql import SQL, Identifier

from domain.event import Event, Recorded
from infrastructure.failures import kind_of
from infrastructure.read_model import ReadModel
from projections.projection import Rows

log = structlog.get_logger()

TABLES = (  # beside the library's own, which holds the bookmarks
    """
    create table if not exists {}.stopped (log text primary key, error text not null)
    """,
    """
    create table if not exists {}.parked (  -- shown to operators: no personal words
        log text, read_model text, position bigint not null, event text not null,
        thing uuid not null, error text not null, since timestamptz not null,
        attempts integer not null, program text not null,
        again boolean not null default false, -- somebody has asked for it
        primary key (log, read_model)
    )
    """,
)
STANDS = """
select application_name, notification_id, stopped.error as stopped, parked.*
from {0}.bookmark left join {0}.parked
    on parked.log = %(log)s and read_model = split_part(application_name, '/', 1)
left join {0}.stopped on stopped.log = %(log)s
"""
MOVE = """
update {}.bookmark set notification_id = to_position
from unnest(%s::text[], %s::bigint[]) as moved (name, to_position)
where application_name = name and notification_id < to_position returning 1
"""
PARK = """
insert into {}.parked as known
values (%s, %s, %s, %s, %s, %s, clock_timestamp(), 1, %s)
on conflict (log, read_model) do update
set position = excluded.position, event = excluded.event, thing = excluded.thing,
    error = excluded.error, program = excluded.program, again = false,
    since = case when known.position = excluded.position then known.since
        else excluded.since end,
    attempts = known.attempts + 1
"""
AGAIN = "update {}.parked set again = true where log = %s and read_model = any(%s)"
NO_LONGER_PARKED = "delete from {}.parked where log = %s and read_model = any(%s)"
BEGIN = "insert into {}.bookmark values (%s, 0)"
TEAR_OUT = """
delete from {}.bookmark where split_part(application_name, '/', 1) = any(%s)
"""
RENAME = """
update {}.bookmark set application_name = %s where application_name = %s
"""
STOP = """
insert into {}.stopped values (%s, %s)
on conflict (log) do update set error = excluded.error
"""
GO_ON = "delete from {}.stopped where log = %s"


@dataclass(frozen=True)
class Parked:
    """A read model that stands before an event which it could not follow."""

    read_model: str
    position: int
    event: str
    thing: UUID
    error: str
    since: datetime
    attempts: int
    program: str
    again: bool


@dataclass(frozen=True)
class Stands:
    positions: Mapping[str, int]  # by bookmark
    parked: Mapping[str, Parked]  # by the name of the read model
    stopped: str | None  # the kind of error that stops whoever is active

    def lacks(self, models: Iterable[ReadModel]) -> bool:
        return any(model.bookmark not in self.positions for model in models)

    def of(self, model: ReadModel) -> int:
        return self.positions.get(model.bookmark, 0)

    def reached(self, models: Iterable[ReadModel]) -> int:
        """How far all of them have come."""
        return min(map(self.of, models))

    def moving(self, models: Iterable[ReadModel]) -> list[ReadModel]:
        return [model for model in models if model.name not in self.parked]

    def parked_of(self, models: Iterable[ReadModel]) -> list[Parked]:
        return [self.parked[each.name] for each in models if each.name in self.parked]

    def tried_again(self, models: Iterable[ReadModel]) -> list[ReadModel]:
        """Those parked by another program, or for which somebody has asked."""
        return [
            model
            for model in models
            if (parked := self.parked.get(model.name))
            and (parked.again or parked.program != model.program)
        ]


class Bookmarks:
    """Of one log, in the given schema. Each call is a statement in its caller's
    transaction.
    """

    def __init__(self, schema: str, log: str) -> None:
        self._schema, self._log = Identifier(schema), log
        self._stands, self._move = map(self._in, (STANDS, MOVE))

    def create(self, db: Rows) -> None:
        for table in TABLES:
            db.execute(self._in(table))

    def stands(self, db: Rows) -> Stands:
        db.execute(self._stands, {"log": self._log})
        rows = db.fetchall()
        fields = Parked.__dataclass_fields__
        return Stands(
            {row["application_name"]: row["notification_id"] for row in rows},
            {
                row["read_model"]: Parked(**{name: row[name] for name in fields})
                for row in rows
                if row["read_model"]
            },
            next((row["stopped"] for row in rows), None),
        )

    def move(self, db: Rows, positions: Mapping[ReadModel, int]) -> None:
        names = [model.bookmark for model in positions]
        db.execute(self._move, (names, list(positions.values())))
        if len(db.fetchall()) < len(names):
            raise IntegrityError("somebody else has moved these bookmarks")

    def begin(self, db: Rows, model: ReadModel) -> None:
        db.execute(self._in(BEGIN), (model.bookmark,))

    def forget(self, db: Rows, names: Sequence[str]) -> None:
        db.execute(self._in(TEAR_OUT), (list(names),))
        self.release(db, names)

    def rename(self, db: Rows, old: ReadModel, new: ReadModel) -> None:
        db.execute(self._in(RENAME), (new.bookmark, old.bookmark))

    def park(
        self, db: Rows, model: ReadModel, event: Recorded[Event], error: Exception
    ) -> None:
        kind, name = kind_of(error), type(event.event).__name__
        place = (event.position, name, event.id, kind, model.program)
        db.execute(self._in(PARK), (self._log, model.name, *place))
        told = {"position": event.position, "type": name, "error": kind}
        log.error("a read model is parked", read_model=model.name, **told)

    def try_again(self, db: Rows, names: Iterable[str]) -> None:
        db.execute(self._in(AGAIN), (self._log, list(names)))

    def release(self, db: Rows, names: Iterable[str]) -> None:
        db.execute(self._in(NO_LONGER_PARKED), (self._log, list(names)))

    def stop(self, db: Rows, error: str) -> None:
        db.execute(self._in(STOP), (self._log, error))

    def go_on(self, db: Rows) -> None:
        db.execute(self._in(GO_ON), (self._log,))

    def _in(self, statement: str) -> bytes:
        return SQL(statement).format(self._schema).as_bytes()
