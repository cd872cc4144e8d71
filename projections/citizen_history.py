"""What has a citizen turned to the police with, over all districts and years?"""

from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from psycopg.rows import DictRow
from psycopg.sql import SQL
from pydantic import AwareDatetime, TypeAdapter

from domain.contacts import (
    ContactCorrected,
    ContactMarkedDuplicate,
    ContactRegistered,
    ContactReinstated,
    ContactWithdrawn,
    DispositionRecorded,
    DuplicateMarkWithdrawn,
)
from domain.event import Event, Frozen, Recorded
from domain.follow_ups import (
    FollowUpAttemptMade,
    FollowUpDeclined,
    FollowUpOpened,
    ReassuranceTalkHeld,
)
from domain.people import PartyRole
from projections.complaints_of_a_citizen import complaints_of_a_citizen
from projections.corrections import plain
from projections.courses_then import courses_then
from projections.excerpts import excerpt
from projections.known_then import (
    add,
    add_parties,
    change,
    correct_parties,
    enter,
    known_then,
)
from projections.pages import Page, key_of, page_of
from projections.projection import Projection, Rows

citizen_history = Projection(
    name=known_then.name,
    tables=known_then.tables,
    indexes=known_then.indexes,
    forget="""
    update citizen_history.thing set facts = facts || '{"narrative": null}'
    where id = any(%(subjects)s)
    """,
    handlers=known_then.handlers
    | courses_then.handlers
    | complaints_of_a_citizen.handlers,
)
SHOWN = ("district", "kind", "channel", "late_reason", "narrative")


@citizen_history.on(ContactRegistered, words=True)
def register(db: Rows, recorded: Recorded[ContactRegistered]) -> None:
    event = recorded.event
    facts = {
        "number": event.number,
        "at": event.received_at.isoformat(),
        "registered_at": recorded.registered_at.isoformat(),
        "imported": recorded.stated_at is not None,
        **{name: plain(getattr(event, name)) for name in SHOWN},
    }
    add(db, recorded, recorded.id, facts)
    add_parties(db, recorded, event.parties)


@citizen_history.on(ContactCorrected, words=True)
def follow(db: Rows, recorded: Recorded[ContactCorrected]) -> None:
    event = recorded.event
    match event.field.split("."):
        case ["received_at"]:
            change(db, recorded, at=event.new)
            enter(db, recorded, recorded.id)
        case [field] if field in SHOWN:
            change(db, recorded, **{field: plain(event.new)})
        case ["parties", *_]:
            correct_parties(db, recorded)


@citizen_history.on(DispositionRecorded)
def decide(db: Rows, recorded: Recorded[DispositionRecorded]) -> None:
    change(db, recorded, decision=recorded.event.decision)


@citizen_history.on(ContactWithdrawn, ContactReinstated)
def withdraw(db: Rows, recorded: Recorded[Event]) -> None:
    change(db, recorded, withdrawn=isinstance(recorded.event, ContactWithdrawn))


@citizen_history.on(ContactMarkedDuplicate, DuplicateMarkWithdrawn)
def mark(db: Rows, recorded: Recorded[Event]) -> None:
    event = recorded.event
    of = str(event.of) if isinstance(event, ContactMarkedDuplicate) else None
    change(db, recorded, duplicate_of=of)


@citizen_history.on(FollowUpOpened)
def open_(db: Rows, recorded: Recorded[FollowUpOpened]) -> None:
    event = recorded.event
    facts = {
        "at": recorded.registered_at.isoformat(),
        "district": event.district,
        "party": event.party and str(event.party),
        "outcome": "NOT_STARTED",
    }
    add(db, recorded, event.contact, facts)
    enter(db, recorded, event.contact)


# Nothing but a talk is taken after a talk or a decline, so the last of these stands.
@citizen_history.on(FollowUpAttemptMade)
def attempt(db: Rows, recorded: Recorded[FollowUpAttemptMade]) -> None:
    change(db, recorded, outcome="ATTEMPT_ONLY")


@citizen_history.on(FollowUpDeclined)
def decline(db: Rows, recorded: Recorded[FollowUpDeclined]) -> None:
    change(db, recorded, outcome="DECLINED")


@citizen_history.on(ReassuranceTalkHeld)
def talk(db: Rows, recorded: Recorded[ReassuranceTalkHeld]) -> None:
    change(db, recorded, outcome=recorded.event.mode)


