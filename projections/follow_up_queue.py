"""Which citizens wait for a reassurance talk? What each event changes in that."""

from datetime import date, datetime

from psycopg.types.json import Jsonb

from domain.contacts import (
    ContactCorrected,
    ContactRegistered,
)
from domain.event import Event, Frozen, Recorded
from domain.follow_ups import (
    AttemptKind,
    FollowUpAttemptMade,
    FollowUpClaimed,
    FollowUpClosed,
    FollowUpDeclined,
    FollowUpOpened,
    FollowUpPlanned,
    FollowUpReleased,
    ReassuranceTalkHeld,
    TalkMode,
)
from projections.corrections import correct
from projections.in_effect import follow_effect
from projections.people_to_call import add_parties, correct_parties, people_to_call
from projections.projection import Projection, Rows


class Attempt(Frozen):
    kind: AttemptKind
    at: datetime


class Plan(Frozen):
    mode: TalkMode
    officer: str
    on: date


follow_up_queue = Projection(
    name=people_to_call.name,
    tables=people_to_call.tables
    + """
    create table contact (
        id uuid primary key, number text not null, source text, kind text not null,
        received_at timestamptz not null
    );
    create table follow_up (
        id uuid primary key, contact uuid not null, party uuid, district text not null,
        victim boolean not null, cause text not null, received_at timestamptz not null,
        opened_at timestamptz not null, due date not null,
        attempts integer not null default 0, last_attempt jsonb, planned jsonb,
        claimed_by text, ended boolean not null default false,
        withdrawn boolean not null default false,  -- its contact
        duplicate boolean not null default false   -- its contact
    );
    create index on follow_up (contact);
    """,
    indexes="""
    create index on follow_up ((not victim), received_at, id)
        where not (ended or withdrawn or duplicate);
    create index on follow_up (district, (not victim), received_at, id)
        where not (ended or withdrawn or duplicate);
    """,
    forget=people_to_call.forget,
    handlers=dict(people_to_call.handlers),
)


@follow_up_queue.on(ContactRegistered, words=True)
def register(db: Rows, recorded: Recorded[ContactRegistered]) -> None:
    event = recorded.event
    db.execute(
        "insert into follow_up_queue.contact values (%s, %s, %s, %s, %s)",
        (recorded.id, event.number, event.source, event.kind, event.received_at),
    )
    add_parties(db, recorded.id, event.parties)


@follow_up_queue.on(ContactCorrected, words=True)
def follow(db: Rows, recorded: Recorded[ContactCorrected]) -> None:
    correct(db, "follow_up_queue", recorded, {"source", "kind", "received_at"})
    correct_parties(db, recorded)
    if recorded.event.field == "received_at":
        db.execute(
            """
            update follow_up_queue.follow_up set received_at = contact.received_at
            from follow_up_queue.contact
            where contact.id = %(contact)s and follow_up.contact = %(contact)s
            """,
            {"contact": recorded.id},
        )


@follow_up_queue.on(FollowUpOpened)
def open_follow_up(db: Rows, recorded: Recorded[FollowUpOpened]) -> None:
    event = recorded.event
    db.execute(
        """
        insert into follow_up_queue.follow_up
            (id, contact, party, district, victim, cause, received_at, opened_at, due)
        select %s, id, %s, %s, %s, %s, received_at, %s, %s
        from follow_up_queue.contact where id = %s
        """,
        (
            recorded.id,
            event.party,
            event.district,
            event.victim,
            event.cause,
            recorded.registered_at,
            event.due,
            event.contact,
        ),
    )


@follow_up_queue.on(FollowUpPlanned)
def plan(db: Rows, recorded: Recorded[FollowUpPlanned]) -> None:
    db.execute(
        "update follow_up_queue.follow_up set planned = %s where id = %s",
        (Jsonb(recorded.event.model_dump(mode="json")), recorded.id),
    )


@follow_up_queue.on(FollowUpClaimed, FollowUpReleased)
def claim(db: Rows, recorded: Recorded[Event]) -> None:
    db.execute(
        "update follow_up_queue.follow_up set claimed_by = %s where id = %s",
        (getattr(recorded.event, "officer", None), recorded.id),
    )


@follow_up_queue.on(FollowUpAttemptMade)
def attempt(db: Rows, recorded: Recorded[FollowUpAttemptMade]) -> None:
    made = Attempt(kind=recorded.event.kind, at=recorded.registered_at)
    db.execute(
        """
        update follow_up_queue.follow_up
        set attempts = attempts + 1, last_attempt = %s where id = %s
        """,
        (Jsonb(made.model_dump(mode="json")), recorded.id),
    )


@follow_up_queue.on(ReassuranceTalkHeld, FollowUpDeclined, FollowUpClosed)
def end(db: Rows, recorded: Recorded[Event]) -> None:
    db.execute(
        "update follow_up_queue.follow_up set ended = true where id = %s",
        (recorded.id,),
    )


# A follow-up is opened only for a contact that is in effect, so these come later.
follow_effect(follow_up_queue, "follow_up", "contact")
