"""An audit on screen: its worklist, how far it has come, and what is agreed after it."""

from dataclasses import replace
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api import registration_audits as doors
from api.audit_shown import AuditShown
from api.doors import parts
from api.needs import Id, Now
from api.pages import audits_typed, danish
from api.pages.audits import HERE, Inspector
from api.pages.doors import PageDoor
from api.pages.forms import Notice, Outcome, TheForm
from api.pages.periods import last_of
from api.pages.reasons import access_for, reason_for
from api.pages.templates import page
from api.pages.told import Done, Position, came_of, told
from domain.event import By
from domain.supervision import FinishAction, registration_audits

AGREE, FINISH = "agree", "finish"  # the forms

router = APIRouter(prefix=HERE, route_class=PageDoor)


@router.get("/{id}")
def read(
    request: Request,
    by: Inspector,
    now: Now,
    id: Id,
    sampled: doors.Sampled,
    done: Done = None,
    position: Position = None,
) -> Response:
    return _one(request, by, now, id, sampled, came_of(done))


@router.post("/{id}/aftal")
def agree(
    request: Request,
    by: Inspector,
    now: Now,
    id: Id,
    sampled: doors.Sampled,
    form: TheForm,
) -> Response:
    doors.in_own_district(parts(request).registry, id, by)
    return told(
        request,
        by,
        registration_audits,
        id,
        audits_typed.agreed(form),
        form,
        form=AGREE,
        shown=lambda outcome: _one(request, by, now, id, sampled, outcome),
        to=f"{HERE}/{id}",
    )


@router.post("/{id}/aftaler/{action}/udfoert")
def finish(
    request: Request,
    by: Inspector,
    now: Now,
    id: Id,
    action: UUID,
    sampled: doors.Sampled,
    form: TheForm,
) -> Response:
    doors.in_own_district(parts(request).registry, id, by)
    return told(
        request,
        by,
        registration_audits,
        id,
        FinishAction(action=action),
        form,
        form=FINISH,
        shown=lambda outcome: _one(request, by, now, id, sampled, outcome),
        to=f"{HERE}/{id}",
    )


def _one(
    request: Request,
    by: By,
    now: Now,
    id: UUID,
    sampled: doors.Sampled,
    outcome: Outcome,
) -> Response:
    """The notes too, where this session has said why."""
    thing = f"{HERE}/{id}"
    reason = reason_for(request, thing)
    access = access_for(request, reason) if reason else None
    audit = doors.read(id, parts(request).registry, sampled, by, access)
    return page(
        request,
        "audits/one.html",
        outcome.status,
        audit=audit,
        found={each.contact: each for each in audit.findings if not each.replaced},
        outcome=with_progress(outcome, audit),
        typed=outcome.kept(AGREE),
        wrong=outcome.wrong(AGREE),
        thing=thing,
        reason=reason,
        last_of=last_of,
        now=now,
    )


def with_progress(outcome: Outcome, audit: AuditShown) -> Outcome:
    """What is said of a finding that was recorded tells how far the audit has come."""
    said, progress = danish.DONE["RecordFinding"], audit.progress
    if outcome.notice != Notice("success", said):
        return outcome
    text = f"{said} {progress.examined} af {progress.of} er undersøgt."
    return replace(outcome, notice=Notice("success", text))
