"""Complaints of whole years, told as commands."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from api.composition import Parts
from domain.complaint_kinds import AFTER_INVESTIGATION, Outcome
from domain.complaints import (
    ConcludeComplaint,
    InvestigateComplaint,
    ReceiveComplaint,
    complaints,
)
from domain.decider import Command
from domain.event import By, Role
from infrastructure.asked import Asked, Receipt

AUTHORITY = By(id="DUP-1", role=Role.AUTHORITY, district=None)
LATER = datetime(2100, 6, 1, 10, tzinfo=UTC)  # when all of it is written down
PAGE = 250
OUTCOMES_2017 = {
    Outcome.CRITICISABLE: 12,
    Outcome.VERY_CRITICISABLE: 4,
    Outcome.MOST_SEVERELY_CRITICISABLE: 1,
    Outcome.REGRETTABLE: 10,
    Outcome.INAPPROPRIATE: 6,
    Outcome.NO_CRITICISM: 191,
    Outcome.UNFOUNDED: 100,
    Outcome.WITHDRAWN_BY_COMPLAINANT: 58,
    Outcome.OTHER_CLOSING: 50,
}
OUTCOMES_2020 = {
    Outcome.CRITICISABLE: 9,
    Outcome.REGRETTABLE: 13,
    Outcome.NO_CRITICISM: 357,
    Outcome.UNFOUNDED: 331,
}


def receive(received_on: date, *allegations: UUID, **more: Any) -> ReceiveComplaint:
    usual = {
        "received_on": received_on,
        "matter_on": received_on,
        "kind": "BEHAVIOUR",
        "district": "1467",
        "via": "AUTHORITY",
        "complainant": {"id": uuid7(), "name": "Jonas Friis"},
        "text": "Betjenten talte nedladende.",
        "allegations": [{"id": id, "category": "LANGUAGE"} for id in allegations],
    }
    return ReceiveComplaint.model_validate(usual | more)


def conclude(on: date, outcomes: dict[UUID, Outcome]) -> ConcludeComplaint:
    told = [{"allegation": id, "outcome": each} for id, each in outcomes.items()]
    return ConcludeComplaint.model_validate({"on": on, "outcomes": told})


def concluded(
    received_on: date, on: date | None, outcome: Outcome | None, **more: Any
) -> Iterator[tuple[UUID, Command]]:
    """One complaint with one allegation, and what was done about it."""
    id, allegation = uuid7(), uuid7()
    yield id, receive(received_on, allegation, **more)
    if outcome in AFTER_INVESTIGATION:
        yield id, InvestigateComplaint()
    if on and outcome:
        yield id, conclude(on, {allegation: outcome})


def a_year(
    year: int, received: int, outcomes: dict[Outcome, int], **more: Any
) -> Iterator[tuple[UUID, Command]]:
    """So many received, and concluded in the same year with these outcomes.

    What was concluded beyond what was received had come in the year before.
    """
    first, days = date(year, 1, 1), timedelta(days=1)
    ends = [outcome for outcome, many in outcomes.items() for _ in range(many)]
    for n in range(max(received, len(ends))):
        on = first + days * (n % 180) if n < received else first - days
        end = ends[n] if n < len(ends) else None
        yield from concluded(on, first + days * (180 + n % 180), end, **more)


def tell(parts: Parts, told: Iterator[tuple[UUID, Command]]) -> None:
    """Through the door, rule by rule."""
    asked = [Asked(complaints, id, c, AUTHORITY, at=LATER) for id, c in told]
    for start in range(0, len(asked), PAGE):
        page = asked[start : start + PAGE]
        for answer in parts.registry.execute_all(page):
            assert isinstance(answer, Receipt), answer
