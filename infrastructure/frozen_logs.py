"""Transparency logs that ended: each in a schema of its own, which nobody adds to.

The one that grows is in `transparency`. When it forks, that schema gets the number of its
origin, and an empty one is made as the migrations made the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Connection
from psycopg.rows import scalar_row
from psycopg.sql import SQL, Identifier

from domain.merkle import TreeHead
from domain.notes import Signature
from infrastructure.migrate import migrations, owning
from infrastructure.transparency_log import (
    KEEP_COSIGNATURE,
    KEEP_HEAD,
    KEEP_NOTE,
    SCHEMA,
    InDoubt,
)

STEPS = ("0004_transparency_log", "0006_alarms")  # that make the schema of a log
FOUND = """
select substring(nspname from '[0-9]+$')::int from pg_namespace
where nspname ~ '^transparency_[1-9][0-9]{0,8}$' order by 1
"""
ROOT = "select root from transparency.head where size = %s"


@dataclass(frozen=True)
class Signed:
    """A checkpoint as the log alone signed it, and lines of witnesses under it."""

    tree: TreeHead
    note: str
    lines: Sequence[str] = ()


def schema_of(number: int) -> str:
    return f"{SCHEMA}_{number}"


def frozen(conn: Connection[Any]) -> list[int]:
    """The numbers of the logs that ended."""
    with conn.cursor(row_factory=scalar_row) as db:
        return db.execute(FOUND).fetchall()


def freeze(conn: Connection[Any], number: int, signed: Sequence[Signed]) -> None:
    """For ever, with what was signed of it, whether its leaves are still there or not.

    Whole or not at all. Raises InDoubt where another tree of one of these sizes is kept.
    """
    steps = dict(migrations("archive"))
    old = Identifier(schema_of(number))
    with owning(conn):
        for each in signed:
            _keep(conn, each)
        rename = SQL("ALTER SCHEMA {} RENAME TO {}")
        conn.execute(rename.format(Identifier(SCHEMA), old))
        closed = SQL("REVOKE INSERT ON ALL TABLES IN SCHEMA {} FROM genfind_sealer")
        conn.execute(closed.format(old))
        for step in STEPS:
            conn.execute(steps[step].encode())


def _keep(conn: Connection[Any], signed: Signed) -> None:
    size = signed.tree.size
    found = conn.execute(ROOT, (size,)).fetchall()
    if not found:
        conn.execute(KEEP_HEAD, signed.tree)
    elif bytes(found[0][0]) != signed.tree.root:
        raise InDoubt(f"Another tree of {size} leaves was signed than is kept here.")
    conn.execute(KEEP_NOTE, (size, signed.note))
    for line in signed.lines:
        told = Signature.read(line.removesuffix("\n"))
        conn.execute(KEEP_COSIGNATURE, (size, told.name, told.id, line))
