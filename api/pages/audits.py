"""Supervision on screen: the samples that are drawn, and how far each has come."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from api import registration_audits as doors
from api.doors import parts
from api.needs import Cursor, Now, own_district
from api.pages import audits_typed, danish
from api.pages.doors import AtPages, PageDoor
from api.pages.forms import Notice, Outcome, TheForm
from api.pages.periods import last_of
from api.pages.templates import page
from api.pages.told import Done, Position, came_of, read_after, told
from domain.decider import Refused
from domain.event import By, Role
from domain.places import DISTRICTS
from domain.supervision import DrawSample, registration_audits

HERE = "/tilsyn"
DRAW = "draw"  # its form

router = APIRouter(prefix=HERE, route_class=PageDoor)
Inspector = Annotated[By, Depends(AtPages(Role.SUPERVISOR, Role.AUTHORITY))]


@router.get("")
def listed(
    request: Request,
    by: Inspector,
    now: Now,
    done: Done = None,
    position: Position = None,
    cursor: Cursor = None,
) -> Response:
    return _listed(request, by, now, came_of(done), position, cursor)


@router.post("")
def draw(request: Request, by: Inspector, now: Now, form: TheForm) -> Response:
    """The form's own key is the audit's id: sent twice, it draws once."""

    def shown(outcome: Outcome) -> Response:
        return _listed(request, by, now, outcome)

    command = audits_typed.sample(form)
    if isinstance(command, DrawSample):
        if command.district:
            own_district(by, command.district)
        try:
            doors.may_draw(parts(request).registry, command, by)
        except Refused as refusal:
            said = Notice("error", danish.refusal(str(refusal)))
            return shown(Outcome(409, said, DRAW, typed=form))
    id = UUID(form.key) if form.key else parts(request).new_id()
    return told(
        request,
        by,
        registration_audits,
        id,
        command,
        form,
        form=DRAW,
        shown=shown,
        to=f"{HERE}/{id}",
    )


def _listed(
    request: Request,
    by: By,
    now: Now,
    outcome: Outcome,
    position: int | None = None,
    cursor: str | None = None,
) -> Response:
    with read_after(request, position) as models:
        shown = doors.drawn(models, by, cursor=cursor)
    return page(
        request,
        "audits/page.html",
        outcome.status,
        listed=shown,
        outcome=outcome,
        typed=outcome.kept(DRAW),
        wrong=outcome.wrong(DRAW),
        newest=parts(request).registry.recorder.newest(),
        districts=DISTRICTS,
        last_of=last_of,
        now=now,
    )
