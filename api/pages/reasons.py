"""Why somebody reads personal words on a page: asked once, logged with every showing."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from pydantic import BeforeValidator, StringConstraints, model_validator
from starlette.responses import RedirectResponse

from api.access import Access
from api.doors import parts
from api.pages.doors import AtPages, PageDoor, secret_of
from domain.event import By, Frozen, Role
from domain.purposes import Purpose
from domain.words import Line
from infrastructure.sessions import Reason

router = APIRouter(prefix="/formaal", route_class=PageDoor)
Anybody = Annotated[By, Depends(AtPages(*Role))]
Path = Annotated[
    str, StringConstraints(pattern=r"^/[a-z0-9-][a-z0-9/-]*$", max_length=200)
]
Back = Annotated[
    str,
    StringConstraints(pattern=r"^/[A-Za-z0-9-][A-Za-z0-9_/?&=%.:+-]*$", max_length=500),
]


class Asked(Frozen):
    """`thing` is the page that shows the words, and all below it."""

    thing: Path
    back: Back

    @model_validator(mode="after")
    def back_to_the_same_thing(self) -> "Asked":
        if not self.back.startswith(self.thing):
            raise ValueError("The way back leads elsewhere.")
        return self


class ReasonTyped(Asked):
    purpose: Purpose
    reference: Annotated[Line | None, BeforeValidator(lambda typed: typed or None)] = (
        None
    )


@router.post("")
def give(
    request: Request, by: Anybody, form: Annotated[ReasonTyped, Form()]
) -> Response:
    reason = Reason(form.purpose, form.reference)
    parts(request).sessions.give_reason(secret_of(request), form.thing, reason)
    return RedirectResponse(form.back, 303)


@router.post("/skjul")
def hide(request: Request, by: Anybody, form: Annotated[Asked, Form()]) -> Response:
    parts(request).sessions.forget_reason(secret_of(request), form.thing)
    return RedirectResponse(form.back, 303)


def reason_for(request: Request, thing: str) -> Reason | None:
    """What this session has said of this thing."""
    return parts(request).sessions.reason(secret_of(request), thing)


def access_for(request: Request, reason: Reason) -> Access:
    """What the JSON doors make of the headers: the read that will be logged."""
    return Access(request, reason.purpose, reason.reference)
