"""The sign-in provider of a demo: people who do not exist, on this machine only."""

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from domain.event import Role
from infrastructure.lasting import sync
from infrastructure.provider_keys import is_loopback

LASTS = timedelta(hours=12)  # a day of demo
DISCOVERY, JWKS = "/.well-known/openid-configuration", "/jwks.json"
ISSUER = "/demo-issuer"
AUTHORIZE, TOKEN, END = "/authorize", "/token", "/end"


class NotLoopback(Exception):
    """A demo signs in anybody as anything, so nobody else may reach it."""


@dataclass(frozen=True)
class DemoPerson:
    id: str
    name: str
    district: str | None


DEMO_PERSONS = {
    Role.OFFICER: DemoPerson("K-1147", "A. Jensen", "1467"),
    Role.SUPERVISOR: DemoPerson("L-1101", "B. Holm", "1467"),
    Role.AUTHORITY: DemoPerson("DUP-01", "C. Lund", None),
    Role.CUSTODIAN: DemoPerson("DK-01", "D. Krogh", None),
    Role.GATEWAY: DemoPerson("GW-01", "Telefoncentralen", "1467"),
}


class DemoIssuer:
    """Its keys are in the home: who may read there, may sign in as anybody."""

    def __init__(
        self,
        home: Path,
        issuer_url: str,
        clock: Callable[[], datetime],
        *,
        host: str = "127.0.0.1",
        audience: str = "genfind",
    ) -> None:
        """`host` is where the server listens. Raises NotLoopback."""
        for each in (host, urlsplit(issuer_url).hostname):
            if not is_loopback(each):
                raise NotLoopback("A demo is only for this machine: use 127.0.0.1.")
        self.issuer_url, self._audience, self._clock = issuer_url, audience, clock
        self._file = home / "issuer.json"
        if not self._file.exists():
            self._begin()

    def token(
        self,
        role: Role,
        district: str | None = None,
        person: str | None = None,
        **claims: str,
    ) -> str:
        """A bearer token for twelve hours, of the role's demo person or another."""
        someone = DEMO_PERSONS[role]
        told = {
            "aud": self._audience,
            "sub": person or someone.id,
            "client_id": "genfind-demo",
            "jti": str(uuid4()),
            "role": role.value,
            "district": district or someone.district,
            **({} if person else {"family_name": someone.name.split()[-1]}),
            **claims,
        }
        return self._signed("at+jwt", told)

    def id_token(self, role: Role, client: str, nonce: str) -> str:
        """For the client whose browser brought this nonce."""
        told = {"aud": client, "sub": DEMO_PERSONS[role].id, "nonce": nonce}
        return self._signed("JWT", told)

    def _signed(self, kind: str, told: Mapping[str, str | None]) -> str:
        now, newest = self._clock(), self._keys().keys[0]
        claims = {
            "iss": self.issuer_url,
            "iat": int(now.timestamp()),
            "exp": int((now + LASTS).timestamp()),
            **told,
        }
        return jwt.encode(
            {"alg": "ES256", "kid": newest.kid, "typ": kind}, claims, newest
        )

    def rotate(self) -> None:
        """From now on a new key signs; what the old ones signed stays good."""
        keys = KeySet([_new_key(), *self._keys()])
        self._written(keys).replace(self._file)

    def answer(self, url: str) -> dict[str, Any]:
        """What is published at this address. Raises KeyError where nothing is."""
        published = {DISCOVERY: self._discovery, JWKS: self._jwks}
        return published[url.removeprefix(self.issuer_url)]()

    def app(self, also: Iterable[Route] = ()) -> Starlette:
        """To be mounted at the issuer's address, with the ways in for browsers."""

        # Not in a thread of the pool: all of those may be waiting for this very answer.
        async def answered(request: Request) -> JSONResponse:
            path = request.url.path.removeprefix(request.scope.get("root_path", ""))
            return JSONResponse(self.answer(path))

        published = [Route(path, answered) for path in (DISCOVERY, JWKS)]
        return Starlette(routes=[*published, *also])

    def _discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer_url,
            "jwks_uri": self.issuer_url + JWKS,
            "authorization_endpoint": self.issuer_url + AUTHORIZE,
            "token_endpoint": self.issuer_url + TOKEN,
            "end_session_endpoint": self.issuer_url + END,
            "code_challenge_methods_supported": ["S256"],
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
        }

    def _jwks(self) -> dict[str, Any]:
        return {**self._keys().as_dict(private=False, use="sig", alg="ES256")}

    def _keys(self) -> KeySet:
        # Read each time: `genfind token` and the server are two processes.
        return KeySet.import_key_set(json.loads(self._file.read_text()))

    def _begin(self) -> None:
        part = self._written(KeySet([_new_key()]))
        try:
            os.link(part, self._file)  # fails where another was first
        except FileExistsError:
            pass
        finally:
            part.unlink()

    def _written(self, keys: KeySet) -> Path:
        """Beside the file, whole, and readable by its owner alone."""
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, part = tempfile.mkstemp(dir=self._file.parent, prefix="issuer.")
        with os.fdopen(descriptor, "w") as file:
            json.dump(keys.as_dict(private=True), file)
        sync(Path(part))
        return Path(part)


def issuer_url(port: int) -> str:
    """Where a demo on this port has its issuer."""
    return f"http://127.0.0.1:{port}{ISSUER}"


def _new_key() -> ECKey:
    return ECKey.generate_key("P-256", auto_kid=True)
