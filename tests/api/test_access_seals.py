"""Who was shown what is sealed into the archive, without a hole and only once."""

from base64 import b64decode
from datetime import date

import pytest

from api.access_seals import A_DAY, EVERY, AccessSeals
from domain.access_seals import DisclosuresSealed, SealDisclosures, access_seals
from domain.calendar import day_bounds
from domain.decider import Refused
from domain.merkle import leaf_data, leaf_hash
from domain.tiles import GrowingTree
from tests.ids import new_id
from tests.specification import OFFICER, given


@pytest.fixture
def reads(officer):
    """Call it to be shown the words of nobody, so many times."""

    def reads(times: int = 1) -> None:
        for _ in range(times):
            found = officer.post(
                "/contacts/search",
                json={"name": "Ingen Sådan"},
                headers={"Access-Purpose": "CONTACT_HANDLING"},
            )
            assert found.json()["items"] == []

    return reads


def seals(parts) -> list[DisclosuresSealed]:
    rows = parts.registry.recorder.select_notifications(
        1, 1000, topics=["DisclosuresSealed"]
    )
    return [each.event for each in parts.registry.mapper.to_domain_events(rows)]


def entries(parts):
    return parts.access_log.recorder.select_notifications(1, 1000)


def root(rows) -> bytes:
    tree = GrowingTree(0, lambda *_: b"")
    tree.extend(
        leaf_hash(leaf_data(e.originator_id, e.originator_version, e.topic, e.state))
        for e in rows
    )
    return tree.head().root


def test_each_minute_in_which_somebody_looked_is_sealed(parts, reads):
    sealer = AccessSeals(parts)
    assert not sealer.seal()
    reads(3)
    assert sealer.seal()
    assert not sealer.seal()
    reads(2)
    assert sealer.seal()
    first, second = seals(parts)
    rows = entries(parts)
    assert (first.first, first.last, first.count) == (rows[0].id, rows[2].id, 3)
    assert (second.first, second.last, second.count) == (rows[3].id, rows[4].id, 2)
    assert b64decode(first.root) == root(rows[:3])
    assert b64decode(second.root) == root(rows[3:])


def test_a_new_process_goes_on_where_the_last_one_was(parts, reads, clock):
    for days in (0, 0, 1, 40):
        clock.goes_on(days=days)
        reads()
        assert AccessSeals(parts).seal()
        assert not AccessSeals(parts).seal()
    assert [each.count for each in seals(parts)] == [1, 1, 1, 1]
    assert [each.first for each in seals(parts)] == [e.id for e in entries(parts)]


def test_no_day_has_more_seals_than_are_looked_for():
    """The last Sunday of October has an hour twice."""
    begin, end = day_bounds(date(2026, 10, 25))
    assert (end - begin).total_seconds() / EVERY == A_DAY


def test_two_at_once_seal_nothing_twice(parts, reads):
    one, other = AccessSeals(parts), AccessSeals(parts)
    reads()
    assert one.seal()
    assert not other.seal()
    reads()
    assert one.seal()
    reads()
    with pytest.raises(Refused):
        other.seal()
    assert other.seal()
    assert [each.count for each in seals(parts)] == [1, 1, 1]
    assert one.seal()  # as equal commands do, it gets the other's receipt
    assert not one.seal()
    assert len(seals(parts)) == 3


def test_nobody_but_the_registry_seals(parts):
    command = SealDisclosures(first=1, last=1, count=1, root="cl1S")
    given(access_seals).when(command).then_refused("by the registry itself")
    with pytest.raises(Refused):
        parts.registry.execute(access_seals, new_id(), command, OFFICER)


@pytest.mark.parametrize(("first", "last", "count"), [(1, 3, 0), (1, 3, 4), (3, 1, 1)])
def test_a_seal_says_of_how_many(first, last, count):
    with pytest.raises(ValueError, match="so many"):
        SealDisclosures(first=first, last=last, count=count, root="cl1S")
