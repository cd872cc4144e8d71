"""Single contacts that may belong together: what one person does to another over time."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from domain.court_papers import (
    CourtPrintIssued,
    IssueCourtPrint,
    PrintFor,
    ReferenceRiskTool,
    RiskToolReferenced,
    referenced,
)
from domain.decider import Circumstances, Command, Decider, Refused
from domain.event import Event
from domain.facts import KnownContact
from domain.known_course import StalkingCourse
from domain.order_steps import ordered
from domain.people import KnownCitizen
from domain.places import District
from domain.restraining_orders import (
    AppealOrder,
    DecideOrder,
    EndOrder,
    OrderCommand,
    OrderEvent,
    ReportBreach,
    RequestOrder,
    RestrainingOrderAppealed,
    RestrainingOrderBreachReported,
    RestrainingOrderDecided,
    RestrainingOrderEnded,
    RestrainingOrderRequested,
    RestrainingOrderServed,
    ServeOrder,
    with_order,
)
from domain.words import Line

__all__ = [  # of this topic, and told in a module of their own
    "AppealOrder",
    "CourtPrintIssued",
    "DecideOrder",
    "EndOrder",
    "IssueCourtPrint",
    "PrintFor",
    "ReferenceRiskTool",
    "ReportBreach",
    "RequestOrder",
    "RestrainingOrderAppealed",
    "RestrainingOrderBreachReported",
    "RestrainingOrderDecided",
    "RestrainingOrderEnded",
    "RestrainingOrderRequested",
    "RestrainingOrderServed",
    "RiskToolReferenced",
    "ServeOrder",
    "StalkingCourse",
]


class StalkingCourseOpened(Event):
    victim: UUID
    suspect: UUID | None = None
    district: str


class ContactLinkedToCourse(Event):
    contact: UUID
    basis: str


class ContactUnlinkedFromCourse(Event):
    contact: UUID
    reason: str


class SuspectNamed(Event):
    suspect: UUID


class OpenStalkingCourse(Command):
    """Facts are gathered; whether it is stalking is not for the registry to say."""

    victim: UUID
    suspect: UUID | None = None
    district: District


class LinkContact(Command):
    contact: UUID
    basis: Line


class UnlinkContact(Command):
    """It leaves the figures, and the history says why."""

    contact: UUID
    reason: Line


class NameSuspect(Command):
    """The last one named counts; who was named before stays in the archive."""

    suspect: UUID


def decide(  # noqa: C901, PLR0911 - one case for each command
    course: StalkingCourse | None,
    command: OpenStalkingCourse
    | LinkContact
    | UnlinkContact
    | NameSuspect
    | OrderCommand
    | ReferenceRiskTool
    | IssueCourtPrint,
    circumstances: Circumstances,
) -> Event:
    if isinstance(command, OpenStalkingCourse):
        return _opened(course, command, circumstances)
    if course is None:
        raise Refused("There is no stalking course with this id.")
    match command:
        case LinkContact(contact=contact, basis=basis):
            if contact in course.linked:
                raise Refused("The contact is linked to this course already.")
            circumstances.the(KnownContact, contact, "contact")
            return ContactLinkedToCourse(contact=contact, basis=basis)
        case UnlinkContact(contact=contact, reason=reason):
            if contact not in course.linked:
                raise Refused("The contact is not linked to this course.")
            return ContactUnlinkedFromCourse(contact=contact, reason=reason)
        case NameSuspect(suspect=suspect):
            if suspect == course.suspect:
                raise Refused("This suspect is named already.")
            _people(course.victim, suspect, circumstances)
            return SuspectNamed(suspect=suspect)
        case ReferenceRiskTool():
            return referenced(command, course.victim)
        case IssueCourtPrint():
            return CourtPrintIssued.model_validate(command.model_dump())
        case (
            RequestOrder()
            | DecideOrder()
            | ServeOrder()
            | AppealOrder()
            | EndOrder()
            | ReportBreach()
        ):
            linked = frozenset(course.linked)
            return ordered(command, course.orders, linked, circumstances)


def _opened(
    course: StalkingCourse | None,
    command: OpenStalkingCourse,
    circumstances: Circumstances,
) -> StalkingCourseOpened:
    if course:
        raise Refused("The stalking course is already open.")
    circumstances.the(KnownCitizen, command.victim, "citizen")
    if command.suspect:
        _people(command.victim, command.suspect, circumstances)
    return StalkingCourseOpened(**dict(command))


def _people(victim: UUID, suspect: UUID, circumstances: Circumstances) -> None:
    if victim == suspect:
        raise Refused("Victim and suspect can't be the same citizen.")
    circumstances.the(KnownCitizen, suspect, "citizen")


def evolve(
    course: StalkingCourse | None,
    event: StalkingCourseOpened
    | ContactLinkedToCourse
    | ContactUnlinkedFromCourse
    | SuspectNamed
    | RiskToolReferenced
    | CourtPrintIssued
    | OrderEvent,
) -> StalkingCourse:
    if isinstance(event, StalkingCourseOpened):
        return StalkingCourse(**dict(event))
    if course is None:
        raise LookupError("A stalking course begins when it is opened.")
    return course.model_copy(update=_change(course, event))


def _change(
    course: StalkingCourse,
    event: ContactLinkedToCourse
    | ContactUnlinkedFromCourse
    | SuspectNamed
    | RiskToolReferenced
    | CourtPrintIssued
    | OrderEvent,
) -> dict[str, Any]:
    match event:
        case ContactLinkedToCourse(contact=contact, basis=basis):
            return {
                "linked": {**course.linked, contact: basis},
                "unlinked": _without(course.unlinked, contact),
            }
        case ContactUnlinkedFromCourse(contact=contact, reason=reason):
            return {
                "linked": _without(course.linked, contact),
                "unlinked": {**course.unlinked, contact: reason},
            }
        case SuspectNamed(suspect=suspect):
            return {"suspect": suspect}
        case RiskToolReferenced() | CourtPrintIssued():
            return {}  # told in the history, and no rule asks for it
        case (
            RestrainingOrderRequested()
            | RestrainingOrderDecided()
            | RestrainingOrderServed()
            | RestrainingOrderAppealed()
            | RestrainingOrderEnded()
            | RestrainingOrderBreachReported()
        ):
            return {"orders": with_order(course.orders, event)}


def _without(contacts: Mapping[UUID, str], contact: UUID) -> dict[UUID, str]:
    return {id: why for id, why in contacts.items() if id != contact}


stalking_courses = Decider(decide, evolve, first=OpenStalkingCourse)
