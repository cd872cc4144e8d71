"""What anybody may fetch of a log that ended, and check without us."""

from dataclasses import replace

import pytest

from domain.merkle import TreeHead
from domain.notes import Checkpoint, Note
from domain.policies import Policy
from domain.tiles import HASH, StoredTree, tile_path
from infrastructure.signer import Signer
from infrastructure.signing import signed_by
from tests.infrastructure.forking import (
    NEXT,
    asked,
    force,
    fork,
    lost,
    old,
    sealer_db,
    signed,
)
from tests.infrastructure.losing import KEPT
from tests.infrastructure.sealing_all import ORIGIN

__all__ = ["asked", "force", "fork", "lost", "old", "sealer_db", "signed"]


@pytest.fixture
def restarted(lost, fork, app, parts, asked):
    fork()
    new = Policy.of(Signer(NEXT, asked.folder).key)
    told = replace(parts.transparency, policy=new)
    app.state.parts = replace(parts, transparency=told)


def published(nobody, place: str, key) -> Checkpoint:
    answer = nobody.get(place)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "public" in answer.headers["Cache-Control"]
    note = Note.read(answer.text)
    assert signed_by(note, [key])
    return Checkpoint.read(note.text)


def tree(nobody, place: str, size: int) -> TreeHead:
    def fetched(level: int, index: int, width: int) -> bytes:
        answer = nobody.get(f"{place}/{tile_path(level, index, width)}")
        assert "immutable" in answer.headers["Cache-Control"]
        assert len(answer.content) == width * HASH
        return answer.content

    return StoredTree(size, fetched).head()


def test_its_last_checkpoint_and_what_is_left_of_its_tiles_stay_where_they_are(
    restarted, nobody, signer, lost, old
):
    told = published(nobody, "/archive/1/checkpoint", signer.key)
    assert told == Checkpoint(ORIGIN, lost)
    assert tree(nobody, "/archive/1", KEPT) == old.tree(KEPT).head()
    assert nobody.get("/archive/1/tile/0/001").status_code == 404  # lost
    assert nobody.get("/archive/1/tile/0/001.p/245").status_code == 404


def test_the_log_that_grows_is_at_its_number_and_where_it_always_was(
    restarted, nobody, asked
):
    new = Signer(NEXT, asked.folder)
    for place in ("", "/archive/2"):
        told = published(nobody, f"{place}/checkpoint", new.key)
        assert told == Checkpoint(NEXT, new.last)
        assert tree(nobody, place, told.tree.size) == new.last


def test_before_it_ends_it_is_at_its_number_already(signed, nobody, signer):
    told = published(nobody, "/archive/1/checkpoint", signer.key)
    assert tree(nobody, "/archive/1", told.tree.size) == signed


@pytest.mark.parametrize("number", ["0", "3", "-1", "99999999999999", "x"])
def test_there_is_no_log_with_another_number(restarted, nobody, number):
    for what in ("checkpoint", "tile/0/000"):
        answer = nobody.get(f"/archive/{number}/{what}")
        assert answer.status_code in {404, 422}
