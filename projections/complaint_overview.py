"""How many complaints were received, and how did those end that were concluded?"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import LiteralString

from psycopg.rows import DictRow
from psycopg.sql import SQL, Composable, Identifier

from domain.complaint_kinds import (
    CRITICISED,
    DECIDED,
    REGRETTABLE_OR_INAPPROPRIATE,
    Group,
)
from domain.complaints import (
    AllegationAdded,
    ComplaintConcluded,
    ComplaintReceived,
    ComplaintReopened,
)
from domain.event import Event, Frozen, Recorded
from projections.pages import all_of
from projections.projection import Projection, Rows

COUNTED = (
    " Received: by received_on; the others by the day of the conclusion; both Danish"
    " dates, from included, to not. Two series: received less concluded is not what is"
    " open. A reopened complaint is concluded again only by its next conclusion, and"
    " then by that one alone. Decided: after investigation, or a disposition reversed,"
    " partly reversed or confirmed; other closings: all other conclusions. Criticised:"
    " criticisable and graver; regrettable or inappropriate is apart from it. Decisions"
    " of appeals are not counted. A complaint is of the district that it is about."
)
DEFINITION = (
    "Complaints, version 1. Unit: complaints, each counted once and by the gravest"
    " outcome of its allegations." + COUNTED
)
BY_CATEGORY = (
    "Complaints by category, version 1. Unit: allegations, not complaints; one"
    " complaint may hold several, each with an outcome of its own." + COUNTED
)
complaint_overview = Projection(
    name="complaint_overview",
    tables="""
    create table complaint (
        id uuid primary key, district text not null, kind text not null,
        belongs text not null, received_on date not null,
        concluded_on date, outcome text
    );
    create table allegation (
        complaint uuid, id uuid, category text not null, outcome text,
        primary key (complaint, id)
    );
    """,
    indexes="""
    create index on complaint (received_on);
    create index on complaint (concluded_on);
    """,
)


@complaint_overview.on(ComplaintReceived)
def receive(db: Rows, recorded: Recorded[ComplaintReceived]) -> None:
    event = recorded.event
    db.execute(
        """
        insert into complaint_overview.complaint (id, district, kind, belongs, received_on)
        values (%s, %s, %s, %s, %s)
        """,
        (recorded.id, event.district, event.kind, event.group, event.received_on),
    )
    for allegation in event.allegations:
        _add(db, recorded, allegation.id, allegation.category)


@complaint_overview.on(AllegationAdded)
def add(db: Rows, recorded: Recorded[AllegationAdded]) -> None:
    _add(db, recorded, recorded.event.id, recorded.event.category)


def _add(db: Rows, recorded: Recorded[Event], id: object, category: str) -> None:
    db.execute(
        "insert into complaint_overview.allegation values (%s, %s, %s)",
        (recorded.id, id, category),
    )


@complaint_overview.on(ComplaintConcluded)
def conclude(db: Rows, recorded: Recorded[ComplaintConcluded]) -> None:
    event = recorded.event
    db.execute(
        """
        update complaint_overview.complaint set concluded_on = %s, outcome = %s
        where id = %s
        """,
        (event.on, event.outcome, recorded.id),
    )
    for each in event.outcomes:
        db.execute(
            """
            update complaint_overview.allegation set outcome = %s
            where complaint = %s and id = %s
            """,
            (each.outcome, recorded.id, each.allegation),
        )


@complaint_overview.on(ComplaintReopened)
def reopen(db: Rows, recorded: Recorded[ComplaintReopened]) -> None:
    db.execute(
        """
        update complaint_overview.complaint set concluded_on = null, outcome = null
        where id = %s
        """,
        (recorded.id,),
    )


class By(StrEnum):
    DISTRICT = "district"
    KIND = "kind"
    CATEGORY = "category"


class Figures(Frozen):
    """Counts of complaints, or of allegations if by category."""

    received: int
    concluded: int
    decided: int
    other_closings: int
    criticised: int
    regrettable_or_inappropriate: int
    reversed: int
    partly_reversed: int


class Row(Figures):
    """What `by` asks for; the other two names are null."""

    district: str | None = None
    kind: str | None = None
    category: str | None = None
    group: Group


class Overview(Frozen):
    rows: list[Row]
    total: Figures


SOURCES: Mapping[By, LiteralString] = {
    By.DISTRICT: "complaint_overview.complaint",
    By.KIND: "complaint_overview.complaint",
    By.CATEGORY: """(
        select category, belongs, received_on, concluded_on, allegation.outcome
        from complaint_overview.complaint
        join complaint_overview.allegation on complaint = complaint.id
    ) as allegation""",
}
FIGURES = """
select {by} as name, belongs,
    count(*) filter (where {received}) as received,
    count(*) filter (where {concluded}) as concluded,
    count(*) filter (where {concluded} and outcome = any(%(decided)s)) as decided,
    count(*) filter (where {concluded} and outcome <> all(%(decided)s))
        as other_closings,
    count(*) filter (where {concluded} and outcome = any(%(criticised)s))
        as criticised,
    count(*) filter (where {concluded} and outcome = any(%(regrettable)s))
        as regrettable_or_inappropriate,
    count(*) filter (where {concluded} and outcome = 'REVERSED') as reversed,
    count(*) filter (where {concluded} and outcome = 'PARTLY_REVERSED')
        as partly_reversed
from {source}
where ({received}) or ({concluded})
group by grouping sets (({by}, belongs), ())
order by name, belongs
"""


def overview(
    db: Rows,
    *,
    by: By = By.DISTRICT,
    since: date | None = None,
    until: date | None = None,
) -> Overview:
    """From `since` to the day before `until`, in Danish dates."""
    *rows, total = _figures(db, by, since, until)  # null, the total's name, sorts last
    del total["name"], total["belongs"]
    return Overview(
        rows=[
            Row(**{by.value: row.pop("name"), "group": row.pop("belongs")}, **row)
            for row in rows
        ],
        total=Figures(**total),
    )


def definition_of(by: By) -> str:
    return BY_CATEGORY if by == By.CATEGORY else DEFINITION


def _figures(db: Rows, by: By, since: date | None, until: date | None) -> list[DictRow]:
    def period(day: LiteralString) -> Composable:
        return all_of(
            {
                f"{day} is not null": True,
                f"{day} >= %(since)s": since,
                f"{day} < %(until)s": until,
            }
        )

    query = SQL(FIGURES).format(
        by=Identifier(by.value),
        source=SQL(SOURCES[by]),
        received=period("received_on"),
        concluded=period("concluded_on"),
    )
    db.execute(
        query,
        {
            "since": since,
            "until": until,
            "decided": list(DECIDED),
            "criticised": list(CRITICISED),
            "regrettable": list(REGRETTABLE_OR_INAPPROPRIATE),
        },
    )
    return db.fetchall()
