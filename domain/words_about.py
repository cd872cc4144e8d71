"""Whose keys seal words about a citizen, or hold a copy of what was told in a contact?"""

from collections.abc import Collection, Iterator
from uuid import UUID

from domain.complaints import ComplaintReceived
from domain.contacts import ContactCorrected, ContactRegistered, PartyIdentified
from domain.event import Event, Recorded
from domain.people import Party
from domain.stalking_courses import (
    ContactLinkedToCourse,
    StalkingCourseOpened,
    SuspectNamed,
)


def subjects_told(
    recorded: Recorded[Event], ids: Collection[UUID], whole: Collection[UUID]
) -> Iterator[UUID]:
    """What this event says of it. Parties once identified as a citizen stay hers, since
    their words were sealed before; court prints, sealed with a course's key, name both
    people and quote the contacts that are linked to it.
    """
    match recorded.event:
        case ContactRegistered(parties=parties):
            yield from _parties(parties, ids, all_of_them=recorded.id in whole)
        case ContactCorrected(field="parties", new=list(parties)):
            told = [Party.model_validate(each) for each in parties]
            yield from _parties(told, ids, all_of_them=recorded.id in whole)
        case PartyIdentified(party=party, citizen=citizen) if citizen in ids:
            yield party
        case ComplaintReceived(complainant=party):
            yield from _parties([party], ids, all_of_them=recorded.id in whole)
            if party.citizen in ids:
                yield recorded.id
        case StalkingCourseOpened(victim=victim, suspect=suspect) if {
            victim,
            suspect,
        }.intersection(ids):
            yield recorded.id
        case SuspectNamed(suspect=suspect) if suspect in ids:
            yield recorded.id
        case ContactLinkedToCourse(contact=contact) if contact in ids:
            yield recorded.id


def _parties(
    parties: Collection[Party], ids: Collection[UUID], *, all_of_them: bool
) -> Iterator[UUID]:
    for party in parties:
        if all_of_them or party.citizen in ids:
            yield party.id
