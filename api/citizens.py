"""The doors of the topic citizens."""

from fastapi import APIRouter

from api.citizen_shown import CitizenShown, citizen_shown, known_citizen
from api.commands import doors, first_door
from api.doors import Allowed, Door
from api.listed import Listed
from api.needs import (
    AccessLog,
    AsOf,
    Cursor,
    Custodian,
    Id,
    Limit,
    Officer,
    Purposeful,
    ReadModels,
    TheRegistry,
    known_then,
)
from api.shown import words
from domain import citizens as topic
from domain.citizens import citizens
from domain.disclosures import Operation
from domain.event import Role
from projections import citizen_history
from projections.access_log import Entry, entries
from projections.citizen_history import Chapter

router = APIRouter(prefix="/citizens", tags=["citizens"], route_class=Door)

PARTICULARS = ("address", "birthday", "cpr", "email", "name", "phone")
OFFICERS = Allowed(Role.OFFICER, Role.SUPERVISOR)

first_door(router, citizens, OFFICERS)
doors(
    router,
    citizens,
    dict.fromkeys(
        (
            topic.SupplyParticulars,
            topic.ProtectAddress,
            topic.LiftAddressProtection,
            topic.InstructSafeContact,
            topic.LinkCitizen,
            topic.UnlinkCitizen,
            topic.KeepCitizensApart,
        ),
        OFFICERS,
    ),
)


@router.get("/{id}", summary="A citizen as now known, or as known then")
def read(
    id: Id, registry: TheRegistry, by: Officer, access: Purposeful, as_of: AsOf = None
) -> CitizenShown:
    history = known_then(registry, citizens, id, as_of)
    known = known_citizen(history)
    opened = access.opened([id] if known.address_protected else [])
    shown = citizen_shown(id, history, opened)
    access.shown(
        "citizen",
        [id],
        PARTICULARS,
        position=history[-1].position,
        names=[shown.name],
        glass=opened.values(),
    )
    return shown


@router.get(
    "/{id}/history",
    summary="All that a citizen was in, over all districts, newest first",
    description="Contacts, follow-ups, stalking courses and complaints.",
)
def history(
    id: Id,
    registry: TheRegistry,
    models: ReadModels,
    by: Officer,
    access: Purposeful,
    as_of: AsOf = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[Chapter]:
    known = known_citizen(known_then(registry, citizens, id, as_of))
    page = citizen_history.history(
        models.db, id, limit=limit, cursor=cursor, as_of=as_of, with_words=True
    )
    # A complaint's words stay in the complaint.
    told = [each for each in page.items if each.type != "COMPLAINT"]
    subjects = [id, *sorted(known.links), *(each.contact or each.id for each in told)]
    access.shown(
        "citizen_history",
        subjects,
        ["narrative"],
        count=len(page.items),
        position=models.position,
        operation=Operation.COMBINATION if known.links else Operation.CONSULTATION,
        names=[words(known.name)],
    )
    return Listed(items=page.items, next=page.next, position=models.position)


@router.get("/{id}/disclosures", summary="Who was shown words about this citizen")
def disclosed(
    id: Id,
    registry: TheRegistry,
    models: AccessLog,
    by: Custodian,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[Entry]:
    known_then(registry, citizens, id, None)
    page = entries(
        models.db,
        subject=id,
        with_authority=by.role is Role.AUTHORITY,
        limit=limit,
        cursor=cursor,
    )
    return Listed(items=page.items, next=page.next, position=models.position)
