"""The door of what stands out in the access log; what it means, a person finds out."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from fastapi import APIRouter

from api.doors import Door
from api.needs import AccessLog, Inspector, Limit, Now, TheRegistry
from domain.calendar import danish_day
from domain.event import Frozen, Role
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
from projections.reads_elsewhere import ReadElsewhere, read_elsewhere

DEFINITION = (
    f"Review of the access log, version 1: the last {rules.DAYS} Danish days, today"
    f" included. Often read: one person read about the same subject on at least"
    f" {rules.MANY_DAYS} different days. Reads much: at least {rules.LEAST_READS} reads,"
    f" and more than {rules.TIMES} times the median of at least"
    f" {rules.LEAST_COLLEAGUES} colleagues who read something in the same role and"
    f" district. Found much: one search found at least {rules.MUCH_FOUND}. Elsewhere:"
    " read about a contact of another district, and recorded nothing in that contact;"
    f" of the newest {rules.NEWEST} of them."
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
    return Review(
        since=since,
        often_read=often_read(models.db, asked),
        reads_much=read_much(models.db, asked),
        found_much=found_much(models.db, asked),
        elsewhere=_without_work(registry, elsewhere)[:limit],
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
