"""Overview and rates of 100,000 complaints."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from uuid import UUID

from uuid_utils.compat import uuid7

from api.composition import Parts, now
from domain.complaint_facts import Allegation, AllegationOutcome
from domain.complaint_kinds import ComplaintKind, Outcome, Via
from domain.complaints import ComplaintConcluded, ComplaintReceived
from domain.event import By, Event, Personal, Recorded, Role
from domain.people import Party, PartyRole
from domain.places import DISTRICTS
from projections.complaint_overview import By as Sorted
from projections.complaint_overview import overview
from projections.complaint_rates import Basis, Numerator, rate
from tests.benchmarks.reading import timed, times

COMPLAINTS, PAGE, ASKED = 100_000, 400, 200
FIRST, DAYS = date(2016, 1, 1), 5 * 365
A_YEAR = {"since": date(2018, 1, 1), "until": date(2019, 1, 1)}
AUTHORITY = By(id="DUP-1", role=Role.AUTHORITY, district=None)


def measure(parts: Parts) -> list[str]:
    _record(parts, Random(3))
    parts.projector.catch_up()
    rows = ["| what | n | result |", "|---|---|---|"]
    with parts.reader.transaction() as db:
        asked = {
            f"overview of all by {by}": lambda by=by: overview(db, by=by)
            for by in Sorted
        }
        asked |= {
            f"overview of one year by {by}": lambda by=by: overview(db, by=by, **A_YEAR)
            for by in Sorted
        }
        asked["a rate of one year"] = lambda: rate(
            db, Numerator.CRITICISED, Basis.DECIDED, **A_YEAR
        )
        for what, call in asked.items():
            rows.append(f"| {what} | {ASKED} | {times(timed([call] * ASKED))} |")
    return rows


def _record(parts: Parts, random: Random) -> None:
    """As stored events; six of seven are concluded within a year."""
    for _ in range(COMPLAINTS // PAGE):
        told = [each for _ in range(PAGE) for each in _complaint(random)]
        stored = parts.registry.mapper.to_stored_events(told)
        parts.registry.recorder.insert_events(stored)


def _complaint(random: Random) -> Iterator[Recorded[Event]]:
    id, allegation = uuid7(), uuid7()
    on = FIRST + timedelta(days=random.randrange(DAYS))
    received = ComplaintReceived(
        number=f"KL-{random.randrange(10**9)}",
        received_on=on,
        matter_on=on,
        kind=random.choice(list(ComplaintKind)),
        district=random.choice(sorted(DISTRICTS)),
        via=Via.AUTHORITY,
        complainant=Party(id=uuid7(), role=PartyRole.COMPLAINANT),
        text=Personal(about=id, text="Betjenten talte nedladende."),
        allegations=(Allegation(id=allegation, category=f"C_{'ABCDE'[on.day % 5]}"),),
    )
    yield _recorded(id, 1, received)
    if random.randrange(7):
        end = AllegationOutcome(
            allegation=allegation, outcome=random.choice(list(Outcome))
        )
        on += timedelta(days=random.randrange(365))
        yield _recorded(id, 2, ComplaintConcluded(on=on, outcomes=(end,)))


def _recorded(id: UUID, version: int, event: Event) -> Recorded[Event]:
    return Recorded(id, version, now(), AUTHORITY, None, None, event)
