"""The doors of the topic intake."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query

from api.commands import doors, first_door
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
    ReadModels,
    Supervisor,
    TheRegistry,
    known_then,
)
from api.shown import words
from domain.event import Role
from domain.intake import SettleIntake, intake
from domain.known_intake import KnownIntake, Open
from projections.intake_list import Intake, Status, reached

SECOND = timedelta(seconds=1)

router = APIRouter(prefix="/intake", tags=["intake"], route_class=Door)

first_door(router, intake, Allowed(Role.GATEWAY))
doors(router, intake, {SettleIntake: Allowed(Role.SUPERVISOR)})


class IntakeShown(Intake):
    version: int


@router.get("", summary="What reached the police and what became of it, oldest first")
def listed(
    models: ReadModels,
    by: Supervisor,
    access: MaybePurposeful,
    now: Now,
    district: District = None,
    *,
    open: Annotated[bool | None, Query(description="All without it")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[Intake]:
    page = reached(
        models.db,
        now=now,
        district=district,
        open=open,
        with_words=access is not None,
        limit=limit,
        cursor=cursor,
    )
    if access:
        access.shown(
            "intake_list",
            (item.id for item in page.items),
            ["note"],
            count=len(page.items),
            position=models.position,
        )
    return Listed(items=page.items, next=page.next, position=models.position)


@router.get("/{id}", summary="An intake as now known, or as known then")
def read(
    id: Id,
    registry: TheRegistry,
    by: Supervisor,
    access: MaybePurposeful,
    now: Now,
    as_of: AsOf = None,
) -> IntakeShown:
    history = known_then(registry, intake, id, as_of)
    first, last = history[0], history[-1]
    state = intake.state_after(each.event for each in history)
    assert isinstance(state, KnownIntake)  # noqa: S101 - there is a first event
    if access:
        access.shown("intake", [id], ["note"], position=last.position)
    return IntakeShown(
        id=id,
        version=last.version,
        age_seconds=_age(state, as_of or now),
        status=Status(type(state).__name__.upper()),
        closed_at=None if last is first else last.registered_at,
        contact=getattr(state, "contact", None),
        reason=getattr(state, "reason", None),
        note=words(getattr(state, "note", None)) if access else None,
        **state.model_dump(include={"source", "channel", "district", "at"}),
    )


def _age(state: KnownIntake, now: datetime) -> int | None:
    return (now - state.at) // SECOND if isinstance(state, Open) else None
