"""Who is asking: reads an OIDC access token, believes only what its issuer signed."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from hmac import compare_digest
from threading import Lock
from typing import Any
from uuid import UUID

import structlog
from cachetools import TLRUCache
from joserfc import jws, jwt
from joserfc.errors import ExpiredTokenError
from pydantic import Field

from domain.event import By, Role
from infrastructure.provider_keys import (
    MALFORMED,
    Fetch,
    ProviderKeys,
    Unavailable,
    is_trustworthy,
)
from infrastructure.settings import BadSettings

__all__ = ["NoRole", "Person", "SignIn", "Unauthenticated", "Unavailable"]

log = structlog.get_logger()

# Never none, and never HS256: whoever has the public key could sign with it.
SIGNATURES = jws.JWSRegistry(algorithms=["RS256", "ES256"], strict_check_header=False)
TYPES = {"jwt", "at+jwt", "application/at+jwt"}  # RFC 9068, and the custom before it
LONGEST = 8_192  # characters of a token
WIDEST = 100  # characters of a name that is stored for ever with all he does
LEEWAY = 30  # seconds that the issuer's clock and ours may differ
RECENT = (
    60  # seconds that a token once checked is taken at its word, or until it expires
)
PEOPLE = 10_000  # tokens remembered at most

ROLES = {role.value: role for role in Role if role is not Role.REGISTRY}
WITH_DISTRICT = {Role.OFFICER, Role.SUPERVISOR, Role.GATEWAY}
# OFFICER, or in one word with its district and unit: genfind:OFFICER:1467:<unit>
CAPACITY = re.compile(r"(?:genfind:)?([A-Z]+)(?::([^:]+))?(?::([^:]+))?")


class Unauthenticated(Exception):
    """The token proves nothing; the sentence never repeats it."""


class NoRole(Exception):
    """Somebody we know to be signed in, but not what he may do here."""


class Person(By):
    """Somebody of whom the provider tells more than his role; none of it is recorded."""

    citizen: UUID | None = Field(None, exclude=True, repr=False)  # he himself, here
    surname: str | None = Field(None, exclude=True, repr=False)

    @classmethod
    def of(cls, by: By, citizen: UUID | None, surname: str | None) -> By:
        if citizen is None and surname is None:
            return by
        return cls(**dict(by), citizen=citizen, surname=surname)


class SignIn:
    """A claim's name may be a path inwards, such as `resource_access.genfind.roles`.

    The role's claim holds one role, or a list (of groups, say) with just one of ours.
    """

    def __init__(
        self,
        issuer: str,
        audience: str,
        fetch: Fetch,
        clock: Callable[[], datetime],
        *,
        districts: Collection[str],
        roles_claim: str = "role",
        district_claim: str = "district",
        unit_claim: str = "unit",
        citizen_claim: str | None = None,
        surname_claim: str = "family_name",
    ) -> None:
        if not is_trustworthy(issuer):
            raise BadSettings(
                "GENFIND_ISSUER must be https, unless it is on this machine."
            )
        self._keys = ProviderKeys(issuer, fetch, clock)
        self._issuer, self._audience, self._clock = issuer, audience, clock
        self._districts = frozenset(districts)
        self._role, self._district, self._unit = roles_claim, district_claim, unit_claim
        self._citizen, self._surname = citizen_claim, surname_claim
        self._turn = Lock()  # for the next: it is no cache for many threads
        self._recent: TLRUCache[str, tuple[By, float]] = TLRUCache(
            PEOPLE,
            ttu=lambda _, known, now: min(now + RECENT, known[1] + LEEWAY),
            timer=lambda: clock().timestamp(),
        )

    def recall(self, token: str) -> By | None:
        """Who this is, if that was checked a moment ago: no signature is verified again."""
        with self._turn:
            known = self._recent.get(token)
        return known and known[0]

    def who(self, token: str) -> By:
        """Raises Unauthenticated, NoRole, or Unavailable when nobody can be checked."""
        claims = self._claims(token, self._audience)
        by = Person.of(self._by(claims), *self._themselves(claims))
        with self._turn:
            self._recent[token] = by, claims["exp"]
        return by

    def subject_of(self, id_token: str, client: str, nonce: str) -> str:
        """Who has signed in at the provider for this client, and for this once.

        Raises Unauthenticated or Unavailable.
        """
        claims = self._claims(id_token, client)
        told = str(claims.get("nonce", "")).encode()
        if not compare_digest(told, nonce.encode()):
            raise Unauthenticated("The token is not accepted: sign in again.")
        return str(claims["sub"])

    def _claims(self, token: str, audience: str) -> dict[str, Any]:
        try:
            header = _header(token)
            keys = self._keys.with_id(header.get("kid"))
            claims = jwt.decode(token, keys, registry=SIGNATURES).claims
            self._check(claims, audience)
        except ExpiredTokenError:
            raise Unauthenticated("The token has expired: sign in again.") from None
        except MALFORMED as error:
            log.info("token refused", reason=type(error).__name__)
            raise Unauthenticated("The token is not accepted: sign in again.") from None
        return claims

    def _check(self, claims: dict[str, Any], audience: str) -> None:
        jwt.JWTClaimsRegistry(
            now=int(self._clock().timestamp()),
            leeway=LEEWAY,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            sub={"essential": True},
        ).validate(claims)
        if not _word(claims["sub"]):
            raise ValueError("subject")

    def _by(self, claims: Mapping[str, Any]) -> By:
        role, district, unit = self._capacity(claims)
        if role not in WITH_DISTRICT:
            return By(id=claims["sub"], role=role, district=None, unit=unit)
        if district not in self._districts:
            raise NoRole("Your sign-in names no police district: ask for one.")
        return By(id=claims["sub"], role=role, district=district, unit=unit)

    def _themselves(self, claims: Mapping[str, Any]) -> tuple[UUID | None, str | None]:
        """Who he is as a citizen, and his surname. What is no id is passed over: it keeps
        nobody from his work.
        """
        told = self._citizen and _word(_at(claims, self._citizen))
        surname = _word(_at(claims, self._surname))
        return (_id(told) if told else None), surname

    def _capacity(
        self, claims: Mapping[str, Any]
    ) -> tuple[Role, str | None, str | None]:
        held = _at(claims, self._role)
        words = filter(_word, held if isinstance(held, list) else [held])
        found = {
            match.groups() for each in words if (match := CAPACITY.fullmatch(each))
        }
        ours = [each for each in found if each[0] in ROLES]
        if len(ours) != 1:  # of two, neither is picked for him
            raise NoRole(
                "Your sign-in must give you exactly one role here: ask for it."
            )
        [(role, district, unit)] = ours
        own = [_word(_at(claims, name)) for name in (self._district, self._unit)]
        return ROLES[role], district or own[0], unit or own[1]


def _header(token: str) -> Mapping[str, Any]:
    """Nothing here is proven yet; it only keeps the hopeless from causing a fetch."""
    if len(token) > LONGEST:
        raise ValueError("size")
    header = jws.extract_compact(token.encode(), registry=SIGNATURES).headers()
    SIGNATURES.check_header(header)
    SIGNATURES.get_alg(header["alg"])
    if str(header.get("typ", "JWT")).lower() not in TYPES:
        raise ValueError("type")
    return header


def _at(claims: Any, path: str) -> Any:
    if not isinstance(claims, Mapping):
        return None
    if path in claims:  # first, as names may have dots: https://example.org/role
        return claims[path]
    first, _, rest = path.partition(".")
    return _at(claims.get(first), rest) if rest else None


def _id(told: str) -> UUID | None:
    try:
        return UUID(told)
    except ValueError:
        log.warning("citizen claim is no id")
        return None


def _word(value: Any) -> str | None:
    fits = isinstance(value, str) and 0 < len(value) <= WIDEST and value.isprintable()
    return value if fits else None
