"""A complaint about the police: routed by law, and concluded once."""

from typing import Any

from domain.complaint_facts import KnownComplaint, NoteProcedure
from domain.complaint_kinds import NoticeRecipient
from domain.complaint_outcomes import (
    ComplaintAppealDecided,
    ComplaintAppealLodged,
    ComplaintConcluded,
    ComplaintReopened,
    ConcludeComplaint,
    DecideAppeal,
    LodgeAppeal,
    ReopenComplaint,
    appeal_decided,
    by_the_authority,
    concluded,
    lodged,
)
from domain.complaint_receiving import (
    AddAllegation,
    AllegationAdded,
    ComplaintReceived,
    ReceiveComplaint,
    added,
    received,
)
from domain.complaint_routing import ComplaintForwarded, ForwardComplaint, forwarded
from domain.complaint_states import (
    AppealDecided,
    Appealed,
    Complaint,
    Concluded,
    Pending,
    pending,
)
from domain.decider import Circumstances, Command, Decider, Refused
from domain.event import Event
from domain.note_procedure import (
    ConsentToNoteProcedure,
    HoldNoteProcedure,
    NoteCopySent,
    NoteProcedureConsented,
    NoteProcedureHeld,
    NoteProcedureOffered,
    NoteProcedureRefused,
    OfferNoteProcedure,
    RefuseNoteProcedure,
    SendNoteCopy,
    consented,
    copied,
    held,
    offered,
    refused,
)
from domain.words import Line

__all__ = [  # of this topic, and told in a module of their own
    "AddAllegation",
    "AllegationAdded",
    "ComplaintAppealDecided",
    "ComplaintAppealLodged",
    "ComplaintConcluded",
    "ComplaintForwarded",
    "ComplaintReceived",
    "ComplaintReopened",
    "ConcludeComplaint",
    "ConsentToNoteProcedure",
    "DecideAppeal",
    "ForwardComplaint",
    "HoldNoteProcedure",
    "LodgeAppeal",
    "NoteCopySent",
    "NoteProcedureConsented",
    "NoteProcedureHeld",
    "NoteProcedureOffered",
    "NoteProcedureRefused",
    "OfferNoteProcedure",
    "ReceiveComplaint",
    "RefuseNoteProcedure",
    "ReopenComplaint",
    "SendNoteCopy",
]


class ComplaintDeadlineWaived(Event):
    reason: str


class ComplaintInvestigated(Event):
    pass


class DelayNoticeSent(Event):
    to: NoticeRecipient


class WaiveDeadline(Command):
    """By the Authority, in special cases (retsplejeloven § 1019 a, stk. 3)."""

    reason: Line


class InvestigateComplaint(Command):
    """By the Authority, before it criticises anybody or finds nothing to criticise."""


class SendDelayNotice(Command):
    """Why it takes long and when it will be decided. A retry is one more."""

    to: NoticeRecipient


def decide(  # noqa: C901, PLR0911, PLR0912 - one case for each command
    complaint: Complaint | None,
    command: ReceiveComplaint
    | AddAllegation
    | ForwardComplaint
    | WaiveDeadline
    | OfferNoteProcedure
    | ConsentToNoteProcedure
    | RefuseNoteProcedure
    | HoldNoteProcedure
    | SendNoteCopy
    | InvestigateComplaint
    | SendDelayNotice
    | ConcludeComplaint
    | ReopenComplaint
    | LodgeAppeal
    | DecideAppeal,
    circumstances: Circumstances,
) -> Event:
    if isinstance(command, ReceiveComplaint):
        if complaint:
            raise Refused("The complaint is already received.")
        return received(command, circumstances)
    if complaint is None:
        raise Refused("There is no complaint with this id.")
    match command, complaint:
        case ForwardComplaint(), _:
            return forwarded(command, complaint)
        case SendNoteCopy(), _:
            return copied(command, complaint)
        case ReopenComplaint(reason=reason), Concluded():
            by_the_authority(complaint, circumstances)
            return ComplaintReopened(reason=reason)
        case ReopenComplaint(), _:
            raise Refused(
                "Only a concluded complaint can be reopened, before an appeal."
            )
        case LodgeAppeal(), Concluded(conclusion=conclusion):
            return lodged(command, complaint, conclusion, circumstances)
        case LodgeAppeal(), _:
            raise Refused("Only a concluded complaint can be appealed, and once.")
        case DecideAppeal(), Appealed(lodged_on=on):
            return appeal_decided(command, on, circumstances)
        case DecideAppeal(), _:
            raise Refused("There is no appeal to decide.")
        case AddAllegation(), _:
            return added(command, pending(complaint))
        case WaiveDeadline(reason=reason), _:
            if not pending(complaint).time_barred:
                raise Refused("There is no deadline to waive: it is not exceeded.")
            return ComplaintDeadlineWaived(reason=reason)
        case OfferNoteProcedure(), _:
            return offered(pending(complaint))
        case ConsentToNoteProcedure(), _:
            return consented(pending(complaint))
        case RefuseNoteProcedure(), _:
            return refused(pending(complaint))
        case HoldNoteProcedure(), _:
            return held(command, pending(complaint), circumstances)
        case InvestigateComplaint(), _:
            pending(complaint)
            return ComplaintInvestigated()
        case SendDelayNotice(to=notified), _:
            pending(complaint)
            return DelayNoticeSent(to=notified)
        case ConcludeComplaint(), _:
            return concluded(command, pending(complaint), circumstances)


