"""How many follow-ups were there, and how many citizens were reached?"""

from datetime import date

from psycopg.rows import DictRow
from psycopg.sql import SQL

from domain.calendar import danish_day
from domain.event import Frozen, Recorded
from domain.figures import per_cent
from domain.follow_ups import (
    FollowUpAttemptMade,
    FollowUpDeclined,
    FollowUpOpened,
    ReassuranceTalkHeld,
)
from projections.in_effect import follow_effect
from projections.pages import all_of
from projections.projection import Projection, Rows

DEFINITION = (
    "Reassurance follow-ups, version 1. Unit: follow-ups, each counted once, by the"
    " Danish day on which it was opened and by its own district. Outcome: the mode of"
    " the last talk, else declined, else attempt only, else not started. Reached: by"
    " phone or in person. Reach rate: reached of registered; share: registered of the"
    " total registered; both in per cent, rounded half up. Left out: follow-ups not"
    " started whose contact is withdrawn or a duplicate."
)

follow_up_statistics = Projection(
    name="follow_up_statistics",
    tables="""
    create table follow_up (
        id uuid primary key, contact uuid not null, district text not null,
        opened_on date not null, talk text, declined boolean not null default false,
        attempted boolean not null default false,
        withdrawn boolean not null default false,
        duplicate boolean not null default false
    );
    create index on follow_up (contact);
    """,
    indexes="""
    create index on follow_up (opened_on);
    """,
)


@follow_up_statistics.on(FollowUpOpened)
def open_(db: Rows, recorded: Recorded[FollowUpOpened]) -> None:
    event = recorded.event
    db.execute(
        """
        insert into follow_up_statistics.follow_up (id, contact, district, opened_on)
        values (%s, %s, %s, %s)
        """,
        (
            recorded.id,
            event.contact,
            event.district,
            danish_day(recorded.registered_at),
        ),
    )


@follow_up_statistics.on(ReassuranceTalkHeld)
def talk(db: Rows, recorded: Recorded[ReassuranceTalkHeld]) -> None:
    db.execute(
        "update follow_up_statistics.follow_up set talk = %s where id = %s",
        (recorded.event.mode, recorded.id),
    )


@follow_up_statistics.on(FollowUpDeclined)
def decline(db: Rows, recorded: Recorded[FollowUpDeclined]) -> None:
    db.execute(
        "update follow_up_statistics.follow_up set declined = true where id = %s",
        (recorded.id,),
    )


@follow_up_statistics.on(FollowUpAttemptMade)
def attempt(db: Rows, recorded: Recorded[FollowUpAttemptMade]) -> None:
    db.execute(
        "update follow_up_statistics.follow_up set attempted = true where id = %s",
        (recorded.id,),
    )


# A follow-up is opened only for a contact that is in effect, so these come later.
follow_effect(follow_up_statistics, "follow_up", "contact")


class FollowUpFigures(Frozen):
    """Counts of follow-ups; rates in per cent, None without a denominator."""

    registered: int
    by_phone: int
    in_person: int
    attempt_only: int
    declined: int
    not_started: int
    reached: int
    reach_rate: float | None
    share: float | None


class DistrictFigures(FollowUpFigures):
    district: str


class Statistics(Frozen):
    rows: list[DistrictFigures]
    total: FollowUpFigures


COUNTS = """
with counted as (
    select district, case
        when talk is not null then talk
        when declined then 'DECLINED'
        when attempted then 'ATTEMPT_ONLY'
        else 'NOT_STARTED'
    end as outcome, withdrawn or duplicate as void
    from follow_up_statistics.follow_up
    where {asked}
)
select district, count(*) as registered,
    count(*) filter (where outcome = 'PHONE') as by_phone,
    count(*) filter (where outcome = 'IN_PERSON') as in_person,
    count(*) filter (where outcome = 'ATTEMPT_ONLY') as attempt_only,
    count(*) filter (where outcome = 'DECLINED') as declined,
    count(*) filter (where outcome = 'NOT_STARTED') as not_started,
    count(*) filter (where outcome in ('PHONE', 'IN_PERSON')) as reached
from counted
where not (void and outcome = 'NOT_STARTED')
group by grouping sets ((district), ())
order by district
"""


def statistics(
    db: Rows, *, since: date | None = None, until: date | None = None
) -> Statistics:
    """Follow-ups opened from `since` to the day before `until`, in Danish days."""
    asked = all_of({"opened_on >= %(since)s": since, "opened_on < %(until)s": until})
    db.execute(SQL(COUNTS).format(asked=asked), {"since": since, "until": until})
    *districts, total = db.fetchall()  # null, the total's district, sorts last
    everything = total["registered"]
    del total["district"]
    return Statistics(
        rows=[
            DistrictFigures(**counts, **_rates(counts, everything))
            for counts in districts
        ],
        total=FollowUpFigures(**total, **_rates(total, everything)),
    )


def _rates(counts: DictRow, everything: int) -> dict[str, float | None]:
    return {
        "reach_rate": per_cent(counts["reached"], counts["registered"]),
        "share": per_cent(counts["registered"], everything),
    }
