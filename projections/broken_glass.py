"""Whose protected address did somebody open, and has a colleague looked into it since?"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from psycopg.sql import SQL
from pydantic import AwareDatetime, TypeAdapter

from domain.break_glass import GlassBroken, GlassReviewed, Verdict
from domain.disclosures import PersonalWordsDisclosed
from domain.event import Frozen, Recorded, Role
from domain.words import Position
from projections.pages import Page, all_of, key_of, page_of
from projections.projection import Projection, Rows

broken_glass = Projection(
    name="broken_glass",
    tables="""
    create table glass (
        id uuid primary key, log_position bigint not null, at timestamptz not null,
        officer text not null, role text not null, district text,
        subject uuid not null, contact uuid,
        until timestamptz not null, review_due timestamptz not null,
        reads integer not null default 0,  -- that showed what it opened
        reviewed_at timestamptz, reviewer text, verdict text
    );
    """,
    indexes="""
    create index on glass (at, log_position);
    create index on glass (district, review_due) where reviewed_at is null;
    """,
)


@broken_glass.on(GlassBroken)
def broken(db: Rows, recorded: Recorded[GlassBroken]) -> None:
    event, by = recorded.event, recorded.by
    db.execute(
        """
        insert into broken_glass.glass (id, log_position, at, officer, role, district,
            subject, contact, until, review_due)
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
        """,
        (
            recorded.id,
            recorded.position,
            recorded.at,
            event.officer,
            by.role,
            event.district,
            event.subject,
            event.contact,
            event.until,
            event.review_due,
        ),
    )


@broken_glass.on(GlassReviewed)
def review(db: Rows, recorded: Recorded[GlassReviewed]) -> None:
    db.execute(
        """
        update broken_glass.glass set reviewed_at = %s, reviewer = %s, verdict = %s
        where id = %s
        """,
        (recorded.at, recorded.by.id, recorded.event.verdict, recorded.id),
    )


@broken_glass.on(PersonalWordsDisclosed)
def read(db: Rows, recorded: Recorded[PersonalWordsDisclosed]) -> None:
    if glass := recorded.event.break_glass:
        db.execute(
            "update broken_glass.glass set reads = reads + 1 where id = any(%s)",
            (list(glass),),
        )


class Glass(Frozen):
    """One breaking; `overdue` is told of what nobody has reviewed in time."""

    id: UUID
    at: datetime
    officer: str
    role: Role
    district: str | None
    subject: UUID
    contact: UUID | None
    until: datetime
    review_due: datetime
    overdue: bool
    reads: int
    reviewed_at: datetime | None
    reviewer: str | None
    verdict: Verdict | None


KEY = TypeAdapter(tuple[AwareDatetime, Position])
GLASS = """
select *, reviewed_at is null and review_due < %(now)s as overdue
from broken_glass.glass where {asked} order by {order} limit %(limit)s
"""


def glasses(
    db: Rows,
    *,
    now: datetime,
    district: str | None,
    open: bool | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[Glass]:
    """Newest first, of a district or of all. Raises BadCursor."""
    at, position = key_of(cursor, KEY) if cursor is not None else (None, None)
    asked = all_of(
        {
            "district = %(district)s": district,
            "(reviewed_at is null) = %(open)s": open,
            "(at, log_position) < (%(after)s, %(log_position)s)": cursor,
        }
    )
    db.execute(
        SQL(GLASS).format(asked=asked, order=SQL("at desc, log_position desc")),
        {
            "now": now,
            "district": district,
            "open": open,
            "after": at,
            "log_position": position,
            "limit": limit + 1,
        },
    )
    rows = db.fetchall()
    return page_of(rows, limit, ("at", "log_position"), lambda row: _glass(dict(row)))


def unreviewed(db: Rows, district: str, now: datetime, limit: int) -> Sequence[Glass]:
    """Those due first come first."""
    asked = SQL("district = %(district)s and reviewed_at is null")
    db.execute(
        SQL(GLASS).format(asked=asked, order=SQL("review_due, log_position")),
        {"now": now, "district": district, "limit": limit},
    )
    return [_glass(dict(row)) for row in db]


def counted(db: Rows, now: datetime) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """By district, how many nobody has reviewed, and how many of these are overdue."""
    db.execute(
        """
        select district, count(*) as open,
            count(*) filter (where review_due < %s) as overdue
        from broken_glass.glass
        where reviewed_at is null and district is not null group by district
        """,
        (now,),
    )
    rows = db.fetchall()
    overdue = {row["district"]: row["overdue"] for row in rows if row["overdue"]}
    return {row["district"]: row["open"] for row in rows}, overdue


def _glass(row: dict[str, object]) -> Glass:
    return Glass(**{name: row[name] for name in Glass.model_fields})
