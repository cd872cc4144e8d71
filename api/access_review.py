"""The door of what stands out in the access log; what it means, a person finds out."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from fastapi import APIRouter

from api.doors import Door
from api.needs import AccessLog, Inspector, Limit, Now, TheRegistry
from domain.calendar import danish_day
from domain.citizens import CitizenIdentified
from domain.contacts import ContactRegistered
from domain.disclosures import StandsOut
from domain.event import Event, Frozen, Recorded, Role
from infrastructure.registry import Registry
from projections import access_review as rules
from projections.access_review import (
    Asked,
    FoundMuch,
    OftenRead,
    ReadsMuch,
    found_much,
    often_read,
    read_much,
)
from projections.projection import Rows
from projections.reads_elsewhere import ReadElsewhere, read_elsewhere
from projections.reads_watched import (
    Marked,
    ReadByMany,
    WithoutWork,
    marked,
    matters,
    read_by_many,
    without_reference,
)

DEFINITION = (
    f"Review of the access log, version 2: the last {rules.DAYS} Danish days, today"
    f" included. Often read: one person read about the same subject on at least"
    f" {rules.MANY_DAYS} different days. Reads much: at least {rules.LEAST_READS} reads,"
    f" and more than {rules.TIMES} times the median of at least"
    f" {rules.LEAST_COLLEAGUES} colleagues who read something in the same role and"
    f" district. Found much: one search found at least {rules.MUCH_FOUND}. Elsewhere:"
    " read about a contact of another district, and recorded nothing in that contact;"
    f" of the newest {rules.NEWEST} of them. Own record: the reader's sign-in names him"
    " as the citizen he read about. Same surname: it has the surname of somebody he was"
    " shown; relatives and colleagues of other names are not known here, since a list"
    " of employees' names is not the registry's."
    f" Read by many: at least {rules.MANY_READERS} people read about the same."
    " Without work: asked for a citizen, or a contact of the own district, without a"
    " reference and not as a supervisor for SUPERVISION, and recorded nothing in it, its"
    " follow-ups or the citizen's matters,"
    f" from {rules.WORK_DAYS} days before the first such read until now; of the newest"
    f" {rules.NEWEST} of them."
    " What is many is this project's choice. Standing out is a reason to ask, and"
    " nothing else."
)

router = APIRouter(route_class=Door)  # part of the doors of the access log


class Review(Frozen):
    """Each list as long as asked for at most; `since` is the first day looked at."""

    since: date
    often_read: Sequence[OftenRead]
    reads_much: Sequence[ReadsMuch]
    found_much: Sequence[FoundMuch]
    elsewhere: Sequence[ReadElsewhere]
    own_record: Sequence[Marked]
    same_surname: Sequence[Marked]
    read_by_many: Sequence[ReadByMany]
    without_work: Sequence[WithoutWork]
    position: int
    definition: str


@router.get("/review", summary="What stands out among the reads of personal words")
def review(
    models: AccessLog,
    registry: TheRegistry,
    by: Inspector,
    now: Now,
    limit: Limit = 50,
) -> Review:
    """A supervisor sees the own district; the Authority's reads only the Authority."""
    since = danish_day(now) - timedelta(days=rules.DAYS - 1)
    asked = Asked(
        since=since,
        district=by.district,
        with_authority=by.role is Role.AUTHORITY,
        limit=limit,
    )
    newest = asked.model_copy(update={"limit": rules.NEWEST})
    elsewhere = read_elsewhere(models.db, newest)
    bare = without_reference(models.db, newest)
    return Review(
        since=since,
        often_read=often_read(models.db, asked),
        reads_much=read_much(models.db, asked),
        found_much=found_much(models.db, asked),
        elsewhere=_without_work(registry, elsewhere)[:limit],
        own_record=marked(models.db, asked, StandsOut.OWN_RECORD),
        same_surname=marked(models.db, asked, StandsOut.SAME_SURNAME),
        read_by_many=read_by_many(models.db, asked),
        without_work=_unexplained(models.db, registry, bare)[:limit],
        position=models.position,
        definition=DEFINITION,
    )


def _without_work(
    registry: Registry, reads: Sequence[ReadElsewhere]
) -> list[ReadElsewhere]:
    """Those whose reader has recorded nothing in the contact."""
    contacts: list[UUID] = list(dict.fromkeys(each.contact for each in reads))
    wrote = {
        (recorded.id, recorded.by.id)
        for history in registry.histories(contacts).values()
        for recorded in history
    }
    return [each for each in reads if (each.contact, each.officer) not in wrote]


def _unexplained(
    db: Rows, registry: Registry, reads: Sequence[WithoutWork]
) -> list[WithoutWork]:
    """Those whose reader did nothing in the matter lately.

    What is neither a contact nor a citizen has rules of its own about who works on it.
    """
    about = matters(db, list(dict.fromkeys(each.subject for each in reads)))
    things = {id for found in about.values() for id in found}
    histories = registry.histories(list(things))
    return [
        each
        for each in reads
        if _is_matter(histories[each.subject])
        and not _worked(each, about[each.subject], histories)
    ]


def _is_matter(history: Sequence[Recorded[Event]]) -> bool:
    first = history[0].event if history else None
    return isinstance(first, ContactRegistered | CitizenIdentified)


def _worked(
    read: WithoutWork,
    things: Collection[UUID],
    histories: Mapping[UUID, Sequence[Recorded[Event]]],
) -> bool:
    since = read.first - timedelta(days=rules.WORK_DAYS)
    return any(
        recorded.by.id == read.officer and danish_day(recorded.at) >= since
        for id in things
        for recorded in histories[id]
    )
