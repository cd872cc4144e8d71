"""The tables of the transparency log: leaves and tiles as they were sealed, what was
signed of them, and who has witnessed that.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, LiteralString

from cachetools import LRUCache
from eventsourcing.persistence import StoredEvent

from domain.merkle import EMPTY, TreeHead, leaf_data, leaf_hash
from domain.notes import BadNote, Note, PublicKey, Signature
from domain.policies import NONE, Policy
from domain.tiles import HASH, WIDTH, GrowingTree, StoredTree, Tile
from infrastructure.postgres import Database
from infrastructure.signing import signed_by

SCHEMA = "transparency"
KEPT = 4096  # full tiles in memory, of 8 KiB each

LEAVES = """
select hash from transparency.leaf where idx >= %s and idx < %s order by idx
"""
FULL = "select hashes from transparency.tile where level = %s and idx = %s"
ROOTS = """
select root from transparency.tile where level = %s and idx >= %s and idx < %s
order by idx
"""
SEALED = """
select idx, notification_id, hash from transparency.leaf
where idx >= %s and idx < %s order by idx
"""
NEWEST = "select size, root from transparency.head order by size desc limit 1"
COPIED = """
copy transparency.leaf (idx, notification_id, hash) from stdin (format binary)
"""
KEEP_TILE = "insert into transparency.tile values (%s, %s, %s, %s)"
KEEP_HEAD = "insert into transparency.head (size, root) values (%s, %s)"
KEEP_NOTE = """
insert into transparency.checkpoint (size, note) values (%s, %s)
on conflict (size) do nothing
"""
KEEP_COSIGNATURE = """
insert into transparency.cosignature (size, name, key_id, line)
values (%s, %s, %s, %s) on conflict do nothing
"""
LAST_SEALED = """
select notification_id from transparency.leaf order by idx desc limit 1
"""
SIZE = "select coalesce(max(idx), -1) + 1 as size from transparency.leaf"
PLACE = "select idx from transparency.leaf where notification_id = %s"
COSIGNED = """
select line from transparency.cosignature where name = %s and key_id = %s and size < %s
order by size desc limit 1
"""
NOTES: LiteralString = """
select note, array(
    select line from transparency.cosignature
    where cosignature.size = checkpoint.size order by received_at
) as lines
from transparency.checkpoint
"""
NEWEST_NOTES = NOTES + "order by size desc limit 100"
WITNESSED_NOTES = (
    NOTES
    + """
where exists (
    select from transparency.cosignature where cosignature.size = checkpoint.size
)
order by size desc limit 100
"""
)
NOTES_FROM = NOTES + "where size >= %s order by size limit 1"
WITNESSED_FROM = (
    NOTES
    + """
where size >= %s and exists (
    select from transparency.cosignature where cosignature.size = checkpoint.size
)
order by size limit 100
"""
)


class InDoubt(Exception):
    """What is stored is not what was sealed: nothing more is sealed or signed."""


@dataclass(frozen=True)
class Leaf:
    """`position` is the event's in the archive; leaves have no holes, positions do."""

    index: int
    position: int
    hash: bytes


def leaf_of(event: StoredEvent) -> bytes:
    """Its hash. Raises ValueError for a row that could not be audited."""
    id: Any = event.originator_id  # of whatever type the library was told
    return leaf_hash(leaf_data(id, event.originator_version, event.topic, event.state))


