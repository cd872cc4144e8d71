"""What a correction changes in the rows that show a contact."""

from collections.abc import Collection
from functools import cache
from typing import LiteralString

from psycopg.sql import SQL, Identifier

from domain.contacts import ContactCorrected
from domain.event import Personal, Recorded
from projections.projection import Rows


def plain(value: object) -> object:
    """The words that a reader sees; None where they are forgotten."""
    return value.text if isinstance(value, Personal) else value


def correct(
    db: Rows,
    schema: LiteralString,
    recorded: Recorded[ContactCorrected],
    columns: Collection[str],
) -> None:
    """Follow it in the schema's table `contact`, if that has such a column."""
    event = recorded.event
    if event.field in columns:
        db.execute(_changing(schema, event.field), (plain(event.new), recorded.id))


@cache
def _changing(schema: LiteralString, column: str) -> str:
    change = SQL("update {}.contact set {} = %s where id = %s")
    return change.format(Identifier(schema), Identifier(column)).as_string()
