"""Routes of pages: a cookie says who it is, and what goes wrong is said in Danish."""

from collections.abc import Callable, Collection, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute
from starlette.responses import RedirectResponse

from api.doors import Allowed, Door, known_turn, parts
from api.pages.errors import FromElsewhere, WrongRole, explained
from api.pages.templates import is_partial
from domain.event import By, Role
from infrastructure.sign_in import Unauthenticated

SESSION = "__Host-sid"
SAFE = {"GET", "HEAD"}
NOT_SIGNED_IN = "Sign in at the front page."
FROM_ELSEWHERE = "This form was not sent from our own pages."
FRONT = "/"
Answer = Callable[[Request], Coroutine[Any, Any, Response]]


class AtPages(Allowed):
    """Which roles may open a page; a bearer token opens none.

    Not `attended` is what a page asks for by itself.
    """

    def __init__(self, *roles: Role, attended: bool = True) -> None:
        super().__init__(*roles)
        self.attended = attended

    async def admit(self, request: Request) -> By:
        secret, sessions = secret_of(request), parts(request).sessions
        async with known_turn(request, secret) as known:
            by = known(
                await run_in_threadpool(sessions.who, secret, attended=self.attended)
            )
        request.state.by = by  # also of who is turned away: his menu is shown
        if by.role not in self.roles:
            raise WrongRole("Your role does not allow this.")
        return by


def secret_of(request: Request) -> str:
    """What the browser holds of its session. Raises Unauthenticated."""
    secret = request.cookies.get(SESSION)
    if not secret:
        raise Unauthenticated(NOT_SIGNED_IN)
    return secret


class PageDoor(Door):
    """For people who are signed in."""

    media = "application/x-www-form-urlencoded"

    def get_route_handler(self) -> Answer:
        return _in_danish(super().get_route_handler(), lambda: self.allowed.roles)


class OpenDoor(APIRoute):
    """For everybody; there is nothing to be seen here but the way in."""

    def get_route_handler(self) -> Answer:
        return _in_danish(super().get_route_handler())


def _in_danish(
    answer: Answer, allowed: Callable[[], Collection[Role]] = tuple
) -> Answer:
    async def shown(request: Request) -> Response:
        try:
            _refuse_strangers(request)
            return await answer(request)
        except Unauthenticated:
            return _to_front(request)
        except Exception as error:  # noqa: BLE001 - the last who could say it in Danish
            return explained(request, error, allowed())

    return shown


def _refuse_strangers(request: Request) -> None:
    """The browser sends our cookie with forms of other places too. Raises Forbidden."""
    if request.method in SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    flow = parts(request).code_flow
    ours = flow is not None and request.headers.get("Origin") == flow.our_origin
    if not (ours if site is None else site == "same-origin"):
        raise FromElsewhere(FROM_ELSEWHERE)


def _to_front(request: Request) -> Response:
    if is_partial(request):
        return Response(status_code=401, headers={"HX-Redirect": FRONT})
    return RedirectResponse(FRONT, 303)
