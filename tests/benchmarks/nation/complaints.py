"""The story of a complaint: received, forwarded, concluded, sometimes appealed."""

from datetime import date, datetime, timedelta
from uuid import UUID

from domain.calendar import danish_day
from domain.complaint_kinds import AppealOutcome, ComplaintKind, Outcome, Recipient, Via
from domain.complaint_outcomes import ToldOutcome
from domain.complaint_receiving import Complainant, ToldAllegation
from domain.complaints import (
    ConcludeComplaint,
    DecideAppeal,
    ForwardComplaint,
    InvestigateComplaint,
    LodgeAppeal,
    ReceiveComplaint,
    complaints,
)
from domain.decider import Command
from domain.event import By, Role
from tests.benchmarks.nation.contacts import one_of
from tests.benchmarks.nation.station import Station, Story

AUTHORITY = By(id="DUP-07", role=Role.AUTHORITY, district=None)
COMPLAINED_OF = {  # assumed
    ComplaintKind.BEHAVIOUR: 0.4,
    ComplaintKind.DISPOSITION_CRIMINAL_PROCEDURE: 0.3,
    ComplaintKind.DISPOSITION_ADMINISTRATIVE: 0.2,
    ComplaintKind.CRIMINAL_OFFENCE: 0.05,
    ComplaintKind.TRAFFIC_OFFENCE: 0.05,
}
OUTCOMES = {
    Outcome.NO_CRITICISM: 0.6,
    Outcome.CRITICISABLE: 0.1,
    Outcome.REGRETTABLE: 0.1,
    Outcome.UNFOUNDED: 0.2,
}
CLOSINGS = {Outcome.UNFOUNDED: 0.5, Outcome.OTHER_CLOSING: 0.5}  # of offences


def complaint(station: Station, at: datetime) -> Story:
    id, by, today = station.new_id(at), station.supervisor(), danish_day(at)
    kind = one_of(station.random, COMPLAINED_OF)
    told = _complaint(station, kind, today, at)
    allegations = [each.id for each in told.allegations]
    yield station.asks(complaints, id, told, by, at)
    if kind in {
        ComplaintKind.DISPOSITION_ADMINISTRATIVE,
        ComplaintKind.DISPOSITION_CRIMINAL_PROCEDURE,
    }:
        yield from _disposition(station, id, allegations, at)
    else:
        outcomes = OUTCOMES if kind == ComplaintKind.BEHAVIOUR else CLOSINGS
        outcome = one_of(station.random, outcomes)
        yield from _investigated(station, id, allegations, outcome, at)


def _complaint(
    station: Station, kind: ComplaintKind, today: date, at: datetime
) -> ReceiveComplaint:
    who, random = station.callers.next(), station.random
    return ReceiveComplaint(
        received_on=today,
        matter_on=today - timedelta(days=random.randrange(90)),
        kind=kind,
        district=station.district,
        via=Via.DISTRICT,
        complainant=Complainant(
            id=station.new_id(at), name=who.name, phone=who.phone, address=who.address
        ),
        text=station.teller.narrative(),
        allegations=tuple(
            ToldAllegation(
                id=station.new_id(at), category=f"C_{random.choice('ABCDE')}"
            )
            for _ in range(random.choice((1, 1, 2, 3)))
        ),
    )


def _investigated(
    station: Station,
    id: UUID,
    allegations: list[UUID],
    outcome: Outcome,
    at: datetime,
) -> Story:
    steps: list[tuple[float, Command]] = [
        (3, ForwardComplaint(to=Recipient.AUTHORITY)),
        (60, InvestigateComplaint()),
    ]
    by = station.supervisor()
    for days, step in steps:
        at = station.by_day(at, days)
        yield station.asks(complaints, id, step, by, at)
        by = AUTHORITY
    yield _concluded(station, id, allegations, outcome, by, station.by_day(at, 60))


def _disposition(
    station: Station, id: UUID, allegations: list[UUID], at: datetime
) -> Story:
    by, at = station.supervisor(), station.by_day(at, 3)
    forward = ForwardComplaint(to=Recipient.POLICE_DIRECTOR)
    yield station.asks(complaints, id, forward, by, at)
    outcome = one_of(station.random, {Outcome.CONFIRMED: 0.85, Outcome.REVERSED: 0.15})
    at = station.by_day(at, 40)
    yield _concluded(station, id, allegations, outcome, by, at)
    if outcome == Outcome.CONFIRMED and station.chance(0.2):
        at = station.by_day(at, 10)
        yield station.asks(complaints, id, LodgeAppeal(), by, at)
        decision = DecideAppeal(outcome=AppealOutcome.CONFIRMED)
        at = station.by_day(at, 50)
        yield station.asks(complaints, id, decision, by, at)


def _concluded(
    station: Station,
    id: UUID,
    allegations: list[UUID],
    outcome: Outcome,
    by: By,
    at: datetime,
) -> object:
    outcomes = tuple(ToldOutcome(allegation=a, outcome=outcome) for a in allegations)
    command = ConcludeComplaint(on=danish_day(at), outcomes=outcomes)
    return station.asks(complaints, id, command, by, at)
