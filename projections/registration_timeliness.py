"""How soon after they were received are contacts registered?"""

from datetime import date, datetime
from typing import LiteralString

from psycopg.sql import SQL, Composed

from domain.calendar import day_bounds
from domain.event import Frozen
from projections.intake_counts import COUNTS, intake_counts
from projections.pages import all_of
from projections.projection import Projection, Rows
from projections.registration_delays import registration_delays

DEFINITION = (
    "Registration timeliness, version 2. Unit: registered contacts, also withdrawn and"
    " duplicate ones, by the Danish day on which they were received. Delay:"
    " registered_at less received_at; within 15 minutes is at most 900 s, within 24"
    " hours at most 86,400 s and includes the former, late is more. Median: with an"
    " even number the mean of the two middle ones. Reasons: of late contacts."
    " Observed: calls and mails that reached the police, by the Danish day on which they"
    " did and by the district they reached; registered_of_observed: a contact answers"
    " them, also one that was withdrawn later; open_over_24_hours: neither answered nor"
    " settled, and more than 86,400 s old at the time of asking. Not every contact"
    " answers one of them."
)

registration_timeliness = Projection(
    name=registration_delays.name,
    tables=registration_delays.tables + intake_counts.tables,
    indexes=registration_delays.indexes + intake_counts.indexes,
    handlers=registration_delays.handlers | intake_counts.handlers,
)


class Timeliness(Frozen):
    """Counts of contacts and of intake; the median in seconds, None without contacts."""

    registered: int
    within_15_minutes: int
    within_24_hours: int
    late: int
    median_seconds: float | None
    late_reasons: dict[str, int]
    observed: int
    registered_of_observed: int
    open_over_24_hours: int


class DistrictTimeliness(Timeliness):
    district: str


class Report(Frozen):
    rows: list[DistrictTimeliness]
    total: Timeliness


FIGURES = """
with delayed as (
    select district, registered_at - received_at as delay, late_reason
    from registration_timeliness.contact
    where {received}
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
), intake as ({intake})
select coalesce(figures.district, intake.district) as district,
    coalesce(registered, 0) as registered,
    coalesce(within_15_minutes, 0) as within_15_minutes,
    coalesce(within_24_hours, 0) as within_24_hours,
    coalesce(late, 0) as late, median_seconds,
    coalesce(late_reasons, '{{}}') as late_reasons,
    coalesce(observed, 0) as observed,
    coalesce(registered_of_observed, 0) as registered_of_observed,
    coalesce(open_over_24_hours, 0) as open_over_24_hours
from figures
full join intake on coalesce(figures.district, '') = coalesce(intake.district, '')
left join reasons
    on reasons.district is not distinct from coalesce(figures.district, intake.district)
order by 1
"""


def timeliness(
    db: Rows,
    *,
    now: datetime,
    since: date | None = None,
    until: date | None = None,
    district: str | None = None,
) -> Report:
    """What reached the police from `since` to the day before `until`, in Danish days."""
    received = _asked("received_at", since, until, district)
    intake = SQL(COUNTS).format(observed=_asked("at", since, until, district))
    db.execute(
        SQL(FIGURES).format(received=received, intake=intake),
        {
            "now": now,
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


def _asked(
    at: LiteralString, since: date | None, until: date | None, district: str | None
) -> Composed:
    return all_of(
        {
            at + " >= %(start)s": since,
            at + " < %(end)s": until,
            "district = %(district)s": district,
        }
    )
