"""What reached the police, and what has become of it?"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from psycopg.sql import SQL
from pydantic import AwareDatetime, TypeAdapter

from domain.event import Frozen, Recorded
from domain.intake import IntakeObserved, IntakeRegistered, IntakeSettled
from domain.kinds import Channel
from domain.known_intake import SettledAs
from projections.pages import Page, all_of, key_of, page_of
from projections.projection import Projection, Rows

intake_list = Projection(
    name="intake_list",
    tables="""
    create table intake (
        id uuid primary key, source text not null, channel text not null,
        district text not null, at timestamptz not null,
        status text not null default 'OPEN', closed_at timestamptz, contact uuid,
        reason text, note text
    );
    """,
    indexes="""
    create index on intake (at, id);
    create index on intake (district, at, id);
    create index on intake (at, id) where status = 'OPEN';
    create index on intake (district, at, id) where status = 'OPEN';
    """,
    forget="""
    update intake_list.intake set note = null where id = any(%(subjects)s)
    """,
)


@intake_list.on(IntakeObserved)
def observe(db: Rows, recorded: Recorded[IntakeObserved]) -> None:
    event = recorded.event
    db.execute(
        """
        insert into intake_list.intake (id, source, channel, district, at)
        values (%s, %s, %s, %s, %s)
        """,
        (recorded.id, event.source, event.channel, event.district, event.at),
    )


@intake_list.on(IntakeRegistered)
def register(db: Rows, recorded: Recorded[IntakeRegistered]) -> None:
    db.execute(
        """
        update intake_list.intake
        set status = 'REGISTERED', closed_at = %s, contact = %s where id = %s
        """,
        (recorded.registered_at, recorded.event.contact, recorded.id),
    )


@intake_list.on(IntakeSettled, words=True)
def settle(db: Rows, recorded: Recorded[IntakeSettled]) -> None:
    event = recorded.event
    db.execute(
        """
        update intake_list.intake
        set status = 'SETTLED', closed_at = %s, reason = %s, note = %s where id = %s
        """,
        (
            recorded.registered_at,
            event.reason,
            event.note and event.note.text,
            recorded.id,
        ),
    )


class Status(StrEnum):
    OPEN = "OPEN"
    REGISTERED = "REGISTERED"
    SETTLED = "SETTLED"


class Intake(Frozen):
    """A call or mail; its age is in seconds since `at`, None once it is closed."""

    id: UUID
    source: str
    channel: Channel
    district: str
    at: datetime
    age_seconds: int | None
    status: Status
    closed_at: datetime | None
    contact: UUID | None  # registered for it
    reason: SettledAs | None
    note: str | None  # words: only if asked for


KEY = TypeAdapter(tuple[AwareDatetime, UUID])
LIST = """
select id, source, channel, district, at, status, closed_at, contact, reason,
    case when status = 'OPEN' then floor(extract(epoch from %(now)s - at))::bigint
    end as age_seconds, case when %(with_words)s then note end as note
from intake_list.intake
where {asked}
order by at, id
limit %(limit)s + 1
"""


def reached(
    db: Rows,
    *,
    now: datetime,
    district: str | None = None,
    open: bool | None = None,
    with_words: bool = False,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[Intake]:
    """The oldest first; None asks for all. Raises BadCursor."""
    at, id = key_of(cursor, KEY) if cursor is not None else (None, None)
    asked = all_of(
        {
            "district = %(district)s": district,
            "(status = 'OPEN') = %(open)s": open,
            "(at, id) > (%(at)s, %(id)s)": cursor,
        }
    )
    db.execute(
        SQL(LIST).format(asked=asked),
        {
            "now": now,
            "district": district,
            "open": open,
            "at": at,
            "id": id,
            "with_words": with_words,
            "limit": limit,
        },
    )
    return page_of(db.fetchall(), limit, ("at", "id"), lambda row: Intake(**row))


def counted(db: Rows) -> dict[str, int]:
    """How many of each district wait for a registration, or to be settled."""
    db.execute(
        """
        select district, count(*) as open from intake_list.intake
        where status = 'OPEN' group by district
        """
    )
    return {row["district"]: row["open"] for row in db}
