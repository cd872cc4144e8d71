"""What was changed behind the registry's back is found, and named; nothing else is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from random import Random

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.merkle import leaf_data, leaf_hash
from domain.notes import SignatureType
from domain.policies import Policy
from domain.tiles import GrowingTree
from infrastructure.signing import SigningKey
from infrastructure.verifying import Audit, Finding
from infrastructure.verifying_notes import gaps_in_versions, notes_of
from infrastructure.witnessed_times import WitnessedTimes
from tests.infrastructure.appending import recording
from tests.infrastructure.sealing_all import (
    ORIGIN,
    Sealing,
    by_force,
    events,
    sealing,
    unguarded,
)

MANY = 1_000  # events: three full tiles, and one that is not


@pytest.fixture
def seal(addresses, signer) -> Iterator[Sealing]:
    """Sealed in steps, so that there are heads in the middle of tiles."""
    with (
        sealing(addresses.archive, signer) as seal,
        recording(addresses.archive) as recorder,
    ):
        made = events(MANY)
        for start in (0, 100, 300, 900):
            end = {0: 100, 100: 300, 300: 900, 900: MANY}[start]
            for some in range(start, end, 100):
                recorder.insert_events(made[some : some + 100])
            seal.sealer.catch_up()
        yield seal


@pytest.fixture
def force(as_admin) -> Callable[..., Sequence[int]]:
    return partial(by_force, as_admin.archive)


@pytest.fixture
def audited(seal, as_admin) -> Callable[[], list[Finding]]:
    def audited() -> list[Finding]:
        with psycopg.connect(as_admin.archive) as conn:
            notes = notes_of(conn, Policy.of(seal.signer.key))
            audit = Audit(conn, WitnessedTimes.of(notes.witnessed))
            audit.run()
            return [*notes.findings, *audit.findings, *gaps_in_versions(conn)]

    return audited


def test_nothing_is_found_where_nothing_was_changed(seal, audited, as_admin):
    assert audited() == []
    with psycopg.connect(as_admin.archive) as conn:
        audit = Audit(conn)
        assert audit.run() == seal.log.head()
        assert audit.unsealed == []


def test_a_hundred_histories_raise_no_false_alarm(addresses, signer, as_admin):
    """Each goes on from the one before: saves of any size, sealed now and then."""
    random = Random(7)
    with (
        sealing(addresses.archive, signer) as seal,
        recording(addresses.archive) as recorder,
        psycopg.connect(as_admin.archive) as conn,
    ):
        for _ in range(100):
            for _ in range(random.randrange(4)):
                recorder.insert_events(events(random.randint(1, 60)))
            if random.random() < 0.7:
                seal.sealer.catch_up()
            notes, audit = notes_of(conn, Policy.of(signer.key)), Audit(conn)
            audit.run()
            assert not [*notes.findings, *audit.findings, *gaps_in_versions(conn)]
            conn.rollback()
        assert seal.log.head().size > 2_000


def test_what_is_not_sealed_yet_is_told_apart(seal, audited, addresses, as_admin):
    with recording(addresses.archive) as recorder:
        recorder.insert_events(events(7))
    assert audited() == []
    with psycopg.connect(as_admin.archive) as conn:
        audit = Audit(conn)
        audit.run()
        assert [each.position for each in audit.unsealed] == list(range(1001, 1008))


E777 = "notification_id = 777"
FORGED = "overlay(state placing 'x'::bytea from 60)"
CHANGES = {
    "the bytes of an event": (
        [f"update archive.stored_events set state = {FORGED} where {E777}"],
        [(776, 777)],
    ),
    "the kind of an event": (
        [f"update archive.stored_events set topic = 'Other' where {E777}"],
        [(776, 777)],
    ),
    "two states are swapped": (
        [
            (
                "update archive.stored_events e set state = o.state"
                " from archive.stored_events o where e.notification_id in (300, 777)"
                " and o.notification_id = 1077 - e.notification_id"
            )
        ],
        [(299, 300), (776, 777)],
    ),
    "an event is deleted": (
        [f"delete from archive.stored_events where {E777}"],
        [(776, 777)],
    ),
    "the last event is deleted": (
        ["delete from archive.stored_events where notification_id = 1000"],
        [(999, 1000)],
    ),
    "a whole tile of events is deleted": (
        ["delete from archive.stored_events where notification_id between 257 and 512"],
        [(n, n + 1) for n in range(256, 512)],
    ),
    "an event and its leaf": (
        [
            f"update archive.stored_events set state = {FORGED} where {E777}",
            f"update transparency.leaf set hash = sha256('forged') where {E777}",
        ],
        [(776, 777)],
    ),
    "a tile": (
        [
            (
                "update transparency.tile set hashes ="
                " overlay(hashes placing sha256('forged') from 1 + 32 * 9)"
                " where level = 0 and idx = 1"
            )
        ],
        [(265, 266)],
    ),
    "the root of a tile": (
        ["update transparency.tile set root = sha256('x') where idx = 1"],
        [(256, None)],
    ),
    "a tile is missing": (
        ["delete from transparency.tile where idx = 1"],
        [(256, None)],
    ),
    "a leaf": (
        [f"update transparency.leaf set hash = sha256('x') where {E777}"],
        [(776, 777)],
    ),
    "a leaf is missing": (
        [f"delete from transparency.leaf where {E777}"],
        [(776, None), (None, 777)],
    ),
    "an event put in between": (
        [
            (
                "insert into archive.stored_events (originator_id, originator_version,"
                " topic, state, notification_id) overriding system value select"
                " gen_random_uuid(), 1, topic, state, 500 from archive.stored_events"
                f" where {E777}"
            )
        ],
        [(None, 500)],
    ),
    "an event that could not be audited": (
        [f"update archive.stored_events set state = '{{}}' where {E777}"],
        [(776, 777)],
    ),
    "a head": (
        ["update transparency.head set root = sha256('x') where size = 300"],
        [(100, None)],
    ),
    "a checkpoint": (
        ["update transparency.checkpoint set note = replace(note, '=', '+')"],
        [],
    ),
    "the checkpoint of another": (
        [
            (
                "update transparency.checkpoint c set note = o.note from"
                " transparency.checkpoint o where c.size = 300 and o.size = 900"
            )
        ],
        [],
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_found_where_it_was_made(seal, audited, force, change):
    """And no event is blamed that nobody touched."""
    statements, expected = CHANGES[change]
    assert all(force(*statements))
    findings = audited()
    assert findings
    told = [(each.leaf, each.position) for each in findings]
    assert {place for place in expected if place[1]} == {p for p in told if p[1]}
    assert {*expected} <= {*told}


def test_a_forged_event_and_all_that_was_made_of_it_is_found_by_its_head(
    seal, audited, force
):
    """The tree was made anew over it, and only what was signed tells of another."""
    with psycopg.connect(force.args[0]) as conn:
        [(state,)] = conn.execute(
            f"select {FORGED} from archive.stored_events where {E777}"
        ).fetchall()
        rows = conn.execute(
            "select originator_id, originator_version, topic, state"
            " from archive.stored_events order by notification_id"
        ).fetchall()
    rows[776] = (*rows[776][:3], state)
    tree = GrowingTree(0, lambda *_: b"")
    full = tree.extend(leaf_hash(leaf_data(*row)) for row in rows)
    forged = [
        f"update transparency.tile set hashes = '\\x{each.hashes.hex()}',"
        f" root = '\\x{each.root.hex()}' where (level, idx) = ({each.level}, {each.index})"
        for each in full
    ]
    leaf = leaf_hash(leaf_data(*rows[776])).hex()
    force(
        f"update archive.stored_events set state = {FORGED} where {E777}",
        f"update transparency.leaf set hash = '\\x{leaf}' where {E777}",
        *forged,
    )
    [finding] = audited()
    assert finding.leaf == 300
    assert "between the heads of 300 and of 900 leaves" in str(finding)


def test_a_gap_in_the_versions_of_a_thing_is_found(addresses, as_admin, signer):
    made = events(10)
    with (
        sealing(addresses.archive, signer) as seal,
        recording(addresses.archive) as recorder,
    ):
        recorder.insert_events([replace(made[0], originator_version=2), *made[5:]])
        seal.sealer.catch_up()
    with psycopg.connect(as_admin.archive) as conn:
        assert [each.thing for each in gaps_in_versions(conn)] == [
            made[0].originator_id
        ]


def test_another_logs_signature_is_none(seal, as_admin):
    other = SigningKey(ORIGIN, SignatureType.NOTE, bytes(32))
    with psycopg.connect(as_admin.archive) as conn:
        notes = notes_of(conn, Policy.of(other.public))
    assert notes.relied_on == 0
    assert notes.number == len(notes.findings) == 4


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_single_bit_that_is_changed_is_found(seal, as_admin, data):
    """In rows, leaves, tiles, heads and checkpoints."""
    table, column, where = data.draw(
        st.sampled_from(
            [
                ("archive.stored_events", "state", E777),
                ("archive.stored_events", "state", "notification_id = 3"),
                ("transparency.leaf", "hash", "idx = 776"),
                ("transparency.tile", "hashes", "level = 0 and idx = 1"),
                ("transparency.tile", "root", "level = 0 and idx = 2"),
                ("transparency.head", "root", "size = 900"),
            ]
        )
    )
    with psycopg.connect(as_admin.archive) as conn:
        unguarded(conn)
        [(length,)] = conn.execute(
            f"select length({column}) from {table} where {where}"
        ).fetchall()
        bit = data.draw(st.integers(0, 8 * length - 1))
        conn.execute(
            f"update {table} set {column} = set_bit({column}, {bit},"
            f" 1 - get_bit({column}, {bit})) where {where}"
        )
        audit = Audit(conn)
        audit.run()
        assert audit.findings
        conn.rollback()
