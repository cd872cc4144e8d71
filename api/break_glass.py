"""The doors of broken glass: to break it, to see who did, and to review it."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from api.citizen_shown import known_citizen
from api.commands import add_door
from api.composition import Parts
from api.contact_shown import citizens_of, known_contact, protected_in
from api.doors import Allowed, Door
from api.listed import Listed
from api.needs import (
    OFFICERS,
    AccessLog,
    Cursor,
    Expected,
    Id,
    Inspector,
    Limit,
    MaybePurposeful,
    Now,
    RequestKey,
    TheParts,
    answered,
    known_then,
)
from api.shown import words
from domain.break_glass import BreakGlass, Broken, ReviewGlass, break_glass
from domain.citizens import citizens
from domain.contacts import contacts
from domain.decider import Decider, Refused
from domain.event import By, Event, Recorded, Role
from infrastructure.asked import Receipt, Unknown
from infrastructure.registry import Registry
from projections.broken_glass import Glass, counted, glasses

router = APIRouter(prefix="/break-glass", tags=["break glass"], route_class=Door)

NOBODY = "There is nobody with this id: name a citizen, or a contact and its party."
NOT_HIDDEN = "This address is not protected: read it without breaking any glass."


def break_(
    id: Id,
    command: BreakGlass,
    held: TheParts,
    by: By,
    response: Response,
    key: RequestKey = None,
) -> Receipt:
    """The address is shown to whoever broke the glass, from now until it closes."""
    return answered(broken_by(held, id, command, by, key), response)


def review(
    id: Id,
    command: ReviewGlass,
    held: TheParts,
    by: By,
    response: Response,
    expected: Expected,
    key: RequestKey = None,
) -> Receipt:
    known_glass(held.access_log, id)
    receipt = held.access_log.execute(
        break_glass, id, command, by, key, expected=expected
    )
    return answered(receipt, response)


add_door(router, "PUT", "/{id}", break_, BreakGlass, Allowed(*OFFICERS))
add_door(
    router, "POST", "/{id}/review-glass", review, ReviewGlass, Allowed(Role.SUPERVISOR)
)


class GlassShown(Glass):
    """With words only for a purpose; those that are null then were erased."""

    reason: str | None = None
    note: str | None = None


class Glasses(Listed[GlassShown]):
    """`unreviewed` and `overdue` count all of the district, or of all districts."""

    unreviewed: int
    overdue: int


@router.get("", summary="Who broke the glass, and what came of the review")
def broken(
    models: AccessLog,
    held: TheParts,
    by: Inspector,
    now: Now,
    access: MaybePurposeful,
    open: Annotated[bool | None, Query(description="Not reviewed yet")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Glasses:
    """A supervisor sees the own district; reasons and notes are shown for a purpose."""
    page = glasses(
        models.db,
        now=now,
        district=by.district,
        open=open,
        limit=limit,
        cursor=cursor,
    )
    items: Sequence[GlassShown] = [GlassShown(**dict(each)) for each in page.items]
    if access:
        items = _with_words(held.access_log, items)
        access.shown(
            "break_glass",
            [each.subject for each in items],
            ["note", "text"],
            count=len(items),
            position=models.position,
        )
    open_, overdue = counted(models.db, now)
    return Glasses(
        items=list(items),
        next=page.next,
        position=models.position,
        unreviewed=_of(open_, by),
        overdue=_of(overdue, by),
    )


def broken_by(
    held: Parts, id: UUID, command: BreakGlass, by: By, key: str | None = None
) -> Receipt:
    """Once it is on record the address opens, and not before. Raises Refused."""
    _protected(held.registry, command)
    log = held.access_log
    receipt = log.execute(break_glass, id, command, by, key)
    event = known_glass(log, id).event
    held.openings.open(event.officer, event.subject, id, event.until)
    return receipt


def known_glass(log: Registry, id: UUID) -> Broken:
    """Raises Unknown."""
    history = log.history(id)
    if not history or not isinstance(history[0].event, break_glass.events):
        raise Unknown
    state = break_glass.state_after(each.event for each in history)
    assert state  # noqa: S101 - it has a history
    return state


def _protected(registry: Registry, command: BreakGlass) -> None:
    """Raises Refused where there is nothing to be opened."""
    if command.contact:
        history = _history(registry, contacts, command.contact)
        contact = known_contact(history)
        subjects = {party.subject for party in contact.facts.parties}
        hidden = protected_in(contact, citizens_of(registry, contact))
    else:
        history = _history(registry, citizens, command.subject)
        subjects = {command.subject}
        hidden = subjects if known_citizen(history).address_protected else set()
    if command.subject not in subjects:
        raise Refused(NOBODY)
    if command.subject not in hidden:
        raise Refused(NOT_HIDDEN)


def _history(
    registry: Registry, topic: Decider[Any, Any], id: UUID
) -> list[Recorded[Event]]:
    try:
        return known_then(registry, topic, id, None)
    except Unknown:
        raise Refused(NOBODY) from None


def _with_words(log: Registry, items: Sequence[GlassShown]) -> list[GlassShown]:
    histories = log.histories([each.id for each in items])
    found = []
    for each in items:
        glass = break_glass.state_after(past.event for past in histories[each.id])
        assert glass  # noqa: S101 - it is in the list
        review = glass.review
        told = {"reason": words(glass.event.reason)}
        told["note"] = words(review.note) if review else None
        found.append(each.model_copy(update=told))
    return found


def _of(counts: Mapping[str, int], by: By) -> int:
    """Of the reader's district, or of all."""
    return counts.get(by.district, 0) if by.district else sum(counts.values())