class TransparencyLog:
    def __init__(self, db: Database, schema: str = SCHEMA) -> None:
        """Of the log that grows, or of one that has ended and has a schema of its own."""
        self._db, self._schema = db, schema
        self._tiles: LRUCache[tuple[int, int], bytes] = LRUCache(KEPT)

    def head(self) -> TreeHead:
        """The newest, signed or not."""
        with self._db.cursor() as db:
            rows = db.execute(self._own(NEWEST)).fetchall()
        return TreeHead(rows[0]["size"], rows[0]["root"]) if rows else EMPTY

    def size(self) -> int:
        """How many leaves are stored: fewer than the newest head has, where some are lost."""
        with self._db.cursor() as db:
            [row] = db.execute(self._own(SIZE)).fetchall()
        return int(row["size"])

    def last_sealed(self) -> int:
        """The position of the last event that has a leaf; 0 before the first."""
        with self._db.cursor() as db:
            rows = db.execute(self._own(LAST_SEALED)).fetchall()
        return rows[0]["notification_id"] if rows else 0

    def place(self, position: int) -> int | None:
        """The index of an event's leaf; None while it is not sealed."""
        with self._db.cursor() as db:
            rows = db.execute(self._own(PLACE), (position,)).fetchall()
        return rows[0]["idx"] if rows else None

    def leaves(self, first: int, end: int) -> list[Leaf]:
        with self._db.cursor() as db:
            rows = db.execute(self._own(SEALED), (first, end)).fetchall()
        return [Leaf(r["idx"], r["notification_id"], r["hash"]) for r in rows]

    def tree(self, size: int) -> StoredTree:
        return StoredTree(size, self.tile)

    def growing(self, size: int) -> GrowingTree:
        return GrowingTree(size, self.tile)

    def tile(self, level: int, index: int, count: int) -> bytes:
        """Its first hashes, so many. Raises InDoubt."""
        if count == WIDTH:
            return self._full(level, index)
        with suppress(KeyError):
            return self._tiles[level, index][: count * HASH]
        first = index * WIDTH
        with self._db.cursor() as db:
            if level:
                db.execute(self._own(ROOTS), (level - 1, first, first + count))
                rows = [row["root"] for row in db]
            else:
                db.execute(self._own(LEAVES), (first, first + count))
                rows = [row["hash"] for row in db]
        if len(rows) < count:
            raise InDoubt(f"tile {level}/{index} has {len(rows)} of {count} hashes")
        return b"".join(rows)

    def add(self, leaves: Sequence[Leaf], full: Sequence[Tile], head: TreeHead) -> None:
        """What was sealed at once, in one transaction."""
        with self._db.transaction(commit=True) as db:
            with db.copy(self._own(COPIED)) as copy:
                copy.set_types(["int8", "int8", "bytea"])
                for leaf in leaves:
                    copy.write_row((leaf.index, leaf.position, leaf.hash))
            db.executemany(
                self._own(KEEP_TILE),
                [(each.level, each.index, each.hashes, each.root) for each in full],
            )
            db.execute(self._own(KEEP_HEAD), head)

    def keep(self, size: int, note: str) -> None:
        """A checkpoint as it was signed by the log alone."""
        with self._db.transaction(commit=True) as db:
            db.execute(self._own(KEEP_NOTE), (size, note))

    def keep_cosignature(self, size: int, line: str) -> None:
        """`line` as it stands under the note, ended."""
        signature = Signature.read(line.removesuffix("\n"))
        with self._db.transaction(commit=True) as db:
            told = (size, signature.name, signature.id, line)
            db.execute(self._own(KEEP_COSIGNATURE), told)

    def cosigned_last(self, key: PublicKey, below: int) -> int:
        """When this witness cosigned the last smaller tree, in seconds since 1970; 0 if
        it never did.
        """
        with self._db.cursor() as db:
            rows = db.execute(self._own(COSIGNED), (key.name, key.id, below)).fetchall()
        if not rows:
            return 0
        line = Signature.read(rows[0]["line"].removesuffix("\n"))
        return line.split(key.type)[0]

    def last_signed(self) -> str | None:
        """The newest checkpoint, with the cosignatures that have come by now."""
        return next(self._notes(NEWEST_NOTES), None)

    def last_met(self, policy: Policy) -> str | None:
        """The newest one that has all the signatures that the policy asks for."""
        query = NEWEST_NOTES if policy.quorum == NONE else WITNESSED_NOTES
        return _first_met(self._notes(query), policy)

    def signed_from(self, size: int) -> str | None:
        """The first checkpoint of at least this size, and so on every leaf before it."""
        return next(self._notes(NOTES_FROM, size), None)

    def met_from(self, size: int, policy: Policy) -> str | None:
        """As `signed_from`, with all the signatures that the policy asks for."""
        query = NOTES_FROM if policy.quorum == NONE else WITNESSED_FROM
        return _first_met(self._notes(query, size), policy)

    def _notes(self, query: LiteralString, *asked: int) -> Iterator[str]:
        with self._db.cursor() as db:
            rows = db.execute(self._own(query), asked).fetchall()
        return (row["note"] + "".join(row["lines"]) for row in rows)

    def _own(self, query: LiteralString) -> bytes:
        return query.replace(f"{SCHEMA}.", f"{self._schema}.").encode()

    def _full(self, level: int, index: int) -> bytes:
        key = (level, index)
        if key not in self._tiles:
            with self._db.cursor() as db:
                rows = db.execute(self._own(FULL), key).fetchall()
            if not rows:
                raise InDoubt(f"tile {level}/{index} is missing")
            self._tiles[key] = rows[0]["hashes"]
        return self._tiles[key]


def _first_met(notes: Iterator[str], policy: Policy) -> str | None:
    for note in notes:
        with suppress(BadNote):
            if policy.is_met(signed_by(Note.read(note), policy.keys)):
                return note
    return None
