"""Who is the same person, and who is not, because somebody has decided it?

A part of the contact search, with tables in its schema.
"""

from uuid import UUID

from domain.citizens import CitizensKeptApart, CitizensLinked, CitizensUnlinked
from domain.contacts import IdentificationWithdrawn, PartyIdentified
from domain.event import Recorded
from projections.people_sought import identify, part, people_sought
from projections.projection import Projection, Rows

people_told_apart = Projection(
    name=people_sought.name,
    tables=people_sought.tables  # noqa: S608 - nothing that anybody says
    + """
    create table link (
        citizen uuid, other uuid not null, primary key (citizen, other)
    );
    create table apart (  -- a citizen or a party, and a citizen who is somebody else
        id uuid, other uuid not null, primary key (id, other)
    );

    -- Whose name has two words like these. The planner takes it for cheap to compare all
    -- names there are, one by one, where the index is a hundred times as fast.
    create function named(one text[], other text[], sound text, most integer)
    returns table (contact uuid, party uuid, citizen uuid)
    language sql stable parallel safe rows 20 set enable_seqscan = off begin atomic
        select contact, party, citizen from (
            select folded, similarity(folded, sound) as alike
            from known_name where keys && one and keys && other
            order by alike desc, folded limit most
        ) as called cross join lateral (
            select contact, party, citizen from told
            where field = 'name' and told.folded = called.folded limit most
        ) as theirs
        order by alike desc limit most;
    end;
    """,
    indexes=people_sought.indexes,
    handlers=dict(people_sought.handlers),
)


@people_told_apart.on(CitizensLinked)
def link(db: Rows, recorded: Recorded[CitizensLinked]) -> None:
    pair = (recorded.id, recorded.event.other)
    db.execute("delete from contact_search.apart where id = %s and other = %s", pair)
    db.execute(
        "insert into contact_search.link values (%s, %s) on conflict do nothing", pair
    )


@people_told_apart.on(CitizensUnlinked)
def unlink(db: Rows, recorded: Recorded[CitizensUnlinked]) -> None:
    pair = (recorded.id, recorded.event.other)
    db.execute(
        "delete from contact_search.link where citizen = %s and other = %s", pair
    )
    _apart(db, *pair)


@people_told_apart.on(CitizensKeptApart)
def keep_apart(db: Rows, recorded: Recorded[CitizensKeptApart]) -> None:
    _apart(db, recorded.id, recorded.event.other)


@people_told_apart.on(PartyIdentified)
def take_for(db: Rows, recorded: Recorded[PartyIdentified]) -> None:
    identify(db, recorded)
    db.execute(
        "delete from contact_search.apart where id = %s and other = %s",
        (recorded.event.party, recorded.event.citizen),
    )


@people_told_apart.on(IdentificationWithdrawn)
def no_longer_take_for(db: Rows, recorded: Recorded[IdentificationWithdrawn]) -> None:
    part(db, recorded)
    event = recorded.event
    db.execute(  # as the contact shows it: the number says who somebody is
        """
        delete from contact_search.particular
        where contact = %s and party = %s and field = 'cpr'
        """,
        (recorded.id, event.party),
    )
    _apart(db, event.party, event.citizen)


def _apart(db: Rows, id: UUID, other: UUID) -> None:
    db.execute(
        "insert into contact_search.apart values (%s, %s) on conflict do nothing",
        (id, other),
    )
