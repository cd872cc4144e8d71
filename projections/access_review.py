"""What stands out among the reads of personal words, so that a person looks at it?"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from psycopg.sql import SQL, Composed

from domain.calendar import danish_day
from domain.disclosures import (
    Entry,
    ExportMade,
    PersonalWordsDisclosed,
    SearchRun,
)
from domain.event import By, Event, Frozen, Recorded, Role
from domain.purposes import Purpose
from projections.pages import all_of
from projections.projection import Projection, Rows

# What is many, and what is much, nobody prescribes: these are this project's choice.
DAYS = 30  # looked back on, today included
MANY_DAYS = 5  # on which one person read about the same: not once a page is reloaded
LEAST_READS = 50  # below which nobody stands out among colleagues
TIMES = 4  # as many reads as the median of the colleagues
LEAST_COLLEAGUES = 3  # below which there is nothing to compare with
MUCH_FOUND = 50  # by one search: a page that is full
MANY_READERS = 10  # who read about the same
WORK_DAYS = 30  # before the first read that is looked at: who worked then, works on it
NEWEST = 500  # reads that are looked through for work on the matter

access_review = Projection(
    name="access_review",
    tables="""
    create table read (
        log_position bigint primary key, at timestamptz not null,
        read_on date not null, officer text not null, role text not null,
        district text, purpose text not null, found bigint  -- of a search
    );
    create table subject (  -- how often somebody read about it on a Danish day
        subject uuid, officer text, role text, place text, read_on date,
        district text, reads integer not null,
        bare integer not null,  -- of these unexplained, and about this before all else
        primary key (subject, officer, role, place, read_on)
    );
    create table marked (  -- a read that stood out by itself when it was made
        log_position bigint, mark text, at timestamptz not null, read_on date not null,
        officer text not null, role text not null, district text,
        view text not null, subjects uuid[] not null,
        primary key (log_position, mark)
    );
    """,
    indexes="""
    create index on read (read_on);
    create index on subject (read_on);
    create index on marked (read_on);
    """,
)


@access_review.on(PersonalWordsDisclosed)
def disclose(db: Rows, recorded: Recorded[PersonalWordsDisclosed]) -> None:
    _add(db, recorded, recorded.event)


@access_review.on(SearchRun)
def search(db: Rows, recorded: Recorded[SearchRun]) -> None:
    _add(db, recorded, recorded.event, found=recorded.event.count)


@access_review.on(ExportMade)
def export(db: Rows, recorded: Recorded[ExportMade]) -> None:
    _add(db, recorded, recorded.event)


def _add(
    db: Rows, recorded: Recorded[Event], read: Entry, found: int | None = None
) -> None:
    by, read_on = recorded.by, danish_day(recorded.at)
    db.execute(
        "insert into access_review.read values (%s, %s, %s, %s, %s, %s, %s, %s)",
        (
            recorded.position,
            recorded.at,
            read_on,
            by.id,
            by.role,
            by.district,
            read.purpose,
            found,
        ),
    )
    if found is None:  # nobody chooses whom a search finds
        db.execute(
            """
            insert into access_review.subject
            select distinct about, %s, %s, %s, %s::date, %s, 1,
                (about = %s and %s)::integer
            from unnest(%s::uuid[]) as about
            on conflict (subject, officer, role, place, read_on) do update
            set reads = subject.reads + 1, bare = subject.bare + excluded.bare
            """,
            (
                by.id,
                by.role,
                by.district or "",
                read_on,
                by.district,
                read.subjects[0] if read.subjects else None,
                _unexplained(by, read),
                list(read.subjects),
            ),
        )
    for mark in read.stands_out:
        db.execute(
            """
            insert into access_review.marked
            values (%s, %s, %s, %s, %s, %s, %s, %s, %s)
            """,
            (
                recorded.position,
                mark,
                recorded.at,
                read_on,
                by.id,
                by.role,
                by.district,
                read.view,
                list(read.subjects),
            ),
        )


def _unexplained(by: By, read: Entry) -> bool:
    """Nothing says which matter it was for; to supervise is a supervisor's work."""
    supervises = by.role is Role.SUPERVISOR and read.purpose is Purpose.SUPERVISION
    return read.reference is None and not supervises


class Reader(Frozen):
    """Somebody in a list, and in words by which rule."""

    officer: str
    role: Role
    district: str | None
    why: str


class OftenRead(Reader):
    """Somebody who read about the same on many days."""

    why: str = f"Read about the same on at least {MANY_DAYS} different days."
    subject: UUID
    days: int
    reads: int
    last: date


class ReadsMuch(Reader):
    """Somebody who read far more than colleagues in the same role and district."""

    why: str = f"More than {TIMES} times as many reads as the median of the colleagues."
    reads: int
    colleagues: int  # who read something too
    median: float  # of their reads


class FoundMuch(Reader):
    """A search that found very many."""

    why: str = f"One search found at least {MUCH_FOUND}."
    at: datetime
    found: int
    purpose: Purpose


OFTEN = """
select officer, role, district, subject, count(*) as days, sum(reads)::bigint as reads,
    max(read_on) as last
from access_review.subject where {asked}
group by officer, role, district, subject having count(*) >= %(many)s
order by days desc, reads desc, officer, subject limit %(limit)s
"""
MUCH = """
with each as (
    select officer, role, district, count(*) as reads
    from access_review.read where {asked} group by officer, role, district
)
select each.*, colleagues, median from each cross join lateral (
    select count(*) as colleagues,
        percentile_cont(0.5) within group (order by reads) as median
    from each as other where other.officer <> each.officer and other.role = each.role
    and other.district is not distinct from each.district
) as others
where reads >= %(least)s and colleagues >= %(colleagues)s and reads > %(times)s * median
order by reads desc, officer limit %(limit)s
"""
FOUND = """
select officer, role, district, at, found, purpose
from access_review.read where {asked} and found >= %(much)s
order by found desc, at desc, log_position limit %(limit)s
"""


class Asked(Frozen):
    """Since which Danish day, and about whose reads: of a district, or of all.

    What the Authority reads is never shown to police roles.
    """

    since: date
    district: str | None
    with_authority: bool
    limit: int

    @property
    def conditions(self) -> Composed:
        return all_of(
            {
                "read_on >= %(since)s": self.since,
                "district = %(district)s": self.district,
                "role <> 'AUTHORITY'": None if self.with_authority else True,
            }
        )


def often_read(db: Rows, asked: Asked) -> Sequence[OftenRead]:
    db.execute(
        SQL(OFTEN).format(asked=asked.conditions), dict(asked) | {"many": MANY_DAYS}
    )
    return [OftenRead(**row) for row in db]


def read_much(db: Rows, asked: Asked) -> Sequence[ReadsMuch]:
    least = {"least": LEAST_READS, "colleagues": LEAST_COLLEAGUES, "times": TIMES}
    db.execute(SQL(MUCH).format(asked=asked.conditions), dict(asked) | least)
    return [ReadsMuch(**row) for row in db]


def found_much(db: Rows, asked: Asked) -> Sequence[FoundMuch]:
    db.execute(
        SQL(FOUND).format(asked=asked.conditions), dict(asked) | {"much": MUCH_FOUND}
    )
    return [FoundMuch(**row) for row in db]
