"""The follow-up queue on screen: whom to call, taken and told in place."""

from collections.abc import AsyncIterator
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.responses import RedirectResponse

from api.doors import parts
from api.follow_ups import in_own_district
from api.needs import OFFICERS, Cursor, Id, Now
from api.pages.doors import AtPages, PageDoor, secret_of
from api.pages.follow_up_forms import COMMANDS, Step, Tab, tab
from api.pages.follow_ups_shown import HERE, Queue, refused
from api.pages.forms import Outcome, TheForm
from api.pages.templates import is_partial
from api.pages.told import Done, Position, came_of
from api.turns import Turns
from domain.decider import Refused
from domain.event import By
from domain.follow_ups import follow_ups
from infrastructure.sign_in import Unauthenticated

router = APIRouter(prefix=HERE, route_class=PageDoor)

Officer = Annotated[By, Depends(AtPages(*OFFICERS))]
Unattended = Annotated[By, Depends(AtPages(*OFFICERS, attended=False))]
Stand = Annotated[int, Query(ge=-(2**63), lt=2**63)]  # of the queue on the page
View = Annotated[Tab, Query(alias="vis")]


@router.get("")
def queue(
    request: Request,
    by: Officer,
    now: Now,
    view: View = Tab.DISTRICT,
    done: Done = None,
    position: Position = None,
    cursor: Cursor = None,
) -> Response:
    asked = Queue(request, by, now, view, position=position, cursor=cursor)
    return asked.shown(came_of(done))


@router.get("/raekker")
def again(
    request: Request,
    by: Unattended,
    now: Now,
    view: View = Tab.DISTRICT,
    cursor: Cursor = None,
) -> Response:
    """What the page asks for by itself when something is new: never personal words."""
    return Queue(request, by, now, view, cursor=cursor).facts()


@router.get("/nyt", response_class=EventSourceResponse)
async def news(
    request: Request, by: Unattended, stand: Stand
) -> AsyncIterator[ServerSentEvent]:
    """That the district's queue has changed, as long as somebody is signed in."""
    held, secret = parts(request), secret_of(request)
    turns: Turns = request.app.state.listeners  # they must not take all threads
    async for changed in held.queue_news.heard(by.district or "", stand):
        try:
            async with turns.of(secret):
                await run_in_threadpool(held.sessions.who, secret, attended=False)
        except Unauthenticated:
            yield ServerSentEvent(event="ended", raw_data="")
            return
        if changed:
            yield ServerSentEvent(event="changed", raw_data="")


@router.post("/{id}/{step}")
def tell(
    request: Request, by: Officer, now: Now, id: Id, step: Step, typed: TheForm
) -> Response:
    """Recorded, and the queue as it then is."""
    asked, form = Queue(request, by, now, tab(typed)), f"{step}-{id}"
    registry, command = parts(request).registry, COMMANDS[step](typed)
    in_own_district(registry, id, by)
    if isinstance(command, list):
        return asked.shown(Outcome(422, None, form, command, typed))
    try:
        receipt = registry.execute(follow_ups, id, command, by, typed.key)
    except Refused as refusal:
        return asked.shown(Outcome(409, refused(asked, id, refusal), form, typed=typed))
    done = type(command).__name__
    if is_partial(request):
        return asked.at(receipt.position).shown(came_of(done))
    there = {"vis": asked.view, "sket": done, "position": receipt.position}
    return RedirectResponse(f"{HERE}?{urlencode(there)}", 303)
