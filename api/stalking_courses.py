"""The doors of the topic stalking courses."""

from fastapi import APIRouter

from api.commands import doors, first_door
from api.course_shown import CourseShown, HistoryShown, course_shown, history_shown
from api.doors import Allowed, Door
from api.listed import Listed
from api.needs import (
    AsOf,
    Cursor,
    District,
    Id,
    Limit,
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
from projections.stalking_alerts import Alert, alerts

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


@router.get("/alerts", summary="Pairs named in two or more contacts, and in no course")
def alerted(
    models: ReadModels,
    by: Officer,
    district: District = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[Alert]:
    page = alerts(models.db, district=district, limit=limit, cursor=cursor)
    return Listed(items=page.items, next=page.next, position=models.position)


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
    )
    return shown
