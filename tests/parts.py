"""The parts put together for a test, and people at the door."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.composition import Parts, compose
from api.demo_issuer import DemoIssuer
from domain.event import Role
from domain.places import DISTRICTS
from domain.policies import Policy
from infrastructure.key_encryption import KeyEncryptionKey
from infrastructure.sign_in import SignIn
from infrastructure.signer import Signer
from tests.ids import NOON, new_id
from tests.infrastructure.sealing_all import ORIGIN, Sealing, sealing

ISSUER = "http://127.0.0.1/issuer"


class Clock:
    """Stands still until it is told otherwise."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def goes_on(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture(scope="session")
def issuer(tmp_path_factory) -> DemoIssuer:
    """Signs for a day that never ends: tests about time have clocks of their own."""
    return DemoIssuer(tmp_path_factory.mktemp("issuer"), ISSUER, lambda: FOREVER)


FOREVER = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture
def signer(tmp_path) -> Signer:
    """Of the transparency log: it has signed nothing yet."""
    return Signer.begun(ORIGIN, tmp_path / "signer")


@pytest.fixture
def seal(addresses, signer) -> Iterator[Sealing]:
    """Call its sealer's `catch_up` to seal all that has been recorded."""
    with sealing(addresses.archive, signer) as seal:
        yield seal


@pytest.fixture
def parts(addresses, clock, issuer, evidence_url, signer) -> Iterator[Parts]:
    sign_in = SignIn(
        ISSUER, "genfind", issuer.answer, lambda: FOREVER, districts=DISTRICTS
    )
    kek = KeyEncryptionKey(bytes(32))
    with compose(
        addresses,
        kek,
        sign_in=sign_in,
        clock=clock,
        new_id=new_id,
        evidence_url=evidence_url,
        policy=Policy.of(signer.key),
    ) as parts:
        for projector in (parts.projector, parts.access_projector):
            projector.prepare()
        yield parts


@pytest.fixture
def read_models(parts) -> Callable[[], None]:
    """Call it to bring all read models up to date."""

    def catch_up() -> None:
        parts.projector.catch_up()
        parts.access_projector.catch_up()

    return catch_up


@pytest.fixture(scope="session")
def built() -> FastAPI:
    """Once, since it takes long; each test gives it parts of its own."""
    return create_app(None)


@pytest.fixture
def app(built, parts) -> FastAPI:
    built.state.parts = parts
    return built


@pytest.fixture
def at_the_door(app, issuer) -> Callable[..., TestClient]:
    """A client of the API for somebody in a role, or for nobody."""

    def client(
        role: Role | None = None, district: str | None = None, person: str | None = None
    ) -> TestClient:
        token = role and issuer.token(role, district, person)
        headers = {"Authorization": f"Bearer {token}"} if token else None
        return TestClient(app, headers=headers, raise_server_exceptions=False)

    return client


@pytest.fixture
def officer(at_the_door) -> TestClient:
    return at_the_door(Role.OFFICER)


@pytest.fixture
def supervisor(at_the_door) -> TestClient:
    return at_the_door(Role.SUPERVISOR)


@pytest.fixture
def nobody(at_the_door) -> TestClient:
    return at_the_door()
