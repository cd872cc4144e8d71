"""Before all else: programs for whom there is no room in line are told so at little cost.

Finding the door and saying it there would take as long as much of what is asked, and just
when there is no time for it. People at the pages are told in Danish, further in.
"""

import json

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import PROBLEM, body_of, headers_of, said_of
from api.pages.headers import ALWAYS, CSP_OF_DATA
from api.turns import Busy, Flooding

BEARER = b"bearer"
OPEN = ("/health/", "/metrics")
HEADERS = {**ALWAYS, "Content-Security-Policy": CSP_OF_DATA, "Content-Type": PROBLEM}


class Gate:
    def __init__(self, app: FastAPI) -> None:
        self._app: ASGIApp = app
        self._state = app.state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (why := self._refusal(scope)):
            await self._refuse(why, send)
        else:
            await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> Busy | Flooding | None:
        if not self._state.turns.is_full or scope["path"].startswith(OPEN):
            return None
        given = dict(scope["headers"]).get(b"authorization", b"")
        scheme, _, token = given.partition(b" ")
        if scheme.lower() != BEARER:
            return None
        caller = self._state.callers.of(token.strip().decode("latin-1"))
        refusal: Busy | Flooding | None = self._state.turns.refusal(caller)
        return refusal

    async def _refuse(self, why: Busy | Flooding, send: Send) -> None:
        status, title = said_of(why)
        self._state.parts.metrics.refused.labels(status=status).inc()
        body = json.dumps(body_of(status, title)).encode()
        told = HEADERS | {"Content-Length": str(len(body))}
        told |= headers_of(status, why) or {}
        await send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [(k.encode(), v.encode()) for k, v in told.items()],
            }
        )
        await send({"type": "http.response.body", "body": body})
