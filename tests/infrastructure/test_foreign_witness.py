"""A witness and a verifier that nobody here wrote: aics-witness and aics-tlog."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from domain.merkle import TreeHead
from domain.notes import PublicKey
from domain.policies import Policy
from domain.tiles import StoredTree
from infrastructure.asked_witness import AskedWitness, Forked
from infrastructure.cosigner import Cosigner
from infrastructure.mirror import Mirror
from infrastructure.remote import Remote
from infrastructure.tile_files import TileFiles
from tests.fire.running import free_port, until
from tests.infrastructure.a_log import ALog, Clock
from tests.loopback import served

if sys.version_info < (3, 12):
    pytest.skip("they need Python 3.12", allow_module_level=True)

import aics_tlog

NAME = "oversight.example/witness/1"


class Kept:
    """The tables of a log, in memory, as far as a witness's answers touch them."""

    def __init__(self, log: ALog) -> None:
        self.log, self.lines = log, dict[int, str]()

    def head(self) -> TreeHead:
        return self.log.tree().head()

    def tree(self, size: int) -> StoredTree:
        return self.log.tree(size)

    def cosigned_last(self, key: PublicKey, below: int) -> int:
        return 0

    def keep_cosignature(self, size: int, line: str) -> None:
        self.lines[size] = line


@pytest.fixture
def foreign(tmp_path) -> Iterator[Callable[[ALog], AskedWitness]]:
    """That witness, running; call it for how a log's sealer asks it."""
    port, config = free_port(), ("--config", str(tmp_path / "witness.json"))

    def told(*arguments: str) -> str:
        command = [sys.executable, "-m", "aics_witness", *arguments, *config]
        return subprocess.check_output(command, text=True)

    vkey = told("init", "--name", NAME, "--listen", f"127.0.0.1:{port}").split()[-1]
    log = ALog(1)
    told("add-log", "--origin", log.key.name, "--vkey", str(log.key))
    process = subprocess.Popen(
        [sys.executable, "-m", "aics_witness", "serve", *config],
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    policy = Policy.read(f"log {log.key}\nwitness w {vkey} {url}\nquorum w")
    [witness] = policy.witnesses
    with Remote(url) as remote:
        try:
            until(lambda: is_well(remote))
            yield lambda log: AskedWitness(witness, policy, Kept(log), remote)
        finally:
            process.kill()
            process.wait()


def is_well(remote: Remote) -> bool:
    try:
        return remote.get("healthz").status == 200
    except Exception:  # noqa: BLE001 - not yet
        return False


def test_a_foreign_witness_cosigns_what_grows_and_refuses_what_was_rewritten(foreign):
    log = ALog()
    asked = foreign(log)
    for more in (1, 2, 250, 4, 300, 700):
        log.grow(more)
        asked.hand_in(log.size, log.note())
        asked.compare(log.tree().head())
    assert [*asked._tree.lines] == [1, 3, 253, 257, 557, 1257]  # noqa: SLF001
    for grown in (0, 10):
        forged = log.rewritten(100)
        forged.grow(grown)
        with pytest.raises(Forked):
            foreign(forged).hand_in(forged.size, forged.note())
        with pytest.raises(Forked):
            foreign(forged).compare(forged.tree().head())
    shorter = ALog(1000)
    with pytest.raises(Forked):
        foreign(shorter).hand_in(1000, shorter.note())
    with pytest.raises(Forked):
        foreign(shorter).compare(shorter.tree().head())


def test_what_our_mirror_keeps_is_what_a_foreign_verifier_reads(tmp_path):
    log, folder = ALog(), tmp_path / "mirror"
    folder.mkdir()
    files = TileFiles(folder)
    cosigner = Cosigner(folder, NAME, [log.key], Clock(), files.head_at)
    with served(log.app()) as url, Remote(url) as remote:
        mirror = Mirror(remote, files, cosigner, Clock())
        for more in (200, 56, 44, 66_000):
            old = log.tree().head()
            log.grow(more)
            mirror.follow()
            read_by_others(folder, log, cosigner, old)
    assert cosigner.contradictions.all() == []


def read_by_others(folder: Path, log: ALog, cosigner: Cosigner, old: TreeHead) -> None:
    note = aics_tlog.parse_note(cosigner.note)
    found = aics_tlog.verify_checkpoint(
        note,
        aics_tlog.parse_vkey(str(log.key)),
        [aics_tlog.parse_vkey(str(cosigner.key))],
        quorum=1,
    )
    assert found.ok, found
    head = log.tree().head()
    store = aics_tlog.DirectoryTileStore(folder)
    aics_tlog.audit_tiles(store, head.size, head.root, entries=False)
    index = head.size // 3
    proof = aics_tlog.inclusion_proof_from_tiles(store, index, head.size)
    assert head.includes(log.leaves[index], index, proof)
    proof = log.tree().consistency_proof(old.size)
    for root in (head.root, bytes(32)):
        extends = aics_tlog.verify_consistency(
            old.size, head.size, old.root, root, proof
        )
        assert extends == (root == head.root or not old.size)
