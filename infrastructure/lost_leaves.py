"""Which leaves of a log that ended are lost, as far as a mirror knows their hashes."""

from collections.abc import Iterator
from typing import Any

from psycopg import Connection

from domain.merkle import TreeHead
from domain.tiles import HASH, WIDTH, GrowingTree, tile_path
from infrastructure.frozen_logs import schema_of
from infrastructure.remote import NoAnswer, Remote
from infrastructure.transparency_log import SCHEMA

OK = 200
FOUND = "select hash from transparency.leaf where hash = any(%s)"
EDGE = "select hash from transparency.leaf where idx >= %s order by idx"
FULL = "select hashes from transparency.tile where level = 0 and idx < %s order by idx"


class NotTheirs(Exception):
    """What the mirror shows does not give the root that was signed last."""


def lost_leaves(
    conn: Connection[Any], number: int, end: TreeHead, kept: int, mirror: Remote
) -> Iterator[tuple[int, str]]:
    """Index and hash in hex of each leaf of the log with this number that stands nowhere in
    the one that grows. `kept` of its leaves are here; `end` is what was signed last. Raises
    NotTheirs, and NoAnswer.
    """
    whole, behind = _hashes(conn, number, kept), list[bytes]()
    for index in range(kept // WIDTH, -(-end.size // WIDTH)):
        behind += _fetched(mirror, index, min(WIDTH, end.size - index * WIDTH))
    behind = behind[kept % WIDTH :]
    tree = GrowingTree(0, lambda *_: b"")
    tree.extend(whole)
    tree.extend(behind)
    if tree.head() != end:
        raise NotTheirs("The mirror's tiles do not give the root that was signed last.")
    for start in range(0, len(behind), WIDTH):
        some = behind[start : start + WIDTH]
        here = {bytes(row[0]) for row in conn.execute(FOUND, (some,))}
        for nth, hash in enumerate(some, kept + start):
            if hash not in here:
                yield nth, hash.hex()


def _hashes(conn: Connection[Any], number: int, kept: int) -> Iterator[bytes]:
    """Those that are here, in their order."""
    full = kept // WIDTH
    for query, told in ((FULL, full), (EDGE, full * WIDTH)):
        own = query.replace(f"{SCHEMA}.", f"{schema_of(number)}.").encode()
        for (hashes,) in conn.execute(own, (told,)).fetchall():
            yield from (
                bytes(hashes[at : at + HASH]) for at in range(0, len(hashes), HASH)
            )


def _fetched(mirror: Remote, index: int, count: int) -> list[bytes]:
    """Of a tile, so many; it may be full by now, and parts of it gone."""
    for path in (tile_path(0, index, count), tile_path(0, index)):
        answer = mirror.get(path)
        if answer.status == OK:
            row = answer.body[: count * HASH]
            return [row[n * HASH : (n + 1) * HASH] for n in range(count)]
    raise NoAnswer(f"The mirror has no tile {tile_path(0, index, count)}.")
