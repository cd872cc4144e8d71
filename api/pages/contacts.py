"""A contact on screen: as now known, as known then, and what is added to it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from api.doors import parts
from api.needs import Id, Now, reading
from api.pages.contact_beside import Look
from api.pages.contact_corrections import command as correction
from api.pages.contact_deeds import DEEDS, POLICE, SAYS, Deed
from api.pages.contacts_shown import CORRECTION, HERE, Asked, Contact
from api.pages.doors import AtPages, PageDoor
from api.pages.forms import Problem, TheForm, Typed, parsed
from api.pages.then import Then
from api.pages.told import Done, Position, came_of, told
from domain.contacts import MarkDuplicate
from domain.event import By
from domain.follow_ups import Cause, OpenFollowUp, follow_ups
from projections.contact_numbers import numbered

router = APIRouter(prefix=HERE, route_class=PageDoor)

Officer = Annotated[By, Depends(AtPages(*POLICE))]


@router.get("/{id}")
def read(
    request: Request,
    by: Officer,
    now: Now,
    id: Id,
    then: Then = "",
    field: Annotated[str, Query(alias=CORRECTION, max_length=100)] = "",
    look: Annotated[Look | None, Query(alias="vis")] = None,
    done: Done = None,
    position: Position = None,
) -> Response:
    asked = Asked(then, field, look, position)
    return Contact(request, by, now, id, asked).shown(came_of(done))


def add_door(name: str, deed: Deed) -> None:
    def door(request: Request, by: By, now: Now, id: Id, form: TheForm) -> Response:
        command = parsed(deed.command, deed.told(form), SAYS)
        return Contact(request, by, now, id).told(command, form, name)

    door.__annotations__["by"] = Annotated[By, Depends(AtPages(*deed.roles))]
    router.add_api_route(f"/{{id}}/{name}", door, methods=["POST"])


for each, its in DEEDS.items():
    add_door(each, its)


@router.post("/{id}/dublet")
def mark_duplicate(
    request: Request, by: Officer, now: Now, id: Id, form: TheForm
) -> Response:
    """Of the contact with the number that was typed."""
    contact, number = Contact(request, by, now, id), form["of"]
    with reading(parts(request)) as models:
        of = numbered(models.db, number) if number.strip() else None
    named: dict[str, object] = {**form.filled(), "of": of or number}
    command = parsed(MarkDuplicate, named, SAYS)
    return contact.told(command, form, "dublet")


@router.post("/{id}/ret")
def correct(request: Request, by: Officer, now: Now, id: Id, form: TheForm) -> Response:
    """What was seen is what `old` says: nothing else that came between is in the way."""
    contact = Contact(request, by, now, id, Asked(field=form["field"]))
    command = correction(contact.history, form)
    return contact.told(command, form, CORRECTION)


@router.post("/{id}/opfoelgning")
def open_follow_up(
    request: Request, by: Officer, now: Now, id: Id, form: TheForm
) -> Response:
    """In the district of whoever opens it, under the id of the form: it is opened once."""
    contact = Contact(request, by, now, id)
    return told(
        request,
        by,
        follow_ups,
        UUID(form.key) if form.key else parts(request).new_id(),
        _follow_up(id, by, form),
        form,
        form="opfoelgning",
        shown=contact.shown,
        to=contact.path,
    )


def _follow_up(contact: UUID, by: By, form: Typed) -> OpenFollowUp | list[Problem]:
    told: dict[str, object] = {
        **form.filled(),
        "contact": contact,
        "district": by.district,
        "cause": Cause.OFFICER,
    }
    return parsed(OpenFollowUp, told, SAYS)
