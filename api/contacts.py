"""The doors of the topic contacts."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api.commands import add_door, doors, first_door
from api.contact_shown import (
    WORDS,
    ContactShown,
    citizens_of,
    contact_read,
    known_contact,
    protected_in,
)
from api.doors import Allowed, Door
from api.needs import (
    AsOf,
    Expected,
    Id,
    Officer,
    Purposeful,
    RequestKey,
    Supervisor,
    TheEvidence,
    TheRegistry,
    answered,
    known_then,
)
from api.shown import EventShown, events_shown, words
from domain import contacts as topic
from domain.contacts import contacts
from domain.decider import Refused
from domain.event import By, Frozen, Role
from infrastructure.asked import Receipt

router = APIRouter(prefix="/contacts", tags=["contacts"], route_class=Door)

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
        topic.RecordReceiptDelivery: OFFICERS,
        topic.RecordReceiptFailure: OFFICERS,
    },
)


def attach(
    id: Id,
    command: topic.AttachEvidence,
    registry: TheRegistry,
    room: TheEvidence,
    by: Annotated[By, Depends(OFFICERS)],
    response: Response,
    expected: Expected,
    key: RequestKey = None,
) -> Receipt:
    known_then(registry, contacts, id, None)
    kept = room.store.find(id, command.sha256)
    if kept is None:
        raise Refused("These bytes are not here: send them to /evidence first.")
    if (kept.size, kept.media_type) != (command.size, command.media_type):
        raise Refused("Size or media type differ from what was kept: read the answer.")
    receipt = registry.execute(contacts, id, command, by, key, expected=expected)
    return answered(receipt, response)


add_door(
    router, "POST", "/{id}/attach-evidence", attach, topic.AttachEvidence, OFFICERS
)


class History(Frozen):
    items: list[EventShown]
    position: int


@router.get("/{id}", summary="A contact as now known, or as it was known then")
def read(
    id: Id, registry: TheRegistry, by: Officer, access: Purposeful, as_of: AsOf = None
) -> ContactShown:
    return contact_read(registry, id, as_of, access, "contact")


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
    position = events[-1].position or 0
    protected = protected_in(contact, people)
    opened = access.opened(protected)
    access.shown(
        "contact_history",
        [id, *people],
        WORDS,
        position=position,
        regime=contact.facts.law,
        names=[words(each.name) for each in contact.facts.parties],
        glass=opened.values(),
    )
    items = events_shown(events, protected, opened)
    return History(items=items, position=position)
