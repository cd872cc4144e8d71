"""Who of the police read about contacts of other districts than their own?"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from psycopg.sql import SQL

from projections.access_review import Asked, Reader
from projections.projection import Rows


class ReadElsewhere(Reader):
    """Of a contact in another district, as that is now known."""

    why: str = "Read about a contact of another district, and recorded nothing in it."
    contact: UUID
    number: str
    of: str  # the contact's district
    reads: int
    last: date


ELSEWHERE = """
select read.officer, role, read.district, contact.id as contact, number,
    contact.district as of, sum(reads)::bigint as reads, max(read_on) as last
from (select * from access_review.subject where {asked}) as read
join contact_search.contact on contact.id = read.subject
where read.district <> contact.district
group by read.officer, role, read.district, contact.id, number, contact.district
order by last desc, reads desc, read.officer, number limit %(limit)s
"""


def read_elsewhere(db: Rows, asked: Asked) -> Sequence[ReadElsewhere]:
    """Newest first."""
    db.execute(SQL(ELSEWHERE).format(asked=asked.conditions), dict(asked))
    return [ReadElsewhere(**row) for row in db]
