"""By what can the people of a contact be found?

A part of the contact search, with tables in its schema.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import LiteralString
from uuid import UUID

from psycopg.sql import SQL, Identifier
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
from domain.event import Event, Personal, Recorded
from domain.folding import fold, folded_words, heard, name_keys, phone_digits
from domain.people import Party, SafeContact
from projections.projection import Projection, Rows

people_sought = Projection(
    name="contact_search",
    tables="""
    create table party (
        contact uuid, id uuid, place integer not null, role text not null,
        citizen uuid, address_protected boolean not null, safe_contact text not null,
        primary key (contact, id)
    );
    create index on party (citizen);
    create table protected_citizen (id uuid primary key);
    create table direct_only_citizen (id uuid primary key);

    -- What somebody is called: in one contact, or as a citizen. What a citizen is found
    -- by stands in each of her contacts too: so the newest come first without the others.
    create table particular (
        contact uuid, party uuid, received_at timestamptz, citizen uuid,
        nth bigint generated always as identity,
        field text not null, about uuid not null,
        name text,             -- as it was told
        folded text not null,  -- as it is looked for
        check ((contact is null) = (received_at is null))
    );
    create view told as  -- without what a contact has from a citizen
        select * from particular where contact is null or citizen is null;
    create index on particular (contact, party);
    create index on particular (about);
    create index on particular (citizen) where contact is null;
    create index on particular (folded, received_at, contact) where field = 'name';

    -- Each name that somebody has, once: many have the same.
    create table known_name (
        folded text primary key,
        keys text[] not null  -- its words, misspelt
    );
    """,
    indexes="""
    create index on particular (field, folded)
        where field in ('phone', 'email', 'birthday', 'cpr');

    -- The newest contacts with a part of a number, a mailbox or an address.
    create index on particular using gin (folded gin_trgm_ops, facets(received_at))
        with (gin_pending_list_limit = 256) where field = 'phone';
    create index on particular using gin (folded gin_trgm_ops, facets(received_at))
        with (gin_pending_list_limit = 256)
        where field = 'phone' and folded not like '45________'; -- no Danish number
    create index on particular using gin (folded gin_trgm_ops, facets(received_at))
        with (gin_pending_list_limit = 256) where field = 'email';
    create index on particular
        using gin (to_tsvector('simple', folded), facets(received_at))
        with (gin_pending_list_limit = 256) where field = 'address';
    create index on known_name using gin (keys)
        with (gin_pending_list_limit = 256);
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
# What finds a contact by a citizen, in each of hers.
HERS: LiteralString = """
insert into contact_search.particular
    (contact, party, received_at, citizen, field, about, name, folded)
select party.contact, party.id, contact.received_at,
    hers.citizen, field, about, name, folded
from {} as hers
join contact_search.party on party.citizen = hers.citizen
join contact_search.contact on contact.id = party.contact
where field in ('name', 'phone', 'email', 'address') {}
order by hers.nth
"""
OF_ONE_PARTY = HERS.format(
    "contact_search.particular",
    "and hers.contact is null and party.contact = %(contact)s and party.id = %(party)s",
)
SUPPLIED = f"""
with hers as (
    insert into contact_search.particular (citizen, field, about, name, folded)
    values (%(citizen)s, %(field)s, %(about)s, %(name)s, %(folded)s) returning *
)
{HERS.format("hers", "")}
"""  # noqa: S608 - written above
TOLD = """
insert into contact_search.particular
    (contact, party, received_at, field, about, name, folded)
select id, %(party)s, received_at, %(field)s, %(about)s, %(name)s, %(folded)s
from contact_search.contact where id = %(contact)s
"""
PARTIES = TypeAdapter(tuple[Party, ...])
WORDS = TypeAdapter(Personal | None)


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
        _tell(db, TOLD, {"contact": contact, "party": party.id}, dict(party))
        if party.citizen:
            _take_from_citizen(db, contact, party.id)


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
                GONE.format(
                    "contact = %s and party = %s and field = %s and citizen is null"
                )
                + UNKNOWN,
                (contact, party, field),
            )
            whom = {"contact": contact, "party": party}
            _tell(db, TOLD, whom, {field: WORDS.validate_python(new)})
        case ["received_at"]:
            db.execute(
                "update contact_search.particular set received_at = %s where contact = %s",
                (new, contact),
            )


@people_sought.on(PartyIdentified)
def identify(db: Rows, recorded: Recorded[PartyIdentified]) -> None:
    event = recorded.event
    _change(db, recorded.id, event.party, "citizen", event.citizen)
    _take_from_citizen(db, recorded.id, event.party)


@people_sought.on(IdentificationWithdrawn)
def part(db: Rows, recorded: Recorded[IdentificationWithdrawn]) -> None:
    party = recorded.event.party
    _change(db, recorded.id, party, "citizen", None)
    db.execute(
        """
        delete from contact_search.particular
        where contact = %s and party = %s and citizen is not null
        """,
        (recorded.id, party),
    )


@people_sought.on(CitizenIdentified, ParticularsSupplied, words=True)
def supply(db: Rows, recorded: Recorded[Event]) -> None:
    """What was told before about a citizen still finds her contacts."""
    _tell(db, SUPPLIED, {"citizen": recorded.id}, dict(recorded.event))


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


def _take_from_citizen(db: Rows, contact: UUID, party: UUID) -> None:
    db.execute(OF_ONE_PARTY, {"contact": contact, "party": party})


def _tell(
    db: Rows,
    statement: str,
    whom: Mapping[str, UUID],
    particulars: Mapping[str, Personal | None],
) -> None:
    for field, folded in FOLDED.items():
        words = particulars.get(field)
        if words and words.text:
            name = words.text if field == "name" else None
            sought = folded(words.text)
            told = {"field": field, "about": words.about, "name": name}
            db.execute(statement, {**whom, **told, "folded": sought})
            if name:
                db.execute(
                    """
                    insert into contact_search.known_name values (%s, %s)
                    on conflict do nothing
                    """,
                    (sought, sorted(name_keys(sought.split()))),
                )
