"""Which citizens may be one person, or who may somebody in a contact be?"""

from collections.abc import Collection
from itertools import groupby
from operator import itemgetter
from uuid import UUID

from psycopg.rows import DictRow
from psycopg.sql import SQL, Literal

from domain.event import Frozen
from domain.people import PartyRole, SafeContact
from domain.sameness import SUGGESTED, Basis, Described, compared
from projections.projection import Rows
from projections.signs import signs

MOST = 20
# Of what is told: names, telephones, birthdays, addresses, mailboxes.
FIELDS = ({"name"}, {"phone"}, {"birthday", "cpr"}, {"address"}, {"email"})
Told = Collection[tuple[str, str]]  # a field, and what was said


class Suggestion(Frozen):
    """A citizen who may be the same person; the score, of 100, only sorts."""

    citizen: UUID
    name: str | None
    score: int
    basis: Basis
    safe_contact: SafeContact = SafeContact.ANY


class PartySuggestions(Frozen):
    """Somebody in a contact of whom nobody has yet said who she is."""

    party: UUID
    role: PartyRole
    name: str | None
    suggestions: list[Suggestion]


# What a citizen was called by herself, and in contacts that are not withdrawn. A secret
# address is left out: that it is somebody else's as well would tell where it is.
CALLED = SQL("""(
    select field, name, folded, nth, true as own from contact_search.particular
    where particular.contact is null and particular.citizen = {citizen}
    and (field <> 'address' or not exists (
        select from contact_search.protected_citizen where id = particular.citizen
    ))
    union all
    select field, name, folded, told.nth, false from contact_search.party
    join contact_search.told on told.contact = party.contact and told.party = party.id
    where party.citizen = {citizen} and (
        select not withdrawn from contact_search.contact where id = party.contact
    ) and (field <> 'address' or not (
        party.address_protected or exists (
            select from contact_search.protected_citizen where id = party.citizen
        )
    ))
)""")
LINKED = SQL("""
with recursive person (id) as (
    select %s::uuid
    union
    select other from contact_search.link join person on link.citizen = person.id
)
select person.id, field, coalesce(name, folded) as said
from person left join lateral {called} as called on true
""").format(called=CALLED.format(citizen=SQL("person.id")))
UNIDENTIFIED = """
select party.id, role, field, coalesce(name, folded) as said
from contact_search.party
join contact_search.contact on contact.id = party.contact and not withdrawn
left join contact_search.particular
    on particular.contact = party.contact and particular.party = party.id
    and not (field = 'address' and party.address_protected)
where party.contact = %s and party.citizen is null
order by place, particular.nth desc
"""
# Two CPRs are two persons: no citizen has the same as another.
NUMBERED = SQL("exists (select from {called} as called where field = 'cpr')").format(
    called=CALLED.format(citizen=SQL("person.id"))
)
ALIKE = SQL("""
with recursive found as materialized ({signs}), candidate as (
    select distinct coalesce(citizen, (
        select citizen from contact_search.party
        where party.contact = found.contact and party.id = found.party
    )) as id from found
), person (candidate, id) as (
    select id, id from candidate where id is not null
    union
    select candidate, other
    from person join contact_search.link on link.citizen = person.id
), possible as (
    select candidate as citizen from person group by candidate having not bool_or(
        id = any({ids}) or {numbered} or exists (
            select from contact_search.apart
            where apart.id = any({ids}) and apart.other = person.id
        )
    )
)
select citizen, array_agg(array[field, coalesce(name, folded)] order by own desc, nth desc)
    as told, citizen in (select id from contact_search.direct_only_citizen) as direct_only
from possible cross join lateral {called} as called
group by citizen
""")


def of_citizen(db: Rows, citizen: UUID) -> list[Suggestion]:
    """Who else she may be, best first, at most twenty.

    Nobody who is linked with her, has another CPR, or was kept apart from her.
    """
    db.execute(LINKED, (citizen,))
    rows = db.fetchall()
    told = [(row["field"], row["said"]) for row in rows]
    return _alike(db, {row["id"] for row in rows}, told)


def of_contact(db: Rows, contact: UUID) -> list[PartySuggestions]:
    """For each party without a citizen; none whose identification was withdrawn."""
    db.execute(UNIDENTIFIED, (contact,))
    parties = groupby(db.fetchall(), itemgetter("id", "role"))
    told = {who: [(row["field"], row["said"]) for row in rows] for who, rows in parties}
    return [
        PartySuggestions(
            party=id,
            role=role,
            name=_name(words),
            suggestions=_alike(db, {id}, words),
        )
        for (id, role), words in told.items()
    ]


def described(told: Told) -> Described:
    names, phones, birthdays, addresses, emails = (
        {words for field, words in told if field in fields} for fields in FIELDS
    )
    return Described(names, phones, birthdays, addresses, emails)


def _name(told: Told) -> str | None:
    return next((words for field, words in told if field == "name"), None)


def _alike(db: Rows, ids: Collection[UUID], told: Told) -> list[Suggestion]:
    who = described(told)
    found = list(signs(who))
    if not found:
        return []
    query = ALIKE.format(
        signs=SQL(" union all ").join(found),
        ids=Literal(list(ids)),
        numbered=NUMBERED if any(field == "cpr" for field, _ in told) else SQL("false"),
        called=CALLED.format(citizen=SQL("possible.citizen")),
    )
    db.execute(query)
    alike = filter(None, (_suggestion(row, who) for row in db))
    return sorted(alike, key=lambda each: (-each.score, each.citizen))[:MOST]


def _suggestion(row: DictRow, who: Described) -> Suggestion | None:
    basis = compared(who, described(row["told"]))
    if basis.score < SUGGESTED:
        return None
    direct = SafeContact.DIRECT_ONLY if row["direct_only"] else SafeContact.ANY
    return Suggestion(
        citizen=row["citizen"],
        name=_name(row["told"]),
        score=basis.score,
        basis=basis,
        safe_contact=direct,
    )
