"""Appends and registrations on top of what is there, and the log they leave."""

from collections.abc import Iterator
from itertools import count
from queue import SimpleQueue
from random import Random
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from api.composition import Parts
from domain.contacts import RegisterContact, contacts
from domain.event import By, Recorded, Role
from domain.intake import IntakeObserved, IntakeSettled
from domain.kinds import Channel, ContactKind
from domain.known_intake import SettledAs
from domain.people import PartyRole
from domain.told_people import ToldParty
from tests.benchmarks.load import Measured, closed_loop
from tests.benchmarks.nation.people import person
from tests.benchmarks.nation.telling import Teller
from tests.benchmarks.reading import timed
from tests.benchmarks.size.kept import Clock, Kept

CALLERS, SECONDS, PAIRS, REGISTERED = 32, 5.0, 100_000, 200
OFFICER = By(id="K-1470-001", role=Role.OFFICER, district="1470")
GATEWAY = By(id="G-114", role=Role.GATEWAY, district=None)


def appended(parts: Parts, clock: Clock) -> Measured:
    """Saves of two events without words, an intake that is settled, made beforehand."""
    made: SimpleQueue[list[StoredEvent]] = SimpleQueue()
    for pair in _pairs(parts, clock):
        made.put(pair)
    insert = parts.registry.recorder.insert_events
    return closed_loop(lambda: insert(made.get_nowait()), CALLERS, SECONDS)


def _pairs(parts: Parts, clock: Clock) -> Iterator[list[StoredEvent]]:
    for number in range(PAIRS):
        id, at = clock.new_id(), clock()
        first = IntakeObserved(
            source=f"{number:016x}", channel=Channel.PHONE_114, district="1470", at=at
        )
        last = IntakeSettled(reason=SettledAs.ANSWERED_ELSEWHERE)
        yield parts.registry.mapper.to_stored_events(
            [
                Recorded(id, 1, at, GATEWAY, None, None, first),
                Recorded(id, 2, at, OFFICER, None, None, last),
            ]
        )


def registered(parts: Parts, clock: Clock) -> Measured:
    """Contacts decided, sealed and appended by the registry, one after the other."""
    random, numbers = Random(5), count(80_000_000 + parts.registry.recorder.newest())
    teller = Teller(random)

    def register(id: UUID, number: int) -> None:
        who = person(number, "0101")
        command = RegisterContact(
            received_at=clock(),
            channel=Channel.PHONE_114,
            district="1470",
            kind=ContactKind.THEFT,
            narrative=teller.narrative(),
            parties=(
                ToldParty(
                    id=clock.new_id(),
                    role=PartyRole.REPORTER,
                    name=who.name,
                    phone=who.phone,
                    address=who.address,
                ),
            ),
        )
        parts.registry.execute(contacts, id, command, OFFICER)

    return timed(
        [lambda: register(clock.new_id(), next(numbers)) for _ in range(REGISTERED)]
    )


def log_written(kept: Kept) -> int:
    """Bytes of write-ahead log since the server was made."""
    [(bytes_,)] = kept.ask("select pg_current_wal_insert_lsn() - '0/0'::pg_lsn")
    return int(bytes_)
