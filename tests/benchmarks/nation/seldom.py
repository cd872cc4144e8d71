"""What is seldom: courses of stalking, complaints, audits, citizens put right."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from domain.calendar import danish_day
from domain.citizens import (
    InstructSafeContact,
    LinkCitizen,
    ProtectAddress,
    SupplyParticulars,
    citizens,
)
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
from domain.contacts import RegisterContact, contacts
from domain.decider import Command
from domain.event import By, Role
from domain.intake import SettleIntake, intake
from domain.kinds import ActKind, Channel, ContactKind
from domain.known_intake import SettledAs
from domain.people import PartyRole, SafeContact
from domain.registration import ToldAct
from domain.restraining_orders import (
    DecideOrder,
    OrderKind,
    ReportBreach,
    RequestOrder,
    ServeOrder,
)
from domain.stalking_courses import LinkContact, OpenStalkingCourse, stalking_courses
from domain.supervision import (
    AgreeAction,
    DrawSample,
    Finding,
    FinishAction,
    RecordFinding,
    registration_audits,
)
from tests.benchmarks.nation.contacts import observed, one_of, party, registered
from tests.benchmarks.nation.people import Person
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
SAMPLE, A_WEEK = 30, timedelta(days=7)


def settled_intake(station: Station, at: datetime) -> Story:
    """A call that was no contact."""
    id = station.new_id(at)
    yield observed(station, id, at)
    reason = station.random.choice(list(SettledAs))
    settle, when = SettleIntake(reason=reason), station.soon(at, 30)
    yield station.asks(intake, id, settle, station.officer(), when)


def put_right(station: Station, at: datetime) -> Story:
    """What one citizen tells about herself, or two turn out to be one."""
    citizen, by = station.desk.somebody(station.random), station.officer()
    other = station.desk.somebody(station.random)
    if citizen is None or other is None:
        return
    known = station.desk.state(citizens, citizen)
    command: Command = SupplyParticulars(
        phone=str(station.random.randrange(20_000_000, 99_999_999))
    )
    if station.chance(0.2) and not known.address_protected:
        command = ProtectAddress()
    elif station.chance(0.1):
        command = InstructSafeContact(safe_contact=SafeContact.ANY, reason="Ønsket.")
    elif station.chance(0.3) and other != citizen and other not in known.links:
        command = LinkCitizen(other=other, basis="Samme adresse.", score=90)
    yield station.asks(citizens, citizen, command, by, at)


def course(station: Station, at: datetime) -> Story:
    """Three to thirty contacts over months; the course is opened with the third."""
    victim, suspect = station.callers.somebody_new(), station.callers.somebody_new()
    by, id = station.officer(), station.new_id(at)
    told: list[UUID] = []
    for place in range(3 + int(station.random.expovariate(1 / 6))):
        contact, received = station.new_id(at), at
        command = _stalking(station, victim, suspect, received)
        at = station.soon(received, 8)
        yield from registered(station, contact, command, by, at)
        told.append(contact)
        if place == 2:
            yield from _opened(station, id, told, at)
        elif place > 2:
            link = LinkContact(contact=contact, basis="Samme parter.")
            yield station.asks(stalking_courses, id, link, by, station.soon(at, 5))
        at = station.soon(station.desk.now, 9 * 24 * 60)
    if station.chance(0.4):
        yield from _order(station, id, told[-1], at)


def _stalking(
    station: Station, victim: Person, suspect: Person, at: datetime
) -> RegisterContact:
    random = station.random
    kinds = random.sample(list(ActKind), random.choice((1, 1, 2)))
    return RegisterContact(
        received_at=at,
        channel=random.choice((Channel.PHONE_114, Channel.EMAIL, Channel.STATION)),
        district=station.district,
        kind=ContactKind.STALKING,
        narrative=station.teller.narrative(),
        feels_unsafe=True,
        told_to_stop=station.chance(0.3),
        acts=tuple(ToldAct(kind=kind, count=random.randrange(1, 20)) for kind in kinds),
        parties=(
            party(station, victim, PartyRole.VICTIM, at, cpr=victim.cpr),
            party(station, suspect, PartyRole.POSSIBLE_OFFENDER, at, cpr=suspect.cpr),
        ),
    )


def _opened(station: Station, id: UUID, told: list[UUID], at: datetime) -> Story:
    by = station.officer()
    victim, suspect = (
        each.citizen for each in station.desk.state(contacts, told[0]).facts.parties
    )
    first = OpenStalkingCourse(
        victim=victim, suspect=suspect, district=station.district
    )
    links = [LinkContact(contact=each, basis="Samme parter.") for each in told]
    for command in (first, *links):
        at = station.soon(at, 2)
        yield station.asks(stalking_courses, id, command, by, at)


def _order(station: Station, id: UUID, contact: UUID, at: datetime) -> Story:
    order, by = station.new_id(at), station.supervisor()
    kind = station.random.choice(list(OrderKind))
    yield station.asks(
        stalking_courses, id, RequestOrder(order=order, kind=kind), by, at
    )
    granted = station.chance(0.7)
    at = station.by_day(at, days=20)
    decision = DecideOrder(order=order, granted=granted, on=danish_day(at))
    yield station.asks(stalking_courses, id, decision, by, at)
    if granted:
        at = station.by_day(at, days=2)
        serve = ServeOrder(order=order, served_at=at)
        yield station.asks(stalking_courses, id, serve, by, at)
        if station.chance(0.2):
            breach = ReportBreach(order=order, contact=contact)
            at = station.by_day(at, days=10)
            yield station.asks(stalking_courses, id, breach, by, at)


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
        yield from _behaviour(station, id, allegations, at)


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


def _behaviour(
    station: Station, id: UUID, allegations: list[UUID], at: datetime
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
    outcome = one_of(station.random, OUTCOMES)
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


def audit(station: Station, at: datetime) -> Story:
    """Thirty contacts of the week that ended yesterday, looked at within days."""
    id, by, today = station.new_id(at), station.supervisor(), danish_day(at)
    since, seed = today - A_WEEK, f"{station.random.getrandbits(40):010x}"
    draw = DrawSample.model_validate(
        {
            "seed": seed,
            "district": station.district,
            "from": since,
            "to": today,
            "size": SAMPLE,
            "position": station.position,
        }
    )
    sample = list(_sample(station, seed, since, today))
    yield station.asks(registration_audits, id, draw, by, at)
    for contact in sample:
        at = station.soon(at, 60)
        finding = station.random.choices(list(Finding), (80, 8, 4, 6, 2))[0]
        found = RecordFinding(contact=contact, finding=finding)
        yield station.asks(registration_audits, id, found, by, at)
    action = station.new_id(at)
    agreed = AgreeAction(
        action=action,
        what="Gennemgå registrering på næste vagtmøde.",
        due=today + 3 * A_WEEK,
        responsible=station.officer().id,
    )
    yield station.asks(registration_audits, id, agreed, by, station.soon(at, 30))
    at = station.by_day(at, days=12)
    finish = FinishAction(action=action)
    yield station.asks(registration_audits, id, finish, by, station.soon(at, 60))


def _sample(station: Station, seed: str, since: date, until: date) -> Iterator[UUID]:
    """As the registry says that it is drawn, from what was registered before today."""
    drawn = [
        (sha256(f"{seed}\n{contact}".encode()).digest(), contact)
        for day, contact in station.before_today
        if since <= day < until
    ]
    yield from (contact for _, contact in sorted(drawn)[:SAMPLE])
