"""Is everything still as it was sealed? A content audit by anyone who may read.

Every leaf is derived from the event's own row, and every tile and root from these leaves,
never from what is stored of them: an audit of the stored tree alone would find forged
events consistent.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, NamedTuple
from uuid import UUID

from more_itertools import peekable
from psycopg import Connection, ServerCursor

from domain.merkle import TreeHead, leaf_data, leaf_hash, time_of
from domain.tiles import HASH, WIDTH, GrowingTree, Tile, row_root
from infrastructure.transparency_log import Leaf
from infrastructure.witnessed_times import WitnessedTimes

PAGE = 5_000  # rows in memory
NOTHING = bytes(HASH)  # in place of a leaf that is missing
EVENTS = """
select notification_id, originator_id, originator_version, topic, state
from archive.stored_events order by notification_id
"""
TILES = "select idx, hashes, root from transparency.tile where level = 0 order by idx"
ABOVE = """
select level, idx, hashes, root from transparency.tile where level > 0
order by level, idx
"""
LEAVES = """
select idx, notification_id, hash from transparency.leaf
where idx >= %s and idx < %s order by idx
"""
SIZE = "select coalesce(max(idx), -1) + 1 from transparency.leaf"
HEADS = "select size, root from transparency.head order by size"


@dataclass(frozen=True)
class Finding:
    """What does not hold, and where: the leaf's index, the event's position and thing."""

    problem: str
    leaf: int | None = None
    position: int | None = None
    thing: UUID | None = None
    version: int | None = None

    def __str__(self) -> str:
        where = [
            f"{name} {value}"
            for name, value in (
                ("leaf", self.leaf),
                ("position", self.position),
                ("thing", self.thing),
                ("version", self.version),
            )
            if value is not None
        ]
        return f"{', '.join(where)}: {self.problem}" if where else self.problem


class Row(NamedTuple):
    """An event as it is stored, and the leaf that follows from it; None if none does."""

    position: int
    thing: UUID
    version: int
    at: str  # when it was recorded, as its bytes spell it
    hash: bytes  # empty where the row could not be audited


Told = Callable[[int], None]


class Audit:
    """Of one archive. `findings` grow as it goes; it holds one page of rows at a time."""

    def __init__(
        self,
        conn: Connection[Any],
        times: WitnessedTimes | None = None,
        told: Told = lambda _: None,
    ) -> None:
        """`told` hears how many leaves have been gone through. Without `times` nobody
        else knows when events came.
        """
        self._conn, self._told, self._times = conn, told, times
        self.findings: list[Finding] = []
        self.unsealed: list[Row] = []  # the events behind the last leaf
        self._tree = GrowingTree(0, lambda *_: b"")
        self._derived: list[Tile] = []  # above the lowest level
        self._held, self._differs = 0, False  # the last head that holds; is there one

    def run(self) -> TreeHead:
        """Goes through all events; the tree that follows from them."""
        rows = peekable(self._rows())
        self._heads = peekable(TreeHead(*row) for row in self._conn.execute(HEADS))
        [(size,)] = self._conn.execute(SIZE).fetchall()
        tiles = peekable(self._streamed(TILES, "tiles"))
        for index in range(-(-size // WIDTH)):
            count = min(WIDTH, size - index * WIDTH)
            stored = next(tiles) if tiles.peek([-1])[0] == index else None
            block = list(islice(rows, count))
            if len(block) == count and stored:
                hashes = [row.hash for row in block]
                if b"".join(hashes) == stored[1]:
                    self._look_at_times(block)
                    self._grow(hashes, stored[2])
                    continue
            self._closely(index, count, block, rows, stored)
            there = {leaf.index: leaf.hash for leaf in self._leaves(index, count)}
            first = index * WIDTH
            hashes = [there.get(first + nth, NOTHING) for nth in range(count)]
            self._grow(hashes, stored[2] if stored else None)
        self.unsealed = list(islice(rows, PAGE))
        self._above()
        for head in self._heads:
            self._find(f"There is a head of {head.size} leaves, and fewer leaves.")
        return self._tree.head()

    def _grow(self, hashes: Sequence[bytes], root: bytes | None) -> None:
        """With a look at each head on the way; `root` is what is stored of a full tile."""
        if root not in (None, row_root(b"".join(hashes))):
            self._find("The root of a tile is another.", leaf=self._tree.size)
        rest = list(hashes)
        while (head := self._heads.peek(None)) and head.size <= self._tree.size + len(
            rest
        ):
            count = head.size - self._tree.size
            self._extend(rest[:count])
            rest = rest[count:]
            self._compare(next(self._heads))
        self._extend(rest)
        self._told(self._tree.size)

    def _compare(self, head: TreeHead) -> None:
        """Only the first that differs is told: all after it would."""
        if self._tree.head() == head:
            self._held = head.size
        elif not self._differs:
            self._differs = True
            between = f"of {self._held} and of {head.size} leaves"
            self._find(
                f"Something was changed between the heads {between}.", self._held
            )

    def _extend(self, hashes: Sequence[bytes]) -> None:
        self._derived += [each for each in self._tree.extend(hashes) if each.level]

    def _closely(
        self,
        index: int,
        count: int,
        block: list[Row],
        rows: "peekable[Row]",
        tile: tuple[int, bytes, bytes] | None,
    ) -> None:
        """Leaf by leaf, and event by event, what differs in this tile."""
        leaves = self._leaves(index, count)
        for missing in {*range(index * WIDTH, index * WIDTH + count)} - {
            leaf.index for leaf in leaves
        }:
            self._find("A leaf is missing.", leaf=missing)
        if count == WIDTH and tile is None:
            self._find("A tile is missing.", leaf=index * WIDTH)
        rows.prepend(*block)
        last = leaves[-1].position if leaves else -1
        here = defaultdict[int, list[Row]](list)
        while (row := rows.peek(None)) and row.position <= last:
            here[row.position].append(next(rows))
        for leaf in leaves:
            same = here[leaf.position]
            event = _likeliest(same, leaf)
            if event is None:
                self._find(
                    "The event of this leaf is missing.", leaf.index, leaf.position
                )
                continue
            same.remove(event)
            if event.hash != leaf.hash:
                self._about(event, "The event is not what was sealed.", leaf.index)
            elif (
                tile
                and tile[1][(at := leaf.index % WIDTH * HASH) : at + HASH] != leaf.hash
            ):
                self._about(event, "The tile is not what follows from it.", leaf.index)
            self._look_at_time(event, leaf.index)
        for event in chain(*here.values()):
            self._about(event, "An event was put in between those that are sealed.")

    def _look_at_times(self, block: Sequence[Row]) -> None:
        if self._times:
            for nth, row in enumerate(block):
                self._look_at_time(row, self._tree.size + nth)

    def _look_at_time(self, row: Row, leaf: int) -> None:
        if self._times and not self._times.fit(leaf, row.at):
            self._about(row, "Witnesses say that it came at another time.", leaf)

    def _above(self) -> None:
        """Tiles whose hashes are roots of tiles."""
        derived = {(each.level, each.index): each for each in self._derived}
        for level, index, hashes, root in self._streamed(ABOVE, "above"):
            tile = derived.pop((level, index), None)
            if tile is None or (tile.hashes, tile.root) != (hashes, root):
                self._find(f"Tile {level}/{index} is not what follows from the events.")
        for level, index in derived:
            self._find(f"Tile {level}/{index} is missing.")

    def _leaves(self, index: int, count: int) -> list[Leaf]:
        first = index * WIDTH
        cursor = self._conn.execute(LEAVES, (first, first + count))
        return [Leaf(*row) for row in cursor.fetchall()]

    def _rows(self) -> Iterator[Row]:
        for position, thing, version, topic, state in self._streamed(EVENTS, "events"):
            try:
                hash = leaf_hash(leaf_data(thing, version, topic, state))
            except ValueError:
                hash = b""
            yield Row(position, thing, version, time_of(state) or "", hash)

    def _streamed(self, query: str, name: str) -> Iterator[Any]:
        cursor = ServerCursor(self._conn, name)
        cursor.itersize = PAGE
        with cursor:
            cursor.execute(query.encode(), binary=True)
            yield from cursor

    def _about(self, row: Row, problem: str, leaf: int | None = None) -> None:
        self._find(problem, leaf, row.position, row.thing, row.version)

    def _find(
        self,
        problem: str,
        leaf: int | None = None,
        position: int | None = None,
        thing: UUID | None = None,
        version: int | None = None,
    ) -> None:
        self.findings.append(Finding(problem, leaf, position, thing, version))


def _likeliest(rows: Sequence[Row], leaf: Leaf) -> Row | None:
    """Of those at the position of a leaf the one that was sealed, else any."""
    return next(
        (row for row in rows if row.hash == leaf.hash), rows[0] if rows else None
    )
