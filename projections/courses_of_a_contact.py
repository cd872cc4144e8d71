"""Which stalking courses was a contact linked to, and which was it taken out of?"""

from datetime import datetime
from uuid import UUID

from domain.event import By, Event, Frozen, Recorded
from domain.stalking_courses import ContactLinkedToCourse, ContactUnlinkedFromCourse
from projections.projection import Projection, Rows

courses_of_a_contact = Projection(
    name="courses_of_a_contact",
    tables="""
    create table link (
        contact uuid not null, course uuid not null, version integer not null,
        linked boolean not null, why text not null,
        at timestamptz not null, by jsonb not null,
        primary key (contact, course, version)
    );
    """,
)


@courses_of_a_contact.on(ContactLinkedToCourse)
def link(db: Rows, recorded: Recorded[ContactLinkedToCourse]) -> None:
    _add(db, recorded, recorded.event.contact, recorded.event.basis, linked=True)


@courses_of_a_contact.on(ContactUnlinkedFromCourse)
def unlink(db: Rows, recorded: Recorded[ContactUnlinkedFromCourse]) -> None:
    _add(db, recorded, recorded.event.contact, recorded.event.reason, linked=False)


def _add(
    db: Rows, recorded: Recorded[Event], contact: UUID, why: str, *, linked: bool
) -> None:
    db.execute(
        "insert into courses_of_a_contact.link values (%s, %s, %s, %s, %s, %s, %s)",
        (
            contact,
            recorded.id,
            recorded.version,
            linked,
            why,
            recorded.registered_at,
            recorded.by.model_dump_json(),
        ),
    )


class Link(Frozen):
    """Made or withdrawn."""

    course: UUID
    linked: bool
    why: str
    at: datetime
    by: By


def links(db: Rows, contact: UUID) -> list[Link]:
    """Oldest first."""
    db.execute(
        """
        select course, linked, why, at, by from courses_of_a_contact.link
        where contact = %s order by at, course, version
        """,
        (contact,),
    )
    return [Link(**row) for row in db]
