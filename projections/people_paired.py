"""Which citizens are the parties of a contact, and which of them are one person?

A part of the stalking alerts, with tables in its schema.
"""

from collections.abc import Iterable
from functools import cache
from uuid import UUID

from psycopg.sql import SQL, Identifier
from pydantic import TypeAdapter

from domain.citizens import (
    CitizensLinked,
    CitizensUnlinked,
    SafeContactInstructed,
)
from domain.contacts import ContactCorrected, IdentificationWithdrawn, PartyIdentified
from domain.event import Recorded
from domain.people import Party
from projections.projection import Projection, Rows

people_paired = Projection(
    name="stalking_alerts",
    tables="""
    create table party (
        contact uuid, id uuid, role text not null, citizen uuid,
        safe_contact text not null, primary key (contact, id)
    );
    create table link (low uuid, high uuid, primary key (low, high));
    create index on link (high);
    create table person (  -- of citizens who are linked, or were once
        citizen uuid primary key, one uuid not null  -- the lowest id of them all
    );
    create table instructed (citizen uuid primary key, safe_contact text not null);
    """,
    indexes="""
    create index on party (contact)
        where role = 'POSSIBLE_OFFENDER' and citizen is not null;
    create index on party (citizen) where citizen is not null;
    """,
)
PARTIES = TypeAdapter(tuple[Party, ...])


def add_parties(db: Rows, contact: UUID, parties: tuple[Party, ...]) -> None:
    for party in parties:
        db.execute(
            "insert into stalking_alerts.party values (%s, %s, %s, %s, %s)",
            (contact, party.id, party.role, party.citizen, party.safe_contact),
        )


def correct_parties(db: Rows, recorded: Recorded[ContactCorrected]) -> None:
    match recorded.event.field.split("."):
        case ["parties"]:
            db.execute(
                "delete from stalking_alerts.party where contact = %s", (recorded.id,)
            )
            new = recorded.event.model_dump()["new"]
            add_parties(db, recorded.id, PARTIES.validate_python(new))
        case ["parties", party, ("role" | "safe_contact") as field]:
            _change(db, recorded.id, UUID(party), field, recorded.event.new)


@people_paired.on(PartyIdentified)
def identify(db: Rows, recorded: Recorded[PartyIdentified]) -> None:
    event = recorded.event
    _change(db, recorded.id, event.party, "citizen", event.citizen)


@people_paired.on(IdentificationWithdrawn)
def part(db: Rows, recorded: Recorded[IdentificationWithdrawn]) -> None:
    _change(db, recorded.id, recorded.event.party, "citizen", None)


# A link is told on both citizens: the second time changes nothing.
@people_paired.on(CitizensLinked)
def link(db: Rows, recorded: Recorded[CitizensLinked]) -> None:
    ends = sorted([recorded.id, recorded.event.other])
    db.execute(
        "insert into stalking_alerts.link values (%s, %s) on conflict do nothing", ends
    )
    _regroup(db, ends)


@people_paired.on(CitizensUnlinked)
def unlink(db: Rows, recorded: Recorded[CitizensUnlinked]) -> None:
    ends = sorted([recorded.id, recorded.event.other])
    db.execute("delete from stalking_alerts.link where low = %s and high = %s", ends)
    _regroup(db, ends)


@people_paired.on(SafeContactInstructed)
def instruct(db: Rows, recorded: Recorded[SafeContactInstructed]) -> None:
    db.execute(
        """
        insert into stalking_alerts.instructed values (%s, %s)
        on conflict (citizen) do update set safe_contact = excluded.safe_contact
        """,
        (recorded.id, recorded.event.safe_contact),
    )


DIRECT_ONLY = """
select asked.citizen
from unnest(%s::uuid[]) as asked (citizen)
left join stalking_alerts.person as of_them using (citizen)
where exists (
    select from (
        select asked.citizen union
        select citizen from stalking_alerts.person where one = of_them.one
    ) as she (citizen)
    left join stalking_alerts.instructed using (citizen)
    where instructed.safe_contact = 'DIRECT_ONLY' or exists (
        select from stalking_alerts.party
        where party.citizen = she.citizen and role = 'VICTIM'
        and party.safe_contact = 'DIRECT_ONLY'
    )
)
"""


def direct_only(db: Rows, victims: Iterable[UUID]) -> set[UUID]:
    """Those for whom it was instructed, or said in any contact, linked citizens too.

    What a contact says is heard also where the contact does not count.
    """
    db.execute(DIRECT_ONLY, (list(victims),))
    return {row["citizen"] for row in db}


def _regroup(db: Rows, ends: list[UUID]) -> None:
    """Who can be reached from one another by links is one person."""
    db.execute(
        """
        with recursive reached (origin, citizen) as (
            select citizen, citizen from unnest(%(ends)s::uuid[]) as ends (citizen)
            union
            select origin, case citizen when low then high else low end
            from reached join stalking_alerts.link on citizen in (low, high)
        )
        insert into stalking_alerts.person
        select distinct on (citizen) citizen,
            first_value(citizen) over (partition by origin order by citizen)
        from reached
        on conflict (citizen) do update set one = excluded.one
        """,
        {"ends": ends},
    )


def _change(db: Rows, contact: UUID, party: UUID, column: str, new: object) -> None:
    db.execute(_changing(column), (new, contact, party))


@cache
def _changing(column: str) -> str:
    change = "update stalking_alerts.party set {} = %s where contact = %s and id = %s"
    return SQL(change).format(Identifier(column)).as_string()
