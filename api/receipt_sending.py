"""The door that sends the receipt of a contact by e-mail; the pages send it the same way."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from api.doors import Allowed, Door
from api.needs import OFFICERS, Id, RequestKey, TheParts, answered
from api.receipt_mail import Sending, sent
from domain.contacts import RecordReceiptFailure
from domain.event import By, Frozen
from domain.receipt_delivery import NotDelivered
from domain.words import Line
from infrastructure.asked import Receipt

router = APIRouter(prefix="/contacts", tags=["contacts"], route_class=Door)
Officer = Annotated[By, Depends(Allowed(*OFFICERS))]


class SendReceipt(Frozen):
    """To the address in `to`, or else to the one that the party has told."""

    party: UUID | None = None
    to: Line | None = None


class ReceiptSent(Receipt):
    """Delivered is what a mail server has taken; `not_delivered` says why none has."""

    delivered: bool
    not_delivered: NotDelivered | None


@router.post(
    "/{id}/send-receipt",
    status_code=201,
    operation_id="SendReceipt",
    summary="Send the receipt by e-mail, without any words",
    responses={200: {"model": ReceiptSent, "description": "An equal repeat"}},
)
def send(
    id: Id,
    command: SendReceipt,
    parts: TheParts,
    by: Officer,
    response: Response,
    key: RequestKey = None,
) -> ReceiptSent:
    """On record either way. Send an `Idempotency-Key`, or a repeat is a second e-mail.

    What was handed over on paper is told with `record-receipt-delivery`.
    """
    told, receipt = sent(parts, Sending(id, command.party, command.to), by, key)
    failed = told.reason if isinstance(told, RecordReceiptFailure) else None
    answered(receipt, response)
    return ReceiptSent(**dict(receipt), delivered=failed is None, not_delivered=failed)
