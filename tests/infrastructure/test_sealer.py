"""Every event is sealed once, in order; and in doubt nothing is signed."""

from collections.abc import Callable, Sequence
from functools import partial
from threading import Event as Flag
from threading import Thread

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from domain.merkle import EMPTY, TreeHead, leaf_data, leaf_hash
from domain.notes import Checkpoint, Note
from domain.tiles import GrowingTree
from infrastructure.key_encryption import DoubtfulKey
from infrastructure.page_turning import StandingBy
from infrastructure.postgres import conninfo
from infrastructure.signer import Signer, WillNotSign
from infrastructure.signing import signed_by
from infrastructure.transparency_log import InDoubt
from infrastructure.witnesses import Witnesses
from tests.infrastructure.appending import held, recording, until
from tests.infrastructure.registering import all_stored, register
from tests.infrastructure.sealing_all import ORIGIN, by_force, events, sealing


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "signer"


def literally(parts) -> TreeHead:
    tree = GrowingTree(0, lambda *_: b"")
    tree.extend(
        leaf_hash(leaf_data(e.originator_id, e.originator_version, e.topic, e.state))
        for e in all_stored(parts)
    )
    return tree.head()


def test_every_event_is_sealed_and_the_head_is_signed(parts, seal):
    for _ in range(3):
        register(parts)
    seal.sealer.catch_up()
    assert seal.log.head() == literally(parts) != EMPTY
    note = Note.read(seal.log.last_signed())
    assert Checkpoint.read(note.text) == Checkpoint(ORIGIN, literally(parts))
    assert signed_by(note, [seal.signer.key]) == {seal.signer.key: 0}


def test_sealing_goes_on_over_many_batches(parts, seal, monkeypatch):
    monkeypatch.setattr("infrastructure.sealer.BATCH", 7)
    for _ in range(4):
        register(parts)
        register(parts)
        seal.sealer.catch_up()
    assert seal.log.head() == literally(parts)
    last = seal.log.head().size
    for old in range(last):
        proof = seal.log.tree(last).consistency_proof(old)
        assert seal.log.head().extends(seal.log.tree(old).head(), proof)


def test_no_witness_is_told_of_a_tree_while_older_events_wait(
    addresses, seal, monkeypatch
):
    """What it says of the time would be false for those."""
    monkeypatch.setattr("infrastructure.sealer.BATCH", 10)
    told: list[int] = []
    monkeypatch.setattr(Witnesses, "tell", lambda self, size, note: told.append(size))
    with recording(addresses.archive) as recorder:
        for more, known in ((25, 25), (20, 45), (0, 45), (1, 46)):
            recorder.insert_events(events(more))
            seal.sealer.catch_up()
            assert told[-1] == seal.log.head().size == known
    assert set(told) == {25, 45, 46}


def test_nothing_is_sealed_twice_and_nothing_new_changes_nothing(parts, seal):
    seal.sealer.catch_up()
    assert seal.log.last_signed() is None
    register(parts)
    seal.sealer.catch_up()
    before = seal.log.head(), seal.log.last_signed()
    seal.sealer.catch_up()
    assert (seal.log.head(), seal.log.last_signed()) == before


def test_an_event_is_found_by_its_position(parts, seal):
    receipt = register(parts)
    assert seal.log.place(receipt.position) is None
    seal.sealer.catch_up()
    index = seal.log.place(receipt.position)
    head = seal.log.head()
    stored = next(e for e in all_stored(parts) if e.id == receipt.position)
    leaf = leaf_hash(
        leaf_data(
            stored.originator_id, stored.originator_version, stored.topic, stored.state
        )
    )
    assert head.includes(leaf, index, seal.log.tree(head.size).inclusion_proof(index))


def test_whoever_comes_second_stands_by(parts, seal, addresses):
    register(parts)
    with (
        sealing(addresses.archive, seal.signer) as other,
        seal.sealer._active(),  # noqa: SLF001
        pytest.raises(StandingBy),
    ):
        other.sealer.catch_up()


def test_an_append_under_way_is_not_passed_over(parts, another, as_admin, seal):
    """A was numbered first and commits last; both are sealed, in their order."""
    first = another()
    threads = [Thread(target=register, args=(each,)) for each in (parts, first)]
    with held(as_admin.archive):
        for thread in threads:
            thread.start()
        seal.sealer.catch_up()
        assert seal.log.head() == EMPTY
    for thread in threads:
        thread.join()
    seal.sealer.catch_up()
    assert seal.log.head() == literally(parts)


def test_a_running_sealer_seals_what_comes(parts, seal):
    stop = Flag()
    thread = Thread(target=seal.sealer.run, args=(stop,))
    thread.start()
    try:
        register(parts)
        until(lambda: seal.log.last_signed() is not None)
        signed = seal.log.head()
        register(parts)
        until(lambda: seal.log.head() == literally(parts) != signed)
    finally:
        stop.set()
        thread.join()


