"""What `genfind verify` says of a log that ended, and of whoever lies about its end."""

import psycopg
import pytest

from api.verifying import examined
from domain.event import Recorded
from domain.ids import fork_of
from domain.log_forks import LogForked
from domain.notes import Checkpoint, Note, SignatureType, base64
from domain.policies import Policy
from infrastructure.postgres import conninfo
from infrastructure.signer import Signer
from infrastructure.signing import SigningKey
from infrastructure.verifying_frozen import Ended
from tests.infrastructure.forking import (
    BY,
    NEXT,
    REASON,
    asked,
    force,
    fork,
    lost,
    sealer_db,
    signed,
)
from tests.infrastructure.losing import EVENTS, KEPT
from tests.infrastructure.sealing_all import ORIGIN, unguarded

__all__ = ["asked", "force", "fork", "lost", "sealer_db", "signed"]

ROOT = "decode(repeat('00', 32), 'hex')"


@pytest.fixture
def report(addresses, parts, signer, asked):
    """Call it to verify the log that began, with whatever is known of the old one."""

    def report(*, former=None, known=True):
        relied_on = [Policy.of(signer.key)] if former is None else former
        new = Policy.of(Signer(NEXT, asked.folder).key)
        said = {ORIGIN: signer.last} if known else {}
        with psycopg.connect(conninfo(addresses.archive, "genfind_auditor")) as conn:
            return examined(conn, new, clock=parts.clock, former=relied_on, signed=said)

    return report


def problems(found) -> str:
    return " | ".join(each.problem for each in found.findings)


@pytest.fixture
def forked(lost, fork):
    fork()
    return lost


def test_it_says_where_the_old_log_is_frozen_and_what_is_lost(forked, report):
    found = report()
    assert found.findings == []
    assert found.origin == NEXT
    assert found.leaves == KEPT + 1
    [ended] = found.ended
    assert (ended.origin, ended.size, ended.kept) == (ORIGIN, EVENTS, KEPT)
    assert ended.lost == EVENTS - KEPT
    assert isinstance(ended, Ended)


def test_without_the_old_policy_nothing_vouches_for_the_old_log(forked, report):
    assert "GENFIND_FORMER_POLICY_FILES" in problems(report(former=()))


def test_with_the_key_of_another_its_checkpoints_are_nobodys(forked, report):
    strange = SigningKey(ORIGIN, SignatureType.NOTE, bytes(32)).public
    assert "has not signed it" in problems(report(former=(Policy.of(strange),)))


@pytest.mark.parametrize(
    ("forged", "said"),
    [
        ({"root": "A" * 43 + "="}, "what was signed last"),
        ({"size": KEPT, "lost": 0}, "what was signed last"),
        ({"first_lost": KEPT + 100, "lost": EVENTS - KEPT - 100}, "are here"),
        ({"origin": "other.example/archive/1"}, "does not follow"),
        ({"origin": ORIGIN.replace("/1", "/7")}, "it is not here"),
        ({"successor": ORIGIN.replace("/1", "/3")}, "does not follow"),
    ],
)
def test_an_event_that_lies_about_the_end_is_found(
    lost, fork, parts, report, forged, said
):
    """Sealed and signed by whoever has the new log's key and the database."""
    fork(1)
    true = {
        "origin": ORIGIN,
        "successor": NEXT,
        "size": EVENTS,
        "root": base64(lost.root),
        "first_lost": KEPT,
        "lost": EVENTS - KEPT,
        "reason": REASON,
    }
    lie = LogForked.model_validate(true | forged)
    parts.registry.save(
        Recorded(fork_of(ORIGIN), 1, parts.clock(), BY, None, None, lie, None)
    )
    fork()
    assert said in problems(report())


@pytest.fixture
def at_600(signed, seal) -> str:
    """An earlier checkpoint, signed by the old log as well."""
    return seal.log.signed_from(600)


def test_an_end_that_was_cut_short_is_known_by_the_old_signer(
    at_600, lost, fork, report, as_admin
):
    """Another signed checkpoint is put in place of the last, and the event agrees."""
    fork(1)
    tree = Checkpoint.read(Note.read(at_600).text).tree
    with psycopg.connect(as_admin.archive) as conn:
        unguarded(conn)
        for table in ("checkpoint", "head"):
            conn.execute(f"delete from transparency_1.{table} where size = {EVENTS}")
        conn.execute("insert into transparency_1.head values (%s, %s)", tree)
        told = (tree.size, at_600)
        conn.execute("insert into transparency_1.checkpoint values (%s, %s)", told)
    fork()  # records what it finds
    assert f"what was signed last are {EVENTS}" in problems(report())
    assert problems(report(known=False)) == ""


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("update transparency_1.leaf set hash = sha256('x') where idx = 3", "leaf 3"),
        ("delete from transparency_1.leaf where idx = 7", "were taken out"),
        ("update transparency_1.tile set root = sha256('x')", "Tile 0/0"),
        ("delete from transparency_1.tile", "Tile 0/0"),
        (
            "update transparency_1.head set root = sha256('x') where size = 300",
            "head of 300 leaves does not follow",
        ),
        (
            f"insert into transparency_1.head values (800, {ROOT})",
            "head of 800 leaves was never signed",
        ),
        (
            "update transparency_1.checkpoint set note = replace(note, '=', '+')",
            f"checkpoint of {EVENTS} leaves",
        ),
        ("alter schema transparency_1 rename to elsewhere", "it is not here"),
        (
            "create schema transparency_8",
            "Log 8 is frozen, and no event says why",
        ),
    ],
)
def test_whoever_changes_what_is_frozen_is_found(
    forked, report, force, statement, said
):
    force(statement)
    assert said in problems(report())
