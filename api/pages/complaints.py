"""A complaint on screen: what is known of it, its history, and the steps it takes."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api import complaints as doors
from api.complaint_shown import known_complaint
from api.doors import parts
from api.needs import AccessLog, Cursor, Id, Now, known_then, own_district
from api.pages import danish
from api.pages.complaint_history import happened
from api.pages.complaint_steps import PLACES, step
from api.pages.complaints_shown import HERE, Anybody, ComplaintPage
from api.pages.doors import AtPages, PageDoor
from api.pages.forms import TheForm
from api.pages.then import Then
from api.pages.told import Done, Position, came_of, told
from domain.complaints import complaints
from domain.decider import Command
from domain.event import By

Inspector = Annotated[By, Depends(AtPages(*doors.LEADERS.roles))]
Authority = Annotated[By, Depends(AtPages(*doors.AUTHORITY.roles))]
router = APIRouter(prefix=HERE, route_class=PageDoor)


@router.get("/{id}")
def complaint(
    request: Request,
    by: Anybody,
    now: Now,
    id: Id,
    then: Then = "",
    done: Done = None,
    position: Position = None,
) -> Response:
    asked = ComplaintPage(request, by, now, id, then)
    return asked.shown(came_of(done), position)


@router.get("/{id}/historik")
def history(request: Request, by: Inspector, now: Now, id: Id) -> Response:
    asked = ComplaintPage(request, by, now, id)
    facts, access = asked.facts(), asked.access
    told = doors.history(id, parts(request).registry, by, access) if access else None
    names = {str(each.id): danish.category(each.category) for each in facts.allegations}
    return asked.below(
        "history",
        complaint=facts,
        happened=[happened(each, names) for each in told.items] if told else None,
        position=told and told.position,
    )


@router.get("/{id}/henvendelse")
def contact(
    request: Request,
    by: Authority,
    now: Now,
    id: Id,
    log: AccessLog,
    cursor: Cursor = None,
) -> Response:
    asked, registry = ComplaintPage(request, by, now, id), parts(request).registry
    facts, access = asked.facts(), asked.access
    return asked.below(
        "contact",
        complaint=facts,
        contact=doors.contact(id, registry, by, access) if access else None,
        reads=doors.disclosed(id, registry, log, by, cursor=cursor),
    )


def _add_step(kind: type[Command], place: str) -> None:
    """Whoever may not see the complaint has no form of it either."""

    def take(request: Request, by: By, now: Now, id: Id, typed: TheForm) -> Response:
        state = known_complaint(
            known_then(parts(request).registry, complaints, id, None)
        )
        own_district(by, state.facts.district)
        return told(
            request,
            by,
            complaints,
            id,
            step(kind, typed, [each.id for each in state.allegations]),
            typed,
            form=kind.__name__,
            shown=ComplaintPage(request, by, now, id).shown,
            to=f"{HERE}/{id}",
        )

    allowed = Depends(AtPages(*doors.MAY[kind].roles))
    take.__annotations__ |= {"by": Annotated[By, allowed]}
    router.add_api_route(f"/{{id}}/{place}", take, methods=["POST"])


for kind, place in PLACES.items():
    _add_step(kind, place)
