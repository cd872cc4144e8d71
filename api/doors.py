"""Routes that know who comes in before they read what is brought."""

from collections.abc import Callable, Coroutine
from contextlib import suppress
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
            by = await run_in_threadpool(sign_in.who, token)
        if by.role not in self.roles:
            raise Forbidden("Your role does not allow this.")
        return by


class Door(APIRoute):
    """Admits, reads the body, answers; a read that left no trace is stopped."""

    largest = LARGEST
    media = "application/json"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
            response = await answer(_limited(request, self.largest))
            access = getattr(request.state, "access", None)
            if access and not access.recorded and response.status_code < BAD:
                raise RuntimeError(f"{self.path} shows words that it has not logged")
            return response

        async def timed(request: Request) -> Response:
            seconds = parts(request).metrics.seconds
            with seconds.labels(method=request.method, route=self.path).time():
                return await admitted(request)

        return timed


def _limited(request: Request, largest: int) -> Request:
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


def parts(request: Request) -> Parts:
    held: Parts = request.app.state.parts
    return held
