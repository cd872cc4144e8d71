"""The doors of the topic stalking courses."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from api.commands import doors, first_door
from api.course_shown import (
    CourseShown,
    HistoryShown,
    course_shown,
    history_shown,
    known_course,
)
from api.courses_listed import AlertShown, CourseListed, with_people
from api.doors import Allowed, Door
from api.listed import Listed
from api.needs import (
    AsOf,
    Cursor,
    District,
    Id,
    Limit,
    MaybePurposeful,
    Now,
    Officer,
    OfficerOrAuthority,
    Purposeful,
    ReadModels,
    TheRegistry,
    known_then,
)
from domain import stalking_courses as topic
from domain.event import Role
from domain.stalking_courses import stalking_courses
from projections.stalking_alerts import alerts
from projections.stalking_course_list import Missing, courses, missing

router = APIRouter(
    prefix="/stalking-courses", tags=["stalking courses"], route_class=Door
)

OFFICERS = Allowed(Role.OFFICER, Role.SUPERVISOR)

first_door(router, stalking_courses, OFFICERS)
# Of every district: a course follows her when she moves.
doors(
    router,
    stalking_courses,
    dict.fromkeys(
        (
            topic.LinkContact,
            topic.UnlinkContact,
            topic.NameSuspect,
            topic.RequestOrder,
            topic.DecideOrder,
            topic.ServeOrder,
            topic.AppealOrder,
            topic.EndOrder,
            topic.ReportBreach,
            topic.ReferenceRiskTool,
        ),
        OFFICERS,
    ),
)


@router.get("", summary="Stalking courses, the last opened first")
def listed(
    registry: TheRegistry,
    models: ReadModels,
    by: Officer,
    access: MaybePurposeful,
    district: District = None,
    victim: Annotated[UUID | None, Query(description="Or citizens linked to")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[CourseListed]:
    page = courses(
        models.db, district=district, victim=victim, limit=limit, cursor=cursor
    )
    told = with_people(registry, models, access, "stalking_courses", page.items)
    items = [CourseListed(**dict(each), **people) for each, people in told]
    return Listed(items=items, next=page.next, position=models.position)


@router.get("/alerts", summary="Pairs named in two or more contacts, and in no course")
def alerted(
    registry: TheRegistry,
    models: ReadModels,
    by: Officer,
    access: MaybePurposeful,
    district: District = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[AlertShown]:
    page = alerts(models.db, district=district, limit=limit, cursor=cursor)
    told = with_people(registry, models, access, "stalking_alerts", page.items)
    items = [AlertShown(**dict(each), **people) for each, people in told]
    return Listed(items=items, next=page.next, position=models.position)


@router.get("/{id}/alerts", summary="Contacts that name its people and are not in it")
def lacking(
    id: Id, registry: TheRegistry, models: ReadModels, by: Officer
) -> Listed[Missing]:
    """Without those that somebody has unlinked: they were in it, and had to go."""
    course = known_course(known_then(registry, stalking_courses, id, None))
    found = missing(models.db, id)
    items = [each for each in found if each.id not in course.unlinked]
    return Listed(items=items, position=models.position)


@router.get("/{id}", summary="A stalking course as now known, or as known then")
def read(
    id: Id, registry: TheRegistry, by: Officer, access: Purposeful, as_of: AsOf = None
) -> CourseShown:
    history = known_then(registry, stalking_courses, id, as_of)
    shown = course_shown(history)
    people = [each for each in (shown.victim, shown.suspect) if each]
    position = history[-1].position
    access.shown("stalking_course", people, ["rating"], position=position)
    return shown


@router.get("/{id}/history", summary="What the contacts of a course add up to: facts")
def history(
    id: Id,
    registry: TheRegistry,
    by: OfficerOrAuthority,
    access: Purposeful,
    now: Now,
    as_of: AsOf = None,
) -> HistoryShown:
    shown = history_shown(registry, id, as_of, now)
    people = [each for each in (shown.victim, shown.suspect) if each]
    told = [each.id for each in shown.contacts] + [each.id for each in shown.excluded]
    access.shown(
        "stalking_history",
        [*people, *told],
        ["name"],
        count=len(told),
        position=shown.position,
        names=[shown.victim_name, shown.suspect_name],
    )
    return shown
