"""Which stalking courses are there, and which contacts do they lack?

Asked of the tables of the stalking alerts.
"""

from datetime import date, datetime
from uuid import UUID

from psycopg.rows import DictRow
from psycopg.sql import SQL
from pydantic import AwareDatetime, TypeAdapter

from domain.calendar import danish_day
from domain.event import Frozen
from projections.pages import Page, all_of, key_of, page_of
from projections.projection import Rows


class Course(Frozen):
    id: UUID
    victim: UUID
    suspect: UUID | None
    district: str  # where it was opened
    opened_at: datetime
    contacts: int  # linked and in effect
    last: date | None  # the day on which the last of them was received


class Missing(Frozen):
    """A contact that names the people of a course and is not in it."""

    id: UUID
    number: str
    received_at: datetime


KEY = TypeAdapter(tuple[AwareDatetime, UUID])
COURSES = """
with page as (
    select course.* from stalking_alerts.course
    left join stalking_alerts.person on citizen = victim
    where {asked}
    order by opened_at desc, id desc
    limit %(limit)s + 1
)
select page.*, contacts, last from page cross join lateral (
    select count(*) as contacts, max(received_at) as last
    from stalking_alerts.linked join stalking_alerts.contact on contact.id = contact
    where course = page.id and not (withdrawn or duplicate)
) as counted
order by opened_at desc, id desc
"""
OF_VICTIM = """coalesce(one, victim) = coalesce(
    (select one from stalking_alerts.person where citizen = %(victim)s), %(victim)s
)"""
MISSING = """
with course as (
    select course.id, coalesce(she.one, victim) as victim,
        coalesce(he.one, suspect) as suspect
    from stalking_alerts.course
    left join stalking_alerts.person as she on she.citizen = victim
    left join stalking_alerts.person as he on he.citizen = suspect
    where id = %(course)s
), hers as (
    select victim as citizen from course union
    select citizen from stalking_alerts.person join course on one = victim
)
select distinct contact.id, number, received_at
from course cross join hers
join stalking_alerts.party as victim using (citizen)
join stalking_alerts.party as offender using (contact)
left join stalking_alerts.person as he on he.citizen = offender.citizen
join stalking_alerts.contact on contact.id = contact
where victim.role = 'VICTIM' and offender.role = 'POSSIBLE_OFFENDER'
and offender.citizen is not null
and coalesce(suspect, he.one, offender.citizen) = coalesce(he.one, offender.citizen)
and not (withdrawn or duplicate) and not exists (
    select from stalking_alerts.linked
    where linked.course = course.id and linked.contact = contact.id
)
order by received_at, id
"""


def courses(
    db: Rows,
    *,
    district: str | None = None,
    victim: UUID | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[Course]:
    """The last opened comes first. Raises BadCursor.

    Of a victim: those of citizens who are linked with her too.
    """
    opened_at, id = key_of(cursor, KEY) if cursor is not None else (None, None)
    asked = all_of(
        {
            "district = %(district)s": district,
            OF_VICTIM: victim,
            "(opened_at, id) < (%(opened_at)s, %(id)s)": cursor,
        }
    )
    told = {"district": district, "victim": victim, "opened_at": opened_at, "id": id}
    db.execute(SQL(COURSES).format(asked=asked), {**told, "limit": limit})
    return page_of(db.fetchall(), limit, ("opened_at", "id"), _course)


def missing(db: Rows, course: UUID) -> list[Missing]:
    """In the order they were received; of any offender where no suspect is named yet."""
    db.execute(MISSING, {"course": course})
    return [Missing(**row) for row in db]


def _course(row: DictRow) -> Course:
    return Course(**row | {"last": row["last"] and danish_day(row["last"])})
