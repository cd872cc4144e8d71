"""Puts a copy of the keys in their place, as whoever restores a backup does."""

from collections.abc import Collection

import psycopg

TABLES = ("subject_key", "blind_index", "ordered_destruction")


def copied(address: str) -> dict[str, list[bytes]]:
    """The keys as a backup holds them."""
    with psycopg.connect(address) as db:
        found: dict[str, list[bytes]] = {}
        for table in TABLES:
            with db.cursor().copy(f"copy keys.{table} to stdout") as copy:
                found[table] = [bytes(row) for row in copy]
    return found


def restore(
    address: str, copy: dict[str, list[bytes]], *, leave_out: Collection[str] = ()
) -> None:
    with psycopg.connect(address) as db:
        for table, rows in copy.items():
            db.execute(f"delete from keys.{table}")
            with db.cursor().copy(f"copy keys.{table} from stdin") as into:
                for row in rows:
                    if not any(each.encode() in row for each in leave_out):
                        into.write(row)
