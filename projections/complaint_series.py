"""How many complaints came, and how many were concluded, one period after another?

A figure of the complaint overview: two series with dates of their own, never subtracted.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from psycopg.sql import SQL

from domain.complaint_kinds import Group
from domain.event import Frozen
from projections.pages import all_of
from projections.projection import Rows


class Span(StrEnum):
    MONTH = "MONTH"
    QUARTER = "QUARTER"
    YEAR = "YEAR"


MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}
MOST = 24  # of the spans that are tried first; more can't be told apart in a picture


class Period(Frozen):
    """Counts of complaints, in the span that begins on `first`."""

    first: date
    group: Group
    received: int
    concluded: int


class Series(Frozen):
    """By group, then oldest first; from the first to the last span with a complaint."""

    span: Span
    periods: tuple[Period, ...]


BY_MONTH = """
select date_trunc('month', day::timestamp)::date as month, belongs,
    count(*) filter (where came) as received,
    count(*) filter (where not came) as concluded
from (
    select received_on as day, belongs, true as came from complaint_overview.complaint
    union all
    select concluded_on, belongs, false from complaint_overview.complaint
    where concluded_on is not null
) as told
where {asked}
group by month, belongs
order by month
"""


def series(db: Rows, *, since: date | None = None, until: date | None = None) -> Series:
    """From `since` to the day before `until`, in the shortest spans that can be shown.

    A span in which nothing happened has zeros; a group without any complaint is left
    out. The first and the last span may lie in the asked period only in part.
    """
    asked = all_of({"day >= %(since)s": since, "day < %(until)s": until})
    db.execute(SQL(BY_MONTH).format(asked=asked), {"since": since, "until": until})
    months = db.fetchall()
    if not months:
        return Series(span=Span.MONTH, periods=())
    first, last = months[0]["month"], months[-1]["month"]
    span = next(
        (each for each in Span if len(list(_spans(each, first, last))) <= MOST),
        Span.YEAR,
    )
    counts: Counter[tuple[date, str, str]] = Counter()
    for row in months:
        begins = _begin(span, row["month"])
        for name in ("received", "concluded"):
            counts[begins, row["belongs"], name] += row[name]
    return Series(
        span=span,
        periods=tuple(
            Period(
                first=begins,
                group=group,
                received=counts[begins, group, "received"],
                concluded=counts[begins, group, "concluded"],
            )
            for group in Group
            if any(row["belongs"] == group for row in months)
            for begins in _spans(span, first, last)
        ),
    )


def _begin(span: Span, month: date) -> date:
    return month.replace(month=month.month - (month.month - 1) % MONTHS[span])


def _spans(span: Span, first: date, last: date) -> Iterator[date]:
    begins = _begin(span, first)
    while begins <= last:
        yield begins
        later = begins.year * 12 + begins.month - 1 + MONTHS[span]
        begins = begins.replace(year=later // 12, month=later % 12 + 1)
