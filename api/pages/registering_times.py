"""A day and a clock as people type them, in Danish time."""

import re
from datetime import UTC, datetime

from domain.calendar import COPENHAGEN

DAY = re.compile(
    r"(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4}|\d{2})|(\d{2})(\d{2})(\d{4}|\d{2})"
)
CLOCK = re.compile(r"(\d{1,2})[.: ]?(\d{2})")


def typed_day(at: datetime) -> str:
    return f"{at.astimezone(COPENHAGEN):%d-%m-%Y}"


def typed_clock(at: datetime) -> str:
    return f"{at.astimezone(COPENHAGEN):%H.%M}"


def moment_of(day: str, clock: str, now: datetime) -> datetime | None:
    """None where these are none, such as the hour that is left out in March.

    Of the hour that comes twice in October the later one, unless it is still to come.
    """
    on, at = DAY.fullmatch(day.strip()), CLOCK.fullmatch(clock.strip())
    if not on or not at:
        return None
    days, months, years = (part for part in on.groups() if part)
    year = f"20{years}"[-4:]
    written = f"{year}-{months}-{days} {at[1]}:{at[2]}"
    try:
        wall = datetime.strptime(written, "%Y-%m-%d %H:%M")  # noqa: DTZ007 - no zone yet
        return _as_shown(wall, now)
    except (ValueError, OverflowError):
        return None


def _as_shown(wall: datetime, now: datetime) -> datetime | None:
    folds = [wall.replace(tzinfo=COPENHAGEN, fold=fold) for fold in (0, 1)]
    first, second = (each.astimezone(UTC) for each in folds)
    if first.astimezone(COPENHAGEN).replace(tzinfo=None) != wall:
        return None
    return second if second <= now else first
