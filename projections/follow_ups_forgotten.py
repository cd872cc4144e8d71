"""Which follow-ups are past due, and which has somebody put back for nobody to take?"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from domain.calendar import danish_day
from domain.contacts import (
    ContactRegistered,
)
from domain.event import Event, Frozen, Recorded
from domain.follow_ups import (
    FollowUpClaimed,
    FollowUpClosed,
    FollowUpDeclined,
    FollowUpOpened,
    FollowUpReleased,
    ReassuranceTalkHeld,
)
from projections.in_effect import follow_effect
from projections.projection import Projection, Rows

follow_ups_forgotten = Projection(
    name="follow_ups_forgotten",
    tables="""
    create table contact (id uuid primary key, number text not null);
    create table follow_up (
        id uuid primary key, contact uuid not null, district text not null,
        victim boolean not null, due date not null, claimed_by text,
        released_at timestamptz, released_by text,
        ended boolean not null default false,
        withdrawn boolean not null default false,  -- its contact
        duplicate boolean not null default false   -- its contact
    );
    create index on follow_up (contact);
    """,
    indexes="""
    create index on follow_up (due, id) where not (ended or withdrawn or duplicate);
    create index on follow_up (released_at, id)
        where not (ended or withdrawn or duplicate);
    """,
)


@follow_ups_forgotten.on(ContactRegistered)
def register(db: Rows, recorded: Recorded[ContactRegistered]) -> None:
    db.execute(
        "insert into follow_ups_forgotten.contact values (%s, %s)",
        (recorded.id, recorded.event.number),
    )


@follow_ups_forgotten.on(FollowUpOpened)
def open_follow_up(db: Rows, recorded: Recorded[FollowUpOpened]) -> None:
    event = recorded.event
    db.execute(
        """
        insert into follow_ups_forgotten.follow_up (id, contact, district, victim, due)
        values (%s, %s, %s, %s, %s)
        """,
        (recorded.id, event.contact, event.district, event.victim, event.due),
    )


@follow_ups_forgotten.on(FollowUpClaimed)
def claim(db: Rows, recorded: Recorded[FollowUpClaimed]) -> None:
    db.execute(
        """
        update follow_ups_forgotten.follow_up
        set claimed_by = %s, released_at = null, released_by = null where id = %s
        """,
        (recorded.event.officer, recorded.id),
    )


@follow_ups_forgotten.on(FollowUpReleased)
def release(db: Rows, recorded: Recorded[FollowUpReleased]) -> None:
    db.execute(
        """
        update follow_ups_forgotten.follow_up
        set claimed_by = null, released_at = %s, released_by = %s where id = %s
        """,
        (recorded.registered_at, recorded.by.id, recorded.id),
    )


@follow_ups_forgotten.on(ReassuranceTalkHeld, FollowUpDeclined, FollowUpClosed)
def end(db: Rows, recorded: Recorded[Event]) -> None:
    db.execute(
        "update follow_ups_forgotten.follow_up set ended = true where id = %s",
        (recorded.id,),
    )


# A follow-up is opened only for a contact that is in effect, so these come later.
follow_effect(follow_ups_forgotten, "follow_up", "contact")


class Overdue(Frozen):
    id: UUID
    contact: UUID
    number: str
    district: str
    victim: bool
    due: date
    claimed_by: str | None


class Released(Frozen):
    """Somebody had claimed it, and nobody has since it was released."""

    id: UUID
    contact: UUID
    number: str
    district: str
    victim: bool
    due: date
    released_at: datetime
    released_by: str


LISTED = """
select follow_up.*, number
from follow_ups_forgotten.follow_up join follow_ups_forgotten.contact
    on contact.id = contact
where not (ended or withdrawn or duplicate) and district = %(district)s
"""
COUNTED = """
select district, count(*) filter (where due < %(today)s) as overdue,
    count(released_at) as released
from follow_ups_forgotten.follow_up
where not (ended or withdrawn or duplicate)
group by district
"""


def overdue(
    db: Rows, district: str, now: datetime, limit: int = 50
) -> Sequence[Overdue]:
    """What was due before the Danish day of `now`; the longest forgotten first."""
    db.execute(
        LISTED + "and due < %(today)s order by due, follow_up.id limit %(limit)s",
        {"district": district, "today": danish_day(now), "limit": limit},
    )
    return [Overdue(**{name: row[name] for name in Overdue.model_fields}) for row in db]


def released(db: Rows, district: str, limit: int = 50) -> Sequence[Released]:
    """Released and not claimed again; the longest forgotten first."""
    db.execute(
        LISTED + "and released_at is not null"
        " order by released_at, follow_up.id limit %(limit)s",
        {"district": district, "limit": limit},
    )
    return [
        Released(**{name: row[name] for name in Released.model_fields}) for row in db
    ]


def counted(db: Rows, now: datetime) -> tuple[dict[str, int], dict[str, int]]:
    """How many are overdue, and how many released, by district."""
    db.execute(COUNTED, {"today": danish_day(now)})
    rows = db.fetchall()
    return (
        {row["district"]: row["overdue"] for row in rows},
        {row["district"]: row["released"] for row in rows},
    )
