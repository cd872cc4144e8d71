"""Whom may an officer call about a contact, and how may she be reached?

A part of the follow-up queue, with tables in its schema.
"""

from uuid import UUID

from psycopg.types.json import Jsonb
from pydantic import TypeAdapter

from domain.citizens import (
    AddressProtected,
    AddressProtectionLifted,
    CitizenIdentified,
    ParticularsSupplied,
    SafeContactInstructed,
)
from domain.contacts import ContactCorrected, IdentificationWithdrawn, PartyIdentified
from domain.event import Event, Recorded
from domain.people import Party
from projections.projection import Projection, Rows

people_to_call = Projection(
    name="follow_up_queue",
    tables="""
    create table party (  -- as told; words with their subjects
        contact uuid, id uuid, place integer not null, told jsonb not null,
        primary key (contact, id)
    );
    create index on party using gin (jsonb_path_query_array(told, '$.*.about'));
    create table citizen (id uuid primary key, told jsonb not null);
    create function without_words(told jsonb, subjects uuid[]) returns jsonb
    language sql immutable return (
        select coalesce(jsonb_object_agg(name, case
            when (value ->> 'about')::uuid = any(subjects)
            then value || '{"text": null}' else value
        end), '{}') from jsonb_each(told) as fields (name, value)
    );
    """,
    forget="""
    with parties as (
        update follow_up_queue.party
        set told = follow_up_queue.without_words(told, %(subjects)s)
        where jsonb_path_query_array(told, '$.*.about') ?| %(subjects)s::text[]
    )
    update follow_up_queue.citizen
    set told = follow_up_queue.without_words(told, %(subjects)s)
    where id = any(%(subjects)s)
    """,
)
PARTICULARS = {"name", "phone", "address"}
OF_A_PARTY = {"role", "citizen", "address_protected", "safe_contact", *PARTICULARS}
PARTIES = TypeAdapter(tuple[Party, ...])


def add_parties(db: Rows, contact: UUID, parties: tuple[Party, ...]) -> None:
    for place, party in enumerate(parties):
        told = party.model_dump(mode="json", include=OF_A_PARTY)
        db.execute(
            "insert into follow_up_queue.party values (%s, %s, %s, %s)",
            (contact, party.id, place, Jsonb(told)),
        )


def correct_parties(db: Rows, recorded: Recorded[ContactCorrected]) -> None:
    event = recorded.event.model_dump(mode="json")
    match event["field"].split("."):
        case ["parties"]:
            db.execute(
                "delete from follow_up_queue.party where contact = %s", (recorded.id,)
            )
            add_parties(db, recorded.id, PARTIES.validate_python(event["new"]))
        case ["parties", party, field] if field in OF_A_PARTY:
            _change(db, recorded.id, UUID(party), {field: event["new"]})


@people_to_call.on(PartyIdentified)
def identify(db: Rows, recorded: Recorded[PartyIdentified]) -> None:
    event = recorded.event
    _change(db, recorded.id, event.party, {"citizen": str(event.citizen)})


@people_to_call.on(IdentificationWithdrawn)
def part(db: Rows, recorded: Recorded[IdentificationWithdrawn]) -> None:
    _change(db, recorded.id, recorded.event.party, {"citizen": None})


@people_to_call.on(CitizenIdentified, ParticularsSupplied, words=True)
def supply(db: Rows, recorded: Recorded[Event]) -> None:
    told = recorded.event.model_dump(mode="json", include=PARTICULARS)
    _tell(db, recorded.id, {name: word for name, word in told.items() if word})


@people_to_call.on(AddressProtected, AddressProtectionLifted)
def protect(db: Rows, recorded: Recorded[Event]) -> None:
    protected = isinstance(recorded.event, AddressProtected)
    _tell(db, recorded.id, {"address_protected": protected})


@people_to_call.on(SafeContactInstructed)
def instruct(db: Rows, recorded: Recorded[SafeContactInstructed]) -> None:
    _tell(db, recorded.id, {"safe_contact": recorded.event.safe_contact})


def _change(db: Rows, contact: UUID, party: UUID, told: dict[str, object]) -> None:
    db.execute(
        """
        update follow_up_queue.party set told = told || %s
        where contact = %s and id = %s
        """,
        (Jsonb(told), contact, party),
    )


def _tell(db: Rows, citizen: UUID, told: dict[str, object]) -> None:
    db.execute(
        """
        insert into follow_up_queue.citizen as known values (%s, %s)
        on conflict (id) do update set told = known.told || excluded.told
        """,
        (citizen, Jsonb(told)),
    )
