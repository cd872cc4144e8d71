"""The receipt by e-mail: sent, and on record as given, or as not given and why."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from uuid import UUID

from api.composition import Parts
from api.needs import known_then
from api.receipts import ContactReceipt, name_of, paper_of, receipt_of
from domain.contacts import RecordReceiptDelivery, RecordReceiptFailure, contacts
from domain.decider import Circumstances, Refused
from domain.event import By, Event, Recorded
from domain.facts import KnownContact
from domain.receipt_delivery import (
    DeliveredBy,
    NotDelivered,
    ReceiptDelivered,
    ReceiptDeliveryFailed,
)
from infrastructure.asked import SOMETHING_ELSE, Receipt
from infrastructure.mail import (
    AddressRefused,
    MailRefused,
    MailServer,
    NoMailServer,
    NotSent,
    addressed,
)

NO_MAIL = "This registry sends no mail: set GENFIND_SMTP_URL."
NO_ADDRESS = "Nobody has told an address of this party: write one."
LETTER = """\
Du har henvendt dig til politiet, og din henvendelse er registreret som {number}.

Kvitteringen er vedhæftet som PDF. Du kan se i den, hvad der er registreret, hvad der
sker nu, og hvordan du kontrollerer den. Den giver ikke adgang til noget.

Svar ikke på denne mail. Ring 114, hvis du vil tale med politiet.
"""
WHY: dict[type[NotSent], NotDelivered] = {
    AddressRefused: NotDelivered.ADDRESS_REFUSED,
    MailRefused: NotDelivered.MAIL_REFUSED,
    NoMailServer: NotDelivered.UNREACHABLE,
}
Command = RecordReceiptDelivery | RecordReceiptFailure
KINDS: dict[type[Event], type[Command]] = {
    ReceiptDelivered: RecordReceiptDelivery,
    ReceiptDeliveryFailed: RecordReceiptFailure,
}


@dataclass(frozen=True)
class Sending:
    """To the address that was written for it, or else to the one that the party has."""

    contact: UUID
    party: UUID | None
    to: str | None


def sent(
    parts: Parts, sending: Sending, by: By, key: str | None
) -> tuple[Command, Receipt]:
    """What became of it, as it was recorded; what comes again under its key sends nothing.

    Should the registry fail between mail and record, the mail may be sent again, and is
    never on record without having been taken. Raises Unknown, NotSealed, BadAddress, or
    Refused.
    """
    history = known_then(parts.registry, contacts, sending.contact, None)
    command = _before(history, key, sending) or _send(parts, history, sending, by)
    return command, parts.registry.execute(contacts, sending.contact, command, by, key)


def _send(
    parts: Parts, history: list[Recorded[Event]], sending: Sending, by: By
) -> Command:
    if parts.mail is None:
        raise Refused(NO_MAIL)
    receipt, now = receipt_of(parts, sending.contact), parts.clock()
    told = {
        "channel": DeliveredBy.EMAIL,
        "position": receipt.first.position,
        "party": sending.party,
        "to": sending.to,
    }
    given = RecordReceiptDelivery.model_validate(told)
    contact = contacts.state_after(each.event for each in history)
    contacts.decide(contact, given, Circumstances(at=now, by=by, id=sending.contact))
    to = addressed(sending.to or _known_address(contact, sending.party))  # type: ignore[arg-type] # a state
    try:
        parts.mail.send(letter(parts, parts.mail, receipt, to, now), to)
    except NotSent as no:
        return RecordReceiptFailure.model_validate(told | {"reason": WHY[type(no)]})
    return given


def letter(
    parts: Parts,
    server: MailServer,
    receipt: ContactReceipt,
    to: Address,
    now: datetime,
) -> EmailMessage:
    """What stands outside the paper could be read by others: it has a number alone."""
    number = receipt.first.event.number
    message = EmailMessage()
    message["From"], message["To"] = server.sender, to
    message["Subject"] = f"Kvittering {number}"
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=server.sender.partition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(LETTER.format(number=number))
    message.add_attachment(
        paper_of(parts, receipt, now),
        maintype="application",
        subtype="pdf",
        filename=name_of(receipt, "pdf"),
    )
    return message


def _known_address(contact: KnownContact, party: UUID | None) -> str:
    """Raises Refused."""
    known = contact.facts.party(party) if party else None
    address = known.email.text if known and known.email else None
    if not address:
        raise Refused(NO_ADDRESS)
    return address


def _before(
    history: list[Recorded[Event]], key: str | None, sending: Sending
) -> Command | None:
    """What was recorded under this key already. Raises Refused for anything else."""
    before = next((each for each in history if key and each.request == key), None)
    if before is None:
        return None
    told = before.event.model_dump()
    if kind := KINDS.get(type(before.event)):
        command = kind.model_validate(told | {"to": told["to"] and told["to"]["text"]})
        if (command.party, command.to) == (sending.party, sending.to):
            return command
    raise Refused(SOMETHING_ELSE)
