"""The doors of the topic complaints."""

from fastapi import APIRouter

from api.commands import doors, first_door
from api.complaint_shown import (
    ComplaintShown,
    complainant_of,
    complaint_shown,
    known_complaint,
)
from api.contact_shown import ContactShown, contact_read
from api.doors import Allowed, Door
from api.listed import Listed
from api.needs import (
    OFFICERS,
    AccessLog,
    AsOf,
    Authority,
    Cursor,
    Id,
    Inspector,
    Limit,
    MaybePurposeful,
    OfficerOrAuthority,
    Purposeful,
    TheRegistry,
    known_then,
    own_district,
)
from api.shown import EventShown, events_shown, words
from domain import complaints as topic
from domain.complaints import complaints
from domain.decider import Command
from domain.event import Frozen, Role
from infrastructure.asked import Unknown
from projections.access_log import Entry, entries

router = APIRouter(prefix="/complaints", tags=["complaints"], route_class=Door)

WORDS = ("address", "birthday", "cpr", "email", "name", "note", "phone", "text")
POLICE = Allowed(*OFFICERS)
ALL = Allowed(*OFFICERS, Role.AUTHORITY)
LEADERS = Allowed(Role.SUPERVISOR, Role.AUTHORITY)  # the police director's, or its own
AUTHORITY = Allowed(Role.AUTHORITY)

MAY: dict[type[Command], Allowed] = {  # who may take which step
    topic.AddAllegation: ALL,
    topic.ForwardComplaint: ALL,
    topic.WaiveDeadline: AUTHORITY,
    topic.OfferNoteProcedure: POLICE,
    topic.ConsentToNoteProcedure: POLICE,
    topic.RefuseNoteProcedure: POLICE,
    topic.HoldNoteProcedure: POLICE,
    topic.SendNoteCopy: POLICE,
    topic.InvestigateComplaint: AUTHORITY,
    topic.SendDelayNotice: LEADERS,
    topic.ConcludeComplaint: LEADERS,
    topic.ReopenComplaint: LEADERS,
    topic.LodgeAppeal: POLICE,
    topic.DecideAppeal: Allowed(Role.SUPERVISOR),
}

first_door(router, complaints, ALL)
doors(router, complaints, MAY)


class History(Frozen):
    items: list[EventShown]
    position: int


@router.get("/{id}", summary="A complaint as now known, or as it was known then")
def read(
    id: Id,
    registry: TheRegistry,
    by: OfficerOrAuthority,
    access: MaybePurposeful,
    as_of: AsOf = None,
) -> ComplaintShown:
    """The police read complaints of their own district, the Authority all."""
    events = known_then(registry, complaints, id, as_of)
    complaint = known_complaint(events)
    own_district(by, complaint.facts.district)
    complainant = complainant_of(registry, complaint)
    if access:
        subjects = [id, complaint.facts.complainant.subject]
        access.shown(
            "complaint",
            subjects,
            WORDS,
            position=events[-1].position,
            regime=complaint.facts.law,
            names=[words(complaint.facts.complainant.name)],
        )
    return complaint_shown(events, complainant, with_words=access is not None)


@router.get("/{id}/history", summary="Every event of a complaint, oldest first")
def history(
    id: Id,
    registry: TheRegistry,
    by: Inspector,
    access: Purposeful,
    as_of: AsOf = None,
) -> History:
    """A supervisor of the own district, the Authority of all."""
    events = known_then(registry, complaints, id, as_of)
    complaint = known_complaint(events)
    own_district(by, complaint.facts.district)
    party, citizen = complaint.facts.complainant, complainant_of(registry, complaint)
    hidden = party.address_protected or (citizen and citizen.address_protected)
    position = events[-1].position or 0
    subjects = [id, party.subject]
    access.shown(
        "complaint_history",
        subjects,
        WORDS,
        position=position,
        regime=complaint.facts.law,
        names=[words(party.name)],
    )
    shown = events_shown(events, [party.subject] if hidden else [])
    return History(items=shown, position=position)


@router.get(
    "/{id}/contact", summary="The contact behind a complaint, for the Authority"
)
def contact(
    id: Id, registry: TheRegistry, by: Authority, access: Purposeful, as_of: AsOf = None
) -> ContactShown:
    about = _contact(registry, id)
    return contact_read(registry, about, as_of, access, "complaint_contact")


@router.get(
    "/{id}/disclosures", summary="Who was shown words of the contact behind a complaint"
)
def disclosed(
    id: Id,
    registry: TheRegistry,
    models: AccessLog,
    by: Authority,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[Entry]:
    page = entries(
        models.db,
        subject=_contact(registry, id),
        with_authority=True,
        limit=limit,
        cursor=cursor,
    )
    return Listed(items=page.items, next=page.next, position=models.position)


def _contact(registry: TheRegistry, id: Id) -> Id:
    """Raises Unknown where there is no complaint, or no contact behind it."""
    about = known_complaint(known_then(registry, complaints, id, None)).facts.contact
    if about is None:
        raise Unknown
    return about
