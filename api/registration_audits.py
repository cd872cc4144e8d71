"""The doors of supervision: samples of registrations, and what is found in them."""

from collections.abc import Callable, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import UUID7

from api.audit_shown import AuditShown, audit_shown, known_audit
from api.commands import doors, first_door
from api.contact_shown import (
    ContactShown,
    citizens_of,
    contact_read,
    known_contact,
    protected_in,
)
from api.doors import Allowed, Door, Forbidden, parts
from api.listed import Listed
from api.needs import (
    AsOf,
    Cursor,
    District,
    Expected,
    Id,
    Inspector,
    Limit,
    MaybePurposeful,
    Purposeful,
    ReadModels,
    RequestKey,
    TheRegistry,
    answered,
    known_then,
    own_district,
)
from api.shown import EventShown, events_shown
from domain import supervision as topic
from domain.contacts import contacts
from domain.decider import Refused
from domain.event import By, Event, Recorded, Role
from domain.supervision import DrawSample, RecordFinding, registration_audits
from infrastructure.asked import Receipt, Unknown
from infrastructure.registry import Registry
from projections.registration_audits import Audit, Registration, audits, sample
from projections.registration_audits import registration_audits as samples

router = APIRouter(
    prefix="/registration-audits", tags=["registration audits"], route_class=Door
)

INSPECTORS = Allowed(Role.SUPERVISOR, Role.AUTHORITY)
History = Sequence[Recorded[Event]]
Sample = Sequence[Registration]


class ContactAudited(ContactShown):
    """With all that happened to it, so that what was corrected is judged too."""

    history: list[EventShown]


def may_draw(registry: Registry, command: DrawSample, by: By) -> None:
    if by.role is Role.SUPERVISOR and command.district is None:
        raise Forbidden("Name your own district: only the Authority draws from all.")
    if command.position > registry.recorder.newest():
        raise Refused("The registry has not come to this position yet.")


def in_own_district(registry: Registry, id: UUID, by: By) -> None:
    _audit(registry, id, by)


def _audit(registry: Registry, id: UUID, by: By) -> History:
    """All that is recorded of it. Raises Unknown or Forbidden."""
    history = known_then(registry, registration_audits, id, None)
    district = known_audit(history).sample.district
    if by.role is Role.SUPERVISOR and district != by.district:
        raise Forbidden("This audit is of another district than yours.")
    return history


def _drawn(contact: UUID, sample: Sample) -> bool:
    return any(each.id == contact for each in sample)


async def _sampled(request: Request) -> Callable[[History], Sample]:
    def sampled(history: History) -> Sample:
        """As soon as the read models know the audit. Raises Behind."""
        parts(request).projector.wait_for(history[0].position or 0, samples.name)
        with parts(request).reader.transaction() as db:
            return sample(db, history[0].id)

    return sampled


Sampled = Annotated[Callable[[History], Sample], Depends(_sampled)]

first_door(router, registration_audits, INSPECTORS, check=may_draw)
doors(
    router,
    registration_audits,
    dict.fromkeys((topic.AgreeAction, topic.FinishAction), INSPECTORS),
    check=in_own_district,
)


@router.post(
    "/{id}/record-finding",
    status_code=201,
    operation_id="RecordFinding",
    summary="Record finding",
    description=RecordFinding.__doc__ or "",
    responses={200: {"model": Receipt, "description": "An equal repeat"}},
)
def record_finding(
    id: Id,
    command: RecordFinding,
    registry: TheRegistry,
    sampled: Sampled,
    by: Inspector,
    response: Response,
    expected: Expected,
    key: RequestKey = None,
) -> Receipt:
    audit = _audit(registry, id, by)
    if not _drawn(command.contact, sampled(audit)):
        raise Refused("This contact is not in the sample of this audit.")
    receipt = registry.execute(
        registration_audits, id, command, by, key, expected=expected
    )
    return answered(receipt, response)


@router.get("", summary="Audits of registrations, newest first")
def drawn(
    models: ReadModels,
    by: Inspector,
    district: District = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[Audit]:
    """A supervisor sees those of the own district."""
    if district:
        own_district(by, district)
    here = district or by.district
    page = audits(models.db, district=here, limit=limit, cursor=cursor)
    return Listed(items=page.items, next=page.next, position=models.position)


@router.get("/{id}", summary="An audit: its sample, its findings, how far it has come")
def read(
    id: Id,
    registry: TheRegistry,
    sampled: Sampled,
    by: Inspector,
    access: MaybePurposeful,
    as_of: AsOf = None,
) -> AuditShown:
    now = _audit(registry, id, by)
    then = known_then(registry, registration_audits, id, as_of)
    shown = audit_shown(then, sampled(now), with_words=access is not None)
    if access:
        noted = dict.fromkeys(each.contact for each in shown.findings)
        position = then[-1].position
        access.shown(
            "registration_audit", noted, ["note"], count=len(noted), position=position
        )
    return shown


@router.get(
    "/{id}/contacts/{contact}", summary="A contact of the sample, to be examined"
)
def read_contact(
    id: Id,
    contact: Annotated[UUID7, Path(description="One that the audit has drawn")],
    registry: TheRegistry,
    sampled: Sampled,
    by: Inspector,
    access: Purposeful,
    as_of: AsOf = None,
) -> ContactAudited:
    """Also for the Authority, which reads no other contacts but those behind complaints."""
    if not _drawn(contact, sampled(_audit(registry, id, by))):
        raise Unknown
    shown = contact_read(registry, contact, as_of, access, "audited_contact")
    events = known_then(registry, contacts, contact, as_of)
    known = known_contact(events)
    hidden = protected_in(known, citizens_of(registry, known))
    return ContactAudited(**dict(shown), history=events_shown(events, hidden))
