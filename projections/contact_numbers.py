"""Which contact has a number, in which district, and which number has a contact?"""

from collections.abc import Collection
from uuid import UUID

from domain.event import Frozen
from projections.projection import Rows


class Numbered(Frozen):
    """A contact by the number that people use; without any words."""

    id: UUID
    number: str
    district: str


def numbered(db: Rows, ids: Collection[UUID]) -> dict[UUID, Numbered]:
    """Those of them that are contacts."""
    db.execute(
        "select id, number, district from contact_search.contact where id = any(%s)",
        (list(ids),),
    )
    return {row["id"]: Numbered(**row) for row in db}


def with_number(db: Rows, number: str) -> Numbered | None:
    db.execute(
        "select id, number, district from contact_search.contact where number = %s",
        (number.strip().upper(),),
    )
    found = db.fetchone()
    return Numbered(**found) if found else None
