"""Complaints as the tests of the domain tell them. All people in them are invented."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from domain.complaint_kinds import Outcome
from domain.complaints import (
    ComplaintConcluded,
    ComplaintInvestigated,
    ComplaintReceived,
    ConcludeComplaint,
    ReceiveComplaint,
    complaints,
)
from domain.event import By, Event, Personal, Role
from domain.people import Party, PartyRole
from tests.specification import THING, Given, given

COMPLAINANT, FIRST, SECOND = (UUID(int=7 << 76 | 2 << 62 | n) for n in (21, 22, 23))
AUTHORITY = By(id="DUP-1", role=Role.AUTHORITY, district=None)
SUPERVISOR = By(id="L-6701", role=Role.SUPERVISOR, district="1467")
AT = datetime(2020, 6, 1, 10, tzinfo=UTC)
TODAY = date(2020, 6, 1)


def about_complaint(text: str | None) -> Personal:
    return Personal(about=THING, text=text)


def told(**more: Any) -> ReceiveComplaint:
    return ReceiveComplaint.model_validate(
        {
            "received_on": date(2019, 6, 11),
            "matter_on": date(2019, 6, 2),
            "kind": "BEHAVIOUR",
            "district": "1467",
            "via": "DISTRICT",
            "complainant": {"id": COMPLAINANT, "name": "Jonas Friis"},
            "text": "He talked down to me.",
            "allegations": [{"id": FIRST, "category": "LANGUAGE"}],
        }
        | more
    )


def received(*categories: str, **more: Any) -> ComplaintReceived:
    ids = (FIRST, SECOND)[: len(categories) or 1]
    return ComplaintReceived.model_validate(
        {
            "number": "H-19",
            "received_on": date(2019, 6, 11),
            "matter_on": date(2019, 6, 2),
            "kind": "BEHAVIOUR",
            "district": "1467",
            "via": "DISTRICT",
            "complainant": Party(
                id=COMPLAINANT,
                role=PartyRole.COMPLAINANT,
                name=Personal(about=COMPLAINANT, text="Jonas Friis"),
            ),
            "text": about_complaint("He talked down to me."),
            "allegations": [
                {"id": id, "category": category}
                for id, category in zip(ids, categories or ("LANGUAGE",), strict=True)
            ],
        }
        | more
    )


def disposition(**more: Any) -> ComplaintReceived:
    return received(**{"kind": "DISPOSITION_CRIMINAL_PROCEDURE"} | more)


def a_complaint(*past: Event, by: By = AUTHORITY) -> Given:
    return given(complaints, *past).where(at=AT, by=by)


def conclude(*outcomes: str, on: date = TODAY) -> ConcludeComplaint:
    ids = (FIRST, SECOND)
    return ConcludeComplaint.model_validate(
        {
            "on": on,
            "outcomes": [
                {"allegation": id, "outcome": outcome}
                for id, outcome in zip(ids, outcomes, strict=False)
            ],
        }
    )


def concluded(*outcomes: str, on: date = TODAY) -> ComplaintConcluded:
    return ComplaintConcluded.model_validate(conclude(*outcomes, on=on).model_dump())


investigated = ComplaintInvestigated()
OUTCOMES = list(Outcome)
