"""A citizen is given the receipt of her contact, or could not be."""

from enum import StrEnum
from uuid import UUID

from domain.decider import Circumstances, Command, Refused
from domain.event import Event, Personal
from domain.facts import Facts
from domain.told_people import words
from domain.words import Line, Position


class DeliveredBy(StrEnum):
    PRINT = "PRINT"
    EMAIL = "EMAIL"


class NotDelivered(StrEnum):
    """As far as anybody can tell. What a mail server says itself could hold words."""

    UNREACHABLE = "UNREACHABLE"  # no mail server answered
    ADDRESS_REFUSED = "ADDRESS_REFUSED"
    MAIL_REFUSED = "MAIL_REFUSED"
    RETURNED = "RETURNED"  # it was taken, and came back
    NOT_PRINTED = "NOT_PRINTED"


class ReceiptDelivered(Event):
    """An e-mail is delivered when a mail server has taken it: more is never known.

    `position` is that of the event of which it is the receipt; `to` an address that was
    told for this delivery, for else it is the party's own.
    """

    channel: DeliveredBy
    position: int
    party: UUID | None = None
    to: Personal | None = None


class ReceiptDeliveryFailed(Event):
    channel: DeliveredBy
    position: int
    reason: NotDelivered
    party: UUID | None = None
    to: Personal | None = None


class RecordReceiptDelivery(Command):
    channel: DeliveredBy
    position: Position
    party: UUID | None = None
    to: Line | None = None


class RecordReceiptFailure(Command):
    channel: DeliveredBy
    position: Position
    reason: NotDelivered
    party: UUID | None = None
    to: Line | None = None


def delivered(
    command: RecordReceiptDelivery, facts: Facts, circumstances: Circumstances
) -> ReceiptDelivered:
    to = _address(command, facts, circumstances)
    return ReceiptDelivered(**command.model_dump() | {"to": to})


def not_delivered(
    command: RecordReceiptFailure, facts: Facts, circumstances: Circumstances
) -> ReceiptDeliveryFailed:
    to = _address(command, facts, circumstances)
    return ReceiptDeliveryFailed(**command.model_dump() | {"to": to})


def _address(
    command: RecordReceiptDelivery | RecordReceiptFailure,
    facts: Facts,
    circumstances: Circumstances,
) -> Personal | None:
    """About whom it reaches, so that it is forgotten with her. Raises Refused."""
    if command.party is None:
        return words(circumstances.id, command.to)
    party = facts.party(command.party)
    if party is None:
        raise Refused("There is no such party in this contact.")
    return words(party.subject, command.to)
