"""How many of the audited registrations are correct, and what had to be told again?"""

from datetime import date
from enum import StrEnum

from psycopg.rows import DictRow
from psycopg.sql import SQL, Literal

from domain.calendar import day_bounds
from domain.contacts import ContactCorrected, ContactRegistered
from domain.event import Frozen, Recorded
from domain.figures import interval, per_cent
from domain.supervision import AuditFindingRecorded
from projections.corrections import correct
from projections.pages import all_of
from projections.projection import Projection, Rows

DEFINITION = (
    "Registration quality, version 1. Unit of audited and of every finding: audited"
    " registrations, each counted once, by its latest finding in any audit, on the"
    " Danish day of receipt and in the district that the registration named when it was"
    " written down, whatever became of it since. Share: correct of audited, in per"
    " cent, rounded half up; beside it Wilson's 95 % interval (z = 1.96), which takes"
    " the audited ones for a random sample. Stated by citizens: contacts with the late"
    " reason CITIZEN_STATEMENT, also withdrawn and duplicate ones, on the day and in the"
    " district as now known; each is a contact that had not been registered."
)

registration_quality = Projection(
    name="registration_quality",
    tables="""
    create table registration (  -- as it was written down
        contact uuid primary key, received_at timestamptz not null,
        district text not null
    );
    create table finding (contact uuid primary key, finding text not null);
    create table contact (  -- as now known
        id uuid primary key, received_at timestamptz not null, district text not null,
        late_reason text
    );
    """,
    indexes="""
    create index on contact (received_at) where late_reason = 'CITIZEN_STATEMENT';
    """,
)


@registration_quality.on(ContactRegistered)
def register(db: Rows, recorded: Recorded[ContactRegistered]) -> None:
    event = recorded.event
    db.execute(
        "insert into registration_quality.registration values (%s, %s, %s)",
        (recorded.id, event.received_at, event.district),
    )
    db.execute(
        "insert into registration_quality.contact values (%s, %s, %s, %s)",
        (recorded.id, event.received_at, event.district, event.late_reason),
    )


@registration_quality.on(ContactCorrected)
def follow(db: Rows, recorded: Recorded[ContactCorrected]) -> None:
    columns = {"district", "received_at", "late_reason"}
    correct(db, "registration_quality", recorded, columns)


@registration_quality.on(AuditFindingRecorded)
def find(db: Rows, recorded: Recorded[AuditFindingRecorded]) -> None:
    db.execute(
        """
        insert into registration_quality.finding values (%s, %s)
        on conflict (contact) do update set finding = excluded.finding
        """,
        (recorded.event.contact, recorded.event.finding),
    )


class Period(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"


class Quality(Frozen):
    """Counts of contacts; the share and its interval in per cent, None without n."""

    audited: int
    correct: int
    incomplete: int
    wrong: int
    late: int
    unfindable: int
    correct_share: float | None
    correct_share_from: float | None
    correct_share_to: float | None
    stated_by_citizens: int


class DistrictQuality(Quality):
    district: str
    period: str  # 2026-11, or 2026-Q4


class Report(Frozen):
    rows: list[DistrictQuality]
    total: Quality


SPELLED = {Period.MONTH: "YYYY-MM", Period.QUARTER: 'YYYY"-Q"Q'}
FIGURES = """
with told as (
    select district, received_at, finding, 0 as stated
    from registration_quality.finding join registration_quality.registration
        using (contact)
    union all
    select district, received_at, null, 1 from registration_quality.contact
    where late_reason = 'CITIZEN_STATEMENT'
), counted as (
    select *, to_char(received_at at time zone 'Europe/Copenhagen', {spelled}) as period
    from told where {asked}
)
select district, period, count(finding) as audited,
    count(*) filter (where finding = 'CORRECT') as correct,
    count(*) filter (where finding = 'INCOMPLETE') as incomplete,
    count(*) filter (where finding = 'WRONG') as wrong,
    count(*) filter (where finding = 'LATE') as late,
    count(*) filter (where finding = 'UNFINDABLE') as unfindable,
    coalesce(sum(stated), 0) as stated_by_citizens
from counted
group by grouping sets ((district, period), ())
order by district, period
"""


def quality(
    db: Rows,
    by: Period = Period.MONTH,
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
        SQL(FIGURES).format(asked=asked, spelled=Literal(SPELLED[by])),
        {
            "start": since and day_bounds(since)[0],
            "end": until and day_bounds(until)[0],
            "district": district,
        },
    )
    *rows, total = db.fetchall()  # null, the total's district, sorts last
    del total["district"], total["period"]
    return Report(
        rows=[DistrictQuality(**row, **_share(row)) for row in rows],
        total=Quality(**total, **_share(total)),
    )


def _share(row: DictRow) -> dict[str, float | None]:
    correct, audited = row["correct"], row["audited"]
    low, high = interval(correct, audited) or (None, None)
    return {
        "correct_share": per_cent(correct, audited),
        "correct_share_from": low,
        "correct_share_to": high,
    }
