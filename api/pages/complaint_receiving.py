"""A complaint is received on screen, and whoever did it is told what comes next."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import UUID7, TypeAdapter, ValidationError

from api import complaints as doors
from api.complaint_shown import known_complaint
from api.doors import parts
from api.needs import Id, Now, own_district
from api.pages import complaint_forms as forms
from api.pages import danish
from api.pages.complaint_steps import steps
from api.pages.complaints_shown import HERE, Anybody
from api.pages.doors import PageDoor
from api.pages.forms import Outcome, TheForm, Typed
from api.pages.templates import page
from api.pages.told import Done, Position, came_of, read_after, told
from domain.calendar import danish_day
from domain.complaint_deadlines import notice_due
from domain.complaints import ForwardComplaint, complaints
from projections.complaint_overview import By as Counted
from projections.complaint_overview import overview
from projections.contact_numbers import numbered
from projections.projection import Rows

FORM = "received"
an_id = TypeAdapter(UUID7)
router = APIRouter(prefix=HERE, route_class=PageDoor)


@router.get("/ny")
def blank(request: Request, by: Anybody, now: Now) -> Response:
    return _form(request, now, Outcome())


@router.post("/ny")
def receive(request: Request, by: Anybody, now: Now, typed: TheForm) -> Response:
    id = _id_of(typed)
    if typed["more"]:
        return _form(request, now, Outcome(form=FORM, typed=typed), more=1)
    with read_after(request, None) as models:
        contact = numbered(models.db, typed["contact"])
    command = forms.received(typed, by, contact)
    if not isinstance(command, list):
        own_district(by, command.district)
    return told(
        request,
        by,
        complaints,
        id,
        command,
        typed,
        form=FORM,
        shown=lambda outcome: _form(request, now, outcome),
        to=f"{HERE}/{id}/modtaget",
    )


@router.get("/{id}/modtaget")
def received(
    request: Request,
    by: Anybody,
    now: Now,
    id: Id,
    done: Done = None,
    position: Position = None,
) -> Response:
    registry = parts(request).registry
    complaint = doors.read(id, registry, by, None)
    state = known_complaint(registry.history(id))
    return page(
        request,
        "complaints/received.html",
        outcome=came_of(done),
        complaint=complaint,
        forward_to=steps(state, id, by, now).get(ForwardComplaint, []),
        notice_due=notice_due(complaint.kind, complaint.received_on),
    )


def _form(request: Request, now: Now, outcome: Outcome, more: int = 0) -> Response:
    typed = outcome.kept(FORM)
    with read_after(request, None) as models:
        known = _categories(models.db)
    return page(
        request,
        "complaints/receive.html",
        outcome.status,
        outcome=outcome,
        typed=typed,
        wrong=outcome.wrong(FORM),
        today=danish_day(now).isoformat(),
        row=forms.row,
        rows=min(max(forms.rows_of(typed), 1) + more, forms.MOST_ROWS),
        more=more,
        known=known,
    )


def _categories(db: Rows) -> list[str]:
    """Those that have names of their own, and those that somebody has used."""
    used = (each.category for each in overview(db, by=Counted.CATEGORY).rows)
    named = danish.CATEGORIES.values()
    return sorted({*named, *(danish.category(code) for code in used if code)})


def _id_of(typed: Typed) -> UUID:
    """Raises RequestValidationError where the form has lost its hidden id."""
    try:
        return an_id.validate_python(typed["complaint"])
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
