"""What is short: a call that was no contact, and what a citizen puts right."""

from datetime import datetime

from domain.citizens import (
    InstructSafeContact,
    LinkCitizen,
    ProtectAddress,
    SupplyParticulars,
    citizens,
)
from domain.decider import Command
from domain.intake import SettleIntake, intake
from domain.known_intake import SettledAs
from domain.people import SafeContact
from tests.benchmarks.nation.contacts import observed
from tests.benchmarks.nation.station import Station, Story


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
