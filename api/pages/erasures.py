"""Erasures on screen: what waits, one of them, and what two custodians do about it."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from api import erasing
from api import erasures as doors
from api.doors import parts
from api.needs import Cursor, Id, Now
from api.pages import erasures_typed as typed
from api.pages.doors import AtPages, PageDoor
from api.pages.forms import Outcome, TheForm
from api.pages.templates import page
from api.pages.told import Done, Position, came_of, read_after, told, told_to
from api.retention_rules import rules
from domain.erasure import DestroyKeys, RefuseErasure, erasures
from domain.event import By, Role
from infrastructure.asked import Receipt

HERE = "/sletning"
ASK, REFUSE, DESTROY = "anmod", "afslaa", "slet"  # its forms

router = APIRouter(prefix=HERE, route_class=PageDoor)
Custodian = Annotated[By, Depends(AtPages(Role.CUSTODIAN))]
Reader = Annotated[By, Depends(AtPages(Role.CUSTODIAN, Role.AUTHORITY))]


class Tab(StrEnum):
    OPEN = "venter"
    CLOSED = "afgjorte"
    ALL = "alle"


IS_OPEN = {Tab.OPEN: True, Tab.CLOSED: False, Tab.ALL: None}


@router.get("")
def listed(
    request: Request,
    by: Reader,
    now: Now,
    view: Annotated[Tab, Query(alias="vis")] = Tab.OPEN,
    done: Done = None,
    position: Position = None,
    cursor: Cursor = None,
) -> Response:
    return _listed(request, by, now, came_of(done), view, position, cursor)


@router.post("")
def ask(request: Request, by: Custodian, now: Now, form: TheForm) -> Response:
    """The form's own key is the erasure's id: sent twice, it asks once."""
    id = UUID(form.key) if form.key else parts(request).new_id()
    return told(
        request,
        by,
        erasures,
        id,
        typed.asked(form),
        form,
        form=ASK,
        shown=lambda outcome: _listed(request, by, now, outcome),
        to=f"{HERE}/{id}",
    )


@router.get("/{id}")
def read(
    request: Request,
    by: Reader,
    now: Now,
    id: Id,
    done: Done = None,
    position: Position = None,
) -> Response:
    return _one(request, by, now, id, came_of(done))


@router.post("/{id}/afslaa")
def refuse(
    request: Request, by: Custodian, now: Now, id: Id, form: TheForm
) -> Response:
    def execute(command: RefuseErasure) -> Receipt:
        return erasing.refuse(
            parts(request), id, command, by, form.key, expected=form.version
        )

    return told_to(
        execute,
        typed.refusal(form),
        form,
        form=REFUSE,
        shown=lambda outcome: _one(request, by, now, id, outcome),
        to=f"{HERE}/{id}",
    )


@router.post("/{id}/slet")
def destroy(
    request: Request, by: Custodian, now: Now, id: Id, form: TheForm
) -> Response:
    def execute(_: DestroyKeys) -> Receipt:
        return erasing.destroy(parts(request), id, by, form.key, expected=form.version)

    return told_to(
        execute,
        typed.destruction(form),
        form,
        form=DESTROY,
        shown=lambda outcome: _one(request, by, now, id, outcome),
        to=f"{HERE}/{id}",
    )


def _listed(
    request: Request,
    by: By,
    now: Now,
    outcome: Outcome,
    view: Tab = Tab.OPEN,
    position: int | None = None,
    cursor: str | None = None,
) -> Response:
    with read_after(request, position) as models:
        shown = doors.listed(
            models, parts(request), by, open=IS_OPEN[view], limit=50, cursor=cursor
        )
    return page(
        request,
        "erasures/page.html",
        outcome.status,
        listed=shown,
        view=view,
        tabs=Tab,
        rules=[rule for rule in rules() if rule.years],
        outcome=outcome,
        typed=outcome.kept(ASK),
        wrong=outcome.wrong(ASK),
        now=now,
    )


def _one(request: Request, by: By, now: Now, id: UUID, outcome: Outcome) -> Response:
    """From the archive: what was recorded a moment ago is there already."""
    return page(
        request,
        "erasures/one.html",
        outcome.status,
        item=doors.read(id, parts(request), by),
        outcome=outcome,
        path=f"{HERE}/{id}",
        now=now,
    )
