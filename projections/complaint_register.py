"""Which complaints are there, and how far have they come?"""

from datetime import date, datetime
from uuid import UUID

from psycopg.rows import DictRow
from psycopg.sql import SQL
from psycopg.types.json import Jsonb
from pydantic import TypeAdapter

from domain.complaint_facts import NoteProcedure
from domain.complaint_kinds import ComplaintKind, Outcome, Recipient, Via
from domain.complaints import (
    AllegationAdded,
    ComplaintAppealDecided,
    ComplaintAppealLodged,
    ComplaintConcluded,
    ComplaintDeadlineWaived,
    ComplaintForwarded,
    ComplaintInvestigated,
    ComplaintReceived,
    ComplaintReopened,
    NoteProcedureConsented,
    NoteProcedureHeld,
    NoteProcedureOffered,
    NoteProcedureRefused,
)
from domain.event import Event, Frozen, Recorded
from projections.excerpts import excerpt
from projections.pages import Page, all_of, key_of, page_of
from projections.projection import Projection, Rows

complaint_register = Projection(
    name="complaint_register",
    tables="""
    create table complaint (
        id uuid primary key, received_on date not null, district text not null,
        kind text not null, open boolean not null default true, told jsonb not null,
        complainant uuid not null, name text, text text
    );
    create index on complaint (complainant);
    """,
    indexes="""
    create index on complaint (received_on, id);
    create index on complaint (district, received_on, id);
    """,
    forget="""
    update complaint_register.complaint set
        name = case when complainant <> all(%(subjects)s) then name end,
        text = case when id <> all(%(subjects)s) then text end
    where id = any(%(subjects)s) or complainant = any(%(subjects)s)
    """,
)
STEPS: dict[type[Event], NoteProcedure] = {
    NoteProcedureOffered: NoteProcedure.OFFERED,
    NoteProcedureConsented: NoteProcedure.CONSENTED,
    NoteProcedureRefused: NoteProcedure.REFUSED,
    NoteProcedureHeld: NoteProcedure.HELD,
}


@complaint_register.on(ComplaintReceived, words=True)
def receive(db: Rows, recorded: Recorded[ComplaintReceived]) -> None:
    event = recorded.event
    name = event.complainant.name
    told = event.model_dump(mode="json", include={"number", "matter_on", "via"})
    told |= {
        "contact": event.contact and str(event.contact),
        "registered_at": recorded.registered_at.isoformat(),
        "imported": recorded.stated_at is not None,
        "late": event.late,
        "categories": [each.category for each in event.allegations],
        "forwarded": [],
    }
    db.execute(
        """
        insert into complaint_register.complaint
            (id, received_on, district, kind, told, complainant, name, text)
        values (%s, %s, %s, %s, %s, %s, %s, %s)
        """,
        (
            recorded.id,
            event.received_on,
            event.district,
            event.kind,
            Jsonb(told),
            event.complainant.subject,
            name and name.text,
            event.text.text,
        ),
    )


@complaint_register.on(AllegationAdded)
def add(db: Rows, recorded: Recorded[AllegationAdded]) -> None:
    _append(db, recorded.id, "categories", recorded.event.category)


@complaint_register.on(ComplaintForwarded)
def forward(db: Rows, recorded: Recorded[ComplaintForwarded]) -> None:
    _append(db, recorded.id, "forwarded", recorded.event.to)


@complaint_register.on(ComplaintDeadlineWaived)
def waive(db: Rows, recorded: Recorded[ComplaintDeadlineWaived]) -> None:
    _tell(db, recorded.id, waived=True)


@complaint_register.on(*STEPS)
def talk(db: Rows, recorded: Recorded[Event]) -> None:
    _tell(db, recorded.id, note_procedure=STEPS[type(recorded.event)])


@complaint_register.on(ComplaintInvestigated)
def investigate(db: Rows, recorded: Recorded[ComplaintInvestigated]) -> None:
    _tell(db, recorded.id, investigated=True)


