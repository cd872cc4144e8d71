"""Do the read models hold what the events say, and nothing else?

Quickly: the events that each has followed, counted and added up, against the log.
Thoroughly: all rows against those of a shadow, filled anew up to the same event.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from psycopg.sql import SQL, Composed, Identifier

from infrastructure.bookmarks import Stands
from infrastructure.event_counts import NOTHING, recorded
from infrastructure.projector import Projector
from infrastructure.read_model import ReadModel
from infrastructure.schemas import tables
from projections.projection import Rows


@dataclass(frozen=True)
class Difference:
    """`what` is a type of event, or a table; the day is UTC. Equal numbers differ in
    what they count.
    """

    read_model: str
    what: str
    day: date | None
    expected: int
    found: int


COLUMNS = """
select attname as name, atttypid = 'uuid'::regtype as is_id
from pg_attribute
where attrelid = %s::regclass and attnum > 0 and not attisdropped
and attidentity = ''  -- such numbers tell only in which order rows came
order by attnum
"""
ROWS = """
select {side} as side, {day} as day, count(*) as rows,
    sum(hashtextextended(row({columns})::text, 0)::numeric) as checksum
from {table} group by day
"""
DIFFERENT = """
select day, coalesce(sum(rows) filter (where side = 1), 0)::bigint as expected,
    coalesce(sum(rows) filter (where side = -1), 0)::bigint as found
from ({} union all {}) as counted
group by day having sum(side * checksum) <> 0 or sum(side * rows) <> 0
order by day
"""
# A thing's id tells when it was made: the same day here and there.
DAY = "(uuid_extract_timestamp({}) at time zone 'UTC')::date"


def counts_that_differ(
    projector: Projector, models: Sequence[ReadModel]
) -> Iterator[Difference]:
    counts, bookmarks = projector.pages.counts, projector.pages.bookmarks
    with projector.datastore.transaction() as db:
        db.execute("set transaction isolation level repeatable read")
        stands, followed = bookmarks.stands(db), counts.followed(db)
    positions = {stands.of(model) for model in models}
    source = projector.source.datastore
    with source.transaction() as db:
        logs = {each: recorded(db, source.schema, each) for each in positions}
    for model in models:
        log, mine = logs[stands.of(model)], followed.get(model.name, {})
        handled = {kind for kind in log if kind[1] in model.projection.handlers}
        for kind in sorted(handled | mine.keys()):
            expected, found = log.get(kind, NOTHING), mine.get(kind, NOTHING)
            if expected != found:
                day, event = kind
                counted = (expected.events, found.events)
                yield Difference(model.name, event, day, *counted)


def rows_that_differ(
    projector: Projector, models: Sequence[ReadModel]
) -> list[Difference]:
    """Against their shadows, which are filled, and thrown away after this."""
    with projector.shadows.beside(models) as db:
        stands = projector.pages.bookmarks.stands(db)
        compared = [each for each in models if each.shadow.name not in stands.parked]
        found = [
            difference
            for model in compared
            for difference in _differences(db, stands, model)
        ]
    projector.shadows.throw_away(models)
    return found


def _differences(db: Rows, stands: Stands, model: ReadModel) -> Iterator[Difference]:
    wanted, is_at = stands.of(model.shadow), stands.of(model)
    if wanted != is_at:
        yield Difference(model.name, "position", None, wanted, is_at)
        return
    there = tables(db, model.name)
    for table in tables(db, model.shadow.name):
        if table in model.projection.hints:
            continue
        if table not in there:
            yield Difference(model.name, f"table {table}", None, 1, 0)
            continue
        db.execute(_comparison(db, model, table))
        for row in db.fetchall():
            counted = (row["expected"], row["found"])
            yield Difference(model.name, table, row["day"], *counted)


def _comparison(db: Rows, model: ReadModel, table: str) -> Composed:
    db.execute(COLUMNS, (f"{model.shadow.name}.{table}",))
    columns = db.fetchall()
    ids = [Identifier(each["name"]) for each in columns if each["is_id"]]

    def rows(schema: str, side: int) -> Composed:
        return SQL(ROWS).format(
            side=side,
            day=SQL(DAY).format(ids[0]) if ids else SQL("null::date"),
            columns=SQL(", ").join(Identifier(each["name"]) for each in columns),
            table=Identifier(schema, table),
        )

    return SQL(DIFFERENT).format(rows(model.shadow.name, 1), rows(model.name, -1))
