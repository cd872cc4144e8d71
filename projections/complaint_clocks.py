"""Which clocks of a complaint run? What each event starts and stops."""

from datetime import date
from enum import StrEnum

from domain.calendar import danish_day
from domain.complaint_deadlines import notice_due
from domain.complaint_kinds import CopyRecipient, NoticeRecipient, Via
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
from domain.event import Event, Recorded
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
    """,
    indexes="""
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
