"""The code flow with PKCE, at a provider that nobody here wrote."""

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from domain.event import By, Role
from infrastructure.code_flow import RETURN, CodeFlow
from infrastructure.provider_keys import fetch
from infrastructure.sign_in import NoRole, SignIn, Unauthenticated

HOST, SECRET = "http://127.0.0.1:8000", "known to both"
SCOPE = "openid groups"


@pytest.fixture(params=["confidential", "public"])
def client(request, iam_server):
    """The pages, as this provider knows them."""
    secret = {"client_secret": SECRET} if request.param == "confidential" else {}
    client = iam_server.models.Client(
        client_id="genfind-pages",
        redirect_uris=[HOST + RETURN],
        token_endpoint_auth_method="client_secret_basic" if secret else "none",
        id_token_signed_response_alg="RS256",
        grant_types=["authorization_code"],
        response_types=["code"],
        scope=SCOPE.split(),
        **secret,
    )
    iam_server.backend.save(client)
    client.audience = [client]
    iam_server.backend.save(client)
    yield client
    iam_server.backend.delete(client)


@pytest.fixture
def flow(iam_server, client) -> CodeFlow:
    issuer = iam_server.url.rstrip("/")
    sign_in = SignIn(
        issuer,
        "genfind-pages",
        fetch,
        lambda: datetime.now(UTC),
        districts={"1467"},
        roles_claim="groups",
    )
    secret = client.client_secret or None
    return CodeFlow(issuer, "genfind-pages", secret, HOST, sign_in, fetch, SCOPE)


@pytest.fixture
def come_back(iam_server, flow, client, member):
    """Somebody of this group signs in there; what his browser brings back."""

    def come_back(group: str):
        someone = member(group, user_name="K-1147")
        iam_server.login(someone)
        iam_server.consent(someone, client)
        url, attempt = flow.begin()
        back = httpx2.get(url, trust_env=False)
        assert back.headers["Location"].startswith(HOST + RETURN)
        return urlsplit(back.headers["Location"]).query, attempt

    return come_back


def test_an_officer_comes_in(flow, come_back):
    by = flow.finish(*come_back("genfind:OFFICER:1467"))
    assert by == By(id="K-1147", role=Role.OFFICER, district="1467")


def test_who_has_no_role_here_does_not(flow, come_back):
    with pytest.raises(NoRole):
        flow.finish(*come_back("staff"))


@pytest.mark.parametrize("part", ["state", "nonce", "verifier"])
def test_what_another_browser_began_is_refused(flow, come_back, part):
    query, attempt = come_back("genfind:OFFICER:1467")
    with pytest.raises(Unauthenticated):
        flow.finish(query, replace(attempt, **{part: "x" * 48}))


def test_a_code_counts_once(flow, come_back):
    query, attempt = come_back("genfind:OFFICER:1467")
    flow.finish(query, attempt)
    with pytest.raises(Unauthenticated):
        flow.finish(query, attempt)


def test_a_refusal_of_the_provider_lets_nobody_in(flow):
    _, attempt = flow.begin()
    with pytest.raises(Unauthenticated):
        flow.finish(f"error=access_denied&state={attempt.state}", attempt)


def test_pkce_is_asked_for(flow):
    url, attempt = flow.begin()
    asked = parse_qs(urlsplit(url).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert attempt.verifier not in url


def test_whoever_signs_out_is_sent_to_the_provider_too(flow, iam_server):
    there = urlsplit(flow.leave())
    assert there._replace(query="").geturl().startswith(iam_server.url)
    assert parse_qs(there.query) == {
        "client_id": ["genfind-pages"],
        "post_logout_redirect_uri": [f"{HOST}/"],
    }
    answer = httpx2.get(there.geturl(), trust_env=False, follow_redirects=True)
    assert answer.status_code == 200
