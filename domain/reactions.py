"""What one fact leads to elsewhere, in the same save."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

from domain.access_seals import access_seals
from domain.citizens import (
    CitizensKeptApart,
    CitizensLinked,
    CitizensUnlinked,
    IdentifyCitizen,
    citizens,
)
from domain.complaints import ComplaintReceived, complaints
from domain.contacts import (
    ContactMarkedDuplicate,
    ContactRegistered,
    DuplicateMarkWithdrawn,
    DuplicateNoted,
    DuplicateNoteWithdrawn,
    RegisterContact,
    contacts,
)
from domain.decider import Command, Counterpart, Decider, Others, Reaction, Reactions
from domain.erasure import erasures
from domain.event import Personal, Recorded
from domain.follow_ups import Cause, OpenFollowUp, follow_ups
from domain.ids import follow_up_of
from domain.intake import IntakeRegistered, intake
from domain.kinds import Patrol
from domain.log_forks import log_forks
from domain.people import Particulars, Party, PartyRole
from domain.stalking_courses import stalking_courses
from domain.supervision import registration_audits

TOPICS: tuple[Decider[Any, Any], ...] = (
    contacts,
    citizens,
    follow_ups,
    complaints,
    registration_audits,
    intake,
    stalking_courses,
    erasures,
)
# What has no door: the registry itself commands it, or who operates it, at the machine.
OF_ITS_OWN = (access_seals, log_forks)

WANTED_BUT_NOT_SENT = {Patrol.NO_UNIT_AVAILABLE, Patrol.OTHER_PRIORITY}


def after_registration(
    recorded: Recorded[ContactRegistered], others: Others
) -> Iterator[Reaction | Counterpart]:
    yield from _new_citizens(recorded.event.parties, others)
    yield from _rule_1(recorded.id, recorded.event)
    yield from _answered(recorded.id, recorded.event)


def after_complaint(
    recorded: Recorded[ComplaintReceived], others: Others
) -> list[Reaction]:
    return _new_citizens((recorded.event.complainant,), others)


def _new_citizens(parties: tuple[Party, ...], others: Others) -> list[Reaction]:
    new: dict[UUID, Party] = {}
    for party in parties:
        if party.cpr and others.get(party.subject) is None:
            new.setdefault(party.subject, party)
    return [
        Reaction(
            citizens,
            citizen,
            IdentifyCitizen.model_validate(
                {name: _text(getattr(party, name)) for name in Particulars.model_fields}
            ),
        )
        for citizen, party in new.items()
    ]


def _text(words: Personal | None) -> str | None:
    return words.text if words else None


def _rule_1(id: UUID, contact: ContactRegistered) -> Iterator[Reaction]:
    """Version 1: a victim, or unsafe and no patrol was sent although one was wanted."""
    victims = [each.id for each in contact.parties if each.role == PartyRole.VICTIM]
    if victims or (contact.feels_unsafe and contact.patrol in WANTED_BUT_NOT_SENT):
        command = OpenFollowUp(
            contact=id,
            party=victims[0] if victims else None,
            district=contact.district,
            victim=bool(victims),
            cause=Cause.RULE_1,
        )
        yield Reaction(follow_ups, follow_up_of(id), command)


def _answered(id: UUID, contact: ContactRegistered) -> Iterator[Counterpart]:
    if contact.intake:
        yield Counterpart(intake, contact.intake, IntakeRegistered(contact=id))


def duplicate_noted(
    recorded: Recorded[ContactMarkedDuplicate], _: Others
) -> list[Counterpart]:
    event = recorded.event
    note = DuplicateNoted(contact=recorded.id, reason=event.reason)
    return [Counterpart(contacts, event.of, note)]


def duplicate_note_withdrawn(
    recorded: Recorded[DuplicateMarkWithdrawn], _: Others
) -> list[Counterpart]:
    event = recorded.event
    note = DuplicateNoteWithdrawn(contact=recorded.id, reason=event.reason)
    return [Counterpart(contacts, event.of, note)]


def linked_both_ways(
    recorded: Recorded[CitizensLinked]
    | Recorded[CitizensUnlinked]
    | Recorded[CitizensKeptApart],
    _: Others,
) -> list[Counterpart]:
    event = recorded.event
    same = event.model_copy(update={"other": recorded.id})
    return [Counterpart(citizens, event.other, same)]


# What else a command may write to, so that it can be read along.
LEADS_TO: Mapping[type[Command], Callable[[UUID], UUID]] = {
    RegisterContact: follow_up_of
}

REACTIONS: Reactions = {
    ContactRegistered: after_registration,
    ContactMarkedDuplicate: duplicate_noted,
    DuplicateMarkWithdrawn: duplicate_note_withdrawn,
    CitizensLinked: linked_both_ways,
    CitizensUnlinked: linked_both_ways,
    CitizensKeptApart: linked_both_ways,
    ComplaintReceived: after_complaint,
}
