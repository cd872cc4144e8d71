"""What anybody may fetch of the transparency log, and check without us."""

import pytest

from domain.merkle import TreeHead
from domain.notes import Checkpoint, Note
from domain.policies import Policy
from domain.tiles import HASH, WIDTH, StoredTree, tile_path
from infrastructure.signing import signed_by
from tests.infrastructure.appending import recording
from tests.infrastructure.sealing_all import ORIGIN, events


@pytest.fixture
def policy(seal):
    return Policy.of(seal.signer.key)


def published(nobody, policy) -> TreeHead:
    answer = nobody.get("/checkpoint")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    note = Note.read(answer.text)
    assert policy.is_met(signed_by(note, policy.keys))
    checkpoint = Checkpoint.read(note.text)
    assert checkpoint.origin == ORIGIN
    return checkpoint.tree


def fetched(nobody, level: int, index: int, width: int) -> bytes:
    answer = nobody.get(f"/{tile_path(level, index, width)}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert "immutable" in answer.headers["Cache-Control"]
    assert len(answer.content) == width * HASH
    return answer.content


def test_whoever_fetches_checkpoint_and_tiles_gets_the_same_root(
    nobody, seal, policy, addresses
):
    assert nobody.get("/checkpoint").status_code == 404
    with recording(addresses.archive) as recorder:
        for some in (100, 400):
            recorder.insert_events(events(some)[:some])
            seal.sealer.catch_up()
            head = published(nobody, policy)
            tree = StoredTree(head.size, lambda *tile: fetched(nobody, *tile))
            assert tree.head() == head
    assert head.size == 500


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/000",  # not full yet
        "tile/0/000.p/11",
        "tile/0/001.p/1",
        "tile/1/000.p/1",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/0",
        "tile/0/x000/000",
        "tile/-1/000.p/1",
        "tile/9/000.p/1",
        "tile/0/../checkpoint",
    ],
)
def test_there_is_no_tile_of_what_is_not_there(nobody, seal, addresses, path):
    with recording(addresses.archive) as recorder:
        recorder.insert_events(events(10))
    seal.sealer.catch_up()
    assert nobody.get(f"/{path}").status_code in {404, 422}
    assert len(nobody.get(f"/{tile_path(0, 0, 10)}").content) == 10 * HASH
    assert WIDTH > 10
