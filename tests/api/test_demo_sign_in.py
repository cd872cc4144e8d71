"""The demo's way in for browsers keeps the rules of the real ones."""

from urllib.parse import parse_qs, urlsplit

import pytest
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from starlette.testclient import TestClient

from api.demo_issuer import DemoIssuer
from api.demo_sign_in import DemoSignIn
from domain.event import Role
from infrastructure.sign_in import SignIn, Unauthenticated
from tests.ids import NOON
from tests.parts import Clock

URL = "http://127.0.0.1:8000/demo-issuer"
VERIFIER = "v" * 48
ASKED = {
    "response_type": "code",
    "client_id": "genfind-pages",
    "redirect_uri": "http://127.0.0.1:8000/log-ind/retur",
    "state": "st",
    "nonce": "no",
    "code_challenge": create_s256_code_challenge(VERIFIER),
    "code_challenge_method": "S256",
}
TOLD = {
    "grant_type": "authorization_code",
    "client_id": ASKED["client_id"],
    "redirect_uri": ASKED["redirect_uri"],
    "code_verifier": VERIFIER,
}


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
def issuer(tmp_path, clock) -> DemoIssuer:
    return DemoIssuer(tmp_path, URL, clock)


@pytest.fixture
def client(issuer, clock) -> TestClient:
    return TestClient(
        issuer.app(DemoSignIn(issuer, clock).routes()), follow_redirects=False
    )


def code(client, **change: str) -> str:
    back = client.get("/authorize", params=ASKED | {"person": "OFFICER"} | change)
    told = parse_qs(urlsplit(back.headers["Location"]).query)
    assert told["state"] == ["st"]
    return told["code"][0]


def test_a_code_is_good_for_two_tokens_once(client, issuer, clock):
    told = TOLD | {"code": code(client)}
    got = client.post("/token", data=told).json()
    sign_in = SignIn(URL, "genfind", issuer.answer, clock, districts={"1467"})
    assert sign_in.who(got["access_token"]).role is Role.OFFICER
    assert sign_in.subject_of(got["id_token"], "genfind-pages", "no") == "K-1147"
    assert client.post("/token", data=told).status_code == 400


def test_a_token_for_a_client_opens_no_door_and_the_reverse(client, issuer, clock):
    got = client.post("/token", data=TOLD | {"code": code(client)}).json()
    sign_in = SignIn(URL, "genfind", issuer.answer, clock, districts={"1467"})
    with pytest.raises(Unauthenticated):
        sign_in.who(got["id_token"])
    with pytest.raises(Unauthenticated):
        sign_in.subject_of(got["access_token"], "genfind-pages", "no")


@pytest.mark.parametrize(
    ("client_id", "nonce"), [("another", "no"), ("genfind-pages", "")]
)
def test_an_id_token_is_for_this_client_and_this_once(
    client, issuer, clock, client_id, nonce
):
    got = client.post("/token", data=TOLD | {"code": code(client)}).json()
    sign_in = SignIn(URL, "genfind", issuer.answer, clock, districts={"1467"})
    with pytest.raises(Unauthenticated):
        sign_in.subject_of(got["id_token"], client_id, nonce)


@pytest.mark.parametrize(
    "wrong",
    [
        {"code_verifier": "w" * 48},
        {"code_verifier": ""},
        {"client_id": "another"},
        {"redirect_uri": "http://127.0.0.1:8000/elsewhere"},
        {"grant_type": "password"},
    ],
    ids=str,
)
def test_whoever_only_found_the_code_gets_nothing(client, wrong):
    told = TOLD | {"code": code(client)} | wrong
    assert client.post("/token", data=told).json() == {"error": "invalid_grant"}


def test_a_code_is_good_for_a_minute(client, clock):
    told = TOLD | {"code": code(client)}
    clock.goes_on(minutes=1)
    assert client.post("/token", data=told).status_code == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"code_challenge": ""},
        {"code_challenge_method": "plain"},
        {"response_type": "token"},
        {"redirect_uri": "https://elsewhere.example/"},
        {"state": ""},
    ],
    ids=str,
)
def test_no_code_without_pkce_or_for_another_machine(client, wrong):
    answer = client.get("/authorize", params=ASKED | {"person": "OFFICER"} | wrong)
    assert answer.status_code == 400


def test_an_unknown_person_is_asked_again(client):
    answer = client.get("/authorize", params=ASKED | {"person": "REGISTRY"})
    assert "ikke rigtige brugere" in answer.text
    assert answer.text.count("demo-person") == 4


@pytest.mark.parametrize(
    ("back", "status"),
    [("http://127.0.0.1:8000/", 303), ("https://elsewhere.example/", 400), ("", 400)],
)
def test_signing_out_leads_back_to_this_machine_alone(client, back, status):
    answer = client.get("/end", params={"post_logout_redirect_uri": back})
    assert answer.status_code == status
    assert answer.headers.get("Location", back) == back
