"""Browsers, with somebody signed in or nobody, and read models that follow."""

import socket
from collections.abc import Callable, Iterator
from datetime import datetime
from threading import Event, Thread

import psycopg
import pytest
from fastapi.testclient import TestClient

from api.composition import Parts, compose
from api.demo_issuer import DEMO_PERSONS, DemoIssuer
from api.demo_sign_in import DemoSignIn
from domain.event import By, Role
from domain.places import DISTRICTS
from domain.policies import Policy
from infrastructure.code_flow import CodeFlow
from infrastructure.key_encryption import KeyEncryptionKey
from infrastructure.mail import MailServer
from infrastructure.provider_keys import fetch
from infrastructure.sign_in import SignIn
from tests.ids import NOON, new_id
from tests.pages.browsing import HOST
from tests.pages.complaining import complains
from tests.pages.counting import a_country, complained
from tests.pages.courses import named, pair, people, the_stalking
from tests.pages.overseen import call, drawn, logged, registered
from tests.pages.serving import served
from tests.pages.waiting import observed, waits
from tests.pages.windows import chromium, place, site, window

__all__ = [
    "a_country",
    "call",
    "chromium",
    "complained",
    "complains",
    "drawn",
    "logged",
    "named",
    "observed",
    "pair",
    "people",
    "place",
    "registered",
    "site",
    "the_stalking",
    "waits",
    "window",
]


def noon() -> datetime:
    return NOON


@pytest.fixture(scope="session")
def provider(tmp_path_factory) -> Iterator[DemoIssuer]:
    """The demo's issuer with its ways in for browsers, on this machine."""
    with socket.create_server(("127.0.0.1", 0)) as place:
        url = f"http://127.0.0.1:{place.getsockname()[1]}"
        issuer = DemoIssuer(tmp_path_factory.mktemp("provider"), url, noon)
        with served(issuer.app(DemoSignIn(issuer, noon).routes()), place):
            yield issuer


@pytest.fixture
def our_url() -> str:
    """Where browsers find the pages."""
    return HOST


@pytest.fixture
def mail() -> MailServer | None:
    """None of ours, but where a test opens one."""
    return None


@pytest.fixture
def parts(addresses, clock, provider, our_url, signer, mail) -> Iterator[Parts]:
    url = provider.issuer_url
    sign_in = SignIn(url, "genfind", fetch, noon, districts=DISTRICTS)
    flow = CodeFlow(url, "genfind-pages", None, our_url, sign_in, fetch)
    with compose(
        addresses,
        KeyEncryptionKey(bytes(32)),
        sign_in=sign_in,
        code_flow=flow,
        clock=clock,
        new_id=new_id,
        policy=Policy.of(signer.key),
        mail=mail,
    ) as parts:
        for projector in (parts.projector, parts.access_projector):
            projector.prepare()
        yield parts


@pytest.fixture
def followed(parts, addresses, monkeypatch) -> Iterator[None]:
    """The read models follow, as they do beside a server, however slow this machine is."""
    monkeypatch.setattr("infrastructure.projector.PATIENCE", 20.0)
    stop, projectors = Event(), (parts.projector, parts.access_projector)
    followers = [Thread(target=each.run, args=[stop]) for each in projectors]
    for thread in followers:
        thread.start()
    yield
    stop.set()
    with psycopg.connect(addresses.archive) as conn:  # so that they notice it at once
        for each in projectors:
            conn.execute("select pg_notify(%s, '')", (each.source.channel_name,))
    for thread in followers:
        thread.join(10)


@pytest.fixture
def browser(app, parts) -> Callable[..., TestClient]:
    """Of somebody who is signed in, or of nobody; it sends forms as browsers do."""

    def browser(
        role: Role | None = None, person: str | None = None, district: str | None = None
    ) -> TestClient:
        client = TestClient(
            app,
            base_url=HOST,
            headers={"Sec-Fetch-Site": "same-origin"},
            raise_server_exceptions=False,
        )
        if role:
            known = DEMO_PERSONS[role]
            by = By(
                id=person or known.id, role=role, district=district or known.district
            )
            client.cookies.set(
                "__Host-sid", parts.sessions.begin(by), domain="localhost.local"
            )
        return client

    return browser


@pytest.fixture
def officer(browser, followed) -> TestClient:
    return browser(Role.OFFICER)
