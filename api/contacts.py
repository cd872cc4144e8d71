"""The doors of the topic contacts."""

from fastapi import APIRouter

from api.commands import doors, first_door
from api.contact_shown import (
    ContactShown,
    citizens_of,
    contact_shown,
    known_contact,
)
from api.doors import Allowed, Door
from api.needs import (
    AsOf,
    Id,
    Officer,
    Purposeful,
    Supervisor,
    TheRegistry,
    known_then,
)
from api.shown import EventShown, events_shown
from domain import contacts as topic
from domain.contacts import contacts
from domain.event import Frozen, Role

router = APIRouter(prefix="/contacts", tags=["contacts"], route_class=Door)

WORDS = (
    "address",
    "cpr",
    "email",
    "evidence",
    "name",
    "narrative",
    "phone",
    "place",
    "text",
)
OFFICERS = Allowed(Role.OFFICER, Role.SUPERVISOR)
SUPERVISORS = Allowed(Role.SUPERVISOR)

first_door(router, contacts, OFFICERS)
doors(
    router,
    contacts,
    {
        topic.SupplementContact: OFFICERS,
        topic.CorrectContact: OFFICERS,
        topic.RecordDisposition: OFFICERS,
        topic.IdentifyParty: OFFICERS,
        topic.WithdrawIdentification: OFFICERS,
        topic.MarkDuplicate: OFFICERS,
        topic.WithdrawDuplicateMark: OFFICERS,
        topic.WithdrawContact: SUPERVISORS,
        topic.ReinstateContact: SUPERVISORS,
        topic.ReferToCase: OFFICERS,
    },
)


class History(Frozen):
    items: list[EventShown]
    position: int


@router.get("/{id}", summary="A contact as now known, or as it was known then")
def read(
    id: Id, registry: TheRegistry, by: Officer, access: Purposeful, as_of: AsOf = None
) -> ContactShown:
    history = known_then(registry, contacts, id, as_of)
    people = citizens_of(registry, known_contact(history))
    shown = contact_shown(history, people)
    access.shown("contact", [id, *people], WORDS, position=history[-1].position)
    return shown


@router.get("/{id}/history", summary="Every event of a contact, oldest first")
def history(
    id: Id,
    registry: TheRegistry,
    by: Supervisor,
    access: Purposeful,
    as_of: AsOf = None,
) -> History:
    events = known_then(registry, contacts, id, as_of)
    contact = known_contact(events)
    people = citizens_of(registry, contact)
    protected = [c for c, known in people.items() if known.address_protected]
    protected += [p.subject for p in contact.facts.parties if p.address_protected]
    position = events[-1].position or 0
    access.shown("contact_history", [id, *people], WORDS, position=position)
    return History(items=events_shown(events, protected), position=position)
