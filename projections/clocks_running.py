"""Which complaints wait for the police or the Authority to do something, and until when?"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from psycopg.rows import DictRow
from psycopg.sql import SQL
from pydantic import TypeAdapter

from domain.complaint_kinds import ComplaintKind
from domain.event import Frozen
from projections.complaint_clocks import Clock
from projections.pages import Page, all_of, key_of, page_of
from projections.projection import Rows


class Running(Frozen):
    """Something that is still to be done about a complaint."""

    complaint: UUID
    number: str
    district: str
    kind: ComplaintKind
    received_on: date
    what: Clock
    to: str | None  # who is to be told, or gets the copy
    since: date
    due: date | None
    days_left: int | None  # negative when it is overdue
    overdue: bool


KEY = TypeAdapter(tuple[date, UUID, Clock, str])
RUNNING = "(not concluded or what = 'NOTE_COPY')"
CLOCKS = """
select complaint, number, district, kind, received_on, what, recipient, since, due,
    turn, due - %(today)s as days_left, coalesce(due < %(today)s, false) as overdue
from complaint_clocks.clock join complaint_clocks.complaint on id = complaint
where {asked}
order by turn, complaint, what, recipient
limit %(most)s
"""


def clocks(
    db: Rows,
    *,
    today: date,
    district: str | None = None,
    what: Clock | None = None,
    overdue: bool | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[Running]:
    """What is due first comes first. Overdue is what was due before today's date.

    Raises BadCursor.
    """
    after = key_of(cursor, KEY) if cursor is not None else (None,) * 4
    turn, complaint, last, recipient = after
    asked = all_of(
        {
            RUNNING: True,
            "district = %(district)s": district,
            "what = %(what)s": what,
            "coalesce(due < %(today)s, false) = %(overdue)s": overdue,
            "(turn, complaint, what, recipient)"
            " > (%(turn)s, %(complaint)s, %(last)s, %(recipient)s)": cursor,
        }
    )
    db.execute(
        SQL(CLOCKS).format(asked=asked),
        {
            "today": today,
            "district": district,
            "what": what,
            "overdue": overdue,
            "turn": turn,
            "complaint": complaint,
            "last": last,
            "recipient": recipient,
            "most": limit + 1,
        },
    )
    sorted_by = ("turn", "complaint", "what", "recipient")
    return page_of(db.fetchall(), limit, sorted_by, _running)


def clocks_of(
    db: Rows, complaints: Sequence[UUID], *, today: date
) -> dict[UUID, list[Running]]:
    """What is due about each of these, first what is due first."""
    found: dict[UUID, list[Running]] = {id: [] for id in complaints}
    asked = all_of({RUNNING: True, "complaint = any(%(complaints)s)": complaints})
    db.execute(
        SQL(CLOCKS).format(asked=asked),
        {"today": today, "complaints": list(complaints), "most": None},
    )
    for row in db.fetchall():
        found[row["complaint"]].append(_running(row))
    return found


def not_forwarded(db: Rows) -> dict[str, int]:
    """How many complaints of each district are still to be forwarded."""
    db.execute(
        """
        select district, count(*) as complaints
        from complaint_clocks.clock join complaint_clocks.complaint on id = complaint
        where what = 'FORWARD' and not concluded group by district
        """
    )
    return {row["district"]: row["complaints"] for row in db}


def _running(row: DictRow) -> Running:
    known = {name: row[name] for name in Running.model_fields if name != "to"}
    return Running(**known, to=row["recipient"] or None)
