"""A course of stalking: the same two people, again and again, over months."""

from datetime import datetime
from uuid import UUID

from domain.calendar import danish_day
from domain.contacts import RegisterContact, contacts
from domain.kinds import ActKind, Channel, ContactKind
from domain.people import PartyRole
from domain.registration import ToldAct
from domain.restraining_orders import (
    DecideOrder,
    OrderKind,
    ReportBreach,
    RequestOrder,
    ServeOrder,
)
from domain.stalking_courses import LinkContact, OpenStalkingCourse, stalking_courses
from tests.benchmarks.nation.contacts import party, registered
from tests.benchmarks.nation.people import Person
from tests.benchmarks.nation.station import Station, Story


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
