"""What a supervisor must not overlook: lists of what is overdue or forgotten."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Generic, TypeVar

from fastapi import APIRouter

from api.composition import Parts
from api.doors import Door
from api.needs import District, Limit, Now, ReadModels, Supervisor, own_district
from domain.calendar import danish_day
from domain.event import Frozen
from domain.places import DISTRICTS
from projections import (
    audit_actions,
    broken_glass,
    clocks_running,
    follow_ups_forgotten,
    intake_list,
)
from projections.audit_actions import OpenAction
from projections.broken_glass import Glass
from projections.clocks_running import Running
from projections.complaint_clocks import Clock
from projections.follow_ups_forgotten import Overdue, Released
from projections.intake_list import Intake
from projections.projection import Rows

router = APIRouter(tags=["attention"], route_class=Door)

Item = TypeVar("Item", bound=Frozen)


class Section(Frozen, Generic[Item]):
    """How many there are, and those of them that have waited longest."""

    count: int
    items: Sequence[Item]


class Lists(Frozen):
    follow_ups_overdue: Section[Overdue]
    follow_ups_released: Section[Released]
    intake_open: Section[Intake]
    complaints_not_forwarded: Section[Running]
    audit_actions_open: Section[OpenAction]
    break_glass_unreviewed: Section[Glass]


class Attention(Frozen):
    district: str
    lists: Lists
    position: int


def counted(db: Rows, now: datetime) -> Mapping[str, Mapping[str, int]]:
    """By list and district, for the answer and for who watches from outside."""
    glass, glass_overdue = broken_glass.counted(db, now)
    overdue, released = follow_ups_forgotten.counted(db, now)
    return {
        "follow_ups_overdue": overdue,
        "follow_ups_released": released,
        "intake_open": intake_list.counted(db),
        "complaints_not_forwarded": clocks_running.not_forwarded(db),
        "audit_actions_open": audit_actions.counted(db),
        "break_glass_unreviewed": glass,
        "break_glass_overdue": glass_overdue,
    }


@router.get("/attention", summary="What is overdue or forgotten in a district")
def attention(
    models: ReadModels,
    by: Supervisor,
    now: Now,
    district: District = None,
    limit: Limit = 50,
) -> Attention:
    """Of the own district."""
    if district:
        own_district(by, district)
    here = district or by.district
    assert here  # noqa: S101 - a supervisor has one
    items = _listed(models.db, here, now, limit)
    counts = counted(models.db, now)
    sections = {
        name: {"count": counts[name].get(here, 0), "items": found}
        for name, found in items.items()
    }
    return Attention(district=here, lists=Lists(**sections), position=models.position)


def _listed(
    db: Rows, here: str, now: datetime, limit: int
) -> Mapping[str, Sequence[Frozen]]:
    intake = intake_list.reached(db, now=now, district=here, open=True, limit=limit)
    forwarding = clocks_running.clocks(
        db, today=danish_day(now), district=here, what=Clock.FORWARD, limit=limit
    )
    return {
        "follow_ups_overdue": follow_ups_forgotten.overdue(db, here, now, limit),
        "follow_ups_released": follow_ups_forgotten.released(db, here, limit),
        "intake_open": intake.items,
        "complaints_not_forwarded": forwarding.items,
        "audit_actions_open": audit_actions.open_actions(db, here, limit),
        "break_glass_unreviewed": broken_glass.unreviewed(db, here, now, limit),
    }


def measure(held: Parts) -> None:
    """For Prometheus, when it asks."""
    with held.reader.transaction() as db:
        counts = counted(db, held.clock())
    for name, by_district in counts.items():
        for district in DISTRICTS.keys() | by_district.keys():
            gauge = held.metrics.attention.labels(list=name, district=district)
            gauge.set(by_district.get(district, 0))
