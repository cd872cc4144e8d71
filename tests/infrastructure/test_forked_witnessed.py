"""What witnesses hold of a log that ended is kept with it; what they know decides."""

from dataclasses import replace

import pytest

from api.mirrored import create_app
from domain.notes import Note
from domain.policies import Policy, Witness
from domain.submissions import Submission
from infrastructure.cosigner import Cosigner
from infrastructure.forking import CannotFork
from infrastructure.lasting import replace as replace_file
from infrastructure.signing import signed_by
from infrastructure.tile_files import TileFiles
from tests.infrastructure.a_log import ALog
from tests.infrastructure.forking import (
    asked,
    force,
    fork,
    lost,
    old,
    sealer_db,
    signed,
)
from tests.infrastructure.losing import EVENTS
from tests.infrastructure.test_mirror import NAME
from tests.loopback import served

__all__ = ["asked", "force", "fork", "lost", "old", "sealer_db", "signed"]


@pytest.fixture
def cosigner(tmp_path, signer, clock):
    folder = tmp_path / "witness"
    folder.mkdir()
    return Cosigner(folder, NAME, [signer.key], clock)


@pytest.fixture
def earlier(signed, seal, signer):
    """As whoever restores a whole machine brings the signer back too."""
    note = seal.log.signed_from(600)

    def put_back() -> None:
        replace_file(signer._file, note.encode())  # noqa: SLF001

    return put_back


@pytest.fixture
def cosigned(signed, signer, cosigner):
    """All of it, before it was lost."""
    cosigner.add(Submission(0, [], signer.note))
    return cosigner


@pytest.fixture
def policy(signer, cosigner, tmp_path):
    """That asks for the witness's line, at an address of this machine."""
    folder = tmp_path / "shown"
    folder.mkdir()
    with served(create_app(cosigner, TileFiles(folder))) as url:
        witness = Witness("oversight", cosigner.key, url)
        yield Policy((signer.key,), (witness,), (), "oversight")


def test_its_line_is_kept_under_the_last_checkpoint(cosigned, lost, fork, old, policy):
    fork(policy=policy)
    note = Note.read(old.last_met(policy) or "")
    assert cosigned.key in signed_by(note, policy.keys)
    assert old.head() == lost


def test_a_witness_that_knows_more_than_a_restored_signer_decides(
    cosigned, earlier, lost, fork, old, signer, policy
):
    earlier()
    assert signer.last.size == 600
    fork(policy=policy)
    assert old.head() == lost


def test_a_witness_that_knows_another_tree_is_evidence_and_no_fork(
    signer, cosigner, lost, fork, policy
):
    forged = ALog(EVENTS, signer._key)  # noqa: SLF001
    cosigner.add(Submission(0, [], forged.note()))
    with pytest.raises(CannotFork, match="two histories"):
        fork(policy=policy)


def test_a_witness_that_does_not_answer_must_be_left_out_on_purpose(
    cosigned, lost, fork, old, policy
):
    [witness] = policy.witnesses
    gone = replace(policy, witnesses=(replace(witness, url="http://127.0.0.1:1"),))
    with pytest.raises(CannotFork, match="oversight does not show"):
        fork(policy=gone)
    fork(policy=gone, witnesses=False)
    assert old.head() == lost
