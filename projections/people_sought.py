"""By what can the people of a contact be found, and what is shown of them?

A part of the contact search, with tables in its schema.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import LiteralString
from uuid import UUID

from psycopg.sql import SQL, Composed, Identifier
from pydantic import TypeAdapter

from domain.citizens import (
    AddressProtected,
    AddressProtectionLifted,
    CitizenIdentified,
    ParticularsSupplied,
    SafeContactInstructed,
)
from domain.contacts import ContactCorrected, IdentificationWithdrawn, PartyIdentified
from domain.cpr import birthday
from domain.event import Event, Frozen, Personal, Recorded
from domain.folding import fold, folded_words, heard, name_keys, phone_digits
from domain.people import Party, PartyRole, SafeContact
from projections.projection import Projection, Rows

people_sought = Projection(
    name="contact_search",
    tables="""
    create table party (
        contact uuid, id uuid, place integer not null, role text not null,
        citizen uuid, address_protected boolean not null, safe_contact text not null,
        primary key (contact, id)
    );
    create table protected_citizen (id uuid primary key);
    create table direct_only_citizen (id uuid primary key);

    -- What somebody is called: in one contact, or as a citizen wherever she turns up.
    create table particular (
        contact uuid, party uuid, citizen uuid,
        nth bigint generated always as identity,
        field text not null, about uuid not null,
        name text,            -- as it was told
        folded text not null  -- as it is looked for
    );
    create index on particular (contact, party);
    create index on particular (about);
    create index on particular (folded) where field = 'name';

    -- Each name that somebody has, once: many have the same.
    create table known_name (
        folded text primary key,
        keys text[] not null  -- its words, misspelt
    );
    create view known_as as
        select contact, party, field, folded, name
        from particular where contact is not null
        union all
        select called.contact, called.id, field, folded, name
        from particular cross join lateral (
            select party.contact, party.id from party
            where party.citizen = particular.citizen
            offset 0 -- from each citizen to her parties, never through all parties
        ) as called;
    """,
    indexes="""
    create index on party (citizen);
    create index on particular (citizen);
    create index on particular (field, folded)
        where field in ('phone', 'email', 'birthday', 'cpr');
    create index on known_name using gin (keys)
        with (gin_pending_list_limit = 256);
    create index on particular using gin (folded gin_trgm_ops)
        with (gin_pending_list_limit = 256) where field = 'phone';
    create index on particular using gin (folded gin_trgm_ops)
        with (gin_pending_list_limit = 256)
        where field = 'phone' and folded not like '45________'; -- no Danish number
    create index on particular using gin (folded gin_trgm_ops)
        with (gin_pending_list_limit = 256) where field = 'email';
    create index on particular using gin (to_tsvector('simple', folded))
        with (gin_pending_list_limit = 256)
        where field = 'address';
    """,
)
FOLDED: dict[str, Callable[[str], str]] = {
    "name": lambda name: " ".join(heard(name)),
    "phone": phone_digits,
    "email": fold,
    "address": lambda address: " ".join(folded_words(address)),
    "birthday": str,
    "cpr": lambda cpr: birthday(cpr).isoformat(),  # the number itself is not kept
}
GONE: LiteralString = """
with gone as (
    delete from contact_search.particular where {} returning nth, field, folded
)"""
# A name stays known as long as somebody has it.
UNKNOWN: LiteralString = """
delete from contact_search.known_name using gone
where gone.field = 'name' and known_name.folded = gone.folded and not exists (
    select from contact_search.particular as kept
    where kept.field = 'name' and kept.folded = gone.folded
    and kept.nth not in (select nth from gone)
)
"""
PARTIES = TypeAdapter(tuple[Party, ...])
WORDS = TypeAdapter(Personal | None)
Whom = tuple[UUID | None, UUID | None, UUID | None]  # contact and party, or citizen


def add_parties(db: Rows, contact: UUID, parties: Sequence[Party]) -> None:
    for place, party in enumerate(parties):
        db.execute(
            "insert into contact_search.party values (%s, %s, %s, %s, %s, %s, %s)",
            (
                contact,
                party.id,
                place,
                party.role,
                party.citizen,
                party.address_protected,
                party.safe_contact,
            ),
        )
        _call(db, (contact, party.id, None), dict(party))


def correct_parties(db: Rows, recorded: Recorded[ContactCorrected]) -> None:
    contact, new = recorded.id, recorded.event.model_dump()["new"]
    match recorded.event.field.split("."):
        case ["parties"]:
            db.execute(
                "delete from contact_search.party where contact = %s", (contact,)
            )
            db.execute(GONE.format("contact = %s") + UNKNOWN, (contact,))
            add_parties(db, contact, PARTIES.validate_python(new))
        case [
            "parties",
            id,
            "role" | "address_protected" | "safe_contact" as column,
        ]:
            _change(db, contact, UUID(id), column, new)
        case ["parties", id, field] if field in FOLDED:
            party = UUID(id)
            db.execute(
                GONE.format("contact = %s and party = %s and field = %s") + UNKNOWN,
                (contact, party, field),
            )
            _call(db, (contact, party, None), {field: WORDS.validate_python(new)})


@people_sought.on(PartyIdentified)
def identify(db: Rows, recorded: Recorded[PartyIdentified]) -> None:
    event = recorded.event
    _change(db, recorded.id, event.party, "citizen", event.citizen)


@people_sought.on(IdentificationWithdrawn)
def part(db: Rows, recorded: Recorded[IdentificationWithdrawn]) -> None:
    _change(db, recorded.id, recorded.event.party, "citizen", None)


@people_sought.on(CitizenIdentified, ParticularsSupplied, words=True)
def supply(db: Rows, recorded: Recorded[Event]) -> None:
    _call(db, (None, None, recorded.id), dict(recorded.event))


@people_sought.on(AddressProtected)
def protect(db: Rows, recorded: Recorded[AddressProtected]) -> None:
    db.execute(
        "insert into contact_search.protected_citizen values (%s)", (recorded.id,)
    )


@people_sought.on(AddressProtectionLifted)
def lift(db: Rows, recorded: Recorded[AddressProtectionLifted]) -> None:
    db.execute(
        "delete from contact_search.protected_citizen where id = %s", (recorded.id,)
    )


@people_sought.on(SafeContactInstructed)
def instruct(db: Rows, recorded: Recorded[SafeContactInstructed]) -> None:
    db.execute(
        "delete from contact_search.direct_only_citizen where id = %s", (recorded.id,)
    )
    if recorded.event.safe_contact is SafeContact.DIRECT_ONLY:
        db.execute(
            "insert into contact_search.direct_only_citizen values (%s)",
            (recorded.id,),
        )


def _change(
    db: Rows, contact: UUID, party: UUID, column: LiteralString, new: object
) -> None:
    db.execute(_changing(column), (new, contact, party))


@cache
def _changing(column: LiteralString) -> str:
    change = "update contact_search.party set {} = %s where contact = %s and id = %s"
    return SQL(change).format(Identifier(column)).as_string()


def _call(db: Rows, whom: Whom, particulars: Mapping[str, Personal | None]) -> None:
    """What was told before about a citizen still finds her contacts."""
    for field, folded in FOLDED.items():
        words = particulars.get(field)
        if words and words.text:
            name = words.text if field == "name" else None
            sought = folded(words.text)
            db.execute(
                """
                insert into contact_search.particular
                    (contact, party, citizen, field, about, name, folded)
                values (%s, %s, %s, %s, %s, %s, %s)
                """,
                (*whom, field, words.about, name, sought),
            )
            if name:
                db.execute(
                    """
                    insert into contact_search.known_name values (%s, %s)
                    on conflict do nothing
                    """,
                    (sought, sorted(name_keys(sought.split()))),
                )


class KnownParty(Frozen):
    """Without the address: it may be a secret one."""

    role: PartyRole
    name: str | None
    citizen: UUID | None
    address_protected: bool
    safe_contact: SafeContact = SafeContact.ANY


PROTECTED: LiteralString = """(
    party.address_protected or exists (
        select from contact_search.protected_citizen
        where protected_citizen.id = party.citizen
    )
)"""
SHOWN = SQL(
    """(
    select coalesce(jsonb_agg(jsonb_build_object(
        'role', role, 'citizen', citizen, 'address_protected', {protected},
        'safe_contact', case
            when safe_contact = 'DIRECT_ONLY' or exists (
                select from contact_search.direct_only_citizen
                where direct_only_citizen.id = party.citizen
            ) then 'DIRECT_ONLY' else 'ANY'
        end,
        'name', coalesce((
            select name from contact_search.particular
            where contact = party.contact and party = party.id and field = 'name'
        ), (
            select name from contact_search.particular
            where citizen = party.citizen and field = 'name' order by nth desc limit 1
        ))
    ) order by place), '[]')
    from contact_search.party where contact = {contact}
)"""
)


def parties_of(contact: LiteralString) -> Composed:
    """As a JSON list of KnownParty; whoever was not named there has her own name."""
    return SHOWN.format(protected=SQL(PROTECTED), contact=SQL(contact))
