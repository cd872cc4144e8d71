"""A contact is registered on screen: in under a minute, and by keyboard alone."""

from typing import Annotated
from uuid import UUID

from eventsourcing.persistence import InterfaceError, OperationalError
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.exceptions import RequestValidationError

from api.doors import parts
from api.needs import Id, Now, known_then, own_district
from api.pages.doors import AtPages, PageDoor, secret_of
from api.pages.forms import Notice, Outcome, TheForm
from api.pages.reasons import reason_for
from api.pages.receipts_shown import receipt_shown
from api.pages.registering_known import HERE, searched
from api.pages.registering_shown import FORM, WHOLE, Registering
from api.pages.registering_typed import command_of, contact_of
from api.pages.templates import is_partial, page
from api.pages.told import Done, Position, came_of, told
from domain.contacts import ContactRegistered, RegisterContact, contacts
from domain.event import By, Role
from domain.ids import follow_up_of
from domain.kinds import Channel
from domain.purposes import Purpose
from infrastructure.sessions import Reason

router = APIRouter(prefix="/henvendelser", route_class=PageDoor)
Officer = Annotated[By, Depends(AtPages(Role.OFFICER, Role.SUPERVISOR))]

UNCONFIRMED = Notice(
    "error",
    "Ikke bekræftet. Prøv igen: den samme henvendelse registreres kun én gang.",
)
PICKED = Notice(
    "warning",
    "Tid og kanal er nu hentet fra det modtagne, du valgte. Se efter, og send igen.",
)
GONE = Notice(
    "warning", "Det modtagne, du valgte, er besvaret. Se efter, og send igen."
)


@router.get("/ny")
def blank(
    request: Request,
    by: Officer,
    now: Now,
    channel: Annotated[Channel, Query(alias="kanal")] = Channel.PHONE_114,
) -> Response:
    return Registering.blank(request, by, now, channel).as_the_kind_asks().shown()


@router.post("/ny/felter")
def fields(request: Request, by: Officer, now: Now, typed: TheForm) -> Response:
    """As kind, time and intake ask for them, with one more row where that is wanted."""
    form = Registering(request, by, now, typed).filled().as_the_kind_asks()
    part = "registering/fields.html" if is_partial(request) else WHOLE
    return form.shown(template=part, more=typed["more"])


@router.post("/ny/kendte")
def known(request: Request, by: Officer, now: Now, typed: TheForm) -> Response:
    """What the registry knows already, for a purpose that is given or taken back here."""
    if "purpose" in typed.fields:
        _give_purpose(request, typed["purpose"])
    reason = reason_for(request, HERE)
    found = searched(request, by, reason, typed, now) if reason else None
    part = "registering/known.html" if is_partial(request) else WHOLE
    return Registering(request, by, now, typed, found).shown(template=part)


@router.post("")
def register(request: Request, by: Officer, now: Now, typed: TheForm) -> Response:
    """As the JSON door does it, and under the id that the form has brought along."""
    form, id = Registering(request, by, now, typed), contact_of(typed)
    if form.picked:
        filled = form.filled()
        return filled.shown(Outcome(422, PICKED if filled.typed["intake"] else GONE))
    command = command_of(typed, by.district, now)
    if isinstance(command, RegisterContact):
        own_district(by, command.district)
    to = f"/henvendelser/{id}/registreret"
    try:
        return told(
            request,
            by,
            contacts,
            id,
            command,
            typed,
            form=FORM,
            shown=form.shown,
            to=to,
        )
    except (OperationalError, InterfaceError):
        return form.shown(Outcome(503, UNCONFIRMED, FORM, typed=typed))


@router.get("/{id}/registreret")
def registered(
    request: Request, by: Officer, id: Id, done: Done = None, position: Position = None
) -> Response:
    return registered_shown(request, id, came_of(done))


def registered_shown(request: Request, id: UUID, outcome: Outcome) -> Response:
    """In facts alone, so that it can be handed over the counter. Raises Unknown."""
    here = parts(request)
    first = known_then(here.registry, contacts, id, None)[0]
    assert isinstance(first.event, ContactRegistered)  # noqa: S101 - as it begins
    follow_up = here.registry.history(follow_up_of(id))
    return page(
        request,
        "registering/registered.html",
        outcome.status,
        outcome=outcome,
        path=f"{router.prefix}/{id}",
        contact=first,
        facts=first.event,
        follow_up=follow_up[0].event if follow_up else None,
        given=receipt_shown(here, id),
    )


def _give_purpose(request: Request, purpose: str) -> None:
    """None takes it back. There is no case yet that a reference could name."""
    sessions, secret = parts(request).sessions, secret_of(request)
    if not purpose:
        sessions.forget_reason(secret, HERE)
    elif purpose in set(Purpose):
        sessions.give_reason(secret, HERE, Reason(Purpose(purpose), None))
    else:
        raise RequestValidationError([])
