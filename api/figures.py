"""The doors of what is counted and reported over all contacts."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from api.doors import Door
from api.needs import (
    District,
    From,
    MaybePurposeful,
    Now,
    Officer,
    OfficerOrAuthority,
    ReadModels,
    To,
)
from domain import places
from domain.event import Frozen
from domain.words import Day
from projections.daily_report import Received
from projections.daily_report import report as received_on
from projections.registration_timeliness import DEFINITION, Report, timeliness

router = APIRouter(tags=["figures"], route_class=Door)

NOTHING = "intet at berette"


class DailyReport(Frozen):
    district: str
    date: date
    items: list[Received]
    remark: str | None  # on a day without contacts
    position: int


class RegistrationTimeliness(Report):
    position: int
    definition: str


@router.get("/daily-report", summary="The contacts of one Danish day, in order")
def daily_report(
    models: ReadModels,
    by: Officer,
    access: MaybePurposeful,
    district: Annotated[places.District, Query()],
    day: Annotated[Day, Query(alias="date")],
) -> DailyReport:
    items = received_on(models.db, district, day, with_words=access is not None)
    if access:
        access.shown(
            "daily_report",
            (item.id for item in items),
            ("narrative", "place"),
            count=len(items),
            position=models.position,
        )
    return DailyReport(
        district=district,
        date=day,
        items=items,
        remark=None if items else NOTHING,
        position=models.position,
    )


@router.get(
    "/registration-timeliness", summary="How soon contacts were registered, by receipt"
)
def registration_timeliness(
    models: ReadModels,
    by: OfficerOrAuthority,
    now: Now,
    since: From = None,
    until: To = None,
    district: District = None,
) -> RegistrationTimeliness:
    counted = timeliness(
        models.db, now=now, since=since, until=until, district=district
    )
    return RegistrationTimeliness(
        rows=counted.rows,
        total=counted.total,
        position=models.position,
        definition=DEFINITION,
    )
