"""What the registry knew when: of things, and of whose history they are in.

A part of the citizen history, with tables in its schema.
"""

from collections.abc import Mapping
from functools import cache
from uuid import UUID

from psycopg.sql import SQL, Identifier
from psycopg.types.json import Jsonb
from pydantic import TypeAdapter

from domain.citizens import CitizensLinked, CitizensUnlinked
from domain.contacts import ContactCorrected, IdentificationWithdrawn, PartyIdentified
from domain.event import Event, Recorded
from domain.people import Party
from projections.projection import Projection, Rows

known_then = Projection(
    name="citizen_history",
    # Rows tell since when, and until when, the registry knew it like that. `at` is when
    # it happened, which orders a history.
    tables="""
    create table thing (  -- a contact, a follow-up of one, a course, or a complaint
        id uuid, version integer, since timestamptz not null,
        until timestamptz not null, contact uuid not null, facts jsonb not null,
        primary key (id, version)
    );
    create index on thing (contact);
    create table party (
        contact uuid, id uuid, role text not null, citizen uuid,
        primary key (contact, id)
    );
    create table entry (  -- a thing in the history of a citizen
        citizen uuid not null, at timestamptz not null, id uuid not null,
        contact uuid not null, role text not null,
        since timestamptz not null, until timestamptz not null
    );
    create index on entry (contact);
    create table link (
        citizen uuid not null, other uuid not null,
        since timestamptz not null, until timestamptz not null
    );
    create index on link (citizen);
    """,
    indexes="""
    create index on entry (citizen, at, id, contact);
    """,
)
PARTIES = TypeAdapter(tuple[Party, ...])


def add_parties(
    db: Rows, recorded: Recorded[Event], parties: tuple[Party, ...]
) -> None:
    for party in parties:
        db.execute(
            "insert into citizen_history.party values (%s, %s, %s, %s)",
            (recorded.id, party.id, party.role, party.citizen),
        )
    if recorded.version > 1 or any(party.citizen for party in parties):
        enter(db, recorded, recorded.id)  # else it is in no history, and was in none


def correct_parties(db: Rows, recorded: Recorded[ContactCorrected]) -> None:
    match recorded.event.field.split("."):
        case ["parties"]:
            db.execute(
                "delete from citizen_history.party where contact = %s", (recorded.id,)
            )
            new = recorded.event.model_dump()["new"]
            add_parties(db, recorded, PARTIES.validate_python(new))
        case ["parties", party, "role"]:
            _correct(db, recorded, UUID(party), "role", recorded.event.new)


@known_then.on(PartyIdentified)
def identify(db: Rows, recorded: Recorded[PartyIdentified]) -> None:
    event = recorded.event
    _correct(db, recorded, event.party, "citizen", event.citizen)


@known_then.on(IdentificationWithdrawn)
def part(db: Rows, recorded: Recorded[IdentificationWithdrawn]) -> None:
    _correct(db, recorded, recorded.event.party, "citizen", None)


@known_then.on(CitizensLinked)
def link(db: Rows, recorded: Recorded[CitizensLinked]) -> None:
    db.execute(
        "insert into citizen_history.link values (%s, %s, %s, 'infinity')",
        (recorded.id, recorded.event.other, recorded.at),
    )


@known_then.on(CitizensUnlinked)
def unlink(db: Rows, recorded: Recorded[CitizensUnlinked]) -> None:
    db.execute(
        """
        update citizen_history.link set until = %s
        where citizen = %s and other = %s and until = 'infinity'
        """,
        (recorded.at, recorded.id, recorded.event.other),
    )


def add(
    db: Rows, recorded: Recorded[Event], contact: UUID, facts: Mapping[str, object]
) -> None:
    db.execute(
        "insert into citizen_history.thing values (%s, %s, %s, 'infinity', %s, %s)",
        (recorded.id, recorded.version, recorded.at, contact, Jsonb(facts)),
    )


def change(db: Rows, recorded: Recorded[Event], **facts: object) -> None:
    """From now on it is known like this; what was known before stays beside it."""
    db.execute(
        """
        with before as (
            update citizen_history.thing set until = greatest(since, %s)
            where id = %s and until = 'infinity' returning *
        )
        insert into citizen_history.thing
        select id, %s, until, 'infinity', contact, facts || %s from before
        """,
        (recorded.at, recorded.id, recorded.version, Jsonb(facts)),
    )


def enter(db: Rows, recorded: Recorded[Event], contact: UUID) -> None:
    """Puts the contact and its follow-ups where they now belong, and nowhere else.

    A follow-up of no certain party is for all parties of the contact.
    """
    db.execute(
        """
        with before as (
            update citizen_history.entry set until = greatest(since, %(at)s)
            where contact = %(contact)s and until = 'infinity'
        )
        insert into citizen_history.entry
        select citizen, (facts ->> 'at')::timestamptz, thing.id, contact, role,
            %(at)s, 'infinity'
        from citizen_history.thing join citizen_history.party using (contact)
        where contact = %(contact)s and until = 'infinity' and citizen is not null
        and coalesce((facts ->> 'party')::uuid, party.id) = party.id
        """,
        {"at": recorded.at, "contact": contact},
    )


def _correct(
    db: Rows, recorded: Recorded[Event], party: UUID, column: str, new: object
) -> None:
    db.execute(_changing(column), (new, recorded.id, party))
    enter(db, recorded, recorded.id)


@cache
def _changing(column: str) -> str:
    change = "update citizen_history.party set {} = %s where contact = %s and id = %s"
    return SQL(change).format(Identifier(column)).as_string()
