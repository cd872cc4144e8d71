"""The story of a follow-up: claimed, attempted, held."""

from datetime import datetime
from uuid import UUID

from domain.decider import Command
from domain.follow_ups import (
    AttemptKind,
    ClaimFollowUp,
    CloseFollowUp,
    DeclineFollowUp,
    PlanFollowUp,
    RecordAttempt,
    RecordTalk,
    TalkMode,
    follow_ups,
)
from tests.benchmarks.nation.station import Station, Story


def followed_up(station: Station, id: UUID, at: datetime) -> Story:
    """Within a week, mostly: eight of ten are reached."""
    random, by = station.random, station.officer()
    at = station.by_day(at, days=2.5)
    if station.chance(0.15):
        plan = PlanFollowUp(mode=TalkMode.IN_PERSON, officer=by.id, on=at.date())
        yield station.asks(follow_ups, id, plan, by, at)
        at = station.by_day(at, days=1.5)
    yield station.asks(follow_ups, id, ClaimFollowUp(), by, at)
    for _ in range(random.choices(range(4), (55, 25, 14, 6))[0]):
        at = station.soon(at, minutes=10)
        kind = AttemptKind.PHONE if station.chance(0.85) else AttemptKind.VISIT
        yield station.asks(follow_ups, id, RecordAttempt(kind=kind), by, at)
        at = station.by_day(at, days=0.7)
    end = random.random()
    if end < 0.8:
        yes = random.choice((True, False, None))
        note = station.teller.addition() if station.chance(0.4) else None
        mode = TalkMode.PHONE if station.chance(0.8) else TalkMode.IN_PERSON
        last: Command = RecordTalk(mode=mode, safer=yes, solved=yes, note=note)
    elif end < 0.86:
        last = DeclineFollowUp()
    else:
        last = CloseFollowUp(reason="Ikke truffet efter gentagne forsøg.")
    yield station.asks(follow_ups, id, last, by, station.soon(at, minutes=12))
