"""Broken glass on screen: the way to an address in an emergency, and the review of it."""

from contextlib import suppress
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from starlette.responses import RedirectResponse

from api import break_glass as doors
from api.doors import parts
from api.needs import AccessLog, Cursor, Id, Now, Reading
from api.pages import danish
from api.pages.citizens_shown import HERE as CITIZENS
from api.pages.citizens_shown import CitizenPage
from api.pages.contact_deeds import POLICE
from api.pages.contacts_shown import HERE as CONTACTS
from api.pages.contacts_shown import Contact
from api.pages.doors import AtPages, PageDoor
from api.pages.forms import Notice, Outcome, Problem, TheForm, Typed, parsed
from api.pages.reasons import access_for, reason_for
from api.pages.templates import page
from api.pages.told import Done, Shown, came_of
from domain.break_glass import BreakGlass, ReviewGlass, break_glass
from domain.decider import Refused
from domain.event import By, Role
from infrastructure.projector import Behind

HERE, EMERGENCY = "/opslag/noedadgang", "noedadgang"
SAYS = {
    "reason": "Skriv, hvorfor du skal se adressen nu",
    "verdict": "Vælg, om det var begrundet",
    "note": "Skriv, hvad du har fundet ud af",
}

router = APIRouter(route_class=PageDoor)
Officer = Annotated[By, Depends(AtPages(*POLICE))]
Supervisor = Annotated[By, Depends(AtPages(Role.SUPERVISOR))]
Inspector = Annotated[By, Depends(AtPages(Role.SUPERVISOR, Role.AUTHORITY))]


@router.post(f"{CITIZENS}/{{id}}/{EMERGENCY}")
def of_citizen(
    request: Request, by: Officer, now: Now, id: Id, form: TheForm
) -> Response:
    asked = CitizenPage(request, by, now, id)
    command = _command(form, subject=id)
    return _broken(request, by, command, form, EMERGENCY, asked.shown, asked.path)


@router.post(f"{CONTACTS}/{{id}}/{EMERGENCY}")
def of_party(
    request: Request, by: Officer, now: Now, id: Id, form: TheForm
) -> Response:
    asked = Contact(request, by, now, id)
    command = _command(form, subject=form["subject"], contact=id)
    name = f"{EMERGENCY}-{form['subject']}"
    return _broken(request, by, command, form, name, asked.shown, asked.path)


@router.get(HERE)
def broken(
    request: Request,
    by: Inspector,
    now: Now,
    models: AccessLog,
    done: Done = None,
    cursor: Cursor = None,
) -> Response:
    return _listed(request, by, now, models, came_of(done), cursor)


@router.post(f"{HERE}/{{id}}")
def review(
    request: Request,
    by: Supervisor,
    now: Now,
    models: AccessLog,
    id: Id,
    form: TheForm,
) -> Response:
    doors.known_glass(parts(request).access_log, id)
    name = str(id)
    told = parsed(ReviewGlass, form.filled(), SAYS)
    if isinstance(told, list):
        outcome = Outcome(422, None, name, told, form)
        return _listed(request, by, now, models, outcome)
    log = parts(request).access_log
    try:
        receipt = log.execute(break_glass, id, told, by, form.key)
    except Refused as refusal:
        outcome = Outcome(409, _said(refusal), name, typed=form)
        return _listed(request, by, now, models, outcome)
    with suppress(Behind):  # then the list shows it a little later
        parts(request).access_projector.wait_for(receipt.position)
    return _back(HERE, "ReviewGlass")


def _command(form: Typed, **about: object) -> BreakGlass | list[Problem]:
    return parsed(BreakGlass, {**about, **_reason(form)}, SAYS)


def _reason(form: Typed) -> dict[str, str]:
    return {"reason": form["reason"]} if form["reason"].strip() else {}


def _broken(
    request: Request,
    by: By,
    command: BreakGlass | list[Problem],
    form: Typed,
    name: str,
    shown: Shown,
    to: str,
) -> Response:
    """Under the form's own key, so that a form sent twice is one glass."""
    if isinstance(command, list):
        return shown(Outcome(422, None, name, command, form))
    held = parts(request)
    id = UUID(form.key) if form.key else held.new_id()
    try:
        doors.broken_by(held, id, command, by)
    except Refused as refusal:
        return shown(Outcome(409, _said(refusal), name, typed=form))
    return _back(to, "BreakGlass")


def _said(refusal: Refused) -> Notice:
    return Notice("error", danish.refusal(str(refusal)))


def _back(to: str, done: str) -> Response:
    return RedirectResponse(f"{to}?{urlencode({'sket': done})}", 303)


def _listed(
    request: Request,
    by: By,
    now: Now,
    models: Reading,
    outcome: Outcome,
    cursor: str | None = None,
) -> Response:
    """As the JSON door answers it: why, only where this session has said what for."""
    reason = reason_for(request, HERE)
    access = access_for(request, reason) if reason else None
    found = doors.broken(models, parts(request), by, now, access, cursor=cursor)
    return page(
        request,
        "access_log/broken_glass.html",
        outcome.status,
        found=found,
        reason=reason,
        path=HERE,
        outcome=outcome,
        ids={each.field: _id_of(each, outcome) for each in outcome.problems},
        now=now,
    )


def _id_of(problem: Problem, outcome: Outcome) -> str:
    ending = "-option1" if problem.field == "verdict" else ""
    return f"{problem.field}-{outcome.form}{ending}"
