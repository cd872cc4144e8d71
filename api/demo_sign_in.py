"""The demo's way in for browsers: code flow with PKCE, and people to choose from."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from secrets import token_urlsafe
from urllib.parse import urlencode, urlsplit

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from api.demo_issuer import AUTHORIZE, DEMO_PERSONS, END, TOKEN, DemoIssuer
from api.pages.danish import ROLES
from api.pages.templates import rendered
from domain.event import Role
from infrastructure.provider_keys import is_loopback

CODE_LASTS = timedelta(minutes=1)
WITH_PAGES = (Role.OFFICER, Role.SUPERVISOR, Role.AUTHORITY, Role.CUSTODIAN)


@dataclass(frozen=True)
class Granted:
    """What a code stands for, until it is exchanged."""

    role: Role
    client: str
    redirect: str
    challenge: str
    nonce: str
    ends: datetime


class DemoSignIn:
    """Its codes live in this process: a demo has one."""

    def __init__(self, issuer: DemoIssuer, clock: Callable[[], datetime]) -> None:
        self._issuer, self._clock = issuer, clock
        self._granted: dict[str, Granted] = {}

    def routes(self) -> list[Route]:
        return [
            Route(AUTHORIZE, self.authorize),
            Route(TOKEN, self.token, methods=["POST"]),
            Route(END, self.end),
        ]

    async def authorize(self, request: Request) -> Response:
        """The people, one click each; and after the click, back with a code."""
        asked = request.query_params
        if not _is_code_flow(asked):
            return JSONResponse({"error": "invalid_request"}, 400)
        person = asked.get("person")
        if person in WITH_PAGES:
            back = {"code": self._grant(Role(person), asked), "state": asked["state"]}
            return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(back)}", 303)
        people = [
            (ROLES[role], DEMO_PERSONS[role], urlencode({**asked, "person": role}))
            for role in WITH_PAGES
        ]
        return rendered("demo_people.html", people=people)

    async def end(self, request: Request) -> Response:
        """Nobody is remembered here, so there is only the way back."""
        back = request.query_params.get("post_logout_redirect_uri", "")
        if not is_loopback(urlsplit(back).hostname):
            return JSONResponse({"error": "invalid_request"}, 400)
        return RedirectResponse(back, 303)

    async def token(self, request: Request) -> Response:
        async with request.form() as form:
            told = {name: str(value) for name, value in form.items()}
        granted = self._granted.pop(told.get("code", ""), None)
        if granted is None or not self._may_have(granted, told):
            return JSONResponse({"error": "invalid_grant"}, 400)
        answer = {
            "access_token": self._issuer.token(granted.role),
            "id_token": self._issuer.id_token(
                granted.role, granted.client, granted.nonce
            ),
            "token_type": "Bearer",
            "expires_in": 300,
        }
        return JSONResponse(answer, headers={"Cache-Control": "no-store"})

    def _grant(self, role: Role, asked: QueryParams) -> str:
        now, code = self._clock(), token_urlsafe(32)
        kept = {name: each for name, each in self._granted.items() if each.ends > now}
        self._granted = kept | {
            code: Granted(
                role=role,
                client=asked["client_id"],
                redirect=asked["redirect_uri"],
                challenge=asked["code_challenge"],
                nonce=asked.get("nonce", ""),
                ends=now + CODE_LASTS,
            )
        }
        return code

    def _may_have(self, granted: Granted, told: dict[str, str]) -> bool:
        verifier = told.get("code_verifier", "").encode()
        challenge = urlsafe_b64encode(sha256(verifier).digest()).rstrip(b"=")
        return (
            told.get("grant_type") == "authorization_code"
            and told.get("client_id") == granted.client
            and told.get("redirect_uri") == granted.redirect
            and compare_digest(challenge, granted.challenge.encode())
            and self._clock() < granted.ends
        )


def _is_code_flow(asked: QueryParams) -> bool:
    """With PKCE always, and back to this machine only."""
    return (
        asked.get("response_type") == "code"
        and asked.get("code_challenge_method") == "S256"
        and bool(asked.get("code_challenge") and asked.get("state"))
        and bool(asked.get("client_id"))
        and is_loopback(urlsplit(asked.get("redirect_uri", "")).hostname)
    )
