"""The public keys of the sign-in provider, found through OIDC discovery."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from ipaddress import ip_address
from threading import Lock
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import httpx2
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key, KeySet

log = structlog.get_logger()

FRESH = timedelta(minutes=5)  # how long a withdrawn key may still be believed
PAUSE = timedelta(seconds=10)  # made-up key ids must not become a flood of fetches
PATIENCE = 5  # seconds for one fetch
LARGEST = 256 * 1024  # bytes of one answer

# What bytes from outside may provoke in a parser.
MALFORMED = (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError)

Fetch = Callable[[str], dict[str, Any]]


class Unavailable(Exception):
    """The provider's keys can't be had, so nobody can be told from anybody."""


def fetch(url: str) -> dict[str, Any]:
    """The JSON object at this address. Raises Unavailable."""
    try:
        found = json.loads(_body(url))
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, RecursionError) as error:
        raise Unavailable(
            f"The sign-in provider fails: {type(error).__name__}"
        ) from None
    if not isinstance(found, dict):
        raise Unavailable("The sign-in provider's answer is no JSON object.")
    return found


def _body(url: str) -> bytes:
    ends, body = monotonic() + PATIENCE, b""
    plain = {"Accept-Encoding": "identity"}  # what is packed could burst
    proxies = not is_loopback(urlsplit(url).hostname)
    with httpx2.stream(
        "GET", url, headers=plain, timeout=PATIENCE, trust_env=proxies
    ) as answer:
        answer.raise_for_status()
        for part in answer.iter_raw():
            body += part
            if len(body) > LARGEST or monotonic() > ends:
                raise Unavailable("The sign-in provider's answer has no end.")
    return body


def is_loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False


def is_trustworthy(url: object) -> bool:
    """Keys that come over a line where others can write prove nothing."""
    if not isinstance(url, str):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    here = parts.scheme == "http" and is_loopback(parts.hostname)
    return here or (parts.scheme == "https" and bool(parts.hostname))


class ProviderKeys:
    """Fetched when first needed, when five minutes old, and when a new one is named."""

    def __init__(
        self, issuer: str, fetch: Fetch, clock: Callable[[], datetime]
    ) -> None:
        self._issuer, self._fetch, self._clock = issuer, fetch, clock
        self._lock = Lock()
        self._keys: KeySet | None = None
        self._fetched: datetime | None = None
        self._tried: datetime | None = None

    def with_id(self, kid: object) -> KeySet:
        """All keys, fetched again if this one is not among them. Raises Unavailable."""
        if keys := self._serving(kid):
            return keys
        with self._lock:  # one asks, the others wait for the same answer
            if keys := self._serving(kid):
                return keys
            if not self._within(PAUSE, self._tried):
                self._refetch()
            if self._keys is None or self._fetched != self._tried:
                raise Unavailable("The sign-in provider failed a moment ago.")
            return self._keys

    def _serving(self, kid: object) -> KeySet | None:
        keys, fresh = self._keys, self._within(FRESH, self._fetched)
        known = keys and (kid is None or any(key.kid == kid for key in keys))
        return keys if fresh and known else None

    def _within(self, span: timedelta, since: datetime | None) -> bool:
        # A clock that was set back makes the age negative: then ask again.
        return since is not None and timedelta(0) <= self._clock() - since < span

    def _refetch(self) -> None:
        self._tried = self._clock()
        try:
            self._keys = self._published()
        except Unavailable as error:
            log.warning("no keys of the sign-in provider", reason=str(error))
            raise
        self._fetched = self._tried

    def _published(self) -> KeySet:
        place = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
        discovered = self._fetch(place)
        if discovered.get("issuer") != self._issuer:
            raise Unavailable("Discovery speaks for another issuer.")
        if not is_trustworthy(discovered.get("jwks_uri")):
            raise Unavailable("The provider's jwks_uri is not https.")
        listed = self._fetch(discovered["jwks_uri"]).get("keys")
        keys = [_usable(each) for each in listed] if isinstance(listed, list) else []
        if not any(keys):
            raise Unavailable("The provider publishes no RSA or P-256 key.")
        return KeySet([key for key in keys if key])


def _usable(jwk: Any) -> Key | None:
    # RFC 7517 section 5: a key of another kind is passed over, it is no error.
    with suppress(*MALFORMED):
        ours = jwk["kty"] == "RSA" or (jwk["kty"], jwk["crv"]) == ("EC", "P-256")
        if ours and jwk.get("use", "sig") == "sig":
            return JWKRegistry.import_key(jwk)
    return None
