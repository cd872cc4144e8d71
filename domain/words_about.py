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

# In no other events a citizen, or a thing, is named in a way that matters here.
NAMING_CITIZENS: tuple[type[Event], ...] = (
    ContactRegistered,
    PartyIdentified,
    ComplaintReceived,
    StalkingCourseOpened,
    SuspectNamed,
)
NAMING_THINGS: tuple[type[Event], ...] = (ContactLinkedToCourse,)


def subjects_told(
    recorded: Recorded[Event],
    citizens: Collection[UUID],
    things: Collection[UUID],
    *,
    whole: bool,
) -> Iterator[UUID]:
    """What this event says of it. Parties once identified as a citizen stay hers, since
    their words were sealed before; court prints, sealed with a course's key, name both
    people and quote the contacts that are linked to it.
    """
    all_of_them = whole and recorded.id in things
    match recorded.event:
        case ContactRegistered(parties=parties):
            yield from _parties(parties, citizens, all_of_them=all_of_them)
        case ContactCorrected(field="parties", new=list(parties)):
            told = [Party.model_validate(each) for each in parties]
            yield from _parties(told, citizens, all_of_them=all_of_them)
        case PartyIdentified(party=party, citizen=citizen) if citizen in citizens:
            yield party
        case ComplaintReceived(complainant=party):
            yield from _parties([party], citizens, all_of_them=all_of_them)
            if party.citizen in citizens:
                yield recorded.id
        case StalkingCourseOpened(victim=victim, suspect=suspect) if {
            victim,
            suspect,
        }.intersection(citizens):
            yield recorded.id
        case SuspectNamed(suspect=suspect) if suspect in citizens:
            yield recorded.id
        case ContactLinkedToCourse(contact=contact) if contact in things:
            yield recorded.id


def _parties(
    parties: Collection[Party], citizens: Collection[UUID], *, all_of_them: bool
) -> Iterator[UUID]:
    for party in parties:
        if all_of_them or party.citizen in citizens:
            yield party.id
