"""The doors of the topic follow-ups."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from api.commands import doors, first_door
from api.doors import Allowed, Door, Forbidden
from api.listed import Listed
from api.needs import (
    AsOf,
    Cursor,
    District,
    From,
    Id,
    Limit,
    MaybePurposeful,
    Now,
    Officer,
    OfficerOrAuthority,
    ReadModels,
    TheRegistry,
    To,
    known_then,
)
from api.shown import words
from domain import follow_ups as topic
from domain.event import By, Frozen, Role
from domain.follow_ups import AttemptKind, Cause, Ended, FollowUp, TalkMode, follow_ups
from infrastructure.registry import Registry
from projections.follow_up_statistics import DEFINITION, Statistics, statistics
from projections.follow_ups_waiting import Waiting, waiting

router = APIRouter(prefix="/follow-ups", tags=["follow-ups"], route_class=Door)

OFFICERS = Allowed(Role.OFFICER, Role.SUPERVISOR)


def in_own_district(registry: Registry, id: UUID, by: By) -> None:
    """Follow-up commands need the follow-up's district."""
    history = known_then(registry, follow_ups, id, None)
    follow_up = follow_ups.state_after(each.event for each in history)
    if isinstance(follow_up, FollowUp) and follow_up.district != by.district:
        raise Forbidden("This follow-up belongs to another district than yours.")


first_door(router, follow_ups, OFFICERS)
doors(
    router,
    follow_ups,
    dict.fromkeys(
        (
            topic.PlanFollowUp,
            topic.ClaimFollowUp,
            topic.ReleaseFollowUp,
            topic.RecordAttempt,
            topic.RecordTalk,
            topic.DeclineFollowUp,
            topic.CloseFollowUp,
        ),
        OFFICERS,
    ),
    check=in_own_district,
)


class Talk(Frozen):
    mode: TalkMode
    more_help: bool | None
    solved: bool | None
    safer: bool | None
    note: str | None  # words: only with a purpose


class Plan(Frozen):
    mode: TalkMode
    officer: str
    on: date


class FollowUpShown(Frozen):
    id: UUID
    version: int
    contact: UUID
    party: UUID | None
    district: str
    victim: bool
    cause: Cause
    opened_at: datetime
    due: date
    plan: Plan | None
    attempts: tuple[AttemptKind, ...]
    claimed_by: str | None
    talk: Talk | None
    declined: bool
    closed: str | None


class FollowUpStatistics(Statistics):
    position: int
    definition: str


@router.get("", summary="Who waits for a reassurance talk: victims first, then oldest")
def queue(
    models: ReadModels,
    by: Officer,
    access: MaybePurposeful,
    now: Now,
    district: District = None,
    *,
    claimed: Annotated[bool | None, Query()] = None,
    mine: Annotated[bool, Query(description="Only what you have claimed")] = False,
    overdue: Annotated[bool | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[Waiting]:
    page = waiting(
        models.db,
        district=district,
        claimed=claimed,
        claimed_by=by.id if mine else None,
        overdue=overdue,
        now=now,
        limit=limit,
        cursor=cursor,
        with_words=access is not None,
    )
    if access:
        access.shown(
            "follow_up_queue",
            (id for item in page.items for id in (item.contact, item.citizen) if id),
            ("address", "name", "phone"),
            count=len(page.items),
            position=models.position,
        )
    return Listed(items=page.items, next=page.next, position=models.position)


@router.get("/statistics", summary="How many were followed up, and how many reached")
def figures(
    models: ReadModels, by: OfficerOrAuthority, since: From = None, until: To = None
) -> FollowUpStatistics:
    counted = statistics(models.db, since=since, until=until)
    return FollowUpStatistics(
        rows=counted.rows,
        total=counted.total,
        position=models.position,
        definition=DEFINITION,
    )


@router.get("/{id}", summary="A follow-up as now known, or as known then")
def read(
    id: Id,
    registry: TheRegistry,
    by: Officer,
    access: MaybePurposeful,
    as_of: AsOf = None,
) -> FollowUpShown:
    history = known_then(registry, follow_ups, id, as_of)
    state = follow_ups.state_after(each.event for each in history)
    assert isinstance(state, FollowUp)  # noqa: S101 - there is a first event
    ended = state if isinstance(state, Ended) else None
    note = ended.talk.note if ended and ended.talk else None
    if access:
        position = history[-1].position
        access.shown("follow_up", [state.contact], ["note"], position=position)
    return FollowUpShown(
        id=id,
        version=history[-1].version,
        contact=state.contact,
        party=state.party,
        district=state.district,
        victim=state.victim,
        cause=state.cause,
        opened_at=history[0].registered_at,
        due=state.due,
        plan=state.plan and Plan(**dict(state.plan)),
        attempts=state.attempts,
        claimed_by=getattr(state, "claimed_by", None),
        talk=Talk(**dict(ended.talk) | {"note": words(note) if access else None})
        if ended and ended.talk
        else None,
        declined=bool(ended and ended.declined),
        closed=ended.closed if ended else None,
    )
