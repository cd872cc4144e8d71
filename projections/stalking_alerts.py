"""Who is named with the same possible offender again and again, and in no course yet?"""

from datetime import date
from uuid import UUID

from psycopg.rows import DictRow
from psycopg.sql import SQL
from pydantic import AwareDatetime, TypeAdapter

from domain.calendar import danish_day
from domain.contacts import (
    ContactCorrected,
    ContactRegistered,
)
from domain.event import Frozen, Recorded
from domain.stalking_courses import (
    ContactLinkedToCourse,
    ContactUnlinkedFromCourse,
    StalkingCourseOpened,
    SuspectNamed,
)
from projections.corrections import correct
from projections.in_effect import follow_effect
from projections.pages import Page, all_of, key_of, page_of
from projections.people_paired import add_parties, correct_parties, people_paired
from projections.projection import Projection, Rows

stalking_alerts = Projection(
    name=people_paired.name,
    tables=people_paired.tables
    + """
    create table contact (
        id uuid primary key, number text not null, district text not null,
        received_at timestamptz not null,
        withdrawn boolean not null default false,
        duplicate boolean not null default false
    );
    create table course (
        id uuid primary key, victim uuid not null, suspect uuid,
        district text not null, opened_at timestamptz not null
    );
    create table linked (course uuid, contact uuid, primary key (contact, course));
    """,
    indexes=people_paired.indexes
    + """
    create index on linked (course);
    """,
    handlers=dict(people_paired.handlers),
)


@stalking_alerts.on(ContactRegistered)
def register(db: Rows, recorded: Recorded[ContactRegistered]) -> None:
    event = recorded.event
    db.execute(
        "insert into stalking_alerts.contact values (%s, %s, %s, %s)",
        (recorded.id, event.number, event.district, event.received_at),
    )
    add_parties(db, recorded.id, event.parties)


@stalking_alerts.on(ContactCorrected, words=True)
def follow(db: Rows, recorded: Recorded[ContactCorrected]) -> None:
    correct(db, "stalking_alerts", recorded, {"district", "received_at"})
    correct_parties(db, recorded)


follow_effect(stalking_alerts, "contact", "id")


@stalking_alerts.on(StalkingCourseOpened)
def open_(db: Rows, recorded: Recorded[StalkingCourseOpened]) -> None:
    event = recorded.event
    db.execute(
        "insert into stalking_alerts.course values (%s, %s, %s, %s, %s)",
        (
            recorded.id,
            event.victim,
            event.suspect,
            event.district,
            recorded.registered_at,
        ),
    )


@stalking_alerts.on(SuspectNamed)
def name(db: Rows, recorded: Recorded[SuspectNamed]) -> None:
    db.execute(
        "update stalking_alerts.course set suspect = %s where id = %s",
        (recorded.event.suspect, recorded.id),
    )


@stalking_alerts.on(ContactLinkedToCourse)
def link(db: Rows, recorded: Recorded[ContactLinkedToCourse]) -> None:
    db.execute(
        "insert into stalking_alerts.linked values (%s, %s)",
        (recorded.id, recorded.event.contact),
    )


@stalking_alerts.on(ContactUnlinkedFromCourse)
def unlink(db: Rows, recorded: Recorded[ContactUnlinkedFromCourse]) -> None:
    db.execute(
        "delete from stalking_alerts.linked where course = %s and contact = %s",
        (recorded.id, recorded.event.contact),
    )


class Named(Frozen):
    id: UUID
    number: str


class Alert(Frozen):
    """Of linked citizens, the one with the lowest id stands for them all."""

    victim: UUID
    suspect: UUID
    contacts: list[Named]  # in the order they were received
    count: int
    districts: list[str]
    first: date
    last: date


KEY = TypeAdapter(tuple[AwareDatetime, UUID, UUID])
ALERTS = """
with named as materialized (
    select distinct coalesce(she.one, victim.citizen) as victim,
        coalesce(he.one, suspect.citizen) as suspect, contact.*
    from stalking_alerts.party as suspect
    join stalking_alerts.party as victim using (contact)
    join stalking_alerts.contact on contact.id = contact
    left join stalking_alerts.person as she on she.citizen = victim.citizen
    left join stalking_alerts.person as he on he.citizen = suspect.citizen
    where suspect.role = 'POSSIBLE_OFFENDER' and victim.role = 'VICTIM'
    and suspect.citizen is not null and victim.citizen is not null
    and not (withdrawn or duplicate)
), course as (
    select course.id, coalesce(she.one, victim) as victim,
        coalesce(he.one, suspect) as suspect
    from stalking_alerts.course
    left join stalking_alerts.person as she on she.citizen = victim
    left join stalking_alerts.person as he on he.citizen = suspect
), covered as (
    select distinct contact as id, victim
    from stalking_alerts.linked join course on course.id = linked.course
    where suspect is null
), pair as (
    select victim, suspect, max(received_at) as last, min(received_at) as first,
        count(*) as count, array_agg(distinct district order by district) as districts
    from named left join covered using (id, victim)
    where victim <> suspect
    group by victim, suspect
    having count(*) > 1 and count(*) > count(covered.id)
), page as (
    select * from pair
    where {asked} and not exists (
        select from course
        where course.victim = pair.victim and course.suspect = pair.suspect
    )
    order by last desc, victim desc, suspect desc
    limit %(limit)s + 1
)
select page.*, contacts from page join (
    select victim, suspect, json_agg(
        json_build_object('id', id, 'number', number) order by received_at, id
    ) as contacts
    from named where (victim, suspect) in (select victim, suspect from page)
    group by victim, suspect
) as of_pair using (victim, suspect)
order by last desc, victim desc, suspect desc
"""


def alerts(
    db: Rows,
    *,
    district: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[Alert]:
    """The pair last named comes first. Counted are contacts in effect.

    With `district`, pairs of whose contacts one at least is of it. A course whose
    suspect is not known yet covers a pair when it has all of their contacts. Raises
    BadCursor.
    """
    last, victim, suspect = key_of(cursor, KEY) if cursor is not None else (None,) * 3
    asked = all_of(
        {
            "%(district)s = any(districts)": district,
            "(last, victim, suspect) < (%(last)s, %(victim)s, %(suspect)s)": cursor,
        }
    )
    db.execute(
        SQL(ALERTS).format(asked=asked),
        {
            "district": district,
            "last": last,
            "victim": victim,
            "suspect": suspect,
            "limit": limit,
        },
    )
    return page_of(db.fetchall(), limit, ("last", "victim", "suspect"), _alert)


def _alert(row: DictRow) -> Alert:
    days = {name: danish_day(row[name]) for name in ("first", "last")}
    told = {name: row[name] for name in Alert.model_fields if name not in days}
    return Alert(**told, **days)
