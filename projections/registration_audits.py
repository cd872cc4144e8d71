"""Which registrations are in a sample, and how far has its audit come?"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from psycopg.sql import SQL
from pydantic import AwareDatetime, ConfigDict, Field, TypeAdapter

from domain.calendar import danish_day
from domain.contacts import ContactRegistered
from domain.event import Frozen, Recorded
from domain.kinds import ContactKind
from domain.supervision import AuditFindingRecorded, AuditSampleDrawn
from projections.pages import Page, all_of, key_of, page_of
from projections.projection import Projection, Rows

registration_audits = Projection(
    name="registration_audits",
    tables="""
    create table registration (  -- as it was written down, whatever became of it
        contact uuid primary key, position bigint not null, number text not null,
        received_at timestamptz not null, received_on date not null,
        registered_at timestamptz not null, district text not null, kind text not null
    );
    create index on registration (received_on);
    create table audit (
        id uuid primary key, drawn_at timestamptz not null, drawn_by text not null,
        district text, since date not null, until date not null, seed text not null,
        asked integer not null, position bigint not null
    );
    create table sample (
        audit uuid, place integer, contact uuid not null, finding text,
        primary key (audit, place)
    );
    create index on sample (audit, contact);
    """,
    indexes="""
    create index on audit (drawn_at, id);
    """,
)


@registration_audits.on(ContactRegistered)
def register(db: Rows, recorded: Recorded[ContactRegistered]) -> None:
    event = recorded.event
    db.execute(
        """
        insert into registration_audits.registration
        values (%s, %s, %s, %s, %s, %s, %s, %s)
        """,
        (
            recorded.id,
            recorded.position,
            event.number,
            event.received_at,
            danish_day(event.received_at),
            recorded.registered_at,
            event.district,
            event.kind,
        ),
    )


DRAW = """
with drawn as (
    insert into registration_audits.audit values (
        %(id)s, %(at)s, %(by)s, %(district)s, %(since)s, %(until)s, %(seed)s,
        %(size)s, %(position)s
    )
), lots as (
    select contact, sha256(convert_to(%(seed)s || E'\\n' || contact, 'UTF8')) as lot
    from registration_audits.registration
    where position <= %(position)s
    and received_on >= %(since)s and received_on < %(until)s
    and (%(district)s::text is null or district = %(district)s)
    order by lot limit %(size)s
)
insert into registration_audits.sample
select %(id)s, row_number() over (order by lot), contact, null from lots
"""


@registration_audits.on(AuditSampleDrawn)
def draw(db: Rows, recorded: Recorded[AuditSampleDrawn]) -> None:
    who = {"id": recorded.id, "at": recorded.registered_at, "by": recorded.by.id}
    db.execute(DRAW, dict(recorded.event) | who)


@registration_audits.on(AuditFindingRecorded)
def find(db: Rows, recorded: Recorded[AuditFindingRecorded]) -> None:
    db.execute(
        """
        update registration_audits.sample set finding = %s
        where audit = %s and contact = %s
        """,
        (recorded.event.finding, recorded.id, recorded.event.contact),
    )


class Registration(Frozen):
    """A registration in a sample, as it was written down; without any words."""

    id: UUID
    number: str
    received_at: datetime
    registered_at: datetime
    district: str
    kind: ContactKind


class Audit(Frozen):
    """Counts of registrations: asked for, drawn, and examined."""

    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)

    id: UUID
    drawn_at: datetime
    drawn_by: str
    district: str | None
    since: date = Field(alias="from")
    until: date = Field(alias="to")
    seed: str
    position: int
    asked: int
    drawn: int
    examined: int


AUDITS = """
select audit.*, drawn, examined
from registration_audits.audit
cross join lateral (
    select count(*) as drawn, count(finding) as examined
    from registration_audits.sample where sample.audit = audit.id
) as sample
where {asked}
order by drawn_at desc, id desc
limit %(limit)s + 1
"""
KEY = TypeAdapter(tuple[AwareDatetime, UUID])


def audits(
    db: Rows,
    *,
    district: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[Audit]:
    """Newest first; without `district` also those of no one district.

    Raises BadCursor.
    """
    drawn_at, id = key_of(cursor, KEY) if cursor is not None else (None, None)
    asked = all_of(
        {
            "district = %(district)s": district,
            "(drawn_at, id) < (%(drawn_at)s, %(id)s)": cursor,
        }
    )
    db.execute(
        SQL(AUDITS).format(asked=asked),
        {
            "district": district,
            "drawn_at": drawn_at,
            "id": id,
            "limit": limit,
        },
    )
    return page_of(db.fetchall(), limit, ("drawn_at", "id"), lambda row: Audit(**row))


def sample(db: Rows, audit: UUID) -> Sequence[Registration]:
    """In the order of the draw."""
    db.execute(
        """
        select contact as id, number, received_at, registered_at, district, kind
        from registration_audits.sample join registration_audits.registration
            using (contact)
        where audit = %s order by place
        """,
        (audit,),
    )
    return [Registration(**row) for row in db]
