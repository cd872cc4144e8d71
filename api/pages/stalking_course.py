"""The page of one stalking course, and what is told to it by forms."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import UUID7

from api.needs import Id, Now
from api.pages.doors import AtPages, PageDoor
from api.pages.forms import Notice, Outcome, Problem, TheForm, parsed
from api.pages.stalking_course_shown import POLICE, CoursePage
from api.pages.stalking_forms import SAYS, STEPS, Step, risk_tool
from api.pages.stalking_found import citizen_told, contact_told
from api.pages.templates import plural
from api.pages.then import Then
from api.pages.told import Done, Position, came_of
from domain.event import By, Role
from domain.stalking_courses import (
    LinkContact,
    NameSuspect,
    RequestOrder,
    UnlinkContact,
)

router = APIRouter(prefix="/stalking/{id}", route_class=PageDoor)

Officer = Annotated[By, Depends(AtPages(*POLICE))]
Reader = Annotated[By, Depends(AtPages(*POLICE, Role.AUTHORITY))]


@router.get("")
def course(
    request: Request,
    by: Reader,
    now: Now,
    id: Id,
    then: Then = "",
    done: Done = None,
    position: Position = None,
    left: Annotated[int, Query(alias="uden", ge=0, le=1_000)] = 0,
) -> Response:
    """`left` tells how many contacts could not be linked when it was opened."""
    outcome = came_of(done)
    if left:
        outcome = Outcome(notice=Notice("warning", _left_out(left)))
    return CoursePage(request, by, now, id, then, position).shown(outcome)


def _left_out(count: int) -> str:
    contacts = plural(count, "henvendelse", "henvendelser")
    return f"Forløbet er åbnet, men {contacts} kunne ikke knyttes. Prøv igen nedenfor."


@router.post("/knyt")
def link(request: Request, by: Officer, now: Now, id: Id, form: TheForm) -> Response:
    """By the contact's number, or by its id where a page has it."""
    here = CoursePage(request, by, now, id)
    contact: str | UUID | Problem = form["contact"] or contact_told(
        request, by, now, here.reason, form["number"]
    )
    if isinstance(contact, Problem):
        return here.told("knyt", [contact], form)
    told = {"contact": contact, "basis": form["basis"]}
    return here.told("knyt", parsed(LinkContact, told, SAYS), form)


@router.post("/tag-ud")
def unlink(request: Request, by: Officer, now: Now, id: Id, form: TheForm) -> Response:
    command = parsed(UnlinkContact, form.filled(), SAYS)
    return CoursePage(request, by, now, id).told("tag-ud", command, form)


@router.post("/gerningsperson")
def name(request: Request, by: Officer, now: Now, id: Id, form: TheForm) -> Response:
    here = CoursePage(request, by, now, id)
    found = citizen_told(request, by, now, here.reason, "suspect", form["suspect"])
    command = [found] if isinstance(found, Problem) else NameSuspect(suspect=found)
    return here.told("gerningsperson", command, form)


@router.post("/tilhold")
def ask(request: Request, by: Officer, now: Now, id: Id, form: TheForm) -> Response:
    command = parsed(RequestOrder, form.filled(), SAYS)
    return CoursePage(request, by, now, id).told("tilhold", command, form)


@router.post("/tilhold/{order}/{step}")
def step(
    request: Request,
    by: Officer,
    now: Now,
    id: Id,
    order: UUID7,
    step: Step,
    form: TheForm,
) -> Response:
    command = STEPS[step](form, order)
    return CoursePage(request, by, now, id).told(f"{step}-{order}", command, form)


@router.post("/risikovurdering")
def assess(request: Request, by: Officer, now: Now, id: Id, form: TheForm) -> Response:
    here = CoursePage(request, by, now, id)
    return here.told("risikovurdering", risk_tool(form), form)
