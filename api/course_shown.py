"""A stalking course as a reader sees it: as it stands, and all that it adds up to."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from pydantic import ConfigDict, Field

from api.needs import known_then, until
from api.shown import words
from domain.citizens import citizens
from domain.decider import Refused
from domain.event import By, Event, Frozen, Recorded
from domain.people import KnownCitizen
from domain.restraining_orders import Order
from domain.stalking_courses import (
    CourtPrintIssued,
    PrintFor,
    RiskToolReferenced,
    StalkingCourse,
    stalking_courses,
)
from domain.stalking_history import StalkingHistory, history_of
from domain.stalking_summary import DEFINITION
from infrastructure.asked import Unknown
from infrastructure.registry import Registry

Course = Sequence[Recorded[Event]]


class RiskToolShown(Frozen):
    tool: str
    version: str
    on: date
    rating: str | None
    annex: int
    at: datetime
    by: By


class CourtPrintShown(Frozen):
    model_config = ConfigDict(validate_by_name=True)

    for_: PrintFor = Field(alias="for")
    sha256: str
    position: int
    at: datetime
    by: By


class CourseShown(Frozen):
    id: UUID
    version: int
    opened_at: datetime
    opened_by: By
    district: str
    victim: UUID
    suspect: UUID | None
    contacts: list[UUID]  # linked now, also those that don't count
    orders: tuple[Order, ...]
    risk_tools: list[RiskToolShown]
    court_prints: list[CourtPrintShown]


class HistoryShown(StalkingHistory):
    """Facts only. What they mean is for others to say."""

    id: UUID
    district: str
    victim: UUID
    victim_name: str | None
    suspect: UUID | None
    suspect_name: str | None
    as_of: datetime
    position: int
    completeness: str
    definition: str


def known_course(history: Course) -> StalkingCourse:
    state: StalkingCourse = stalking_courses.state_after(each.event for each in history)  # type: ignore[assignment]
    return state


def course_shown(history: Course) -> CourseShown:
    first, last = history[0], history[-1]
    course = known_course(history)
    return CourseShown(
        id=first.id,
        version=last.version,
        opened_at=first.registered_at,
        opened_by=first.by,
        district=course.district,
        victim=course.victim,
        suspect=course.suspect,
        contacts=list(course.linked),
        orders=course.orders,
        risk_tools=[
            RiskToolShown(
                **dict(each.event) | {"rating": words(each.event.rating)},
                at=each.registered_at,
                by=each.by,
            )
            for each in history
            if isinstance(each.event, RiskToolReferenced)
        ],
        court_prints=[
            CourtPrintShown(**dict(each.event), at=each.registered_at, by=each.by)
            for each in history
            if isinstance(each.event, CourtPrintIssued)
        ],
    )


def history_shown(
    registry: Registry, id: UUID, as_of: datetime | None, now: datetime
) -> HistoryShown:
    """Folded from the archive itself, so that one's own last write is in it.

    Raises Unknown where the course was not known then.
    """
    newest = registry.recorder.newest()
    course, told = _read(registry, id, lambda events: until(events, as_of))
    last = [events[-1].position or 0 for events in (course, *told.values()) if events]
    position = max(last) if as_of else max(newest, *last)
    return _history(course, told, position, as_of or now)


def history_at(registry: Registry, id: UUID, position: int) -> HistoryShown:
    """As known when the archive stood at this position: for ever the same.

    Raises Unknown where the course was not known then, Refused without such a position.
    """
    rows = registry.recorder.select_notifications(position, 1)
    there = next(iter(registry.mapper.to_domain_events(rows)), None)
    if there is None or there.position != position:
        raise Refused("The archive has no such position.")
    course, told = _read(
        registry,
        id,
        lambda events: [e for e in events if (e.position or 0) <= position],
    )
    return _history(course, told, position, there.at)


def _read(
    registry: Registry,
    id: UUID,
    known: Callable[[list[Recorded[Event]]], list[Recorded[Event]]],
) -> tuple[Course, dict[UUID, list[Recorded[Event]]]]:
    """The course, and each thing that it names, as far as they are known. Raises Unknown."""
    course = known(known_then(registry, stalking_courses, id, None))
    if not course:
        raise Unknown
    read = registry.histories(subjects_of(known_course(course)))
    return course, {each: known(events) for each, events in read.items()}


def subjects_of(course: StalkingCourse) -> list[UUID]:
    """Her, whom she fears, and each contact that is or was linked."""
    people = [course.victim, course.suspect] if course.suspect else [course.victim]
    return [*people, *course.linked, *course.unlinked]


def _history(
    history: Course,
    told: dict[UUID, list[Recorded[Event]]],
    position: int,
    at: datetime,
) -> HistoryShown:
    course = known_course(history)
    victim = citizen_of(told[course.victim])
    suspect = course.suspect and citizen_of(told[course.suspect])
    known = history_of(history, told, victim)
    return HistoryShown(
        **dict(known),
        id=history[0].id,
        district=course.district,
        victim=course.victim,
        victim_name=words(victim.name),
        suspect=course.suspect,
        suspect_name=words(suspect.name) if suspect else None,
        as_of=at,
        position=position,
        completeness=_completeness(known, position, at),
        definition=DEFINITION,
    )


def citizen_of(history: Course) -> KnownCitizen:
    return citizens.state_after(each.event for each in history) or KnownCitizen()


def _completeness(known: StalkingHistory, position: int, at: datetime) -> str:
    time = at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    counted, out = len(known.contacts), len(known.excluded)
    return (
        f"{counted} contacts counted and {out} left out, of those linked to this course"
        f" and known to the registry at position {position} as of {time};"
        " absence here is not proof of absence."
    )