@complaint_register.on(ComplaintConcluded)
def conclude(db: Rows, recorded: Recorded[ComplaintConcluded]) -> None:
    event = recorded.event
    _turn(db, recorded.id, is_open=False)
    _tell(
        db, recorded.id, concluded_on=event.on.isoformat(), outcome=event.outcome.value
    )


@complaint_register.on(ComplaintReopened)
def reopen(db: Rows, recorded: Recorded[ComplaintReopened]) -> None:
    _turn(db, recorded.id, is_open=True)
    _tell(db, recorded.id, concluded_on=None, outcome=None)


@complaint_register.on(ComplaintAppealLodged)
def appeal(db: Rows, recorded: Recorded[ComplaintAppealLodged]) -> None:
    _tell(db, recorded.id, appealed_to=recorded.event.to)


@complaint_register.on(ComplaintAppealDecided)
def decide(db: Rows, recorded: Recorded[ComplaintAppealDecided]) -> None:
    _tell(db, recorded.id, appeal_outcome=recorded.event.outcome)


def _tell(db: Rows, id: UUID, **told: object) -> None:
    db.execute(
        "update complaint_register.complaint set told = told || %s where id = %s",
        (Jsonb(told), id),
    )


def _append(db: Rows, id: UUID, name: str, value: str) -> None:
    db.execute(
        """
        update complaint_register.complaint
        set told = jsonb_set(told, array[%s], told -> %s || %s) where id = %s
        """,
        (name, name, Jsonb(value), id),
    )


def _turn(db: Rows, id: UUID, *, is_open: bool) -> None:
    db.execute(
        "update complaint_register.complaint set open = %s where id = %s",
        (is_open, id),
    )


class Registered(Frozen):
    """A complaint; its outcome is the gravest of its allegations'."""

    id: UUID
    number: str
    received_on: date
    matter_on: date
    registered_at: datetime
    imported: bool
    kind: ComplaintKind
    district: str
    via: Via
    contact: UUID | None
    categories: list[str]  # one for each allegation
    late: bool
    waived: bool = False
    forwarded: list[Recipient]
    note_procedure: NoteProcedure | None = None
    investigated: bool = False
    open: bool
    concluded_on: date | None = None
    outcome: Outcome | None = None
    appealed_to: Recipient | None = None
    appeal_outcome: Outcome | None = None
    complainant: UUID  # the citizen, else the party
    name: str | None  # words: only if asked for
    excerpt: str | None


KEY = TypeAdapter(tuple[date, UUID])
REGISTER = """
select id, received_on, district, kind, open, told, complainant, name, text
from complaint_register.complaint
where {asked}
order by received_on desc, id desc
limit %(limit)s + 1
"""


def register(
    db: Rows,
    *,
    district: str | None = None,
    kind: ComplaintKind | None = None,
    is_open: bool | None = None,
    received_from: date | None = None,
    received_to: date | None = None,
    with_words: bool = False,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[Registered]:
    """Newest first, received until the day before `received_to`. Raises BadCursor."""
    received_on, id = key_of(cursor, KEY) if cursor is not None else (None, None)
    asked = all_of(
        {
            "district = %(district)s": district,
            "kind = %(kind)s": kind,
            "open = %(open)s": is_open,
            "received_on >= %(received_from)s": received_from,
            "received_on < %(received_to)s": received_to,
            "(received_on, id) < (%(received_on)s, %(id)s)": cursor,
        }
    )
    db.execute(
        SQL(REGISTER).format(asked=asked),
        {
            "district": district,
            "kind": kind,
            "open": is_open,
            "received_from": received_from,
            "received_to": received_to,
            "received_on": received_on,
            "id": id,
            "limit": limit,
        },
    )

    def listed(row: DictRow) -> Registered:
        name, text = (row.pop("name"), row.pop("text"))
        return Registered(
            **row.pop("told"),
            **row,
            name=name if with_words else None,
            excerpt=excerpt([text]) if with_words and text else None,
        )

    return page_of(db.fetchall(), limit, ("received_on", "id"), listed)
