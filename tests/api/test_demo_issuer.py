"""The demo's own sign-in provider: anybody may be anybody, on this machine only."""

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Thread

import httpx2
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

from api.demo_issuer import DEMO_PERSONS, DemoIssuer, NotLoopback
from domain.event import By, Role
from infrastructure.provider_keys import fetch
from infrastructure.sign_in import SignIn, Unauthenticated

DISTRICTS = ("1467", "1470")
URL = "http://127.0.0.1:8000/demo-issuer"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 11, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def issuer(tmp_path, clock) -> DemoIssuer:
    return DemoIssuer(tmp_path, URL, clock)


@pytest.fixture
def sign_in(issuer, clock) -> SignIn:
    return SignIn(URL, "genfind", issuer.answer, clock, districts=DISTRICTS)


@contextmanager
def listening():
    """A place on this machine, and how to serve an application there."""
    with socket.create_server(("127.0.0.1", 0)) as place:
        yield place, f"http://127.0.0.1:{place.getsockname()[1]}"


@contextmanager
def served(app, place):
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
    thread = Thread(target=server.run, kwargs={"sockets": [place]})
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.mark.parametrize("role", DEMO_PERSONS)
def test_there_is_one_demo_person_for_each_role(issuer, sign_in, role):
    someone = DEMO_PERSONS[role]
    by = By(id=someone.id, role=role, district=someone.district)
    found = sign_in.who(issuer.token(role))
    assert found.model_dump() == by.model_dump()


def test_the_registry_itself_never_signs_in():
    assert set(DEMO_PERSONS) == set(Role) - {Role.REGISTRY}


def test_another_person_of_another_district_may_be_asked_for(issuer, sign_in):
    token = issuer.token(Role.OFFICER, district="1470", person="K-2005")
    by = By(id="K-2005", role=Role.OFFICER, district="1470")
    assert sign_in.who(token) == by


def test_a_token_lasts_a_day_of_demo(issuer, sign_in, clock):
    token = issuer.token(Role.OFFICER)
    clock.now += timedelta(hours=12)
    assert sign_in.who(token).role is Role.OFFICER
    clock.now += timedelta(minutes=1)
    with pytest.raises(Unauthenticated):
        sign_in.who(token)


def test_a_token_printed_by_another_process_of_the_same_home_is_good(
    issuer, sign_in, tmp_path, clock
):
    other = DemoIssuer(tmp_path, URL, clock)
    assert sign_in.who(other.token(Role.OFFICER)).id == "K-1147"


def test_a_token_of_another_home_is_worth_nothing(sign_in, tmp_path, clock):
    other = DemoIssuer(tmp_path / "other", URL, clock)
    with pytest.raises(Unauthenticated):
        sign_in.who(other.token(Role.OFFICER))


def test_after_a_rotation_old_and_new_tokens_are_good(issuer, sign_in, clock):
    old = issuer.token(Role.OFFICER)
    assert sign_in.who(old).id == "K-1147"
    issuer.rotate()
    clock.now += timedelta(seconds=10)
    assert sign_in.who(issuer.token(Role.SUPERVISOR)).id == "L-1101"
    assert sign_in.who(old).id == "K-1147"


def test_the_key_is_its_owners_alone(issuer, tmp_path):
    issuer.rotate()
    assert [file.name for file in tmp_path.iterdir()] == ["issuer.json"]
    assert (tmp_path / "issuer.json").stat().st_mode & 0o777 == 0o600


def test_two_that_begin_at_once_have_one_key(tmp_path, clock):
    with ThreadPoolExecutor(8) as threads:
        begun = [threads.submit(DemoIssuer, tmp_path, URL, clock) for _ in range(8)]
    sets = {json.dumps(each.result().answer(f"{URL}/jwks.json")) for each in begun}
    assert len(sets) == 1


def test_nothing_secret_is_published(issuer):
    [key] = issuer.answer(f"{URL}/jwks.json")["keys"]
    assert set(key) == {"kty", "crv", "x", "y", "kid", "use", "alg"}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.1.2.3", "genfind.example", ""])
def test_a_demo_that_others_could_reach_is_refused(tmp_path, clock, host):
    with pytest.raises(NotLoopback):
        DemoIssuer(tmp_path, URL, clock, host=host)
    with pytest.raises(NotLoopback):
        DemoIssuer(tmp_path, f"http://[{host}]/" if ":" in host else host, clock)
    assert not list(tmp_path.iterdir())


def test_tokens_are_believed_by_what_the_issuer_serves_on_this_machine(tmp_path, clock):
    with listening() as (place, address):
        issuer = DemoIssuer(tmp_path, f"{address}/demo-issuer", clock)
        sign_in = SignIn(
            issuer.issuer_url, "genfind", fetch, clock, districts=DISTRICTS
        )
        with served(Starlette(routes=[Mount("/demo-issuer", issuer.app())]), place):
            old = issuer.token(Role.OFFICER)
            assert sign_in.who(old).id == "K-1147"
            issuer.rotate()
            clock.now += timedelta(seconds=10)
            assert sign_in.who(issuer.token(Role.CUSTODIAN)).id == "DK-01"
            assert sign_in.who(old).id == "K-1147"
            unknown = httpx2.get(f"{address}/demo-issuer/token", trust_env=False)
            assert unknown.status_code == 404