class Chapter(Frozen):
    """A contact, a follow-up with number and kind of its contact, course, or complaint."""

    type: Literal["CONTACT", "FOLLOW_UP", "COURSE", "COMPLAINT"]
    id: UUID
    contact: (
        UUID | None
    )  # of a complaint: the one it is about, if any; of a course: none
    at: datetime  # received, or opened
    registered_at: datetime | None
    imported: bool
    number: str | None
    district: str
    kind: str | None
    channel: str | None
    roles: list[PartyRole]
    decision: str | None
    outcome: str | None
    excerpt: str | None  # words: only if asked for
    via: UUID | None  # the linked citizen in whose history it is
    withdrawn: bool
    duplicate_of: UUID | None
    late_reason: str | None


KEY = TypeAdapter(tuple[AwareDatetime, UUID])
END = datetime(9999, 1, 1, tzinfo=UTC)  # later than all that will be known
HISTORY = SQL("""
with recursive person (id) as (
    select %(citizen)s::uuid
    union
    select other from citizen_history.link join person on link.citizen = person.id
    where since <= %(as_of)s and until > %(as_of)s
), page as materialized (
    select distinct entry.* from person cross join lateral (
        select distinct at, id, contact from citizen_history.entry
        where citizen = person.id and since <= %(as_of)s and until > %(as_of)s {behind}
        order by at desc, id desc, contact desc limit %(limit)s
    ) as entry
    order by at desc, id desc, contact desc limit %(limit)s
)
select page.*, roles, via, thing.facts, about.facts as about
from page cross join lateral (
    select facts from citizen_history.thing
    where id = page.id and since <= %(as_of)s and until > %(as_of)s limit 1
) as thing cross join lateral (
    select facts from citizen_history.thing
    where id = page.contact and since <= %(as_of)s and until > %(as_of)s limit 1
) as about cross join lateral (
    select array_agg(distinct role order by role) as roles,
        (array_agg(nullif(citizen, %(citizen)s)
            order by citizen <> %(citizen)s, citizen))[1] as via
    from citizen_history.entry
    where contact = page.contact and entry.id = page.id
    and since <= %(as_of)s and until > %(as_of)s
    and citizen in (select id from person)
) as involved
order by at desc, page.id desc
""")


def history(
    db: Rows,
    citizen: UUID,
    *,
    as_of: datetime | None = None,
    with_words: bool = False,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[Chapter]:
    """Newest first, with the histories of all linked citizens. Raises BadCursor.

    Withdrawn and duplicate contacts stay in it, marked. With `as_of` it is what the
    registry knew then.
    """
    at, id = key_of(cursor, KEY) if cursor is not None else (None, None)
    behind = SQL("and (at, id) < (%(at)s, %(id)s)" if cursor else "")
    asked = {"citizen": citizen, "as_of": as_of or END, "at": at, "id": id}
    db.execute(HISTORY.format(behind=behind), {**asked, "limit": limit + 1})
    rows = db.fetchall()
    return page_of(rows, limit, ("at", "id"), lambda row: _chapter(row, with_words))


def _chapter(row: DictRow, with_words: bool) -> Chapter:  # noqa: FBT001
    facts: dict[str, Any] = row["facts"]
    about: dict[str, Any] = row["about"]
    narrative = facts.get("narrative") if with_words else None
    itself = "CONTACT" if row["id"] == row["contact"] else "FOLLOW_UP"
    type_ = facts.get("type", itself)
    apart = type_ in {"COURSE", "COMPLAINT"}  # not a part of any contact
    return Chapter(
        type=type_,
        id=row["id"],
        contact=facts.get("contact") if apart else row["contact"],
        at=row["at"],
        registered_at=facts.get("registered_at"),
        imported=facts.get("imported", False),
        number=about.get("number"),
        district=facts["district"],
        kind=about.get("kind"),
        channel=about.get("channel"),
        roles=row["roles"],
        decision=facts.get("decision"),
        outcome=facts.get("outcome"),
        excerpt=narrative and excerpt([narrative]),
        via=row["via"],
        withdrawn=about.get("withdrawn", False),
        duplicate_of=about.get("duplicate_of"),
        late_reason=facts.get("late_reason"),
    )
