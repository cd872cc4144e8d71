"""Which complaints are in the history of a citizen?

A part of the citizen history, with tables in its schema. A complaint is a thing with one
party, the complainant.
"""

from domain.calendar import day_bounds
from domain.complaints import ComplaintConcluded, ComplaintReceived, ComplaintReopened
from domain.event import Recorded
from projections.known_then import add, add_parties, change, known_then
from projections.projection import Projection, Rows

complaints_of_a_citizen = Projection(name=known_then.name, tables="")


@complaints_of_a_citizen.on(ComplaintReceived)
def receive(db: Rows, recorded: Recorded[ComplaintReceived]) -> None:
    event = recorded.event
    facts = {
        "type": "COMPLAINT",
        "number": event.number,
        "at": day_bounds(event.received_on)[0].isoformat(),
        "registered_at": recorded.registered_at.isoformat(),
        "imported": recorded.stated_at is not None,
        "district": event.district,
        "kind": event.kind,
        "contact": event.contact and str(event.contact),
        "narrative": None,  # not here: its words stay in the complaint
    }
    add(db, recorded, recorded.id, facts)
    add_parties(db, recorded, (event.complainant,))


@complaints_of_a_citizen.on(ComplaintConcluded)
def conclude(db: Rows, recorded: Recorded[ComplaintConcluded]) -> None:
    change(db, recorded, outcome=recorded.event.outcome)


@complaints_of_a_citizen.on(ComplaintReopened)
def reopen(db: Rows, recorded: Recorded[ComplaintReopened]) -> None:
    change(db, recorded, outcome=None)
