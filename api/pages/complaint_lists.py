"""Complaints in lists: those that were received, and what is due about them."""

from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response

from api import complaint_figures as doors
from api.complaint_shown import only_directly
from api.complaints import LEADERS
from api.doors import parts
from api.needs import Cursor, Now
from api.pages.complaint_filters import ClocksAsked, RegisterAsked
from api.pages.complaints_shown import HERE, Anybody
from api.pages.doors import AtPages, PageDoor
from api.pages.forms import Problem, Typed, parsed
from api.pages.reasons import access_for, reason_for
from api.pages.templates import page
from api.pages.told import read_after
from domain.calendar import danish_day
from domain.event import By
from projections.clocks_running import clocks_of

REGISTER, CLOCKS = f"{HERE}/register", f"{HERE}/frister"
Inspector = Annotated[By, Depends(AtPages(*LEADERS.roles))]
Asked = Annotated[str, Query(max_length=50)]
SAYS = {"fra": "Skriv fra-datoen som en dato", "til": "Skriv til-datoen som en dato"}
router = APIRouter(prefix=HERE, route_class=PageDoor)


@router.get("/register")
def register(
    request: Request,
    by: Inspector,
    now: Now,
    kreds: Asked = "",
    slags: Asked = "",
    status: Asked = "",
    fra: Asked = "",
    til: Asked = "",
    cursor: Cursor = None,
) -> Response:
    told = {
        "kreds": kreds,
        "slags": slags,
        "status": status,
        "fra": fra,
        "til": til,
    }
    typed = Typed(told)
    asked = parsed(RegisterAsked, typed.filled(), SAYS)
    if isinstance(asked, list):
        return _list(request, "register", now, REGISTER, typed, asked)
    reason = reason_for(request, REGISTER)
    access = access_for(request, reason) if reason else None
    with read_after(request, None) as models:
        listed = doors.registered(
            models,
            by,
            access,
            asked.kreds,
            asked.slags,
            asked.is_open,
            asked.fra,
            asked.received_to,
            cursor=cursor,
        )
        ids = [each.id for each in listed.items]
        due = clocks_of(models.db, ids, today=danish_day(now))
    return _list(
        request,
        "register",
        now,
        REGISTER,
        typed,
        listed=listed,
        due=due,
        reason=reason,
        directly=only_directly(parts(request).registry, ids) if reason else (),
    )


@router.get("/frister")
def clocks(
    request: Request,
    by: Anybody,
    now: Now,
    kreds: Asked = "",
    frist: Asked = "",
    status: Asked = "",
    cursor: Cursor = None,
) -> Response:
    typed = Typed({"kreds": kreds, "frist": frist, "status": status})
    asked = parsed(ClocksAsked, typed.filled())
    if isinstance(asked, list):
        return _list(request, "clocks", now, CLOCKS, typed, asked)
    with read_after(request, None) as models:
        listed = doors.clocks(
            models,
            by,
            now,
            asked.kreds,
            asked.frist,
            overdue=asked.overdue,
            cursor=cursor,
        )
    return _list(request, "clocks", now, CLOCKS, typed, listed=listed)


def _list(
    request: Request,
    template: str,
    now: datetime,
    there: str,
    typed: Typed,
    problems: list[Problem] | None = None,
    **words: object,
) -> Response:
    """Nothing is listed where something that was asked for can't be used."""
    asked = urlencode(typed.filled())
    return page(
        request,
        f"complaints/{template}.html",
        422 if problems else 200,
        now=now,
        typed=typed,
        problems=problems or [],
        wrong=dict(problems or []),
        back=f"{there}?{asked}" if asked else there,
        more=f"{there}?{asked}&cursor=" if asked else f"{there}?cursor=",
        **({"listed": None} | words),
    )
