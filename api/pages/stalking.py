"""Who is named together again and again, the courses there are, and a new one."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import UUID7

from api.needs import Cursor, Now
from api.pages.doors import AtPages, PageDoor
from api.pages.forms import TheForm
from api.pages.stalking_course_shown import POLICE
from api.pages.stalking_lists import HERE, Lists
from api.pages.stalking_opened import NewCourse
from api.pages.told import Position
from domain.event import By
from domain.places import District

router = APIRouter(prefix=HERE, route_class=PageDoor)

Officer = Annotated[By, Depends(AtPages(*POLICE))]


@router.get("")
def overview(
    request: Request,
    by: Officer,
    now: Now,
    district: Annotated[District | Literal["alle"] | None, Query(alias="kreds")] = None,
    contact: Annotated[UUID7 | None, Query(alias="henvendelse")] = None,
    cursor: Cursor = None,
    after_course: Annotated[str | None, Query(alias="forloeb", max_length=500)] = None,
    position: Position = None,
) -> Response:
    """Or which of the courses a contact belongs to."""
    lists = Lists(request, by, now, position)
    if contact:
        return lists.for_contact(contact)
    return lists.overview(district, cursor, after_course)


@router.get("/ny")
def new(
    request: Request,
    by: Officer,
    now: Now,
    victim: Annotated[UUID7 | None, Query(alias="borger")] = None,
    contact: Annotated[UUID7 | None, Query(alias="henvendelse")] = None,
) -> Response:
    return NewCourse(request, by, now).asked(victim, contact)


@router.post("/ny")
def open_(request: Request, by: Officer, now: Now, form: TheForm) -> Response:
    return NewCourse(request, by, now).opened(form)
