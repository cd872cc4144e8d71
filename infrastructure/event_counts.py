"""How many events each read model has followed, by day and type, with a checksum.

The day is the UTC day of `at`, which no change of time zone's rules can move. The
checksum adds up what tells events apart: position, version, and the end of the id.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from psycopg.rows import DictRow
from psycopg.sql import SQL, Identifier

from domain.event import Event, Recorded
from infrastructure.confirming import may_take
from infrastructure.read_model import ReadModel
from projections.projection import Rows

TABLE = """
create table if not exists {}.followed (
    log text, read_model text, day date, event text, events bigint not null,
    checksum numeric not null, primary key (log, read_model, day, event)
)
"""
ADD = """
insert into {}.followed as known
select %s, * from unnest(%s::text[], %s::date[], %s::text[], %s::bigint[], %s::numeric[])
on conflict (log, read_model, day, event) do update
set events = known.events + excluded.events,
    checksum = known.checksum + excluded.checksum
"""
FORGET = "delete from {}.followed where log = %s and read_model = any(%s)"
RENAME = """
update {}.followed set read_model = %s where log = %s and read_model = %s
"""
FOLLOWED = """
select read_model, day, event, events, checksum from {}.followed where log = %s
"""
RECORDED = """
select convert_from(substring(state from 8 for 10), 'UTF8')::date as day,
    topic as event, count(*) as events,
    sum((notification_id::numeric * 31 + originator_version) * 31
        + ('x' || right(originator_id::text, 8))::bit(32)::bigint) as checksum
from {}.stored_events where notification_id <= %s group by 1, 2
"""
LAST_BITS = 2**32 - 1
Kind = tuple[date, str]


@dataclass(frozen=True)
class Count:
    events: int
    checksum: int


NOTHING = Count(0, 0)


def counted(events: Iterable[Recorded[Event]]) -> dict[Kind, Count]:
    counts: dict[Kind, Count] = {}
    for each in events:
        kind = (each.at.date(), type(each.event).__name__)
        known = counts.get(kind, NOTHING)
        told = ((each.position or 0) * 31 + each.version) * 31
        told += each.id.int & LAST_BITS
        counts[kind] = Count(known.events + 1, known.checksum + told)
    return counts


class EventCounts:
    def __init__(self, schema: str, log: str) -> None:
        self._schema, self._log = Identifier(schema), log
        self._add = self._in(ADD)

    def create(self, db: Rows) -> None:
        db.execute(self._in(TABLE))

    def add(self, db: Rows, followed: Mapping[ReadModel, Mapping[Kind, Count]]) -> None:
        """What read models have no handler for, they have not followed."""
        rows = [
            (model.name, day, event, count.events, Decimal(count.checksum))
            for model, counts in followed.items()
            for (day, event), count in counts.items()
            if event in model.projection.handlers
        ]
        if rows:
            db.execute(self._add, (self._log, *map(list, zip(*rows, strict=True))))

    def forget(self, db: Rows, names: Sequence[str]) -> None:
        db.execute(self._in(FORGET), (self._log, list(names)))

    def rename(self, db: Rows, old: ReadModel, new: ReadModel) -> None:
        db.execute(self._in(RENAME), (new.name, self._log, old.name))

    def followed(self, db: Rows) -> dict[str, dict[Kind, Count]]:
        """By read model."""
        db.execute(self._in(FOLLOWED), (self._log,))
        by_model: dict[str, dict[Kind, Count]] = {}
        for row in db:
            kind, count = _told(row)
            by_model.setdefault(row["read_model"], {})[kind] = count
        return by_model

    def _in(self, statement: str) -> bytes:
        return SQL(statement).format(self._schema).as_bytes()


def recorded(db: Rows, schema: str, position: int) -> dict[Kind, Count]:
    """What the log holds up to here. It reads all of it, however long that takes."""
    may_take(db, 0)
    db.execute(SQL(RECORDED).format(Identifier(schema)), (position,))
    return dict(map(_told, db))


def _told(row: DictRow) -> tuple[Kind, Count]:
    return (row["day"], row["event"]), Count(row["events"], int(row["checksum"]))
