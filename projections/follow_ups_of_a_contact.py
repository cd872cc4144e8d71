"""Which follow-ups has a contact led to?

From the tables of the follow-up queue, those that have ended included.
"""

from uuid import UUID

from projections.projection import Rows


def follow_ups_of(db: Rows, contact: UUID) -> list[UUID]:
    """Oldest first."""
    db.execute(
        """
        select id from follow_up_queue.follow_up
        where contact = %s order by opened_at, id
        """,
        (contact,),
    )
    return [row["id"] for row in db]
