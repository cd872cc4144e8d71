"""A restored copy is behind its signer: it gets no signature, and there is a way back."""

from collections.abc import Callable, Sequence
from functools import partial

import psycopg
import pytest

from domain.policies import Policy
from infrastructure.sealer import Sealer
from infrastructure.transparency_log import InDoubt, TransparencyLog
from infrastructure.verifying import Audit
from infrastructure.verifying_notes import notes_of
from tests.infrastructure.appending import recording
from tests.infrastructure.losing import EVENTS, KEPT, bring_back, lose
from tests.infrastructure.sealing_all import by_force, events


@pytest.fixture
def force(as_admin) -> Callable[..., Sequence[int]]:
    return partial(by_force, as_admin.archive)


@pytest.fixture
def sealed(addresses, seal) -> None:
    with recording(addresses.archive) as recorder:
        made = events(EVENTS)
        for start in range(0, EVENTS, 100):
            recorder.insert_events(made[start : start + 100])
            seal.sealer.catch_up()


@pytest.fixture
def restored(sealed, force) -> None:
    lose(force)


@pytest.fixture
def again(seal) -> Sealer:
    """A new process, that remembers nothing."""
    db = seal.log._db  # noqa: SLF001
    return Sealer(seal.sealer._events, TransparencyLog(db), seal.signer)  # noqa: SLF001


def test_a_database_behind_its_signer_gets_no_signature(
    restored, seal, again, addresses
):
    with pytest.raises(InDoubt, match="bring back"):
        again.catch_up()
    with recording(addresses.archive) as recorder:  # appends go on
        recorder.insert_events(events(EVENTS))
    with pytest.raises(InDoubt, match="bring back"):
        again.catch_up()
    assert seal.log.head().size == KEPT


def test_with_all_that_was_lost_the_same_root_comes_out_and_it_goes_on(
    restored, force, seal, again, addresses
):
    signed = seal.signer.last
    bring_back(force)
    again.catch_up()
    assert seal.log.head() == seal.signer.last == signed
    force("select setval('archive.stored_events_notification_id_seq', 900)")
    with recording(addresses.archive) as recorder:
        recorder.insert_events(events(30))
    again.catch_up()
    assert seal.log.head().size == EVENTS + 30
    proof = seal.log.tree(EVENTS + 30).consistency_proof(EVENTS)
    assert seal.log.head().extends(signed, proof)


@pytest.mark.parametrize("but", ["notification_id <> 700", "notification_id < 900"])
def test_with_one_event_too_few_nothing_is_sealed(restored, force, seal, again, but):
    bring_back(force, but=but)
    with pytest.raises(InDoubt, match="bring back"):
        again.catch_up()
    assert seal.log.head().size == KEPT


def test_with_one_event_that_is_another_nothing_is_sealed(restored, force, seal, again):
    bring_back(force)
    force(
        "update archive.stored_events set state = overlay(state placing 'x'::bytea from 60)"
        " where notification_id = 700"
    )
    with pytest.raises(InDoubt, match="bring back"):
        again.catch_up()
    assert seal.log.head().size == KEPT


def test_the_copy_that_was_restored_verifies_by_itself(restored, as_admin, signer):
    """What is lost can't be seen from inside: signer and witness know of it."""
    with psycopg.connect(as_admin.archive) as conn:
        notes, audit = notes_of(conn, Policy.of(signer.key)), Audit(conn)
        assert audit.run().size == KEPT
        assert not [*notes.findings, *audit.findings]
