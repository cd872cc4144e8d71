"""A complaint as a reader sees it: what was received, and how far it has come."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from api.shown import PartyShown, forgotten, party_shown, words
from domain.citizens import citizens
from domain.complaint_deadlines import last_filing_day
from domain.complaint_facts import NoteProcedure
from domain.complaint_kinds import (
    AppealOutcome,
    ComplaintKind,
    CopyRecipient,
    Group,
    NoticeRecipient,
    Outcome,
    Recipient,
    Via,
)
from domain.complaint_states import AppealDecided, Appealed, Complaint, Pending
from domain.complaints import complaints
from domain.event import By, Event, Frozen, Recorded
from domain.people import KnownCitizen, Particulars, Party, SafeContact
from domain.purposes import Regime
from infrastructure.registry import Registry


class Status(StrEnum):
    PENDING = "PENDING"
    CONCLUDED = "CONCLUDED"
    APPEALED = "APPEALED"
    APPEAL_DECIDED = "APPEAL_DECIDED"


class AllegationShown(Frozen):
    id: UUID
    category: str
    outcome: Outcome | None


class NoteShown(Frozen):
    note: str | None  # words: only with a purpose
    agrees: bool


class ComplaintShown(Frozen):
    """A complaint as known; words that are null while `forgotten` were erased."""

    id: UUID
    version: int
    number: str
    status: Status
    received_on: date
    matter_on: date
    last_filing_day: date
    late: bool
    waived: str | None  # the reason
    registered_at: datetime
    imported: bool
    registered_by: By
    kind: ComplaintKind
    group: Group
    district: str
    via: Via
    contact: UUID | None
    complainant: PartyShown  # its words only with a purpose
    text: str | None  # words: only with a purpose
    regime: Regime
    allegations: list[AllegationShown]
    forwarded: tuple[Recipient, ...]
    note_procedure: NoteProcedure | None
    note: NoteShown | None
    copies: tuple[CopyRecipient, ...]
    investigated: bool
    notices: tuple[NoticeRecipient, ...]
    concluded_on: date | None
    outcome: Outcome | None  # the gravest of the allegations'
    appealed_to: Recipient | None
    appeal_lodged_on: date | None
    appeal_outcome: AppealOutcome | None
    appeal_decided_on: date | None
    forgotten: bool


def known_complaint(history: list[Recorded[Event]]) -> Complaint:
    state: Complaint = complaints.state_after(each.event for each in history)  # type: ignore[assignment]
    return state


def complainant_of(registry: Registry, complaint: Complaint) -> KnownCitizen | None:
    """The citizen who complains, with her protection, if it is known who she is."""
    id = complaint.facts.complainant.citizen
    return citizens.state_after(e.event for e in registry.history(id)) if id else None


def only_directly(registry: Registry, ids: Sequence[UUID]) -> set[UUID]:
    """Those of these complaints whose complainant must be reached directly."""
    parties = {
        id: known_complaint(history).facts.complainant
        for id, history in registry.histories(ids).items()
    }
    known = {party.citizen for party in parties.values() if party.citizen}
    people = {
        id: citizens.state_after(each.event for each in history)
        for id, history in registry.histories(list(known)).items()
    }
    return {
        id
        for id, party in parties.items()
        if party_shown(party, people.get(party.citizen or party.id)).safe_contact
        == SafeContact.DIRECT_ONLY
    }


def complaint_shown(
    history: list[Recorded[Event]],
    complainant: KnownCitizen | None,
    *,
    with_words: bool,
) -> ComplaintShown:
    first, complaint = history[0], known_complaint(history)
    facts, note = complaint.facts, complaint.note
    conclusion = None if isinstance(complaint, Pending) else complaint.conclusion
    outcomes = (
        {each.allegation: each.outcome for each in conclusion.outcomes}
        if conclusion
        else {}
    )
    appealed = complaint if isinstance(complaint, Appealed | AppealDecided) else None
    final = complaint if isinstance(complaint, AppealDecided) else None
    party = facts.complainant if with_words else _without_words(facts.complainant)
    return ComplaintShown(
        id=first.id,
        version=history[-1].version,
        status=_status(complaint),
        last_filing_day=last_filing_day(facts.matter_on),
        late=facts.late,
        waived=complaint.waived,
        registered_at=first.registered_at,
        imported=first.stated_at is not None,
        registered_by=first.by,
        group=facts.group,
        complainant=party_shown(party, complainant),
        text=words(facts.text) if with_words else None,
        regime=facts.law,
        allegations=[
            AllegationShown(
                id=each.id, category=each.category, outcome=outcomes.get(each.id)
            )
            for each in complaint.allegations
        ],
        forwarded=complaint.forwarded,
        note_procedure=complaint.note_procedure,
        note=note
        and NoteShown(
            note=words(note.note) if with_words else None, agrees=note.agrees
        ),
        copies=complaint.copies,
        investigated=complaint.investigated,
        notices=complaint.notices,
        concluded_on=conclusion and conclusion.on,
        outcome=conclusion and conclusion.outcome,
        appealed_to=appealed and appealed.to,
        appeal_lodged_on=appealed and appealed.lodged_on,
        appeal_outcome=final and final.decision,
        appeal_decided_on=final and final.decided_on,
        forgotten=forgotten(complaint),
        **facts.model_dump(include=SAME),
    )


SAME = {"number", "received_on", "matter_on", "kind", "district", "via", "contact"}


def _status(complaint: Complaint) -> Status:
    match complaint:
        case Appealed():
            return Status.APPEALED
        case AppealDecided():
            return Status.APPEAL_DECIDED
        case Pending():
            return Status.PENDING
        case _:
            return Status.CONCLUDED


def _without_words(party: Party) -> Party:
    none = dict.fromkeys(Particulars.model_fields)
    return party.model_copy(update=none)
