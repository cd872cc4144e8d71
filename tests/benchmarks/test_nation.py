"""The nation that size is measured with: true events, such as the registry writes."""

from base64 import b64encode
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import count, pairwise
from random import Random

import pytest

from domain.citizens import SupplyParticulars, citizens
from domain.contacts import SupplementContact, contacts
from domain.event import By, Role
from domain.follow_ups import RecordTalk, follow_ups
from domain.ids import time_of
from domain.reactions import TOPICS
from infrastructure.doctor import examine
from infrastructure.key_encryption import KeyEncryptionKey
from infrastructure.postgres import Database
from tests.benchmarks.nation.audits import audit
from tests.benchmarks.nation.complaints import complaint
from tests.benchmarks.nation.country import Country
from tests.benchmarks.nation.courses import course
from tests.benchmarks.nation.desk import Desk, Numbers
from tests.benchmarks.nation.filling import fill
from tests.benchmarks.nation.station import Station, Stories

EVENTS, SHARE = 3_000, 0.04
OFFICER = By(id="K-1147", role=Role.OFFICER, district="1467")
MORE = SupplementContact(text="Ringede igen.")
TALK = RecordTalk(mode="PHONE")
MOVED = SupplyParticulars(address="Algade 1")


@pytest.fixture
def healthy(as_admin, addresses):
    """What the doctor says of the tests' own server, before anything is filled."""
    return set(examine(as_admin, addresses))


@pytest.fixture
def nation(healthy, parts, addresses, as_admin):
    """All events of a small one, filled in two turns."""
    kek = b64encode(bytes(32)).decode()
    for events in (EVENTS // 2, EVENTS):
        for _ in fill(as_admin, addresses, kek, events, share=SHARE):
            pass
    rows = parts.registry.recorder.select_notifications(1, 2 * EVENTS)
    return parts.registry.mapper.to_domain_events(rows)


def test_a_nation_is_one_that_the_registry_could_have_written(
    nation, healthy, parts, as_admin, addresses, read_models
):
    assert len(nation) >= EVENTS
    assert [each.position for each in nation] == list(range(1, len(nation) + 1))
    assert all(a.at <= b.at for a, b in pairwise(nation))
    versions = Counter()
    for each in nation:
        versions[each.id] += 1
        assert each.version == versions[each.id]
        assert time_of(each.id) <= each.at
    folded(nation)
    assert set(examine(as_admin, addresses)) == healthy
    read_models()  # whatever they would not take would raise here
    assert parts.projector.position() == len(nation)
    goes_on(nation, parts)


def folded(nation):
    """Each stream begins and goes on as its topic says."""
    topics = {event: topic for topic in TOPICS for event in topic.events}
    streams = {}
    for each in nation:
        streams.setdefault(each.id, []).append(each.event)
    for events in streams.values():
        topic = topics[type(events[0])]
        assert topic.state_after(events)


def goes_on(nation, parts):
    """The registry takes up any stream where the nation left it."""
    end = nation[-1].position
    for topic, command in ((contacts, MORE), (follow_ups, TALK), (citizens, MOVED)):
        mine = [each for each in nation if isinstance(each.event, topic.events)]
        for each in Random(1).sample(mine, 5):
            last = parts.registry.history(each.id)[-1]
            by = last.by if last.by.role == Role.OFFICER else OFFICER  # it may be his
            receipt = parts.registry.execute(topic, each.id, command, by)
            assert receipt.version == last.version + 1
            assert receipt.position > end


def test_the_same_seed_tells_the_same(addresses):
    def told():
        with Database(addresses.keys, role="genfind_writer") as keys:
            numbers = Numbers({"H": 1, "KL": 1}, 1)
            kek = KeyEncryptionKey(bytes(32))
            country = Country(["1471"], "seed", keys, kek, numbers)
            events = country.day(date(2024, 1, 1), 0).events
            return [row[:4] for row in events]  # what is sealed is salted

    assert told() == told()


def test_what_is_seldom_is_lawful_to_its_end(addresses):
    with Database(addresses.keys, role="genfind_writer") as keys:
        random, numbers = Random(2), Numbers({"H": 1, "KL": 1}, 1)
        desk = Desk(random, keys, KeyEncryptionKey(bytes(32)), numbers)
        stories = Stories(desk)
        station = Station("1471", ["0400"], random, desk, stories, count(), 1.0)
        at = datetime(2024, 1, 1, 9, tzinfo=UTC)
        for tale, times in ((complaint, 60), (course, 25), (audit, 1)):
            for _ in range(times):
                stories.begin(at, tale(station, at))
        stories.until(at + timedelta(days=3000))
        told = {topic for _, _, _, topic, _ in desk.hand_over().events}
    assert told >= {
        "AuditActionFinished",
        "ComplaintAppealDecided",
        "ComplaintConcluded",
        "RestrainingOrderServed",
    }
