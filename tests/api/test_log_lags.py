"""Operators see how far the transparency log is behind, also when its sealer is dead."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.notes import Note, SignatureType
from domain.policies import Policy
from infrastructure.alarms import Alarm, Alarms
from infrastructure.postgres import Database
from infrastructure.signing import SigningKey
from tests.ids import NOON
from tests.infrastructure.appending import recording
from tests.infrastructure.sealing_all import by_force, events

WITNESS = SigningKey("oversight.example/1", SignatureType.COSIGNATURE, bytes(32))


@pytest.fixture
def measured(nobody):
    def value(name: str) -> float:
        lines = nobody.get("/metrics").text.splitlines()
        [found] = [line for line in lines if line.startswith(f"{name} ")]
        return float(found.split(" ")[-1])

    return value


def test_the_oldest_event_that_is_not_sealed_tells_the_lag(
    measured, seal, addresses, clock
):
    assert measured("genfind_seal_lag_seconds") == 0
    with recording(addresses.archive) as recorder:
        recorder.insert_events(events(3))  # a second apart
    clock.goes_on(seconds=30)
    assert measured("genfind_seal_lag_seconds") == 30
    seal.sealer.catch_up()
    assert measured("genfind_seal_lag_seconds") == 0
    with recording(addresses.archive) as recorder:
        recorder.insert_events(events(1, NOON + timedelta(seconds=20)))
    assert measured("genfind_seal_lag_seconds") == 10


def test_the_oldest_head_that_is_not_witnessed_tells_the_quorums_lag(
    measured, seal, addresses, as_admin, app, parts
):
    policy = Policy.read(f"log {seal.signer.key}\nwitness w {WITNESS.public}\nquorum w")
    app.state.parts = replace(
        parts, transparency=replace(parts.transparency, policy=policy)
    )
    assert measured("genfind_quorum_lag_seconds") == 0
    with recording(addresses.archive) as recorder:
        for _ in range(2):
            recorder.insert_events(events(3))
            seal.sealer.catch_up()
    by_force(
        as_admin.archive,
        "update transparency.head set committed_at = clock_timestamp()"
        " - interval '1 hour' / size",
    )
    assert 1200 <= measured("genfind_quorum_lag_seconds") < 1260
    text = Note.read(seal.log.last_signed()).text
    seal.log.keep_cosignature(6, WITNESS.line(text, 1))
    assert measured("genfind_quorum_lag_seconds") == 0


def test_without_witnesses_what_is_signed_is_published(measured, seal, addresses):
    with recording(addresses.archive) as recorder:
        recorder.insert_events(events(3))
    seal.sealer.catch_up()
    assert measured("genfind_quorum_lag_seconds") == 0


def test_alarms_are_counted_by_kind_and_name_no_witness(measured, nobody, addresses):
    with Database(addresses.archive, role="genfind_sealer", schema="archive") as db:
        alarms = Alarms(db)
        alarms.sound(Alarm.WITNESS_SILENT, "oversight")
        alarms.sound(Alarm.WITNESS_SILENT, "another")
    for kind in Alarm:
        counted = measured(f'genfind_transparency_alarms{{kind="{kind.value}"}}')
        assert counted == (2 if kind is Alarm.WITNESS_SILENT else 0)
    assert "oversight" not in nobody.get("/metrics").text
