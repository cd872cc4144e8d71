"""Which complaints wait for the police or the Authority to do something, and until when?"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from psycopg.rows import DictRow
from psycopg.sql import SQL
from pydantic import TypeAdapter

from domain.calendar import danish_day
from domain.complaint_deadlines import notice_due
from domain.complaint_kinds import ComplaintKind, CopyRecipient, NoticeRecipient, Via
from domain.complaints import (
    ComplaintConcluded,
    ComplaintForwarded,
    ComplaintReceived,
    ComplaintReopened,
    DelayNoticeSent,
    NoteCopySent,
    NoteProcedureConsented,
    NoteProcedureHeld,
    NoteProcedureOffered,
    NoteProcedureRefused,
)
from domain.event import Event, Frozen, Recorded
from projections.pages import Page, all_of, key_of, page_of
from projections.projection import Projection, Rows

DEFINITION = (
    "Complaint clocks, version 1. FORWARD: filed with a district, due on the day of"
    " receipt (at once, retsplejeloven § 1019 a), until it is forwarded; it rests while"
    " a note procedure is offered, consented to, or held and agreed with. DELAY_NOTICE:"
    " to complainant and officer, six calendar months after receipt of a behaviour"
    " complaint (§ 1019 n), twelve after that of a criminal matter, until sent."
    " NOTE_CONSENT and NOTE_TALK: the complainant's answer, and then the talk, are"
    " awaited; the law sets no day. NOTE_COPY: due on the day of the talk. All but"
    " NOTE_COPY stop at the conclusion and go on when it is reopened."
)


class Clock(StrEnum):
    FORWARD = "FORWARD"
    DELAY_NOTICE = "DELAY_NOTICE"
    NOTE_CONSENT = "NOTE_CONSENT"
    NOTE_TALK = "NOTE_TALK"
    NOTE_COPY = "NOTE_COPY"


complaint_clocks = Projection(
    name="complaint_clocks",
    tables="""
    create table complaint (
        id uuid primary key, number text not null, district text not null,
        kind text not null, received_on date not null,
        forwarding boolean not null,  -- still to be done, though it may rest
        concluded boolean not null default false
    );
    create table clock (
        complaint uuid, what text, recipient text, since date not null, due date,
        -- what has no due day stands where it began to wait
        turn date not null generated always as (coalesce(due, since)) stored,
        primary key (complaint, what, recipient)
    );
    create index on clock (turn, complaint, what, recipient);
    """,
)


@complaint_clocks.on(ComplaintReceived)
def receive(db: Rows, recorded: Recorded[ComplaintReceived]) -> None:
    event = recorded.event
    on, forwarding = event.received_on, event.via == Via.DISTRICT
    db.execute(
        "insert into complaint_clocks.complaint values (%s, %s, %s, %s, %s, %s)",
        (recorded.id, event.number, event.district, event.kind, on, forwarding),
    )
    _forwarding(db, recorded)
    if due := notice_due(event.kind, on):
        for to in NoticeRecipient:
            _start(db, recorded, Clock.DELAY_NOTICE, since=on, due=due, to=to)


@complaint_clocks.on(ComplaintForwarded)
def forward(db: Rows, recorded: Recorded[ComplaintForwarded]) -> None:
    db.execute(
        "update complaint_clocks.complaint set forwarding = false where id = %s",
        (recorded.id,),
    )
    _stop(db, recorded, Clock.FORWARD)


@complaint_clocks.on(DelayNoticeSent)
def notify(db: Rows, recorded: Recorded[DelayNoticeSent]) -> None:
    _stop(db, recorded, Clock.DELAY_NOTICE, recorded.event.to)


@complaint_clocks.on(NoteProcedureOffered)
def offer(db: Rows, recorded: Recorded[NoteProcedureOffered]) -> None:
    _stop(db, recorded, Clock.FORWARD)
    _start(db, recorded, Clock.NOTE_CONSENT, since=danish_day(recorded.registered_at))


@complaint_clocks.on(NoteProcedureConsented)
def consent(db: Rows, recorded: Recorded[NoteProcedureConsented]) -> None:
    _stop(db, recorded, Clock.NOTE_CONSENT)
    _start(db, recorded, Clock.NOTE_TALK, since=danish_day(recorded.registered_at))


@complaint_clocks.on(NoteProcedureRefused)
def refuse(db: Rows, recorded: Recorded[NoteProcedureRefused]) -> None:
    _stop(db, recorded, Clock.NOTE_CONSENT)
    _stop(db, recorded, Clock.NOTE_TALK)
    _forwarding(db, recorded)


@complaint_clocks.on(NoteProcedureHeld)
def hold(db: Rows, recorded: Recorded[NoteProcedureHeld]) -> None:
    _stop(db, recorded, Clock.NOTE_TALK)
    today = danish_day(recorded.registered_at)
    for to in CopyRecipient:
        _start(db, recorded, Clock.NOTE_COPY, since=today, due=today, to=to)
    if not recorded.event.agrees:
        _forwarding(db, recorded)


@complaint_clocks.on(NoteCopySent)
def copy(db: Rows, recorded: Recorded[NoteCopySent]) -> None:
    _stop(db, recorded, Clock.NOTE_COPY, recorded.event.to)


@complaint_clocks.on(ComplaintConcluded, ComplaintReopened)
def conclude(db: Rows, recorded: Recorded[Event]) -> None:
    db.execute(
        "update complaint_clocks.complaint set concluded = %s where id = %s",
        (isinstance(recorded.event, ComplaintConcluded), recorded.id),
    )


def _forwarding(db: Rows, recorded: Recorded[Event]) -> None:
    db.execute(
        """
        insert into complaint_clocks.clock
        select id, %s, '', received_on, received_on
        from complaint_clocks.complaint where id = %s and forwarding
        """,
        (Clock.FORWARD, recorded.id),
    )


def _start(
    db: Rows,
    recorded: Recorded[Event],
    what: Clock,
    *,
    since: date,
    due: date | None = None,
    to: str = "",
) -> None:
    db.execute(
        "insert into complaint_clocks.clock values (%s, %s, %s, %s, %s)",
        (recorded.id, what, to, since, due),
    )


def _stop(db: Rows, recorded: Recorded[Event], what: Clock, to: str = "") -> None:
    db.execute(
        """
        delete from complaint_clocks.clock
        where complaint = %s and what = %s and recipient = %s
        """,
        (recorded.id, what, to),
    )


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
