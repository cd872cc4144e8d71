"""The follow-up queue on screen: whom to call, taken and told in place."""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from starlette.responses import RedirectResponse

from api.doors import parts
from api.follow_ups import in_own_district
from api.needs import Cursor, Id, Now
from api.pages import danish
from api.pages.doors import AtPages, PageDoor
from api.pages.follow_up_forms import (
    Asked,
    AttemptTyped,
    Tab,
    TalkTyped,
)
from api.pages.follow_ups_shown import HERE, Queue, refused
from api.pages.forms import Notice
from api.pages.templates import is_partial
from api.pages.told import Done, Position
from domain.decider import Refused
from domain.event import By, Role
from domain.follow_ups import (
    ClaimFollowUp,
    RecordAttempt,
    RecordTalk,
    ReleaseFollowUp,
    follow_ups,
)

router = APIRouter(prefix=HERE, route_class=PageDoor)

Officer = Annotated[By, Depends(AtPages(Role.OFFICER, Role.SUPERVISOR))]
Told = ClaimFollowUp | ReleaseFollowUp | RecordAttempt | RecordTalk


@router.get("")
def queue(
    request: Request,
    by: Officer,
    now: Now,
    view: Annotated[Tab, Query(alias="vis")] = Tab.DISTRICT,
    done: Done = None,
    position: Position = None,
    cursor: Cursor = None,
) -> Response:
    asked = Queue(request, by, now, view, position=position, cursor=cursor)
    return asked.shown(notice=_said(done))


@router.post("/{id}/tag")
def claim(
    request: Request, by: Officer, now: Now, id: Id, form: Annotated[Asked, Form()]
) -> Response:
    return _told(Queue(request, by, now, form.view), id, ClaimFollowUp(), form.key)


@router.post("/{id}/frigiv")
def release(
    request: Request, by: Officer, now: Now, id: Id, form: Annotated[Asked, Form()]
) -> Response:
    return _told(Queue(request, by, now, form.view), id, ReleaseFollowUp(), form.key)


@router.post("/{id}/forsoeg")
def attempt(
    request: Request,
    by: Officer,
    now: Now,
    id: Id,
    form: Annotated[AttemptTyped, Form()],
) -> Response:
    command = RecordAttempt(kind=form.kind)
    return _told(Queue(request, by, now, form.view), id, command, form.key)


@router.post("/{id}/samtale")
def talk(
    request: Request, by: Officer, now: Now, id: Id, form: Annotated[TalkTyped, Form()]
) -> Response:
    asked, command = Queue(request, by, now, form.view), form.command()
    if isinstance(command, list):
        in_own_district(parts(request).registry, id, by)
        return asked.shown(422, problems=command, typed={id: form})
    return _told(asked, id, command, form.key)


def _told(asked: Queue, id: UUID, command: Told, key: UUID | None) -> Response:
    """Recorded, and the queue as it then is."""
    registry = parts(asked.request).registry
    in_own_district(registry, id, asked.by)
    try:
        receipt = registry.execute(
            follow_ups, id, command, asked.by, str(key) if key else None
        )
    except Refused as refusal:
        return asked.shown(409, notice=refused(asked, id, refusal))
    done = type(command).__name__
    if is_partial(asked.request):
        return asked.at(receipt.position).shown(notice=_said(done))
    there = {"vis": asked.view, "sket": done, "position": receipt.position}
    return RedirectResponse(f"{HERE}?{urlencode(there)}", 303)


def _said(done: str | None) -> Notice | None:
    text = danish.DONE.get(done or "")
    return Notice("success", text) if text else None
