"""Tokens of a provider that nobody here wrote."""

from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from domain.event import By, Role
from infrastructure.provider_keys import fetch
from infrastructure.sign_in import NoRole, SignIn, Unauthenticated

PASSWORD = "correct horse battery staple"


@pytest.fixture
def client(iam_server):
    """The registry, as this provider knows it. Left to itself it would sign RS512."""
    return iam_server.models.Client(
        client_id="genfind",
        client_secret="known to both",
        token_endpoint_auth_method="client_secret_post",
        id_token_signed_response_alg="RS256",
        grant_types=["password"],
        scope=["openid", "groups", "address"],
    )


@pytest.fixture
def token(iam_server, client, member):
    """An access token of somebody in these groups, from the provider's own door."""
    iam_server.backend.save(client)
    client.audience = [client]
    iam_server.backend.save(client)

    def of(*groups: str, **more: str) -> str:
        someone = member(*groups, password=PASSWORD, **more)
        told = {
            "grant_type": "password",
            "client_id": "genfind",
            "client_secret": "known to both",
            "username": someone.user_name,
            "password": PASSWORD,
            "scope": "openid groups address",
        }
        url = f"{iam_server.url}oauth/token"
        answer = httpx2.post(url, data=told, trust_env=False).raise_for_status()
        printed: str = answer.json()["access_token"]
        return printed

    yield of
    iam_server.backend.delete(client)


def sign_in(iam_server, audience="genfind", clock=lambda: datetime.now(UTC)) -> SignIn:
    return SignIn(
        iam_server.url.rstrip("/"),
        audience,
        fetch,
        clock,
        districts={"1467"},
        roles_claim="groups",
        unit_claim="address.locality",
    )


def test_a_group_of_the_provider_gives_role_and_district(iam_server, token):
    told = token("staff", "genfind:OFFICER:1467", user_name="K-1147", locality="Øst")
    by = By(id="K-1147", role=Role.OFFICER, district="1467", unit="Øst")
    assert sign_in(iam_server).who(told) == by


def test_a_role_without_district_needs_none(iam_server, token):
    by = sign_in(iam_server).who(token("genfind:AUTHORITY"))
    assert (by.role, by.district) == (Role.AUTHORITY, None)


@pytest.mark.parametrize(
    "groups",
    [
        ["staff"],
        [],
        ["genfind:REGISTRY:1467"],
        ["genfind:OFFICER"],
        ["genfind:OFFICER:9999"],
        ["genfind:OFFICER:1467", "genfind:SUPERVISOR:1467"],
    ],
    ids=str,
)
def test_other_groups_give_nothing_to_do_here(iam_server, token, groups):
    with pytest.raises(NoRole):
        sign_in(iam_server).who(token(*groups))


def test_a_token_for_another_service_is_refused(iam_server, token):
    with pytest.raises(Unauthenticated):
        sign_in(iam_server, audience="another").who(token("genfind:OFFICER:1467"))


def test_a_token_of_yesteryear_is_refused(iam_server, token):
    told = token("genfind:OFFICER:1467")
    next_year = datetime.now(UTC) + timedelta(days=365)
    with pytest.raises(Unauthenticated, match="expired"):
        sign_in(iam_server, clock=lambda: next_year).who(told)


def test_a_signature_we_did_not_agree_on_is_refused(iam_server, client, token):
    client.id_token_signed_response_alg = "RS512"
    iam_server.backend.save(client)
    with pytest.raises(Unauthenticated):
        sign_in(iam_server).who(token("genfind:OFFICER:1467"))
