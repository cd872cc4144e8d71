"""Which citizens wait for a reassurance talk, and who comes first?"""

from datetime import date, datetime
from uuid import UUID

from psycopg.sql import SQL
from pydantic import AwareDatetime, TypeAdapter

from domain.calendar import danish_day
from domain.event import Frozen
from domain.follow_ups import Cause
from domain.kinds import ContactKind
from domain.people import SafeContact
from projections.follow_up_queue import Attempt, Plan
from projections.pages import Page, all_of, key_of, page_of
from projections.projection import Rows


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


KEY = TypeAdapter(tuple[bool, AwareDatetime, UUID])
# Shown is the named party, else the first victim, the reporter, or whoever comes first.
QUEUE = """
with page as (
    select * from follow_up_queue.follow_up
    where not (ended or withdrawn or duplicate) and {asked}
    order by (not victim), received_at, id
    limit %(limit)s + 1
)
select page.id, page.contact, number, source, district, kind, victim, cause,
    page.received_at, opened_at, due, due < %(today)s as overdue,
    floor(extract(epoch from %(now)s - page.received_at))::bigint as age_seconds,
    attempts, last_attempt, planned, claimed_by,
    case when direct_only then 'DIRECT_ONLY' else 'ANY' end as safe_contact,
    person.id as party, (person.told ->> 'citizen')::uuid as citizen,
    address_protected,
    case when %(with_words)s then coalesce(
        person.told #>> '{{name,text}}', citizen.told #>> '{{name,text}}'
    ) end as name,
    case when %(with_words)s then coalesce(
        person.told #>> '{{phone,text}}', citizen.told #>> '{{phone,text}}'
    ) end as phone,
    case when %(with_words)s and not address_protected then coalesce(
        person.told #>> '{{address,text}}', citizen.told #>> '{{address,text}}'
    ) end as address
from page
join follow_up_queue.contact on contact.id = page.contact
left join follow_up_queue.party as named
    on named.contact = page.contact and named.id = page.party
left join lateral (
    select party.id, told from follow_up_queue.party
    where party.contact = page.contact and coalesce(
        party.id = named.id, told ->> 'role' <> 'POSSIBLE_OFFENDER'
    )
    order by told ->> 'role' = 'VICTIM' desc, told ->> 'role' = 'REPORTER' desc, place
    limit 1
) as person on true
left join follow_up_queue.citizen on citizen.id = (person.told ->> 'citizen')::uuid
cross join lateral (
    select coalesce(bool_or(
        'DIRECT_ONLY' in (party.told ->> 'safe_contact', who.told ->> 'safe_contact')
    ), false) as direct_only
    from follow_up_queue.party left join follow_up_queue.citizen as who
        on who.id = (party.told ->> 'citizen')::uuid
    where party.contact = page.contact
    and (named.id is null or party.id = named.id or party.told ->> 'role' = 'VICTIM')
) as safety
cross join lateral (
    select coalesce(
        (person.told ->> 'address_protected')::boolean
        or (citizen.told ->> 'address_protected')::boolean, false
    ) as address_protected
) as protection
order by (not victim), page.received_at, page.id
"""


def waiting(
    db: Rows,
    *,
    now: datetime,
    district: str | None = None,
    claimed: bool | None = None,
    claimed_by: str | None = None,
    overdue: bool | None = None,
    with_words: bool = False,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[Waiting]:
    """Victims first, then who turned to the police first; None asks for all.

    Overdue is what was due before the Danish day of `now`. The age is in seconds since
    `received_at`. Raises BadCursor.
    """
    after = key_of(cursor, KEY) if cursor is not None else (None, None, None)
    victim, received_at, id = after
    asked = all_of(
        {
            "district = %(district)s": district,
            "(claimed_by is not null) = %(claimed)s": claimed,
            "claimed_by = %(claimed_by)s": claimed_by,
            "(due < %(today)s) = %(overdue)s": overdue,
            "((not victim), received_at, id)"
            " > (not %(victim)s, %(received_at)s, %(id)s)": cursor,
        }
    )
    db.execute(
        SQL(QUEUE).format(asked=asked),
        {
            "now": now,
            "today": danish_day(now),
            "district": district,
            "claimed": claimed,
            "claimed_by": claimed_by,
            "overdue": overdue,
            "victim": victim,
            "received_at": received_at,
            "id": id,
            "with_words": with_words,
            "limit": limit,
        },
    )
    sorted_by = ("victim", "received_at", "id")
    return page_of(db.fetchall(), limit, sorted_by, lambda row: Waiting(**row))


def stands(db: Rows) -> dict[str, int]:
    """For each district with a queue a number that differs when that has changed."""
    db.execute(
        """
        select district, bit_xor(hashtextextended(follow_up::text, 0)) as stand
        from follow_up_queue.follow_up
        where not (ended or withdrawn or duplicate) group by district
        """
    )
    return {row["district"]: row["stand"] for row in db.fetchall()}
