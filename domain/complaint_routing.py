"""Who must answer a complaint, and so where it is forwarded."""

from domain.complaint_facts import KnownComplaint
from domain.complaint_kinds import APPEALED_TO, OF_THE_AUTHORITY, Recipient, Via
from domain.complaint_states import Appealed, Complaint, pending
from domain.decider import Command, Refused
from domain.event import Event


class ComplaintForwarded(Event):
    to: Recipient


class ForwardComplaint(Command):
    """Where the law says: a behaviour complaint at once to the Authority."""

    to: Recipient


def forwarded(command: ForwardComplaint, complaint: Complaint) -> ComplaintForwarded:
    """Raises Refused."""
    to, facts = command.to, complaint.facts
    match complaint:
        case Appealed(to=instance):
            right = {instance}
        case _:
            right = _first(pending(complaint))
    if to not in right:
        raise Refused(f"By law this complaint now goes to {min(right)}.")
    if to in complaint.forwarded:
        raise Refused("The complaint has been forwarded there already.")
    if to == Recipient.AUTHORITY and facts.via == Via.AUTHORITY:
        raise Refused("The Authority has received the complaint itself.")
    return ComplaintForwarded(to=to)


def _first(complaint: KnownComplaint) -> set[Recipient]:
    """The first instance; of other matters the police must find it themselves."""
    if complaint.facts.kind in OF_THE_AUTHORITY:
        return {Recipient.AUTHORITY}
    if complaint.facts.kind in APPEALED_TO:
        return {Recipient.POLICE_DIRECTOR}
    return set(Recipient)
