"""What reached a district in the 24 hours of a Danish day, in order?"""

from datetime import date, datetime
from uuid import UUID

from psycopg.sql import SQL

from domain.calendar import day_bounds
from domain.contacts import (
    ContactCorrected,
    ContactMarkedDuplicate,
    ContactRegistered,
    ContactReinstated,
    ContactWithdrawn,
    DispositionRecorded,
    DuplicateMarkWithdrawn,
)
from domain.event import Event, Frozen, Recorded
from domain.kinds import Channel, ContactKind, Decision, LateReason, Patrol
from projections.corrections import correct
from projections.pages import all_of
from projections.projection import Projection, Rows

daily_report = Projection(
    name="daily_report",
    tables="""
    create table contact (
        id uuid primary key, number text not null, source text,
        district text not null, municipality text, received_at timestamptz not null,
        registered_at timestamptz not null, imported boolean not null,
        channel text not null, kind text not null, feels_unsafe boolean not null,
        patrol text not null, late_reason text, decision text,
        withdrawn boolean not null default false, duplicate_of uuid,
        narrative text, place text
    );
    """,
    indexes="""
    create index on contact (district, received_at);
    create index on contact (received_at);
    """,
    forget="""
    update daily_report.contact set narrative = null, place = null
    where id = any(%(subjects)s)
    """,
)


@daily_report.on(ContactRegistered, words=True)
def add(db: Rows, recorded: Recorded[ContactRegistered]) -> None:
    event = recorded.event
    db.execute(
        """
        insert into daily_report.contact values (
            %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, null, false, null,
            %s, %s
        )
        """,
        (
            recorded.id,
            event.number,
            event.source,
            event.district,
            event.municipality,
            event.received_at,
            recorded.registered_at,
            recorded.stated_at is not None,
            event.channel,
            event.kind,
            event.feels_unsafe,
            event.patrol,
            event.late_reason,
            event.narrative.text,
            event.place and event.place.text,
        ),
    )


@daily_report.on(ContactCorrected, words=True)
def follow(db: Rows, recorded: Recorded[ContactCorrected]) -> None:
    correct(db, "daily_report", recorded, Received.model_fields)


@daily_report.on(DispositionRecorded)
def decide(db: Rows, recorded: Recorded[DispositionRecorded]) -> None:
    db.execute(
        "update daily_report.contact set decision = %s where id = %s",
        (recorded.event.decision, recorded.id),
    )


@daily_report.on(ContactWithdrawn, ContactReinstated)
def withdraw(db: Rows, recorded: Recorded[Event]) -> None:
    db.execute(
        "update daily_report.contact set withdrawn = %s where id = %s",
        (isinstance(recorded.event, ContactWithdrawn), recorded.id),
    )


@daily_report.on(ContactMarkedDuplicate, DuplicateMarkWithdrawn)
def mark(db: Rows, recorded: Recorded[Event]) -> None:
    event = recorded.event
    of = event.of if isinstance(event, ContactMarkedDuplicate) else None
    db.execute(
        "update daily_report.contact set duplicate_of = %s where id = %s",
        (of, recorded.id),
    )


class Received(Frozen):
    id: UUID
    number: str
    source: str | None
    district: str
    municipality: str | None
    received_at: datetime
    registered_at: datetime
    imported: bool
    channel: Channel
    kind: ContactKind
    feels_unsafe: bool
    patrol: Patrol
    late_reason: LateReason | None
    decision: Decision | None
    withdrawn: bool
    duplicate_of: UUID | None
    narrative: str | None  # words: only if asked for
    place: str | None


REPORT = "select * from daily_report.contact where {asked} order by received_at, id"


def report(
    db: Rows, district: str | None, day: date, *, with_words: bool = False
) -> list[Received]:
    """By the time they were received, so late registrations stand in their place."""
    start, end = day_bounds(day)
    asked = all_of(
        {
            "received_at >= %(start)s and received_at < %(end)s": day,
            "district = %(district)s": district,
        }
    )
    db.execute(
        SQL(REPORT).format(asked=asked),
        {"district": district, "start": start, "end": end},
    )
    hidden = {} if with_words else {"narrative": None, "place": None}
    return [Received(**(row | hidden)) for row in db]
