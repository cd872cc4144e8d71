"""An audit of a week's registrations: drawn, looked at, put right."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from domain.calendar import danish_day
from domain.supervision import (
    AgreeAction,
    DrawSample,
    Finding,
    FinishAction,
    RecordFinding,
    registration_audits,
)
from tests.benchmarks.nation.station import Station, Story

SAMPLE, A_WEEK = 30, timedelta(days=7)


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
    at = station.soon(at, 30)
    yield station.asks(registration_audits, id, agreed, by, at)
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
