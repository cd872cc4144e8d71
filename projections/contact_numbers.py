"""Which number has a contact, and which contact has a number?"""

from collections.abc import Iterable
from uuid import UUID

from projections.projection import Rows


def numbers(db: Rows, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Of those of them that are contacts. A number says nothing about anybody."""
    db.execute(
        "select id, number from contact_search.contact where id = any(%s)",
        (list(ids),),
    )
    return {row["id"]: row["number"] for row in db}


def numbered(db: Rows, number: str) -> UUID | None:
    """The contact with this number, which people may write in small letters."""
    db.execute(
        "select id from contact_search.contact where number = %s",
        (number.strip().upper(),),
    )
    row = db.fetchone()
    return row["id"] if row else None
