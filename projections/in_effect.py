"""Whether a contact counts, followed alike by all read models that leave some out."""

from typing import LiteralString

from psycopg.sql import SQL, Identifier

from domain.contacts import (
    ContactMarkedDuplicate,
    ContactReinstated,
    ContactWithdrawn,
    DuplicateMarkWithdrawn,
)
from domain.event import Event, Recorded
from projections.projection import Projection, Rows


def follow_effect(
    projection: Projection, table: LiteralString, contact: LiteralString
) -> None:
    """Keeps the flags `withdrawn` and `duplicate` of the rows whose column `contact` is
    the contact's id.
    """
    names = (Identifier(projection.name, table), Identifier(contact))
    withdrawn, duplicate = (
        SQL("update {} set {} = %s where {} = %s")
        .format(names[0], Identifier(flag), names[1])
        .as_string()
        for flag in ("withdrawn", "duplicate")
    )

    @projection.on(ContactWithdrawn, ContactReinstated)
    def withdraw(db: Rows, recorded: Recorded[Event]) -> None:
        is_so = isinstance(recorded.event, ContactWithdrawn)
        db.execute(withdrawn, (is_so, recorded.id))

    @projection.on(ContactMarkedDuplicate, DuplicateMarkWithdrawn)
    def mark(db: Rows, recorded: Recorded[Event]) -> None:
        is_so = isinstance(recorded.event, ContactMarkedDuplicate)
        db.execute(duplicate, (is_so, recorded.id))
