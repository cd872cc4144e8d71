"""Which erasures were asked for, of whom, and what became of each?"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from psycopg.rows import DictRow
from psycopg.sql import SQL
from psycopg.types.json import Jsonb
from pydantic import TypeAdapter

from domain.erasure import (
    Basis,
    ErasureRefused,
    ErasureRequested,
    KeysDestroyed,
    Progress,
)
from domain.event import By, Event, Frozen, Recorded
from domain.words import Position
from projections.pages import Page, all_of, key_of, page_of
from projections.projection import Projection, Rows

erasure_list = Projection(
    name="erasure_list",
    tables="""
    create table erasure (
        id uuid primary key, position bigint not null,
        requested_at timestamptz not null, requested_by jsonb not null,
        basis text not null, rule text, reference text,
        citizens uuid[] not null, narratives uuid[] not null,
        search_years integer[] not null, key_count integer not null,
        progress text not null default 'REQUESTED', refused_because text,
        decided_at timestamptz, decided_by jsonb, no_backup_from date
    );
    create table concerned (  -- who or what is named, or has a key that is to go
        subject uuid, erasure uuid, primary key (subject, erasure)
    );
    """,
    indexes="""
    create index on erasure (position);
    """,
)


@erasure_list.on(ErasureRequested)
def request(db: Rows, recorded: Recorded[ErasureRequested]) -> None:
    event = recorded.event
    db.execute(
        """
        insert into erasure_list.erasure (id, position, requested_at, requested_by,
            basis, rule, reference, citizens, narratives, search_years, key_count)
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
        """,
        (
            recorded.id,
            recorded.position,
            recorded.at,
            _who(recorded),
            event.basis,
            event.rule,
            event.reference,
            list(event.citizens),
            list(event.narratives),
            list(event.search_years),
            len(event.keys),
        ),
    )
    subjects = [each.subject for each in event.keys]
    db.execute(
        "insert into erasure_list.concerned select distinct unnest(%s::uuid[]), %s::uuid",
        ([*event.citizens, *event.narratives, *subjects], recorded.id),
    )


@erasure_list.on(ErasureRefused)
def refuse(db: Rows, recorded: Recorded[ErasureRefused]) -> None:
    _decide(db, recorded, Progress.REFUSED, reason=recorded.event.reason)


@erasure_list.on(KeysDestroyed)
def destroy(db: Rows, recorded: Recorded[KeysDestroyed]) -> None:
    since = recorded.event.no_backup_from
    _decide(db, recorded, Progress.DESTROYED, no_backup_from=since)


def _decide(
    db: Rows,
    recorded: Recorded[Event],
    progress: Progress,
    *,
    reason: str | None = None,
    no_backup_from: date | None = None,
) -> None:
    db.execute(
        """
        update erasure_list.erasure set progress = %s, decided_at = %s, decided_by = %s,
            refused_because = %s, no_backup_from = %s
        where id = %s
        """,
        (
            progress,
            recorded.at,
            _who(recorded),
            reason,
            no_backup_from,
            recorded.id,
        ),
    )


def _who(recorded: Recorded[Event]) -> Jsonb:
    return Jsonb(recorded.by.model_dump(mode="json"))


class Erasure(Frozen):
    """One request; `citizens`, `narratives` are how many it names."""

    id: UUID
    progress: Progress  # never UNDER_WAY: that no event says
    basis: Basis
    rule: str | None
    reference: str | None
    requested_at: datetime
    requested_by: By
    citizens: int
    narratives: int
    search_years: list[int]
    key_count: int
    refused_because: str | None
    decided_at: datetime | None
    decided_by: By | None
    no_backup_from: date | None


class Concerning(Erasure):
    """`named` are all that were asked for, `touched` those of them that one asks about."""

    named: list[UUID]
    touched: list[UUID]


KEY = TypeAdapter(tuple[Position])
COLUMNS = SQL("""
select id, position, progress, basis, rule, reference, requested_at, requested_by,
    cardinality(citizens) as citizens, cardinality(narratives) as narratives,
    search_years, key_count, refused_because, decided_at, decided_by, no_backup_from
""")
LISTED = """
{columns} from erasure_list.erasure
where {asked} order by position desc limit %(limit)s + 1
"""
ABOUT = """
{columns}, citizens || narratives as named, touched
from erasure_list.erasure join (
    select erasure, array_agg(subject) as touched from erasure_list.concerned
    where subject = any(%(things)s) group by erasure
) as concerning on erasure = id
order by position
"""


def erasures(
    db: Rows, *, open: bool | None = None, limit: int = 50, cursor: str | None = None
) -> Page[Erasure]:
    """Newest first; `open` are neither refused nor done. Raises BadCursor."""
    [before] = key_of(cursor, KEY) if cursor is not None else [None]
    asked = all_of(
        {
            "(progress = 'REQUESTED') = %(open)s": open,
            "position < %(before)s": before,
        }
    )
    told = {"open": open, "before": before, "limit": limit}
    db.execute(SQL(LISTED).format(columns=COLUMNS, asked=asked), told)
    return page_of(db.fetchall(), limit, ("position",), _erasure)


def about(db: Rows, things: Sequence[UUID]) -> list[Concerning]:
    """Those that name any of these, or destroy a key of one, oldest first."""
    db.execute(SQL(ABOUT).format(columns=COLUMNS), {"things": list(things)})
    return [
        Concerning(**dict(_erasure(row)), named=row["named"], touched=row["touched"])
        for row in db
    ]


def _erasure(row: DictRow) -> Erasure:
    return Erasure(**{name: row[name] for name in Erasure.model_fields})