def evolve(  # noqa: C901, PLR0911, PLR0912 - one case for each event
    complaint: Complaint | None,
    event: ComplaintReceived
    | AllegationAdded
    | ComplaintForwarded
    | ComplaintDeadlineWaived
    | NoteProcedureOffered
    | NoteProcedureConsented
    | NoteProcedureRefused
    | NoteProcedureHeld
    | NoteCopySent
    | ComplaintInvestigated
    | DelayNoticeSent
    | ComplaintConcluded
    | ComplaintReopened
    | ComplaintAppealLodged
    | ComplaintAppealDecided,
) -> Complaint:
    if isinstance(event, ComplaintReceived):
        return Pending(facts=event, allegations=event.allegations)
    if complaint is None:
        raise LookupError("A complaint begins when it is received.")
    match event:
        case AllegationAdded():
            return _with(complaint, allegations=(*complaint.allegations, event))
        case ComplaintForwarded(to=to):
            return _with(complaint, forwarded=(*complaint.forwarded, to))
        case ComplaintDeadlineWaived(reason=reason):
            return _with(complaint, waived=reason)
        case NoteProcedureOffered():
            return _with(complaint, note_procedure=NoteProcedure.OFFERED)
        case NoteProcedureConsented():
            return _with(complaint, note_procedure=NoteProcedure.CONSENTED)
        case NoteProcedureRefused():
            return _with(complaint, note_procedure=NoteProcedure.REFUSED)
        case NoteProcedureHeld():
            return _with(complaint, note_procedure=NoteProcedure.HELD, note=event)
        case NoteCopySent(to=copied_to):
            return _with(complaint, copies=(*complaint.copies, copied_to))
        case ComplaintInvestigated():
            return _with(complaint, investigated=True)
        case DelayNoticeSent(to=notified):
            return _with(complaint, notices=(*complaint.notices, notified))
        case ComplaintConcluded():
            return Concluded(**_known(complaint), conclusion=event)
        case ComplaintReopened():
            return Pending(**_known(complaint))
        case ComplaintAppealLodged():
            return _appealed(complaint, event)
        case ComplaintAppealDecided():
            return _finally(complaint, event)


def _appealed(complaint: Complaint, event: ComplaintAppealLodged) -> Complaint:
    match complaint:
        case Concluded(conclusion=conclusion):
            known = _known(complaint) | {"conclusion": conclusion}
            return Appealed(**known, to=event.to, lodged_on=event.on)
        case _:
            return complaint


def _finally(complaint: Complaint, event: ComplaintAppealDecided) -> Complaint:
    match complaint:
        case Appealed():
            known = {name: getattr(complaint, name) for name in Appealed.model_fields}
            return AppealDecided(**known, decision=event.outcome, decided_on=event.on)
        case _:
            return complaint


def _with(complaint: Complaint, **known: object) -> Complaint:
    return complaint.model_copy(update=known)


def _known(complaint: Complaint) -> dict[str, Any]:
    return {name: getattr(complaint, name) for name in KnownComplaint.model_fields}


complaints = Decider(decide, evolve, first=ReceiveComplaint, prefix="KL")
