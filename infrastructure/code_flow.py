"""Signing in at the provider: OIDC code flow with PKCE, for people with a browser."""

from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx2
import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client

from domain.event import By
from infrastructure.provider_keys import (
    PATIENCE,
    Fetch,
    Unavailable,
    is_loopback,
    is_trustworthy,
)
from infrastructure.sessions import Attempt
from infrastructure.sign_in import SignIn, Unauthenticated

log = structlog.get_logger()

RETURN = "/log-ind/retur"
END = "end_session_endpoint"
REFUSED = "The sign-in was not completed: begin again."


class CodeFlow:
    """`our_url` is where browsers find the pages; the provider knows its return."""

    def __init__(
        self,
        issuer: str,
        client: str,
        secret: str | None,
        our_url: str,
        sign_in: SignIn,
        fetch: Fetch,
        scope: str = "openid",
    ) -> None:
        self.our_origin, self.issuer_origin = _origin(our_url), _origin(issuer)
        self._our_return = our_url.rstrip("/") + RETURN
        self._issuer, self._client, self._secret = issuer.rstrip("/"), client, secret
        self._sign_in, self._fetch, self._scope = sign_in, fetch, scope
        self._proxies = not is_loopback(urlsplit(issuer).hostname)
        # Made once: it holds all certificates there are, and each takes 25 ms.
        self._tls = httpx2.create_ssl_context(trust_env=self._proxies)

    def begin(self) -> tuple[str, Attempt]:
        """Where to send the browser, and what its return must match."""
        verifier, nonce = token_urlsafe(48), token_urlsafe(24)
        with self._talking() as provider:
            url, state = provider.create_authorization_url(
                self._endpoint("authorization_endpoint"),
                nonce=nonce,
                code_verifier=verifier,
            )
        return url, Attempt(state=state, nonce=nonce, verifier=verifier)

    def finish(self, returned: str, attempt: Attempt) -> By:
        """`returned` is the query that the browser came back with.

        Raises Unauthenticated, NoRole, Unavailable.
        """
        token = self._exchanged(returned, attempt)
        try:
            id_token, access_token = token["id_token"], token["access_token"]
        except KeyError:
            raise Unauthenticated(REFUSED) from None
        subject = self._sign_in.subject_of(id_token, self._client, attempt.nonce)
        by = self._sign_in.who(access_token)
        if by.id != subject:
            raise Unauthenticated(REFUSED)
        return by

    def leave(self) -> str | None:
        """Where to send the browser to sign out there too, if the provider has that.

        As OpenID Connect RP-Initiated Logout 1.0 has it, by the client's id: nobody's
        token is kept for it. Raises Unavailable.
        """
        if END not in self._discovered():
            return None
        told = {
            "client_id": self._client,
            "post_logout_redirect_uri": f"{self.our_origin}/",
        }
        return f"{self._endpoint(END)}?{urlencode(told)}"

    def _exchanged(self, returned: str, attempt: Attempt) -> dict[str, Any]:
        try:
            with self._talking() as provider:
                token: dict[str, Any] = provider.fetch_token(
                    self._endpoint("token_endpoint"),
                    authorization_response=f"{self._our_return}?{returned}",
                    state=attempt.state,
                    code_verifier=attempt.verifier,
                )
        except httpx2.HTTPError as error:
            reason = type(error).__name__
            raise Unavailable(f"The sign-in provider fails: {reason}") from None
        except (AuthlibBaseError, ValueError, KeyError) as error:
            log.info("sign-in refused", reason=type(error).__name__)
            raise Unauthenticated(REFUSED) from None
        return token

    def _endpoint(self, name: str) -> str:
        found = self._discovered()
        if not is_trustworthy(found.get(name)):
            raise Unavailable(f"The provider's {name} is not https.")
        return str(found[name])

    def _discovered(self) -> dict[str, Any]:
        return self._fetch(f"{self._issuer}/.well-known/openid-configuration")

    def _talking(self) -> OAuth2Client:
        how = "client_secret_basic" if self._secret else "none"
        return OAuth2Client(
            self._client,
            self._secret,
            token_endpoint_auth_method=how,
            scope=self._scope,
            redirect_uri=self._our_return,
            code_challenge_method="S256",
            timeout=PATIENCE,
            trust_env=self._proxies,
            verify=self._tls,
        )


def _origin(url: str) -> str:
    found = urlsplit(url)
    return f"{found.scheme}://{found.netloc}"
