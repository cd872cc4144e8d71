"""What becomes of a contact: nothing is lost, and nothing is overwritten."""

from typing import Any
from uuid import UUID

from domain.corrections import ContactCorrected, CorrectContact, corrected, correction
from domain.decider import Circumstances, Command, Decider, Refused
from domain.duplicates import (
    ContactMarkedDuplicate,
    DuplicateMarkWithdrawn,
    DuplicateNoted,
    DuplicateNoteWithdrawn,
    MarkDuplicate,
    WithdrawDuplicateMark,
    marked,
)
from domain.event import Event, Personal
from domain.evidence import (
    AttachEvidence,
    EvidenceAttached,
    attached,
    keeps_attachments,
    with_evidence,
)
from domain.facts import Disposition, KnownContact
from domain.identification import (
    IdentificationWithdrawn,
    IdentifyParty,
    PartyIdentified,
    WithdrawIdentification,
    identified,
    unidentified,
    with_identity,
)
from domain.kinds import Decision
from domain.receipt_delivery import (
    ReceiptDelivered,
    ReceiptDeliveryFailed,
    RecordReceiptDelivery,
    RecordReceiptFailure,
    delivered,
    not_delivered,
)
from domain.registration import ContactRegistered, RegisterContact, registered
from domain.told_people import words
from domain.words import Line, Words

__all__ = [  # of this topic, and told in a module of their own
    "AttachEvidence",
    "ContactCorrected",
    "ContactMarkedDuplicate",
    "ContactRegistered",
    "CorrectContact",
    "DuplicateMarkWithdrawn",
    "DuplicateNoteWithdrawn",
    "DuplicateNoted",
    "EvidenceAttached",
    "IdentificationWithdrawn",
    "IdentifyParty",
    "MarkDuplicate",
    "PartyIdentified",
    "ReceiptDelivered",
    "ReceiptDeliveryFailed",
    "RecordReceiptDelivery",
    "RecordReceiptFailure",
    "RegisterContact",
    "WithdrawDuplicateMark",
    "WithdrawIdentification",
]


class ContactSupplemented(Event):
    text: Personal


class DispositionRecorded(Disposition, Event):
    pass


class ContactWithdrawn(Event):
    reason: str


class ContactReinstated(Event):
    reason: str


class ContactReferredToCase(Event):
    journal_number: str


class SupplementContact(Command):
    text: Words


class RecordDisposition(Command):
    decision: Decision
    reason: Line
    text: Words | None = None


class WithdrawContact(Command):
    """It stays readable, leaves the counts, and takes nothing but reinstatement."""

    reason: Line


class ReinstateContact(Command):
    reason: Line


class ReferToCase(Command):
    """The journal number is a foreign reference: several contacts may have it."""

    journal_number: Line


class Standing(KnownContact):
    pass


class Duplicate(KnownContact):
    of: UUID

    @property
    def effective(self) -> bool:
        return False


class Withdrawn(KnownContact):
    of: UUID | None  # what it was marked a duplicate of, and will be again
    reason: str

    @property
    def effective(self) -> bool:
        return False


Contact = Standing | Duplicate | Withdrawn


