"""What a supervisor must not overlook, on one screen, each with the way to deal with it."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api.attention import attention
from api.figures import registration_timeliness
from api.needs import Now, ReadModels
from api.pages.doors import AtPages, PageDoor
from api.pages.templates import page
from domain.calendar import danish_day
from domain.event import By, Role

HERE = "/overblik"
SHOWN = 10  # of each list: those that have waited longest
DAYS = 7  # looked back on for timeliness, today included

router = APIRouter(prefix=HERE, route_class=PageDoor)
Supervisor = Annotated[By, Depends(AtPages(Role.SUPERVISOR))]


@router.get("")
def overview(
    request: Request, by: Supervisor, now: Now, models: ReadModels
) -> Response:
    today = danish_day(now)
    since = today - timedelta(days=DAYS - 1)
    timeliness = registration_timeliness(
        models, by, now, since, today + timedelta(days=1), by.district
    )
    return page(
        request,
        "attention/page.html",
        found=attention(models, by, now, by.district, SHOWN),
        timely=timeliness.total,
        since=since,
        days=DAYS,
        now=now,
    )
