"""How soon after they were received are contacts registered?"""

from datetime import date

from psycopg.sql import SQL

from domain.calendar import day_bounds
from domain.contacts import ContactCorrected, ContactRegistered
from domain.event import Frozen, Recorded
from projections.corrections import correct
from projections.pages import all_of
from projections.projection import Projection, Rows

DEFINITION = (
    "Registration timeliness, version 1. Unit: registered contacts, also withdrawn and"
    " duplicate ones, by the Danish day on which they were received. Delay:"
    " registered_at less received_at; within 15 minutes is at most 900 s, within 24"
    " hours at most 86,400 s and includes the former, late is more. Median: with an"
    " even number the mean of the two middle ones. Reasons: of late contacts."
)

registration_timeliness = Projection(
    name="registration_timeliness",
    tables="""
    create table contact (
        id uuid primary key, district text not null, received_at timestamptz not null,
        registered_at timestamptz not null, late_reason text
    );
    create index on contact (received_at);
    """,
)


@registration_timeliness.on(ContactRegistered)
def add(db: Rows, recorded: Recorded[ContactRegistered]) -> None:
    event = recorded.event
    db.execute(
        "insert into registration_timeliness.contact values (%s, %s, %s, %s, %s)",
        (
            recorded.id,
            event.district,
            event.received_at,
            recorded.registered_at,
            event.late_reason,
        ),
    )


@registration_timeliness.on(ContactCorrected)
def follow(db: Rows, recorded: Recorded[ContactCorrected]) -> None:
    columns = {"district", "received_at", "late_reason"}
    correct(db, "registration_timeliness", recorded, columns)


class Timeliness(Frozen):
    """Counts of contacts; the median in seconds, None without any contact."""

    registered: int
    within_15_minutes: int
    within_24_hours: int
    late: int
    median_seconds: float | None
    late_reasons: dict[str, int]


class DistrictTimeliness(Timeliness):
    district: str


class Report(Frozen):
    rows: list[DistrictTimeliness]
    total: Timeliness


FIGURES = """
with delayed as (
    select district, registered_at - received_at as delay, late_reason
    from registration_timeliness.contact
    where {asked}
), given as (
    select district, late_reason, count(*) as contacts
    from delayed
    where delay > interval '24 hours' and late_reason is not null
    group by grouping sets ((district, late_reason), (late_reason))
), reasons as (
    select district, jsonb_object_agg(late_reason, contacts) as late_reasons
    from given
    group by district
), figures as (
    select district, count(*) as registered,
        count(*) filter (where delay <= interval '15 minutes') as within_15_minutes,
        count(*) filter (where delay <= interval '24 hours') as within_24_hours,
        count(*) filter (where delay > interval '24 hours') as late,
        extract(epoch from percentile_cont(0.5) within group (order by delay))
            as median_seconds
    from delayed
    group by grouping sets ((district), ())
)
select figures.*, coalesce(late_reasons, '{{}}') as late_reasons
from figures left join reasons on figures.district is not distinct from reasons.district
order by figures.district
"""


def timeliness(
    db: Rows,
    *,
    since: date | None = None,
    until: date | None = None,
    district: str | None = None,
) -> Report:
    """Contacts received from `since` to the day before `until`, in Danish days."""
    asked = all_of(
        {
            "received_at >= %(start)s": since,
            "received_at < %(end)s": until,
            "district = %(district)s": district,
        }
    )
    db.execute(
        SQL(FIGURES).format(asked=asked),
        {
            "start": since and day_bounds(since)[0],
            "end": until and day_bounds(until)[0],
            "district": district,
        },
    )
    *rows, total = db.fetchall()  # null, the total's district, sorts last
    del total["district"]
    return Report(
        rows=[DistrictTimeliness(**row) for row in rows], total=Timeliness(**total)
    )
