"""The tiles of a log that is copied, each a file where C2SP tlog-tiles has it.

Whatever lies there beyond the size that was last proven is nothing to rely on.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from domain.merkle import EMPTY, TreeHead
from domain.notes import BadNote, Checkpoint, Note
from domain.tiles import (
    HASH,
    HEIGHT,
    LEVELS,
    WIDTH,
    GrowingTree,
    StoredTree,
    Tile,
    row_root,
    tile_path,
)
from infrastructure.lasting import replace, sync

Rows = Callable[[int, int], bytes]  # (index, how many) -> hashes of leaves


class OtherTiles(Exception):
    """The hashes that were fetched do not give the root that the log has signed."""


class TileFiles:
    def __init__(self, folder: Path) -> None:
        """Raises BadNote where they don't give the root that was proven last."""
        self._folder, self._file = folder, folder / "checkpoint"
        self.note, self.proven = "", EMPTY
        self._full: list[Path] = []  # not proven yet
        if self._file.exists():
            self.note = self._file.read_text(encoding="utf-8")
            self.proven = Checkpoint.read(Note.read(self.note).text).tree
            self._look_through()

    def tree(self, size: int) -> StoredTree:
        return StoredTree(size, self.tile)

    def head_at(self, size: int) -> TreeHead | None:
        """None where it is not proven."""
        return self.tree(size).head() if size <= self.proven.size else None

    def tile(self, level: int, index: int, count: int) -> bytes:
        """Its first hashes, so many. Raises FileNotFoundError where there are fewer."""
        held = (self.proven.size >> HEIGHT * level) - index * WIDTH
        if not 0 <= level < LEVELS or held < count:
            raise FileNotFoundError
        return self._read(level, index, min(held, WIDTH))[: count * HASH]

    def extend(self, tree: TreeHead, fetch: Rows) -> StoredTree:
        """To a size that is new here, leaf hashes by leaf hashes. Nothing is proven yet
        when it returns. Raises OtherTiles.
        """
        growing = GrowingTree(self.proven.size, self.tile)
        for leaves in self._new(tree.size, fetch):
            for full in growing.extend(leaves):
                self._write(full)
        for tile in growing.unfinished():
            self._write(tile)
        if growing.head() != tree:
            raise OtherTiles
        return StoredTree(tree.size, partial(self._written, tree.size))

    def prove(self, tree: TreeHead, note: str) -> None:
        """What was written last is to be relied on, and shown with this checkpoint."""
        replace(self._file, note.encode(), mode=0o644)
        self.note, self.proven = note, tree
        for full in self._full:
            with suppress(FileNotFoundError):
                shutil.rmtree(full.with_name(f"{full.name}.p"))
        self._full.clear()

    def _look_through(self) -> None:
        """Each tile against the one above it; about a second for a million leaves."""
        good = self.tree(self.proven.size).head() == self.proven
        for level in range(LEVELS - 1):
            for index in range(self.proven.size >> HEIGHT * (level + 1)):
                above = self.tile(level + 1, index // WIDTH, index % WIDTH + 1)
                root = row_root(self.tile(level, index, WIDTH))
                good = good and root == above[-HASH:]
        if not good:
            raise BadNote("The tiles do not give the root that was proven.")

    def _new(self, size: int, fetch: Rows) -> Iterator[list[bytes]]:
        for index in range(self.proven.size // WIDTH, -(-size // WIDTH)):
            count = min(WIDTH, size - index * WIDTH)
            known = max(0, self.proven.size - index * WIDTH)
            row = fetch(index, count)
            if len(row) != count * HASH:
                raise OtherTiles
            if known and row[: known * HASH] != self.tile(0, index, known):
                raise OtherTiles
            yield [row[n * HASH : (n + 1) * HASH] for n in range(known, count)]

    def _written(self, size: int, level: int, index: int, count: int) -> bytes:
        held = min(WIDTH, (size >> HEIGHT * level) - index * WIDTH)
        return self._read(level, index, held)[: count * HASH]

    def _read(self, level: int, index: int, width: int) -> bytes:
        try:
            return (self._folder / tile_path(level, index, width)).read_bytes()
        except FileNotFoundError:  # it has become full while somebody was asking
            return (self._folder / tile_path(level, index)).read_bytes()

    def _write(self, tile: Tile) -> None:
        width = len(tile.hashes) // HASH
        file = self._folder / tile_path(tile.level, tile.index, width)
        if width == WIDTH:
            self._full.append(file)
        elif file.exists() and file.read_bytes() == tile.hashes:
            return
        _make(file.parent)
        replace(file, tile.hashes, mode=0o644)


def _make(folder: Path) -> None:
    if not folder.exists():
        _make(folder.parent)
        folder.mkdir(mode=0o755)
        sync(folder.parent)
