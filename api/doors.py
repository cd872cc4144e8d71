"""Routes that know who comes in before they read what is brought."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import (
    AbstractContextManager,
    ExitStack,
    asynccontextmanager,
    suppress,
)
from dataclasses import dataclass
from functools import wraps
from inspect import isasyncgenfunction, iscoroutinefunction
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException
from starlette.types import Message

from api.composition import Parts
from api.turns import Callers, Turns
from domain.event import By, Role
from infrastructure.sign_in import Unauthenticated

LARGEST = 1_000_000  # bytes of a body
UNASKED = {"type": "extra_forbidden", "loc": ("query",)}
BAD = 400  # the first status of an answer that shows nothing
bearer = HTTPBearer(auto_error=False, description="An OIDC access token")


class Forbidden(Exception):
    """The caller is known, and may not do this; the sentence says what is missing."""


class TooLarge(HTTPException):
    """The body is larger than this door takes."""

    def __init__(self, largest: int) -> None:
        super().__init__(413)
        self.largest = largest

    def __str__(self) -> str:
        return f"This is too large: send at most {self.largest // 1_000_000} MB."


class TooOften(Exception):
    """The caller may do this, but not again so soon."""


@dataclass(frozen=True)
class ToOpen:
    """What a door opens in the thread of its endpoint, and closes when that is through."""

    held: AbstractContextManager[Any]


class Allowed:
    """Which roles may come in. Every route has one, or the application won't start."""

    def __init__(self, *roles: Role) -> None:
        self.roles = roles

    async def __call__(  # no thread is needed to hand over what is known
        self,
        request: Request,
        _: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
    ) -> By:
        by: By = request.state.by
        return by

    async def admit(self, request: Request) -> By:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        sign_in = parts(request).sign_in
        if scheme.lower() != "bearer" or not token or sign_in is None:
            raise Unauthenticated("Sign in: send a bearer token.")
        token = token.strip()
        by = sign_in.recall(token)
        if by is None:
            async with known_turn(request, token) as known:
                by = known(await run_in_threadpool(sign_in.who, token))
        if by.role not in self.roles:
            raise Forbidden("Your role does not allow this.")
        return by


class Door(APIRoute):
    """Admits, reads the body, answers; a read that left no trace is stopped."""

    largest = LARGEST
    media = "application/json"
    streams = False  # whether it works on a body as that comes in

    def __init__(
        self, path: str, endpoint: Callable[..., Any], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(path, _in_one_thread(endpoint), *args, **kwargs)
        rules = [needed.call for needed in self.dependant.dependencies]
        allowed = [rule for rule in rules if isinstance(rule, Allowed)]
        if len(allowed) != 1:
            raise TypeError(f"{self.path} does not say who may come in")
        [self.allowed] = allowed
        self.asked = {each.alias for each in get_flat_params(self.dependant)}

    def get_route_handler(
        self,
    ) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def admitted(request: Request) -> Response:
            request.state.by = await self.allowed.admit(request)
            if request.query_params.keys() - self.asked:
                # Passed over, a misspelt district would be answered for them all.
                raise RequestValidationError([UNASKED])
            if self.body_field and _media_of(request) != self.media:
                raise HTTPException(415)
            body = limited(request, self.largest)
            streams = self.streams and request.method != "GET"
            if not streams:
                await body.body()  # who sends it slowly takes nobody's turn
            async with turns(request, streams=streams).of(request.state.by.id):
                response = await answer(body)
            access = getattr(request.state, "access", None)
            if access and not access.recorded and response.status_code < BAD:
                raise RuntimeError(f"{self.path} shows words that it has not logged")
            return response

        async def timed(request: Request) -> Response:
            seconds = parts(request).metrics.seconds
            with seconds.labels(method=request.method, route=self.path).time():
                return await admitted(request)

        return timed


def _in_one_thread(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """To the threads and back once.

    Left to itself, FastAPI goes there and back for what an endpoint needs opened, for the
    endpoint, for a look at the answer, and to close again.
    """
    if iscoroutinefunction(endpoint) or isasyncgenfunction(endpoint):
        return endpoint

    def with_all_open(given: dict[str, Any]) -> Any:
        with ExitStack() as opened:
            for name, each in given.items():
                if isinstance(each, ToOpen):
                    given[name] = opened.enter_context(each.held)
            return endpoint(**given)

    @wraps(endpoint)
    async def answered(**given: Any) -> Any:
        return await run_in_threadpool(with_all_open, given)

    return answered


def limited(request: Request, largest: int) -> Request:
    """The same request, which breaks off where its body becomes too large."""
    left = largest

    async def receive() -> Message:
        nonlocal left
        message = await request.receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise TooLarge(largest)
        return message

    with suppress(ValueError):  # a length that is no number says nothing
        if int(request.headers.get("Content-Length", 0)) > largest:
            raise TooLarge(largest)
    return Request(request.scope, receive)


def _media_of(request: Request) -> str:
    return request.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def turns(request: Request, *, streams: bool = False) -> Turns:
    state = request.app.state
    held: Turns = state.uploads if streams else state.turns
    return held


@asynccontextmanager
async def known_turn(
    request: Request, secret: str
) -> AsyncIterator[Callable[[By], By]]:
    """In the line of whoever came with it before; to be told who it is by now."""
    callers: Callers = request.app.state.callers

    def known(by: By) -> By:
        callers.know(secret, by.id)
        return by

    async with turns(request).of(callers.of(secret)):
        yield known


def parts(request: Request) -> Parts:
    held: Parts = request.app.state.parts
    return held