CHANGES: dict[str, str] = {
    "an event": "update archive.stored_events set topic = 'Other'",
    "bytes of an event": (
        "update archive.stored_events set state = overlay(state placing 'x' from 200)"
    ),
    "two events": (
        "update archive.stored_events e set state = o.state"
        " from archive.stored_events o where o.notification_id = 3 - e.notification_id"
        " and e.notification_id in (1, 2)"
    ),
    "an event too few": (
        "delete from archive.stored_events where notification_id = (select"
        " max(notification_id) from archive.stored_events)"
    ),
    "an event that was put in between": (
        "insert into archive.stored_events (originator_id, originator_version, topic,"
        " state, notification_id) overriding system value"
        " select gen_random_uuid(), 1, topic, state, 1 from archive.stored_events limit 1"
    ),
    "a leaf": "update transparency.leaf set hash = sha256('x') where idx = 1",
    "a leaf too few": "delete from transparency.leaf where idx = 1",
    "a head": "update transparency.head set root = sha256('x')",
}


@pytest.fixture
def force(as_admin) -> Callable[[str], Sequence[int]]:
    return partial(by_force, as_admin.archive)


@pytest.mark.parametrize("change", CHANGES)
def test_in_doubt_nothing_is_signed(parts, seal, force, addresses, folder, change):
    for _ in range(2):
        register(parts)
    seal.sealer.catch_up()
    signed = seal.log.last_signed()
    force(CHANGES[change])
    register(parts)
    with sealing(addresses.archive, Signer(ORIGIN, folder)) as again:
        with pytest.raises((InDoubt, WillNotSign)):
            again.sealer.catch_up()
        assert again.log.last_signed() == signed
    assert register(parts).position  # appends go on


def test_a_row_that_could_not_be_audited_stops_the_sealer(parts, seal, force):
    register(parts)
    force(
        "insert into archive.stored_events (originator_id, originator_version, topic,"
        " state) values (gen_random_uuid(), 1, 'Tested', '{}')"
    )
    with pytest.raises(InDoubt):
        seal.sealer.catch_up()
    assert seal.log.head() == EMPTY


def test_a_crash_between_storing_and_signing_is_made_good(parts, seal, force):
    register(parts)
    seal.sealer.catch_up()
    signed = seal.log.last_signed()
    force("delete from transparency.checkpoint")
    seal.sealer.catch_up()
    assert seal.log.last_signed() == signed


def test_the_sealer_may_only_add(addresses, parts, seal):
    register(parts)
    seal.sealer.catch_up()
    tables = {
        "leaf": "idx",
        "tile": "idx",
        "head": "size",
        "checkpoint": "size",
        "cosignature": "size",
        "alarm": "kind",
    }
    for role in ("genfind_sealer", "genfind_writer"):
        with psycopg.connect(
            conninfo(addresses.archive, role), autocommit=True
        ) as conn:
            for table, column in tables.items():
                for statement in (
                    f"delete from transparency.{table}",
                    f"truncate transparency.{table}",
                    f"update transparency.{table} set {column} = 1",
                ):
                    with pytest.raises(InsufficientPrivilege):
                        conn.execute(statement)


def test_a_signer_goes_on_from_what_it_signed_last(parts, seal, folder):
    register(parts)
    seal.sealer.catch_up()
    head = seal.log.head()
    again = Signer(ORIGIN, folder)
    assert again.last == head
    assert again.sign(head, []) == seal.log.last_signed()
    for other in (
        TreeHead(head.size, bytes(32)),
        TreeHead(head.size - 1, bytes(32)),
        TreeHead(head.size + 1, bytes(32)),
    ):
        with pytest.raises(WillNotSign):
            again.sign(other, [])
    assert Signer(ORIGIN, folder).last == head


def test_a_signer_never_begins_again_from_nothing(seal, folder):
    (folder / "last-signed").unlink()
    for begin in (Signer, Signer.begun):
        with pytest.raises(WillNotSign):
            begin(ORIGIN, folder)


@pytest.mark.parametrize("told", ["", "x", f"{ORIGIN}\n5\n", "another/archive/1\n0\n"])
def test_a_signer_believes_no_memory_that_is_not_its_own(seal, folder, told):
    (folder / "last-signed").write_text(told)
    with pytest.raises(WillNotSign):
        Signer(ORIGIN, folder)


def test_what_another_key_signed_is_no_memory(seal, folder, tmp_path):
    other = Signer.begun(ORIGIN, tmp_path / "other")
    other.sign(TreeHead(1, bytes(32)), [])
    (folder / "last-signed").write_text((tmp_path / "other/last-signed").read_text())
    with pytest.raises(WillNotSign):
        Signer(ORIGIN, folder)


def test_nobody_else_may_read_the_key(seal, folder):
    assert (folder / "log-key").stat().st_mode & 0o777 == 0o600
    (folder / "log-key").chmod(0o640)
    with pytest.raises(DoubtfulKey):
        Signer(ORIGIN, folder)
