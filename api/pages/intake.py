"""What reached the police, on screen: registered, settled, or still waiting."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api import intake as doors
from api.doors import parts
from api.needs import Cursor, Id, Now
from api.pages.doors import AtPages, PageDoor
from api.pages.forms import Outcome, TheForm, parsed
from api.pages.reasons import access_for, reason_for
from api.pages.templates import page
from api.pages.told import Done, Position, came_of, read_after, told
from domain.event import By, Role
from domain.intake import SettleIntake, intake

HERE = "/indgaaet"
SETTLE = "settle"  # its form
SAYS = {
    "reason": "Vælg, hvorfor der ingen henvendelse er",
    "note": "Notatet kan ikke bruges: højst 20.000 tegn, og ingen styretegn",
}

router = APIRouter(prefix=HERE, route_class=PageDoor)
Supervisor = Annotated[By, Depends(AtPages(Role.SUPERVISOR))]


class Tab(StrEnum):
    OPEN = "aabne"
    CLOSED = "afsluttede"
    ALL = "alle"


class Where(StrEnum):
    DISTRICT = "kredsen"
    EVERYWHERE = "landet"


IS_OPEN = {Tab.OPEN: True, Tab.CLOSED: False, Tab.ALL: None}


@router.get("")
def listed(
    request: Request,
    by: Supervisor,
    now: Now,
    view: Annotated[Tab, Query(alias="vis")] = Tab.OPEN,
    where: Annotated[Where, Query(alias="hvor")] = Where.DISTRICT,
    done: Done = None,
    position: Position = None,
    cursor: Cursor = None,
) -> Response:
    """The notes too, where this session has said why."""
    reason = reason_for(request, HERE)
    access = access_for(request, reason) if reason else None
    district = by.district if where is Where.DISTRICT else None
    with read_after(request, position) as models:
        shown = doors.listed(
            models, by, access, now, district, open=IS_OPEN[view], cursor=cursor
        )
    return page(
        request,
        "intake/page.html",
        listed=shown,
        view=view,
        tabs=Tab,
        where=where,
        wheres=Where,
        reason=reason,
        outcome=came_of(done),
        now=now,
    )


@router.get("/{id}")
def read(request: Request, by: Supervisor, now: Now, id: Id) -> Response:
    return _one(request, by, now, id, Outcome())


@router.post("/{id}/afslut")
def settle(
    request: Request, by: Supervisor, now: Now, id: Id, form: TheForm
) -> Response:
    return told(
        request,
        by,
        intake,
        id,
        parsed(SettleIntake, form.filled(), SAYS),
        form,
        form=SETTLE,
        shown=lambda outcome: _one(request, by, now, id, outcome),
        to=HERE,
    )


def _one(request: Request, by: By, now: Now, id: Id, outcome: Outcome) -> Response:
    """From the archive: what was recorded a moment ago is there already."""
    reason = reason_for(request, HERE)
    access = access_for(request, reason) if reason else None
    return page(
        request,
        "intake/one.html",
        outcome.status,
        item=doors.read(id, parts(request).registry, by, access, now),
        typed=outcome.kept(SETTLE),
        wrong=outcome.wrong(SETTLE),
        reason=reason,
        outcome=outcome,
        now=now,
    )
