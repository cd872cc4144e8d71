"""Two contacts that tell the same: one points to the other, and both stay readable."""

from uuid import UUID

from domain.decider import Circumstances, Command, Refused
from domain.event import Event
from domain.facts import KnownContact
from domain.words import Line


class ContactMarkedDuplicate(Event):
    of: UUID
    reason: str


class DuplicateNoted(Event):
    """⇄ on the other contact."""

    contact: UUID
    reason: str


class DuplicateMarkWithdrawn(Event):
    of: UUID
    reason: str


class DuplicateNoteWithdrawn(Event):
    """⇄ on the other contact."""

    contact: UUID
    reason: str


class MarkDuplicate(Command):
    """It stays readable, and leaves the counts."""

    of: UUID
    reason: Line


class WithdrawDuplicateMark(Command):
    reason: Line


def marked(
    command: MarkDuplicate, contact: KnownContact, circumstances: Circumstances
) -> ContactMarkedDuplicate:
    """No chains and no circles: a duplicate points to a contact that stands itself."""
    if command.of == circumstances.id:
        raise Refused("A contact can't be a duplicate of itself.")
    if not contact.effective:
        raise Refused("The contact is marked as a duplicate: withdraw the mark first.")
    if contact.duplicates:
        raise Refused("Another contact is marked as a duplicate of this one.")
    if not circumstances.the(KnownContact, command.of, "contact").effective:
        raise Refused("The other contact is itself withdrawn or a duplicate.")
    return ContactMarkedDuplicate(of=command.of, reason=command.reason)
