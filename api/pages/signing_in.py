"""In and out: the front page, the way to the provider and back, and signing out."""

from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Request, Response
from starlette.responses import RedirectResponse

from api.doors import parts
from api.pages.doors import FRONT, SESSION, AtPages, OpenDoor, PageDoor, secret_of
from api.pages.templates import page
from domain.event import By, Role
from infrastructure.code_flow import RETURN, CodeFlow
from infrastructure.sessions import ATTEMPT_LASTS
from infrastructure.sign_in import Unauthenticated, Unavailable

log = structlog.get_logger()

ATTEMPT = "__Host-attempt"
BEGIN = "/log-ind"
HOME = {
    Role.OFFICER: "/opfoelgning",
    Role.SUPERVISOR: "/overblik",
    Role.AUTHORITY: "/klager",
    Role.CUSTODIAN: "/sletning",
}
Anybody = Annotated[By, Depends(AtPages(*Role))]

router = APIRouter()
open_to_all = APIRouter(route_class=OpenDoor)
signed_in = APIRouter(route_class=PageDoor)


@open_to_all.get(FRONT)
def front(request: Request) -> Response:
    """Where everybody begins: at his first screen, or at the way in."""
    try:
        by = parts(request).sessions.who(secret_of(request))
    except Unauthenticated:
        return page(request, "front.html")
    request.state.by = by
    if by.role in HOME:
        return RedirectResponse(HOME[by.role], 303)
    return page(request, "front.html")


@open_to_all.get(BEGIN)
def begin(request: Request) -> Response:
    url, attempt = _flow(request).begin()
    answer = RedirectResponse(url, 303)
    secret = parts(request).sessions.begin_attempt(attempt)
    _keep(answer, ATTEMPT, secret, int(ATTEMPT_LASTS.total_seconds()))
    return answer


@open_to_all.get(RETURN)
def come_back(request: Request) -> Response:
    held = request.cookies.get(ATTEMPT)
    if not held:
        raise Unauthenticated("Begin at the front page.")
    sessions = parts(request).sessions
    attempt = sessions.end_attempt(held)
    by = _flow(request).finish(request.url.query, attempt)
    answer = RedirectResponse(FRONT, 303)
    _keep(answer, SESSION, sessions.begin(by))
    _drop(answer, ATTEMPT)
    return answer


@signed_in.post("/log-af")
def sign_out(request: Request, by: Anybody) -> Response:
    parts(request).sessions.end(secret_of(request))
    return _out(request)


@signed_in.post("/log-af-overalt")
def sign_out_everywhere(request: Request, by: Anybody) -> Response:
    parts(request).sessions.end_all(by.id)
    return _out(request)


router.include_router(open_to_all)
router.include_router(signed_in)


def _flow(request: Request) -> CodeFlow:
    flow = parts(request).code_flow
    if flow is None:
        raise Unavailable("Nobody has said where people sign in.")
    return flow


def _out(request: Request) -> Response:
    """Here it has ended already, whether or not the provider can be asked to follow."""
    try:
        there = _flow(request).leave()
    except Unavailable:
        log.warning("signed out here, and not at the provider")
        there = None
    answer = RedirectResponse(there or FRONT, 303)
    _drop(answer, SESSION)
    return answer


def _keep(answer: Response, name: str, secret: str, seconds: int | None = None) -> None:
    """Lax, since with Strict it would be missing after the provider's redirect."""
    answer.set_cookie(
        name, secret, seconds, path="/", secure=True, httponly=True, samesite="lax"
    )


def _drop(answer: Response, name: str) -> None:
    answer.delete_cookie(name, path="/", secure=True, httponly=True, samesite="lax")
