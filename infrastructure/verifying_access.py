"""Is the access log what was sealed of it into the archive?"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from psycopg import Connection, ServerCursor
from pydantic_core import from_json

from domain.merkle import leaf_data, leaf_hash
from domain.notes import base64
from domain.tiles import GrowingTree
from infrastructure.verifying import PAGE, Finding

SEALS = """
select notification_id, originator_id, state from archive.stored_events
where topic = %s order by notification_id
"""
ENTRIES = """
select originator_id, originator_version, topic, state from disclosures.stored_events
where notification_id >= %s and notification_id <= %s order by notification_id
"""
BETWEEN = """
select count(*) from disclosures.stored_events
where notification_id > %s and notification_id < %s
"""


@dataclass(frozen=True)
class Seal:
    first: int
    last: int
    count: int
    root: str


def findings_of_the_access_log(conn: Connection[Any], seals: str) -> Iterator[Finding]:
    """`seals` is the kind of event that holds its roots."""
    reached = 0
    for position, thing, state in conn.execute(SEALS, (seals,)).fetchall():
        told = from_json(state)["event"]
        seal = Seal(**{each.name: told[each.name] for each in fields(Seal)})

        def wrong(
            problem: str, position: int = position, thing: Any = thing
        ) -> Finding:
            return Finding(problem, position=position, thing=thing)

        if seal.first <= reached:
            yield wrong("It seals entries of the access log that were sealed before.")
        [(left_out,)] = conn.execute(BETWEEN, (reached, seal.first)).fetchall()
        if left_out:
            yield wrong(
                f"{left_out} entries of the access log before it are not sealed."
            )
        number, root = _derived(conn, seal)
        if number != seal.count:
            yield wrong(f"It sealed {seal.count} entries, and there are {number}.")
        elif root != seal.root:
            yield wrong("Entries of the access log are not what it sealed.")
        reached = max(reached, seal.last)


def _derived(conn: Connection[Any], seal: Seal) -> tuple[int, str]:
    tree = GrowingTree(0, lambda *_: b"")
    with ServerCursor(conn, "entries") as cursor:
        cursor.itersize = PAGE
        cursor.execute(ENTRIES, (seal.first, seal.last), binary=True)
        for row in cursor:
            try:
                tree.extend([leaf_hash(leaf_data(*row))])
            except ValueError:
                tree.extend([b""])
    return tree.size, base64(tree.head().root)