def decide(  # noqa: C901, PLR0911, PLR0912 - one case for each command
    contact: Contact | None,
    command: RegisterContact
    | SupplementContact
    | CorrectContact
    | RecordDisposition
    | IdentifyParty
    | WithdrawIdentification
    | MarkDuplicate
    | WithdrawDuplicateMark
    | WithdrawContact
    | ReinstateContact
    | ReferToCase
    | AttachEvidence
    | RecordReceiptDelivery
    | RecordReceiptFailure,
    circumstances: Circumstances,
) -> Event:
    about = circumstances.id
    match command, contact:
        case RegisterContact(), None:
            return registered(command, circumstances)
        case RegisterContact(), _:
            raise Refused("The contact is already registered.")
        case ReinstateContact(reason=reason), Withdrawn():
            return ContactReinstated(reason=reason)
        case ReinstateContact(), _:
            raise Refused("Only a withdrawn contact can be reinstated.")
        case SupplementContact(text=text), _:
            _open(contact)
            return ContactSupplemented(text=Personal(about=about, text=text))
        case CorrectContact(), _:
            change = correction(command, _open(contact).facts, circumstances)
            keeps_attachments(change, _open(contact))
            return change
        case RecordDisposition(decision=decision, reason=reason, text=text), _:
            _open(contact)
            return DispositionRecorded(
                decision=decision, reason=reason, text=words(about, text)
            )
        case IdentifyParty(), _:
            return identified(command, _open(contact).facts, circumstances)
        case WithdrawIdentification(), _:
            return unidentified(command, _open(contact).facts)
        case MarkDuplicate(), _:
            return marked(command, _open(contact), circumstances)
        case WithdrawDuplicateMark(reason=reason), Duplicate(of=of):
            return DuplicateMarkWithdrawn(of=of, reason=reason)
        case WithdrawDuplicateMark(), _:
            _open(contact)
            raise Refused("The contact is not marked as a duplicate.")
        case WithdrawContact(reason=reason), _:
            _open(contact)
            return ContactWithdrawn(reason=reason)
        case ReferToCase(journal_number=number), _:
            _open(contact)
            return ContactReferredToCase(journal_number=number)
        case AttachEvidence(), _:
            return attached(command, _open(contact), circumstances)
        case RecordReceiptDelivery(), _:
            return delivered(command, _open(contact).facts, circumstances)
        case RecordReceiptFailure(), _:
            return not_delivered(command, _open(contact).facts, circumstances)


def _open(contact: Contact | None) -> Standing | Duplicate:
    match contact:
        case None:
            raise Refused("There is no contact with this id.")
        case Withdrawn():
            raise Refused("The contact is withdrawn: reinstate it first.")
        case _:
            return contact


def evolve(  # noqa: C901, PLR0911, PLR0912 - one case for each event
    contact: Contact | None,
    event: ContactRegistered
    | ContactSupplemented
    | ContactCorrected
    | DispositionRecorded
    | PartyIdentified
    | IdentificationWithdrawn
    | ContactMarkedDuplicate
    | DuplicateNoted
    | DuplicateMarkWithdrawn
    | DuplicateNoteWithdrawn
    | ContactWithdrawn
    | ContactReinstated
    | ContactReferredToCase
    | EvidenceAttached
    | ReceiptDelivered
    | ReceiptDeliveryFailed,
) -> Contact:
    if isinstance(event, ContactRegistered):
        return Standing(facts=event)
    if contact is None:
        raise LookupError("A contact begins with its registration.")
    match event:
        case ContactSupplemented(text=text):
            return _with(contact, supplements=(*contact.supplements, text))
        case ContactCorrected():
            return _with(contact, facts=corrected(contact.facts, event))
        case DispositionRecorded():
            return _with(contact, dispositions=(*contact.dispositions, event))
        case PartyIdentified() | IdentificationWithdrawn():
            return _with(contact, facts=with_identity(contact.facts, event))
        case ContactMarkedDuplicate(of=of):
            return Duplicate(**_known(contact), of=of)
        case DuplicateNoted(contact=other):
            return _with(contact, duplicates=contact.duplicates | {other})
        case DuplicateMarkWithdrawn():
            return Standing(**_known(contact))
        case DuplicateNoteWithdrawn(contact=other):
            return _with(contact, duplicates=contact.duplicates - {other})
        case ContactWithdrawn(reason=reason):
            mark = contact.of if isinstance(contact, Duplicate) else None
            return Withdrawn(**_known(contact), of=mark, reason=reason)
        case ContactReinstated():
            return _reinstated(contact)
        case ContactReferredToCase(journal_number=number):
            return _with(contact, journal_numbers=(*contact.journal_numbers, number))
        case EvidenceAttached():
            facts = with_evidence(contact.facts, event)
            files = (*contact.attachments, event)
            return _with(contact, facts=facts, attachments=files)
        case ReceiptDelivered() | ReceiptDeliveryFailed():
            return contact


def _reinstated(contact: Contact) -> Contact:
    match contact:
        case Withdrawn(of=None):
            return Standing(**_known(contact))
        case Withdrawn(of=of):
            return Duplicate(**_known(contact), of=of)
        case _:
            return contact


def _with(contact: Contact, **known: object) -> Contact:
    return contact.model_copy(update=known)


def _known(contact: Contact) -> dict[str, Any]:
    return {name: getattr(contact, name) for name in KnownContact.model_fields}


contacts = Decider(decide, evolve, first=RegisterContact, prefix="H")
