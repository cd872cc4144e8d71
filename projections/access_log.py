"""Who was shown whose words, when and why?"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from psycopg.rows import DictRow
from psycopg.sql import SQL
from pydantic import AwareDatetime, TypeAdapter

from domain import disclosures
from domain.calendar import day_bounds
from domain.disclosures import (
    ExportMade,
    Operation,
    PersonalWordsDisclosed,
    Result,
    SearchRun,
    StandsOut,
)
from domain.event import Event, Frozen, Personal, Recorded, Role
from domain.purposes import Purpose, Regime
from domain.words import Position
from projections.pages import Page, all_of, key_of, page_of
from projections.projection import Projection, Rows

access_log = Projection(
    name="access_log",
    tables="""
    create table entry (
        id uuid primary key, log_position bigint not null, at timestamptz not null,
        officer text not null, role text not null, district text, unit text,
        event text not null, operation text not null, view text not null,
        subjects uuid[] not null, fields text[] not null, count bigint not null,
        purpose text not null, reference text, result text not null,
        position bigint, regime text, recipient text, break_glass uuid[] not null,
        stands_out text[] not null, query text, query_about uuid
    );
    create index on entry (query_about) where query is not null;
    create table read (
        subject uuid, at timestamptz, log_position bigint,
        primary key (subject, at, log_position)
    );
    """,
    indexes="""
    create index on entry (at, log_position);
    create index on entry (district, at, log_position);
    create index on entry (officer, at, log_position);
    """,
    forget="""
    update access_log.entry set query = null where query_about = any(%(subjects)s)
    """,
)


@access_log.on(PersonalWordsDisclosed)
def disclose(db: Rows, recorded: Recorded[PersonalWordsDisclosed]) -> None:
    _add(db, recorded, recorded.event)


@access_log.on(SearchRun, words=True)
def search(db: Rows, recorded: Recorded[SearchRun]) -> None:
    _add(db, recorded, recorded.event, recorded.event.query)


@access_log.on(ExportMade)
def export(db: Rows, recorded: Recorded[ExportMade]) -> None:
    _add(db, recorded, recorded.event)


def _add(
    db: Rows,
    recorded: Recorded[Event],
    read: disclosures.Entry,
    query: Personal | None = None,
) -> None:
    db.execute(
        """
        insert into access_log.entry values (
            %(id)s, %(log_position)s, %(at)s, %(officer)s, %(role)s, %(district)s,
            %(unit)s, %(event)s, %(operation)s, %(view)s, %(subjects)s, %(fields)s,
            %(count)s, %(purpose)s, %(reference)s, %(result)s, %(position)s,
            %(regime)s, %(recipient)s, %(break_glass)s, %(stands_out)s, %(query)s,
            %(query_about)s
        )
        """,
        {
            **dict(read),
            "subjects": list(read.subjects),
            "fields": list(read.fields),
            "break_glass": list(read.break_glass),
            "stands_out": list(read.stands_out),
            "id": recorded.id,
            "log_position": recorded.position,
            "at": recorded.at,
            "officer": recorded.by.id,
            "role": recorded.by.role,
            "district": recorded.by.district,
            "unit": recorded.by.unit,
            "event": type(recorded.event).__name__,
            "query": query and query.text,
            "query_about": query and query.about,
        },
    )
    db.execute(
        "insert into access_log.read select distinct unnest(%s::uuid[]), %s, %s",
        (list(read.subjects), recorded.at, recorded.position),
    )


class Entry(Frozen):
    """One read of personal words; `position` is where the read models stood then.

    `entry_position` is its own, in the access log.
    """

    id: UUID
    at: datetime
    officer: str
    role: Role
    district: str | None
    unit: str | None
    event: str
    operation: Operation
    view: str
    subjects: list[UUID]
    fields: list[str]
    count: int
    purpose: Purpose
    reference: str | None
    result: Result
    position: int | None
    regime: Regime | None
    recipient: str | None
    break_glass: list[UUID]
    stands_out: list[StandsOut]
    entry_position: int
    query: str | None  # words: only if asked for


KEY = TypeAdapter(tuple[AwareDatetime, Position])
ENTRIES = """
select id, log_position, at, officer, role, district, unit, event, operation, view,
    subjects, fields, count, purpose, reference, result, position, regime,
    recipient, break_glass, stands_out, log_position as entry_position,
    case when %(with_words)s then query end as query
from access_log.entry
where {asked}
order by at desc, log_position desc
limit %(limit)s + 1
"""


def entries(
    db: Rows,
    *,
    with_authority: bool,
    district: str | None = None,
    officer: str | None = None,
    subject: UUID | None = None,
    purpose: Purpose | None = None,
    view: str | None = None,
    since: date | None = None,
    until: date | None = None,
    with_words: bool = False,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[Entry]:
    """Newest first, from `since` to the day before `until`, in Danish days.

    `district` is the reader's. What the Independent Police Complaints Authority reads
    is never shown to police roles: they ask without `with_authority`. Raises BadCursor.
    """
    at, position = key_of(cursor, KEY) if cursor is not None else (None, None)
    asked = all_of(
        {
            "role <> 'AUTHORITY'": None if with_authority else True,
            "district = %(district)s": district,
            "officer = %(officer)s": officer,
            "(at, log_position) in (select at, log_position from access_log.read"
            " where subject = %(subject)s)": subject,
            "purpose = %(purpose)s": purpose,
            "view = %(view)s": view,
            "at >= %(start)s": since,
            "at < %(end)s": until,
            "(at, log_position) < (%(after)s, %(log_position)s)": cursor,
        }
    )
    db.execute(
        SQL(ENTRIES).format(asked=asked),
        {
            "with_words": with_words,
            "district": district,
            "officer": officer,
            "subject": subject,
            "purpose": purpose,
            "view": view,
            "start": since and day_bounds(since)[0],
            "end": until and day_bounds(until)[0],
            "after": at,
            "log_position": position,
            "limit": limit,
        },
    )
    return page_of(db.fetchall(), limit, ("at", "log_position"), _entry)


def reads_about(db: Rows, subjects: Sequence[UUID]) -> list[Entry]:
    """All reads by the police about any of these, oldest first.

    What the Authority reads, it tells whom it concerns itself.
    """
    asked = SQL(
        """
        role <> 'AUTHORITY' and (at, log_position) in (
            select at, log_position from access_log.read where subject = any(%(about)s)
        )
        """
    )
    none = {"with_words": False, "limit": None, "about": list(subjects)}
    db.execute(SQL(ENTRIES).format(asked=asked), none)
    return [_entry(row) for row in db][::-1]


def readers(db: Rows, *, district: str | None, with_authority: bool) -> list[str]:
    """Whoever has read something, of a district or of all."""
    asked = all_of(
        {
            "role <> 'AUTHORITY'": None if with_authority else True,
            "district = %(district)s": district,
        }
    )
    db.execute(
        SQL(
            "select distinct officer from access_log.entry where {} order by officer"
        ).format(asked),
        {"district": district},
    )
    return [row["officer"] for row in db]


def searches(db: Rows, officer: str, since: datetime) -> int:
    """How many searches somebody has run since then."""
    db.execute(
        """
        select count(*) as run from access_log.entry
        where officer = %s and at >= %s and event = 'SearchRun'
        """,
        (officer, since),
    )
    [row] = db
    return int(row["run"])


def _entry(row: DictRow) -> Entry:
    return Entry(**{name: row[name] for name in Entry.model_fields})
