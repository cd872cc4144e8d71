"""Which citizens wait for a reassurance talk, and who comes first?"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import LiteralString
from uuid import UUID

from psycopg.rows import DictRow
from psycopg.types.json import Jsonb
from pydantic import AwareDatetime, TypeAdapter

from domain.calendar import danish_day
from domain.citizens import (
    AddressProtected,
    AddressProtectionLifted,
    CitizenIdentified,
    ParticularsSupplied,
    SafeContactInstructed,
)
from domain.contacts import (
    ContactCorrected,
    ContactMarkedDuplicate,
    ContactRegistered,
    ContactReinstated,
    ContactWithdrawn,
    DuplicateMarkWithdrawn,
    IdentificationWithdrawn,
    PartyIdentified,
)
from domain.event import Event, Frozen, Personal, Recorded
from domain.follow_ups import (
    AttemptKind,
    Cause,
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
from domain.kinds import ContactKind
from domain.people import Party, SafeContact
from projections.corrections import correct
from projections.pages import Page, key_of, page_of
from projections.projection import Projection, Rows

follow_up_queue = Projection(
    name="follow_up_queue",
    tables="""
    create table contact (
        id uuid primary key, number text not null, source text, kind text not null
    );
    create table party (
        contact uuid, id uuid, ordinal integer not null, role text not null,
        citizen uuid, safe_contact text not null, address_protected boolean not null,
        primary key (contact, id)
    );
    create table word (
        contact uuid, party uuid, field text, about uuid not null, text text not null,
        primary key (contact, party, field)
    );
    create index on word (about);
    create table citizen (
        id uuid primary key, safe_contact text, name text, phone text, address text,
        address_protected boolean not null default false
    );
    create table follow_up (
        id uuid primary key, contact uuid not null, party uuid, district text not null,
        victim boolean not null, cause text not null, received_at timestamptz not null,
        opened_at timestamptz not null, due date not null,
        attempts integer not null default 0, last_attempt jsonb, planned jsonb,
        claimed_by text, done boolean not null default false,
        withdrawn boolean not null default false,  -- its contact
        duplicate boolean not null default false   -- its contact
    );
    create index on follow_up (contact);
    create index on follow_up ((not victim), received_at, id)
        where not (done or withdrawn or duplicate);
    create index on follow_up (district, (not victim), received_at, id)
        where not (done or withdrawn or duplicate);
    """,
    forget="""
    with forgotten as (
        delete from follow_up_queue.word where about = any(%(subjects)s)
    )
    update follow_up_queue.citizen set name = null, phone = null, address = null
    where id = any(%(subjects)s)
    """,
)
WORDS = ("name", "phone", "address")


@follow_up_queue.on(ContactRegistered)
def register(db: Rows, recorded: Recorded[ContactRegistered]) -> None:
    event = recorded.event
    db.execute(
        "insert into follow_up_queue.contact values (%s, %s, %s, %s)",
        (recorded.id, event.number, event.source, event.kind),
    )
    _add_parties(db, recorded.id, event.parties)


@follow_up_queue.on(ContactCorrected)
def follow(db: Rows, recorded: Recorded[ContactCorrected]) -> None:
    correct(db, "follow_up_queue", recorded, {"source", "kind"})
    contact, new = recorded.id, recorded.event.new
    match recorded.event.field.split("."):
        case ["received_at"]:
            db.execute(
                "update follow_up_queue.follow_up set received_at = %s"
                " where contact = %s",
                (new, contact),
            )
        case ["parties"]:
            for table in ("party", "word"):
                ...
        case [_, party, field] if field in WORDS:
            _put_word(db, contact, UUID(party), field, new)
        case [_, party, field] if field in FLAGS:
            ...


def _add_parties(db: Rows, contact: UUID, parties: Iterable[Party]) -> None:
    for ordinal, party in enumerate(parties):
        db.execute(
            "insert into follow_up_queue.party values (%s, %s, %s, %s, %s, %s, %s)",
            (
                contact,
                party.id,
                ordinal,
                party.role,
                party.citizen,
                party.safe_contact,
                party.address_protected,
            ),
        )
        for field in WORDS:
            _put_word(db, contact, party.id, field, getattr(party, field))


def _put_word(
    db: Rows, contact: UUID, party: UUID, field: str, word: Personal | None
) -> None:
    key = (contact, party, field)
    db.execute(
        """
        delete from follow_up_queue.word
        where contact = %s and party = %s and field = %s
        """,
        key,
    )
    if word and word.text is not None:
        db.execute(
            "insert into follow_up_queue.word values (%s, %s, %s, %s, %s)",
            (*key, word.about, word.text),
        )


@follow_up_queue.on(PartyIdentified)
def identify(db: Rows, recorded: Recorded[PartyIdentified]) -> None:
    event = recorded.event
    _link(db, recorded.id, event.party, event.citizen)


@follow_up_queue.on(IdentificationWithdrawn)
def withdraw_identification(
    db: Rows, recorded: Recorded[IdentificationWithdrawn]
) -> None:
    _link(db, recorded.id, recorded.event.party, None)


def _link(db: Rows, contact: UUID, party: UUID, citizen: UUID | None) -> None:
    db.execute(
        """
        update follow_up_queue.party set citizen = %s where contact = %s and id = %s
        """,
        (citizen, contact, party),
    )


@follow_up_queue.on(CitizenIdentified, ParticularsSupplied)
def particulars(db: Rows, recorded: Recorded[Event]) -> None:
    words = [getattr(recorded.event, field) for field in WORDS]
    db.execute(
        """
        insert into follow_up_queue.citizen as known (id, name, phone, address)
        values (%s, %s, %s, %s)
        on conflict (id) do update set
            name = coalesce(excluded.name, known.name),
            phone = coalesce(excluded.phone, known.phone),
            address = coalesce(excluded.address, known.address)
        """,
        (recorded.id, *(word and word.text for word in words)),
    )


@follow_up_queue.on(AddressProtected, AddressProtectionLifted)
def protect(db: Rows, recorded: Recorded[Event]) -> None:
    db.execute(
        "update follow_up_queue.citizen set address_protected = %s where id = %s",
        (isinstance(recorded.event, AddressProtected), recorded.id),
    )


@follow_up_queue.on(SafeContactInstructed)
def instruct(db: Rows, recorded: Recorded[SafeContactInstructed]) -> None:
    db.execute(
        "update follow_up_queue.citizen set safe_contact = %s where id = %s",
        (recorded.event.safe_contact, recorded.id),
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
@follow_up_queue.on(ContactWithdrawn, ContactReinstated)
def withdraw(db: Rows, recorded: Recorded[Event]) -> None:
    db.execute(
        "update follow_up_queue.follow_up set withdrawn = %s where contact = %s",
        (isinstance(recorded.event, ContactWithdrawn), recorded.id),
    )


@follow_up_queue.on(ContactMarkedDuplicate, DuplicateMarkWithdrawn)
def mark(db: Rows, recorded: Recorded[Event]) -> None:
    db.execute(
        "update follow_up_queue.follow_up set duplicate = %s where contact = %s",
        (isinstance(recorded.event, ContactMarkedDuplicate), recorded.id),
    )


class Attempt(Frozen):
    kind: AttemptKind
    at: datetime


class Plan(Frozen):
    mode: TalkMode
    officer: str
    on: date


class Waiting(Frozen):
    """A follow-up nobody has finished, and whom to call: its party, else the reporter."""

    id: UUID
    contact: UUID
    number: str
    source: str | None
    district: str
    kind: ContactKind
    victim: bool
    cause: Cause
    received_at: datetime
    age_seconds: int
    opened_at: datetime
    due: date
    overdue: bool
    attempts: int
    last_attempt: Attempt | None
    planned: Plan | None
    safe_contact: SafeContact
    claimed_by: str | None
    party: UUID | None
    citizen: UUID | None
    address_protected: bool
    name: str | None  # words: only if asked for
    phone: str | None
    address: str | None  # never if protected


