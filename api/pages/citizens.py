"""A citizen on screen: who she is, all she was in, and whom she may be."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from api.doors import parts
from api.needs import Cursor, Id, Now
from api.pages.citizens_shown import HERE, CitizenPage, places
from api.pages.doors import AtPages, PageDoor
from api.pages.forms import Outcome, TheForm, Typed, parsed
from api.pages.templates import page
from api.pages.then import Then
from api.pages.told import Done, Position, came_of, told
from domain import citizens as topic
from domain.citizens import citizens
from domain.decider import Command
from domain.event import By, Role

NEW = "ny"
SAYS = {
    "form": "Udfyld mindst ét felt",
    "cpr": "Et CPR-nummer er en dato med seks cifre og fire cifre til",
    "birthday": "Vælg en dato",
    "safe_contact": "Vælg, hvordan borgeren må kontaktes",
    "reason": "Skriv hvorfor",
    "basis": "Skriv, hvad det bygger på",
}
DEEDS: dict[str, type[Command]] = {  # by the end of their forms' addresses
    "oplysninger": topic.SupplyParticulars,
    "beskyt-adresse": topic.ProtectAddress,
    "ophaev-beskyttelse": topic.LiftAddressProtection,
    "kontakt": topic.InstructSafeContact,
    "kobl": topic.LinkCitizen,
    "fjern-kobling": topic.UnlinkCitizen,
    "hold-adskilt": topic.KeepCitizensApart,
}

router = APIRouter(prefix=HERE, route_class=PageDoor)
Officer = Annotated[By, Depends(AtPages(Role.OFFICER, Role.SUPERVISOR))]


@router.get("/ny")
def new(request: Request, by: Officer) -> Response:
    return _new(request, Outcome())


@router.post("/ny")
def identify(request: Request, by: Officer, typed: TheForm) -> Response:
    """Under the form's own key, so that a form sent twice is one citizen."""
    id = UUID(typed.key) if typed.key else parts(request).new_id()
    return told(
        request,
        by,
        citizens,
        id,
        parsed(topic.IdentifyCitizen, _fields(topic.IdentifyCitizen, typed), SAYS),
        typed,
        form=NEW,
        shown=lambda outcome: _new(request, outcome),
        to=f"{HERE}/{id}",
    )


@router.get("/{id}")
def citizen(
    request: Request,
    by: Officer,
    now: Now,
    id: Id,
    then: Then = "",
    done: Done = None,
    position: Position = None,
    cursor: Cursor = None,
) -> Response:
    asked = CitizenPage(request, by, now, id, then, position, cursor)
    return asked.shown(came_of(done))


def _door(deed: str, kind: type[Command]) -> Callable[..., Response]:
    def door(
        request: Request, by: Officer, now: Now, id: Id, typed: TheForm
    ) -> Response:
        asked = CitizenPage(request, by, now, id)
        return told(
            request,
            by,
            citizens,
            id,
            parsed(kind, _fields(kind, typed), SAYS),
            typed,
            form=f"{deed}-{typed['other']}" if "other" in kind.model_fields else deed,
            shown=asked.shown,
            to=asked.path,
        )

    return door


for deed, kind in DEEDS.items():
    router.add_api_route(f"/{{id}}/{deed}", _door(deed, kind), methods=["POST"])


def _fields(kind: type[Command], typed: Typed) -> dict[str, object]:
    filled = typed.filled()
    given: dict[str, object] = {
        name: filled[name] for name in kind.model_fields if name in filled
    }
    if (score := filled.get("score", "")).isdecimal() and "score" in given:
        given["score"] = int(score[:4])
    return given


def _new(request: Request, outcome: Outcome) -> Response:
    return page(
        request,
        "citizens/new.html",
        outcome.status,
        outcome=outcome,
        places=places(outcome),
    )
