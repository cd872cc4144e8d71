"""A contact's receipt on screen: whether it is sealed, how it was given, how to give it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from api.composition import Parts
from api.needs import known_then
from api.pages import danish
from api.receipts import ContactReceipt, concerns_one_person, receipt_of
from domain.contacts import ReceiptDelivered, ReceiptDeliveryFailed, contacts
from domain.decider import Refused
from domain.event import By, Event, Recorded
from domain.facts import KnownContact
from domain.merkle import leaf_hash
from infrastructure.receipts import NotSealed

NOT_YET = (
    "Registreringen er gemt, men ikke forseglet endnu. Det tager et øjeblik: hent siden"
    " igen."
)
ANYBODY = ("", "Ingen bestemt person")


@dataclass(frozen=True)
class Delivery:
    at: datetime
    by: By
    how: str
    failed: str | None  # why


@dataclass(frozen=True)
class ReceiptOnPage:
    receipt: ContactReceipt | None
    not_yet: str | None  # why there is none
    deliveries: Sequence[Delivery]
    persons: Sequence[tuple[str, str]]  # to choose from, by role and number alone
    mails: bool

    @property
    def leaf(self) -> str:
        return leaf_hash(self.receipt.proved.told.leaf).hex() if self.receipt else ""

    @property
    def is_one_persons(self) -> bool:
        """Whether the words that were told may go out with it."""
        given = self.receipt
        return given is not None and concerns_one_person(given.first.event)

    @property
    def bytes(self) -> int:
        return len(str(self.receipt.proof).encode()) if self.receipt else 0


def receipt_shown(parts: Parts, id: UUID) -> ReceiptOnPage:
    """Without any words. Raises Unknown."""
    history = known_then(parts.registry, contacts, id, None)
    receipt, not_yet = None, None
    try:
        receipt = receipt_of(parts, id)
    except NotSealed:
        not_yet = NOT_YET
    except Refused as no:
        not_yet = danish.refusal(str(no))
    return ReceiptOnPage(
        receipt,
        not_yet,
        [each for one in history if (each := _delivery(one))],
        [ANYBODY, *_persons(history)],
        mails=parts.mail is not None,
    )


def _delivery(recorded: Recorded[Event]) -> Delivery | None:
    event, failed = recorded.event, None
    if not isinstance(event, ReceiptDelivered | ReceiptDeliveryFailed):
        return None
    if isinstance(event, ReceiptDeliveryFailed):
        failed = danish.NOT_DELIVERED[event.reason]
    how = danish.DELIVERED_BY[event.channel]
    return Delivery(recorded.at, recorded.by, how, failed)


def _persons(history: list[Recorded[Event]]) -> list[tuple[str, str]]:
    contact = contacts.state_after(each.event for each in history)
    if not isinstance(contact, KnownContact):
        return []
    return [
        (
            str(party.id),
            f"{danish.PARTY_ROLES[party.role]}, person {nth}{_told(party.email)}",
        )
        for nth, party in enumerate(contact.facts.parties, 1)
    ]


def _told(email: object) -> str:
    return " (e-mail oplyst)" if email else " (ingen e-mail oplyst)"
