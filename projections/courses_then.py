"""Which stalking courses was a citizen in, as victim or suspect, and known when?

A part of the citizen history: a course has its people as a contact has its parties.
"""

from uuid import UUID

from domain.event import Event, Recorded
from domain.people import Party, PartyRole
from domain.stalking_courses import StalkingCourseOpened, SuspectNamed
from projections.known_then import add, add_parties
from projections.projection import Projection, Rows

courses_then = Projection(name="citizen_history", tables="")


@courses_then.on(StalkingCourseOpened)
def open_(db: Rows, recorded: Recorded[StalkingCourseOpened]) -> None:
    event = recorded.event
    facts = {
        "type": "COURSE",
        "at": recorded.registered_at.isoformat(),
        "imported": recorded.stated_at is not None,
        "district": event.district,
    }
    add(db, recorded, recorded.id, facts)
    _enter(db, recorded, PartyRole.VICTIM, event.victim)
    if event.suspect:
        _enter(db, recorded, PartyRole.POSSIBLE_OFFENDER, event.suspect)


@courses_then.on(SuspectNamed)
def name(db: Rows, recorded: Recorded[SuspectNamed]) -> None:
    db.execute(
        """
        delete from citizen_history.party
        where contact = %s and role = 'POSSIBLE_OFFENDER'
        """,
        (recorded.id,),
    )
    _enter(db, recorded, PartyRole.POSSIBLE_OFFENDER, recorded.event.suspect)


def _enter(db: Rows, recorded: Recorded[Event], role: PartyRole, citizen: UUID) -> None:
    add_parties(db, recorded, (Party(id=citizen, role=role, citizen=citizen),))
