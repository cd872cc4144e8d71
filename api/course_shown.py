"""A stalking course as a reader sees it: as it stands, and all that it adds up to."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from pydantic import ConfigDict, Field

from api.needs import known_then, until
from api.shown import words
from domain.citizens import citizens
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
    history = known_then(registry, stalking_courses, id, as_of)
    course = known_course(history)
    ids = [*course.linked, *course.unlinked, course.victim]
    ids += [course.suspect] if course.suspect else []
    read = registry.histories(ids)
    told = {each: until(events, as_of) for each, events in read.items()}
    victim = _citizen(told[course.victim])
    suspect = course.suspect and _citizen(told[course.suspect])
    known = history_of(history, told, victim)
    last = [events[-1].position or 0 for events in (history, *told.values()) if events]
    position = max(last) if as_of else max(newest, *last)
    return HistoryShown(
        **dict(known),
        id=id,
        district=course.district,
        victim=course.victim,
        victim_name=words(victim.name),
        suspect=course.suspect,
        suspect_name=words(suspect.name) if suspect else None,
        as_of=as_of or now,
        position=position,
        completeness=_completeness(known, position, as_of or now),
        definition=DEFINITION,
    )


def _citizen(history: Course) -> KnownCitizen:
    return citizens.state_after(each.event for each in history) or KnownCitizen()


def _completeness(known: StalkingHistory, position: int, at: datetime) -> str:
    time = at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    counted, out = len(known.contacts), len(known.excluded)
    return (
        f"{counted} contacts counted and {out} left out, of those linked to this course"
        f" and known to the registry at position {position} as of {time};"
        " absence here is not proof of absence."
    )
