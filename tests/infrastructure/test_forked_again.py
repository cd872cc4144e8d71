"""A log that follows can end as well; and a backup may be older than the fork itself."""

import psycopg
import pytest

from api.verifying import examined
from domain.policies import Policy
from infrastructure.frozen_logs import frozen
from infrastructure.postgres import conninfo
from infrastructure.recorder import GroupCommitRecorder
from infrastructure.sealer import Sealer
from infrastructure.signer import Signer
from infrastructure.transparency_log import TransparencyLog
from tests.infrastructure.appending import recording
from tests.infrastructure.forking import (
    NEXT,
    asked,
    force,
    fork,
    grown,
    lost,
    old,
    sealer_db,
    signed,
)
from tests.infrastructure.losing import EVENTS, KEPT, guard_again, lose
from tests.infrastructure.sealing_all import ORIGIN, events

__all__ = ["asked", "force", "fork", "grown", "lost", "old", "sealer_db", "signed"]

THIRD = ORIGIN.replace("/1", "/3")


@pytest.fixture
def second(lost, fork, asked, sealer_db, addresses) -> Signer:
    """The log that began, and has grown since."""
    fork()
    signer = Signer(NEXT, asked.folder)
    recorder = GroupCommitRecorder(sealer_db)
    with recording(addresses.archive) as archive:
        for _ in range(3):
            archive.insert_events(events(100))
            Sealer(recorder, TransparencyLog(sealer_db), signer).catch_up()
    assert signer.last.size == KEPT + 1 + 300
    return signer


def test_a_third_log_follows_where_the_second_lost_something(
    second, fork, force, as_admin, addresses, signer, asked, parts, tmp_path
):
    first, folder, kept = signer.last, tmp_path / "signer-3", KEPT + 101
    lose(force, kept)
    guard_again(as_admin.archive, kept)
    fork(signer=second, policy=Policy.of(second.key), folder=folder)
    third = Signer(THIRD, folder)
    assert third.last.size == kept + 1
    with psycopg.connect(conninfo(addresses.archive, "genfind_auditor")) as conn:
        assert frozen(conn) == [1, 2]
        found = examined(
            conn,
            Policy.of(third.key),
            clock=parts.clock,
            former=[Policy.of(signer.key), Policy.of(second.key)],
            signed={ORIGIN: first, NEXT: second.last},
        )
    assert found.findings == []
    told = [(each.origin, each.size, each.kept) for each in found.ended]
    assert told == [(ORIGIN, EVENTS, KEPT), (NEXT, KEPT + 301, kept)]


def test_after_a_backup_from_before_the_fork_it_is_given_again(
    second, fork, force, as_admin, grown, old, lost, signer
):
    """The events came back, out of the log of changes; the old log came with the backup."""
    with psycopg.connect(as_admin.archive) as conn:
        conn.execute("drop schema transparency cascade")
        conn.execute("alter schema transparency_1 rename to transparency")
        conn.execute(
            "grant insert on all tables in schema transparency to genfind_sealer"
        )
    for table in ("checkpoint", "head"):
        force(f"delete from transparency.{table} where size > {KEPT}")
    fork()
    assert grown.head() == second.last
    assert (old.head(), old.size()) == (lost, KEPT)
    assert signer.last == lost
