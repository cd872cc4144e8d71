"""Every event of a contact on screen, oldest first: what, who, when, and why."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from api import contacts as doors
from api.contact_shown import citizens_of, contact_shown, known_contact
from api.doors import parts
from api.needs import Id, Now, known_then, reading
from api.pages.contact_deeds import SUPERVISORS
from api.pages.contact_events import Told
from api.pages.contacts_shown import HERE, path_of
from api.pages.doors import AtPages, PageDoor
from api.pages.reasons import access_for, reason_for
from api.pages.templates import page
from domain.contacts import contacts
from domain.event import By, Event, Recorded
from domain.people import SafeContact
from infrastructure.registry import Registry
from projections.courses_of_a_contact import links

router = APIRouter(prefix=HERE, route_class=PageDoor)

SHOWN = 50  # events at a time
Supervisor = Annotated[By, Depends(AtPages(*SUPERVISORS))]


@router.get("/{id}/historik")
def read(
    request: Request,
    by: Supervisor,
    now: Now,
    id: Id,
    first: Annotated[int, Query(alias="fra", ge=1, lt=2**31)] = 1,
) -> Response:
    here, path = parts(request), path_of(id)
    events = known_then(here.registry, contacts, id, None)
    words: dict[str, Any] = {"path": path, "back": f"{path}/historik", "now": now}
    reason = reason_for(request, path)
    if reason is None:
        return page(request, "contacts/history_asked.html", **words)
    history = doors.history(id, here.registry, by, access_for(request, reason))
    with reading(here) as models:
        courses = links(models.db, id)
        told = Told(history.items, models.db)
    return page(
        request,
        "contacts/history.html",
        reason=reason,
        number=history.items[0].details["number"],
        items=history.items[first - 1 : first - 1 + SHOWN],
        told=told,
        first=first,
        following=first + SHOWN if len(history.items) >= first + SHOWN else None,
        changed=len(history.items) > 1,
        courses=courses,
        direct=_direct_only(here.registry, events),
        position=history.position,
        **words,
    )


def _direct_only(registry: Registry, events: list[Recorded[Event]]) -> bool:
    """Whether anybody in it may only be reached directly."""
    parties = contact_shown(
        events, citizens_of(registry, known_contact(events))
    ).parties
    return any(each.safe_contact is SafeContact.DIRECT_ONLY for each in parties)
