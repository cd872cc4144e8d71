"""Schemas of read models: which there are, how large, and what is remarked of them."""

from collections.abc import Sequence

from psycopg.sql import SQL, Identifier

from projections.projection import Rows

FOUND = "select nspname from pg_namespace where nspname = any(%s)"
REMARK = "select obj_description(to_regnamespace(%s)::oid, 'pg_namespace') as said"
TABLES = """
select tablename from pg_tables where schemaname = %s order by tablename
"""
SIZES = """
select name, coalesce(sum(pg_total_relation_size(pg_class.oid)), 0)::bigint as size
from unnest(%s::text[]) as name
left join pg_class on relnamespace = to_regnamespace(name) and relkind = 'r'
group by name
"""


def found(db: Rows, schemas: Sequence[str]) -> list[str]:
    db.execute(FOUND, (list(schemas),))
    return [row["nspname"] for row in db]


def tables(db: Rows, schema: str) -> list[str]:
    db.execute(TABLES, (schema,))
    return [row["tablename"] for row in db]


def sizes(db: Rows, schemas: Sequence[str]) -> dict[str, int]:
    """In bytes, with indexes; 0 of what is not there."""
    db.execute(SIZES, (list(schemas),))
    return {row["name"]: row["size"] for row in db}


def drop(db: Rows, schemas: Sequence[str]) -> None:
    for schema in schemas:
        db.execute(SQL("drop schema if exists {} cascade").format(Identifier(schema)))


def rename(db: Rows, schema: str, to: str) -> None:
    statement = SQL("alter schema {} rename to {}")
    db.execute(statement.format(Identifier(schema), Identifier(to)))


def analyze(db: Rows, schema: str) -> None:
    """So that the planner knows at once what is in its tables."""
    for table in tables(db, schema):
        db.execute(SQL("analyze {}").format(Identifier(schema, table)))


def remark(db: Rows, schema: str, said: str | None) -> None:
    statement = SQL("comment on schema {} is {}")
    db.execute(statement.format(Identifier(schema), said))


def remarked(db: Rows, schema: str) -> str | None:
    db.execute(REMARK, (schema,))
    return next((row["said"] for row in db), None)
