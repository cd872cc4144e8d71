"""How a tree is stored and served: rows of 256 hashes (C2SP tlog-tiles).

A hash on level n + 1 is the root of a full tile of level n; on level 0 it is a leaf's.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from domain.merkle import (
    EMPTY,
    Subtree,
    TreeHead,
    largest_power_below,
    node_hash,
    way_up,
    way_up_from,
)

HASH = 32  # bytes
HEIGHT = 8  # of a full tile, seen as a tree
WIDTH = 1 << HEIGHT  # hashes in it
LEVELS = 8  # as many as 2^64 leaves need


@dataclass(frozen=True)
class Tile:
    level: int
    index: int
    hashes: bytes  # one behind the other

    @property
    def root(self) -> bytes:
        return row_root(self.hashes)


PATH = re.compile(r"((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")
TileSource = Callable[[int, int, int], bytes]  # (level, index, how many) -> hashes


def row_root(row: bytes) -> bytes:
    """The root over a row of hashes whose number is a power of two."""
    half = len(row) // 2
    if half < HASH:
        return row
    return node_hash(row_root(row[:half]), row_root(row[half:]))


class StoredTree:
    """The tree as it was at one size: root and proofs, read from a few tiles."""

    def __init__(self, size: int, tiles: TileSource) -> None:
        self.size, self._tiles = size, cache(tiles)

    def head(self) -> TreeHead:
        if not self.size:
            return EMPTY
        return TreeHead(self.size, self._hash(Subtree(0, self.size)))

    def inclusion_proof(self, index: int) -> list[bytes]:
        """The hashes passed on the way up. Raises IndexError beyond the last leaf."""
        if not 0 <= index < self.size:
            raise IndexError(f"no leaf {index} in a tree of {self.size}")
        return [self._hash(subtree) for subtree in way_up(index, self.size)[1:]]

    def consistency_proof(self, old_size: int) -> list[bytes]:
        """That the tree of this many leaves was its beginning. Raises IndexError."""
        if not 0 <= old_size <= self.size:
            raise IndexError(f"no tree of {old_size} in a tree of {self.size}")
        if not old_size:
            return []
        first, *passed = way_up_from(old_size, self.size)
        # A tree that is a subtree as a whole is known to whoever asks for the proof.
        subtrees = [first, *passed] if first.start else passed
        return [self._hash(subtree) for subtree in subtrees]

    def _hash(self, subtree: Subtree) -> bytes:
        start, end = subtree
        count = end - start
        if count & (count - 1):
            middle = start + largest_power_below(count)
            left, right = Subtree(start, middle), Subtree(middle, end)
            return node_hash(self._hash(left), self._hash(right))
        level, above = divmod(count.bit_length() - 1, HEIGHT)
        index, first = divmod(start >> HEIGHT * level, WIDTH)
        held = min(WIDTH, (self.size >> HEIGHT * level) - index * WIDTH)
        row = self._tiles(level, index, held)
        return row_root(row[first * HASH : (first + (1 << above)) * HASH])


class GrowingTree:
    """The right edge of a tree: the unfinished tile of each level."""

    def __init__(self, size: int, tiles: TileSource) -> None:
        """Whoever goes on with a stored tree compares its head with the stored one."""
        unfinished = [divmod(size >> HEIGHT * level, WIDTH) for level in range(LEVELS)]
        self._edge = [
            tiles(level, index, held) if held else b""
            for level, (index, held) in enumerate(unfinished)
        ]
        self.size = size

    def extend(self, leaves: Iterable[bytes]) -> list[Tile]:
        """Append leaf hashes; the tiles that are full now, lower ones first."""
        return [tile for leaf in leaves for tile in self._append(leaf)]

    def head(self) -> TreeHead:
        return StoredTree(self.size, lambda level, *_: self._edge[level]).head()

    def unfinished(self) -> list[Tile]:
        """The tile at the right end of each level that has one, lower ones first."""
        return [
            Tile(level, self.size >> HEIGHT * (level + 1), row)
            for level, row in enumerate(self._edge)
            if row
        ]

    def _append(self, leaf: bytes) -> Iterator[Tile]:
        self.size += 1
        rising = leaf
        for level in range(LEVELS):
            self._edge[level] += rising
            if len(self._edge[level]) < WIDTH * HASH:
                break
            index = (self.size >> HEIGHT * (level + 1)) - 1
            full = Tile(level, index, self._edge[level])
            yield full
            rising, self._edge[level] = full.root, b""


def tile_path(level: int | str, index: int, width: int = WIDTH) -> str:
    """`tile/0/x001/x234/067`, and `.p/12` behind it while the tile holds 12 hashes."""
    path = f"{index % 1000:03}"
    while index := index // 1000:
        path = f"x{index % 1000:03}/{path}"
    return f"tile/{level}/{path}" + (f".p/{width}" if width < WIDTH else "")


def tile_at(path: str) -> tuple[int, int]:
    """The index and how many hashes, of what stands behind the level in `tile_path`.

    Raises ValueError for any other spelling.
    """
    if found := PATH.fullmatch(path):
        index = int(found[1].replace("x", "").replace("/", ""))
        width = int(found[2] or WIDTH)
        if tile_path(0, index, width) == f"tile/0/{path}":
            return index, width
    raise ValueError("This is no address of a tile.")
