"""What every answer tells the browser: load nothing from elsewhere, keep nothing."""

from secrets import token_urlsafe

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CSP = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'{issuer}; "
    "frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
CSP_OF_DATA = "default-src 'none'; frame-ancestors 'none'"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    # With no-referrer browsers would send "Origin: null", and no form could be trusted.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "Cache-Control": "no-store",
}


class Headers:
    """Plain ASGI, as Starlette's own kind of middleware gets in the way of streams."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        nonce = token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", _csp(scope, headers))
            await send(message)

        await self.app(scope, receive, with_headers)


def _csp(scope: Scope, headers: MutableHeaders) -> str:
    if not headers.get("Content-Type", "").startswith("text/html"):
        return CSP_OF_DATA
    app: FastAPI = scope["app"]
    flow = getattr(app.state, "parts", None) and app.state.parts.code_flow
    issuer = f" {flow.issuer_origin}" if flow else ""
    return CSP.format(nonce=scope["state"]["nonce"], issuer=issuer)
