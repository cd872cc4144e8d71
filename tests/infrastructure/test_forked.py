"""Where what was signed is lost for good the log ends, and the next one begins."""

from threading import Event as Flag
from threading import Thread

import psycopg
import pytest

from domain.ids import fork_of
from domain.log_forks import LogForked
from domain.merkle import TreeHead
from domain.notes import Checkpoint, Note, base64
from infrastructure.doctor import differences
from infrastructure.forking import CannotFork
from infrastructure.frozen_logs import frozen
from infrastructure.page_turning import StandingBy
from infrastructure.postgres import Database
from infrastructure.recorder import GroupCommitRecorder
from infrastructure.sealer import Sealer, sealing_alone
from infrastructure.signer import Signer, WillNotSign
from infrastructure.transparency_log import InDoubt, TransparencyLog
from tests.infrastructure.appending import recording
from tests.infrastructure.forking import (
    BY,
    NEXT,
    REASON,
    asked,
    force,
    fork,
    grown,
    lost,
    old,
    sealer_db,
    signed,
)
from tests.infrastructure.losing import EVENTS, KEPT, bring_back
from tests.infrastructure.sealing_all import ORIGIN, events

__all__ = ["asked", "force", "fork", "grown", "lost", "old", "sealer_db", "signed"]


def told(parts) -> LogForked:
    [recorded] = parts.registry.history(fork_of(ORIGIN))
    assert recorded.by == BY
    assert isinstance(recorded.event, LogForked)
    return recorded.event


def test_what_survived_is_sealed_again_and_the_old_log_keeps_what_it_signed(
    lost, fork, parts, old, grown, signer, asked
):
    said = fork()
    assert "400 of them are lost" in said[1]
    assert told(parts) == LogForked(
        origin=ORIGIN,
        successor=NEXT,
        size=EVENTS,
        root=base64(lost.root),
        first_lost=KEPT,
        lost=EVENTS - KEPT,
        reason=REASON,
    )
    new = Signer(NEXT, asked.folder)
    assert grown.head() == new.last
    assert new.last.size == KEPT + 1 == parts.registry.recorder.newest()
    assert new.key.key != signer.key.key
    note = Note.read(old.last_signed() or "")
    assert Checkpoint.read(note.text) == Checkpoint(ORIGIN, lost)
    assert (old.size(), old.head()) == (KEPT, lost)
    assert old.tree(KEPT).head() == grown.tree(KEPT).head()
    assert signer.last == lost


def test_the_frozen_log_is_never_added_to(lost, fork, old, grown):
    fork()
    with pytest.raises(Exception, match="permission denied"):
        old.keep(EVENTS, "x")
    with pytest.raises(Exception, match="permission denied"):
        old.add([], [], TreeHead(1, bytes(32)))
    assert grown.head().size == KEPT + 1


def test_a_frozen_log_can_not_be_changed_by_a_superuser_either(lost, fork, as_admin):
    fork()
    with psycopg.connect(as_admin.archive) as conn:
        conn.execute("set session_replication_role = replica")
        for table in ("leaf", "tile", "head", "checkpoint"):
            with pytest.raises(psycopg.Error, match="stays"), conn.transaction():
                conn.execute(f"delete from transparency_1.{table}")


def test_the_old_signer_refuses_what_comes_after(lost, fork, sealer_db, signer, parts):
    fork()
    again = Sealer(GroupCommitRecorder(sealer_db), TransparencyLog(sealer_db), signer)
    with pytest.raises(InDoubt, match="bring back"):
        again.catch_up()
    parts.registry.recorder.insert_events(events(EVENTS))
    Sealer(
        GroupCommitRecorder(sealer_db),
        TransparencyLog(sealer_db),
        Signer(NEXT, signer._file.parent.with_name("signer-2")),  # noqa: SLF001
    ).catch_up()
    with pytest.raises(WillNotSign):  # the new log is larger by now, and another
        again.catch_up()
    assert signer.last == lost


def test_nothing_is_left_while_nothing_is_lost(signed, fork, parts, as_admin):
    with pytest.raises(CannotFork, match="not ahead"):
        fork()
    assert not parts.registry.history(fork_of(ORIGIN))
    with psycopg.connect(as_admin.archive) as conn:
        assert frozen(conn) == []


def test_nothing_is_left_when_all_was_brought_back(lost, force, fork):
    bring_back(force)
    with pytest.raises(CannotFork, match="is here again"):
        fork()


def test_with_one_event_too_few_it_is_lost(lost, force, fork, grown, parts):
    bring_back(force, but="notification_id <> 700")
    force("select setval('archive.stored_events_notification_id_seq', 900)")
    fork()
    assert grown.head().size == EVENTS - 1 + 1
    assert (told(parts).first_lost, told(parts).lost) == (KEPT, EVENTS - KEPT)


def test_what_was_rewritten_is_not_lost(lost, force, fork):
    force(
        "update transparency.head set root = sha256('x') where size = 500",
        "update transparency.leaf set hash = sha256('x') where idx = 499",
    )
    with pytest.raises(InDoubt, match="damaged"):
        fork()


def test_nothing_is_left_while_a_sealer_works(lost, addresses, fork, as_admin):
    with (
        Database(addresses.archive, role="genfind_sealer") as db,
        db.get_connection() as session,
        sealing_alone(session),
        pytest.raises(StandingBy),
    ):
        fork()
    with psycopg.connect(as_admin.archive) as conn:
        assert frozen(conn) == []


@pytest.mark.parametrize("steps", [1, 2, 3, 4])
def test_wherever_it_is_killed_it_is_simply_given_again(
    lost, fork, parts, steps, grown, asked, old
):
    fork(steps)
    fork()
    fork()
    assert told(parts).size == EVENTS
    assert parts.registry.recorder.newest() == KEPT + 1
    assert grown.head() == Signer(NEXT, asked.folder).last
    assert grown.head().size == KEPT + 1
    assert old.head() == lost


def test_what_is_recorded_meanwhile_is_recorded_as_ever(
    lost, addresses, fork, grown, parts
):
    stop, stored = Flag(), list[int]()

    def record() -> None:
        with recording(addresses.archive) as recorder:
            while not stop.is_set():
                stored.extend(recorder.insert_events(events(3)) or ())

    thread = Thread(target=record)
    thread.start()
    try:
        while len(stored) < 30:
            stop.wait(0.01)
        fork()
    finally:
        stop.set()
        thread.join()
    fork()
    assert stored == sorted(stored)
    assert grown.head().size == KEPT + len(stored) + 1
    assert grown.last_sealed() == parts.registry.recorder.newest()


def test_the_doctor_knows_a_frozen_log_and_what_is_wrong_with_it(lost, fork, as_admin):
    with psycopg.connect(as_admin.archive) as conn:

        def found() -> set[str]:
            told = differences(conn, "archive", "genfind")
            return {f"{each.subject} {each.problem}" for each in told}

        before = found()
        fork()
        assert found() == before
        conn.execute("alter table transparency_1.leaf disable trigger no_changes")
        conn.execute("grant insert on transparency_1.tile to genfind_sealer")
        conn.execute("drop table transparency_1.alarm")
        wrong = " ".join(found() - before)
        conn.rollback()
    assert "transparency_1.leaf.no_changes" in wrong
    assert "transparency_1.tile This should not be: genfind_sealer may INSERT" in wrong
    assert "table of transparency_1.alarm This is missing" in wrong
