"""Which reads are a reason to ask: of the own name, by very many, or without any work?"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from psycopg.sql import SQL

from domain.disclosures import StandsOut
from domain.event import Frozen
from projections.access_review import MANY_READERS, WORK_DAYS, Asked, Reader
from projections.projection import Rows

MATTERS = 50  # of one citizen that are looked through for work, the newest
WHY = {
    StandsOut.OWN_RECORD: "The reader's own record.",
    StandsOut.SAME_SURNAME: "Somebody shown has the reader's surname.",
}


class Marked(Reader):
    """A read that stood out by itself when it was made."""

    mark: StandsOut
    at: datetime
    view: str
    subjects: list[UUID]


class ReadByMany(Frozen):
    """A subject that very many have read about."""

    why: str = f"At least {MANY_READERS} people read about the same."
    subject: UUID
    officers: int
    reads: int
    last: date


class WithoutWork(Reader):
    """Of a contact of the own district, or a citizen, without a reference."""

    why: str = (
        f"Read without a reference, and recorded nothing in the matter for {WORK_DAYS}"
        " days before or since."
    )
    subject: UUID
    reads: int
    first: date
    last: date


MARKED = """
select mark, at, officer, role, district, view, subjects
from access_review.marked where {asked}
order by at desc, log_position desc, mark limit %(limit)s
"""
BY_MANY = """
select subject, count(distinct officer) as officers, sum(reads)::bigint as reads,
    max(read_on) as last
from access_review.subject where {asked}
group by subject having count(distinct officer) >= %(many)s
order by officers desc, reads desc, subject limit %(limit)s
"""
BARE = """
select read.officer, role, read.district, subject, sum(bare)::bigint as reads,
    min(read_on) as first, max(read_on) as last
from (select * from access_review.subject where {asked} and bare > 0) as read
left join contact_search.contact on contact.id = read.subject
where contact.id is null or read.district is not distinct from contact.district
group by read.officer, role, read.district, subject
order by last desc, reads desc, read.officer, subject limit %(limit)s
"""


def marked(db: Rows, asked: Asked, mark: StandsOut) -> Sequence[Marked]:
    """Newest first."""
    conditions = SQL("mark = %(mark)s and {}").format(asked.conditions)
    db.execute(SQL(MARKED).format(asked=conditions), dict(asked) | {"mark": mark})
    return [Marked(**row, why=WHY[StandsOut(row["mark"])]) for row in db]


def read_by_many(db: Rows, asked: Asked) -> Sequence[ReadByMany]:
    """Those that most have read about come first."""
    told = dict(asked) | {"many": MANY_READERS}
    db.execute(SQL(BY_MANY).format(asked=asked.conditions), told)
    return [ReadByMany(**row) for row in db]


def without_reference(db: Rows, asked: Asked) -> Sequence[WithoutWork]:
    """Newest first; whether there was work, the archive tells."""
    db.execute(SQL(BARE).format(asked=asked.conditions), dict(asked))
    return [WithoutWork(**row) for row in db]


def matters(db: Rows, subjects: Sequence[UUID]) -> Mapping[UUID, set[UUID]]:
    """By subject, all in which work on it would stand: itself, and of a citizen her
    newest contacts, follow-ups, courses and complaints; of a contact its follow-ups.
    """
    db.execute(
        """
        select subject, about.id
        from unnest(%(subjects)s::uuid[]) as subject cross join lateral (
            (
                select id from citizen_history.thing where contact = subject
                limit %(most)s
            ) union (
                select unnest(array[id, contact]) from (
                    select id, contact from citizen_history.entry
                    where citizen = subject order by at desc, id limit %(most)s
                ) as newest
            )
        ) as about
        """,
        {"subjects": list(subjects), "most": MATTERS},
    )
    found = {subject: {subject} for subject in subjects}
    for row in db:
        found[row["subject"]].add(row["id"])
    return found
