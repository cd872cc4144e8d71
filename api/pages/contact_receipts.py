"""The receipt of a contact: fetched as text or on paper, handed over, sent by e-mail."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from pydantic import TypeAdapter, ValidationError
from starlette.exceptions import HTTPException

from api import receipts as doors
from api.doors import parts
from api.needs import Id, Now, known_then
from api.pages import danish
from api.pages.contact_deeds import POLICE
from api.pages.contacts_shown import HERE, Contact, path_of
from api.pages.doors import AtPages, PageDoor
from api.pages.forms import Notice, Outcome, Problem, TheForm, Typed
from api.pages.reasons import access_for, reason_for
from api.pages.receipts_shown import NOT_YET
from api.pages.registering import registered_shown
from api.pages.told import done, told
from api.receipt_mail import Sending, sent
from domain.contacts import RecordReceiptDelivery, contacts
from domain.decider import Refused
from domain.event import By
from domain.receipt_delivery import DeliveredBy
from infrastructure.mail import BadAddress
from infrastructure.receipts import NotSealed

router = APIRouter(prefix=HERE, route_class=PageDoor)

PAPER, MAIL = "udskrift", "mail"
REGISTERED = "registreret"  # the page on which the form stood, if not the contact's own
BAD_ADDRESS = "Skriv en e-mailadresse, fx navn@eksempel.dk"
Officer = Annotated[By, Depends(AtPages(*POLICE))]
a_party = TypeAdapter(UUID)


@router.get("/{id}/kvittering.tlog-proof")
def text(request: Request, by: Officer, id: Id) -> Response:
    return doors.read(id, parts(request), by)


@router.get("/{id}/kvittering.pdf")
def paper(request: Request, by: Officer, id: Id) -> Response:
    return doors.paper(id, parts(request), by)


@router.get("/{id}/kvittering-med-ord.tlog-proof")
def words(request: Request, by: Officer, now: Now, id: Id) -> Response:
    """For the purpose that the contact is shown for; without one, the page asks."""
    reason = reason_for(request, path_of(id))
    if reason is None:
        return Contact(request, by, now, id).shown()
    return doors.words(id, parts(request), by, access_for(request, reason))


@dataclass(frozen=True)
class Page:
    """The page on which the form stood, shown again: the contact's, or the registration's."""

    request: Request
    by: By
    now: datetime
    id: UUID
    form: Typed

    @property
    def _is_registration(self) -> bool:
        return self.form["side"] == REGISTERED

    @property
    def path(self) -> str:
        below = f"/{REGISTERED}" if self._is_registration else ""
        return path_of(self.id) + below

    def shown(self, outcome: Outcome) -> Response:
        if self._is_registration:
            return registered_shown(self.request, self.id, outcome)
        return Contact(self.request, self.by, self.now, self.id).shown(outcome)


@router.post("/{id}/kvittering/udskrift")
def hand_over(
    request: Request, by: Officer, now: Now, id: Id, form: TheForm
) -> Response:
    """It was printed, and given to whoever turned to the police."""
    page = Page(request, by, now, id, form)
    first = known_then(parts(request).registry, contacts, id, None)[0]
    command = RecordReceiptDelivery(
        channel=DeliveredBy.PRINT, position=first.position or 0
    )
    return told(
        request,
        by,
        contacts,
        id,
        command,
        form,
        form=PAPER,
        shown=page.shown,
        to=page.path,
    )


@router.post("/{id}/kvittering/mail")
def mail(request: Request, by: Officer, now: Now, id: Id, form: TheForm) -> Response:
    page = Page(request, by, now, id, form)
    try:
        sending = Sending(id, _party(form), form["to"].strip() or None)
        command, receipt = sent(parts(request), sending, by, form.key)
    except BadAddress:
        problems = [Problem("to", BAD_ADDRESS)]
        return page.shown(Outcome(422, None, MAIL, problems, form))
    except NotSealed:
        said = Notice("warning", NOT_YET)
        return page.shown(Outcome(503, said, MAIL, typed=form))
    except Refused as refusal:
        said = Notice("error", danish.refusal(str(refusal)))
        return page.shown(Outcome(409, said, MAIL, typed=form))
    return done(page.path, command, receipt)


def _party(form: Typed) -> UUID | None:
    """Raises HTTPException 422 for what the form did not offer."""
    try:
        return a_party.validate_python(form["party"]) if form["party"] else None
    except ValidationError:
        raise HTTPException(422) from None
