"""What clerks tell about complaints, in any order."""

from datetime import date
from uuid import UUID

from domain.complaints import (
    AddAllegation,
    ConcludeComplaint,
    ConsentToNoteProcedure,
    ForwardComplaint,
    HoldNoteProcedure,
    InvestigateComplaint,
    LodgeAppeal,
    OfferNoteProcedure,
    ReceiveComplaint,
    RefuseNoteProcedure,
    ReopenComplaint,
    SendDelayNotice,
    SendNoteCopy,
    WaiveDeadline,
)
from domain.decider import Command

FIRST, SECOND = (UUID(int=7 << 76 | 2 << 62 | n) for n in (31, 32))
ON = date(2019, 6, 3)


def complaint_of(party: UUID, cpr: str | None, kind: int) -> ReceiveComplaint:
    return ReceiveComplaint.model_validate(
        {
            "received_on": ON,
            "matter_on": date(2018, 6, 3) if cpr else ON,
            "kind": ["BEHAVIOUR", "DISPOSITION_ADMINISTRATIVE"][kind],
            "district": "1467",
            "via": "DISTRICT",
            "complainant": {"id": party, "name": "Jonas Friis", "cpr": cpr},
            "text": "He talked down to me.",
            "allegations": [{"id": FIRST, "category": "LANGUAGE"}],
        }
    )


def _conclude(outcome: str, *allegations: UUID) -> ConcludeComplaint:
    outcomes = [{"allegation": id, "outcome": outcome} for id in allegations]
    return ConcludeComplaint.model_validate({"on": ON, "outcomes": outcomes})


ABOUT_A_COMPLAINT: list[Command] = [
    AddAllegation(id=SECOND, category="USE_OF_FORCE"),
    ForwardComplaint(to="AUTHORITY"),
    ForwardComplaint(to="POLICE_DIRECTOR"),
    WaiveDeadline(reason="In hospital"),
    OfferNoteProcedure(),
    ConsentToNoteProcedure(),
    RefuseNoteProcedure(),
    HoldNoteProcedure(note="We talked.", agrees=False),
    SendNoteCopy(to="PROSECUTOR"),
    InvestigateComplaint(),
    SendDelayNotice(to="OFFICER"),
    _conclude("TIME_BARRED", FIRST),
    _conclude("TIME_BARRED", FIRST, SECOND),
    _conclude("REGRETTABLE", FIRST),
    _conclude("CONFIRMED", FIRST),
    ReopenComplaint(reason="A witness turned up"),
    LodgeAppeal(),
]
