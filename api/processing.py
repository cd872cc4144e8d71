"""What was done with a citizen's data, out of the archive; who read it, the log tells."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from pydantic import TypeAdapter

from api.doors import Door
from api.listed import Listed
from api.needs import (
    Cursor,
    Custodian,
    Id,
    Limit,
    ReadModels,
    TheRegistry,
    known_then,
)
from domain.citizens import citizens
from domain.disclosures import Operation
from domain.event import By, Event, Frozen, Recorded
from domain.operations import operation_of
from domain.words import Position
from projections import citizen_history
from projections.citizen_history import Chapter
from projections.erasure_list import about
from projections.pages import key_of, page_of
from projections.projection import Rows

router = APIRouter(prefix="/citizens", tags=["citizens"], route_class=Door)
KEY = TypeAdapter(tuple[Position])
NEWER = 2**63  # than any event


class Processed(Frozen):
    """One event about her, without its words."""

    position: int
    at: datetime
    operation: Operation
    what: str
    thing: UUID
    by: By


@router.get(
    "/{id}/processing", summary="What was written down about a citizen, and by whom"
)
def processing(
    id: Id,
    registry: TheRegistry,
    models: ReadModels,
    by: Custodian,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[Processed]:
    """COLLECTION, ALTERATION and ERASURE, newest first; reads are in `/disclosures`."""
    known_then(registry, citizens, id, None)
    things = [id, *(each.id for each in chapters_of(models.db, id))]
    things += [each.id for each in about(models.db, things)]
    events = [e for history in registry.histories(things).values() for e in history]
    [before] = key_of(cursor, KEY) if cursor is not None else [NEWER]
    found = sorted(
        (each for each in map(processed, events) if each.position < before),
        key=lambda each: -each.position,
    )
    page = page_of(
        [dict(each) for each in found[: limit + 1]],
        limit,
        ("position",),
        lambda row: Processed(**row),
    )
    return Listed(items=page.items, next=page.next, position=models.position)


def processed(recorded: Recorded[Event]) -> Processed:
    return Processed(
        position=recorded.position or 0,
        at=recorded.at,
        operation=operation_of(recorded.event),
        what=type(recorded.event).__name__,
        thing=recorded.id,
        by=recorded.by,
    )


def chapters_of(db: Rows, citizen: UUID) -> Iterator[Chapter]:
    """All that she is in herself, newest first: a link may be wrong, and is undone then."""
    cursor = None
    while True:
        page = citizen_history.history(db, citizen, limit=200, cursor=cursor)
        yield from (each for each in page.items if each.via is None)
        if not (cursor := page.next):
            return
