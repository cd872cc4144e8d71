"""A contact of a sample, beside the form that says what was found in it."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic import UUID7

from api import registration_audits as doors
from api.audit_shown import AuditShown
from api.doors import parts
from api.needs import Id, Now, reading
from api.pages import audits_typed
from api.pages.audits import HERE, Inspector
from api.pages.audits_read import with_progress
from api.pages.contact_deeds import POLICE
from api.pages.contact_events import Told
from api.pages.doors import PageDoor
from api.pages.forms import Outcome, TheForm
from api.pages.reasons import access_for, reason_for
from api.pages.templates import page
from api.pages.told import Done, Position, came_of, told
from domain.event import By
from domain.supervision import registration_audits
from infrastructure.asked import Unknown

FIND = "find"  # the form

router = APIRouter(prefix=f"{HERE}/{{id}}/henvendelser", route_class=PageDoor)
Contact = Annotated[UUID7, Path(description="One that the audit has drawn")]


@router.get("/{contact}")
def examine(
    request: Request,
    by: Inspector,
    now: Now,
    id: Id,
    contact: Contact,
    sampled: doors.Sampled,
    done: Done = None,
    position: Position = None,
) -> Response:
    """The contact's words only where this session has said why."""
    return _shown(request, by, now, id, contact, sampled, came_of(done))


@router.post("/{contact}/fund")
def find(
    request: Request,
    by: Inspector,
    now: Now,
    id: Id,
    contact: Contact,
    sampled: doors.Sampled,
    form: TheForm,
) -> Response:
    """On to the next contact without a finding, or back to the audit after the last."""
    audit = _audit(request, by, id, contact, sampled)
    following = _next(audit, contact)
    return told(
        request,
        by,
        registration_audits,
        id,
        audits_typed.finding(form, contact),
        form,
        form=FIND,
        shown=lambda outcome: _shown(request, by, now, id, contact, sampled, outcome),
        to=f"{HERE}/{id}/henvendelser/{following}" if following else f"{HERE}/{id}",
    )


def _audit(
    request: Request, by: By, id: UUID, contact: UUID, sampled: doors.Sampled
) -> AuditShown:
    """Raises Unknown where it has not drawn this contact."""
    audit = doors.read(id, parts(request).registry, sampled, by, None)
    if not any(each.id == contact for each in audit.contacts):
        raise Unknown
    return audit


def _next(audit: AuditShown, contact: UUID) -> UUID | None:
    """In the order of the draw, and around to the beginning."""
    drawn: Sequence[UUID] = [each.id for each in audit.contacts]
    examined = {each.contact for each in audit.findings} | {contact}
    here = drawn.index(contact)
    later = (*drawn[here:], *drawn[:here])
    return next((each for each in later if each not in examined), None)


def _shown(
    request: Request,
    by: By,
    now: Now,
    id: UUID,
    contact: UUID,
    sampled: doors.Sampled,
    outcome: Outcome,
) -> Response:
    thing = f"{HERE}/{id}"
    reason = reason_for(request, thing)
    audit = _audit(request, by, id, contact, sampled)
    read = reason and doors.read_contact(
        id,
        contact,
        parts(request).registry,
        sampled,
        by,
        access_for(request, reason),
    )
    with reading(parts(request)) as models:
        past = read and Told(read.history, models.db, leads=by.role in POLICE)
    found = [each for each in audit.findings if each.contact == contact]
    return page(
        request,
        "audits/examine.html",
        outcome.status,
        audit=audit,
        drawn=next(each for each in audit.contacts if each.id == contact),
        contact=read,
        past=past,
        found=found[-1] if found else None,
        next=_next(audit, contact),
        outcome=with_progress(outcome, audit),
        typed=outcome.kept(FIND),
        wrong=outcome.wrong(FIND),
        thing=thing,
        reason=reason,
        now=now,
    )
