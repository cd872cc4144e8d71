"""What is counted of follow-ups and of registration, on screen, district by district."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, NamedTuple, Self

from fastapi import APIRouter, Depends, Request, Response
from markupsafe import Markup

from api import figures as doors
from api.follow_ups import figures as of_follow_ups
from api.needs import Now, ReadModels
from api.pages.doors import AtPages, PageDoor
from api.pages.forms import Typed, parsed
from api.pages.paired_bars import Pair, paired_bars
from api.pages.periods import SAYS, Days, DaysTyped, tenth
from api.pages.templates import is_partial, page
from domain.event import By, Role
from domain.places import DISTRICTS

router = APIRouter(prefix="/tal", route_class=PageDoor)

Reader = Annotated[By, Depends(AtPages(Role.OFFICER, Role.SUPERVISOR, Role.AUTHORITY))]
FOLLOW_UPS, REGISTRATION = "figures/follow_ups.html", "figures/registration.html"


class Line(NamedTuple):
    name: str
    counts: Any  # None where there is nothing to count


class Counted(NamedTuple):
    lines: list[Line]
    total: Any

    @classmethod
    def of(cls, told: Any) -> Self:
        """Every district, also one of which there is nothing to count."""
        known = {row.district: row for row in told.rows}
        lines = [Line(name, known.get(code)) for code, name in DISTRICTS.items()]
        return cls(lines, told.total)


@router.get("/opfoelgning")
def follow_ups(
    request: Request, by: Reader, models: ReadModels, now: Now, typed: DaysTyped
) -> Response:
    def counted(days: Days) -> Counted:
        return Counted.of(of_follow_ups(models, by, days.since, days.until))

    return _shown(request, FOLLOW_UPS, typed, counted, models.position, now)


@router.get("/registrering")
def registration(
    request: Request, by: Reader, models: ReadModels, now: Now, typed: DaysTyped
) -> Response:
    def counted(days: Days) -> Counted:
        return Counted.of(
            doors.registration_timeliness(models, by, now, days.since, days.until)
        )

    return _shown(request, REGISTRATION, typed, counted, models.position, now)


def _shown(
    request: Request,
    part: str,
    typed: Typed,
    counted: Callable[[Days], Counted],
    position_read: int,
    now: datetime,
) -> Response:
    days = parsed(Days, typed.filled(), SAYS)
    problems = days if isinstance(days, list) else []
    return page(
        request,
        part if is_partial(request) else "figures/page.html",
        422 if problems else 200,
        part=part,
        typed=typed,
        problems=problems,
        asked=days,
        counted=None if isinstance(days, list) else counted(days),
        picture_of=_picture,
        tenth=tenth,
        clock_time=_clock_time,
        position_read=position_read,
        now=now,
    )


def _picture(
    counted: Counted, names: tuple[str, str], series: tuple[str, str], unit: str
) -> Markup:
    def counts(line: Line) -> tuple[int, ...]:
        return tuple(getattr(line.counts, name, 0) for name in names)

    pairs = tuple(Pair(line.name, *counts(line)) for line in counted.lines)
    return paired_bars(pairs, series, unit)


def _clock_time(seconds: float) -> str:
    """Hours, minutes and seconds; half a second goes down."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
