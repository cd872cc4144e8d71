"""What reached the own district and no contact answers yet, to be picked in facts alone."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from eventsourcing.persistence import InterfaceError, OperationalError
from fastapi import Request

from api.doors import parts
from api.needs import reading
from api.pages import danish
from api.pages.templates import age, clock
from domain.event import By
from projections.intake_list import Intake, reached

MOST = 200
CHOSEN = "Det, du har valgt"  # and somebody may have answered it by now


def unanswered(request: Request, by: By, now: datetime) -> list[Intake]:
    """The oldest first; none while the read models do not answer, so that a form can."""
    with suppress(OperationalError, InterfaceError), reading(parts(request)) as models:
        page = reached(models.db, now=now, district=by.district, open=True, limit=MOST)
        return page.items
    return []


def choices(
    unanswered: Iterable[Intake], chosen: str, now: datetime
) -> list[tuple[str, str]]:
    """Newest first; what was chosen stays one of them, so that it is not lost unseen."""
    options = [(str(each.id), _facts(each, now)) for each in unanswered][::-1]
    if chosen and chosen not in dict(options):
        options.append((chosen, CHOSEN))
    return options


def _facts(each: Intake, now: datetime) -> str:
    return (
        f"{clock(each.at, now)}, {danish.CHANNELS[each.channel]},"
        f" {age(each.age_seconds or 0)} siden, {each.source}"
    )
