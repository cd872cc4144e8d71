"""A log of which something is lost for good, and the command that ends it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

import psycopg
import pytest

from api.forking import Fork, forked
from domain.event import By, Role
from domain.merkle import TreeHead
from domain.policies import Policy
from infrastructure.postgres import Database
from infrastructure.transparency_log import TransparencyLog
from tests.infrastructure.appending import recording
from tests.infrastructure.losing import EVENTS, guard_again, lose
from tests.infrastructure.sealing_all import ORIGIN, by_force, events

NEXT = ORIGIN.replace("/1", "/2")
BY = By(id="D-0007", role=Role.CUSTODIAN, district=None)
REASON = "Disken og dens sikkerhedskopi gik tabt"


@pytest.fixture
def force(as_admin):
    return lambda *statements: by_force(as_admin.archive, *statements)


@pytest.fixture
def signed(addresses, seal) -> TreeHead:
    """All that there was, before a backup of last night took its place."""
    with recording(addresses.archive) as recorder:
        made = events(EVENTS)
        for start in range(0, EVENTS, 100):
            recorder.insert_events(made[start : start + 100])
            seal.sealer.catch_up()
    return seal.log.head()


@pytest.fixture
def lost(signed, force, as_admin) -> TreeHead:
    lose(force)
    guard_again(as_admin.archive)
    return signed


@pytest.fixture
def asked(signer, tmp_path) -> Fork:
    return Fork(signer, Policy.of(signer.key), tmp_path / "signer-2", BY, REASON)


@pytest.fixture
def sealer_db(addresses) -> Iterator[Database]:
    with Database(addresses.archive, role="genfind_sealer", schema="archive") as db:
        yield db


@pytest.fixture
def fork(asked, as_admin, sealer_db, parts) -> Callable[..., list[str]]:
    """Call it as the command does; with a number, it is killed after so many steps."""

    def fork(steps: int | None = None, **otherwise: object) -> list[str]:
        how = replace(asked, **otherwise)
        with psycopg.connect(as_admin.archive, autocommit=True) as admin:
            return [*islice(forked(how, admin, sealer_db, parts), steps)]

    return fork


@pytest.fixture
def grown(sealer_db) -> TransparencyLog:
    """The log that begins."""
    return TransparencyLog(sealer_db)


@pytest.fixture
def old(sealer_db) -> TransparencyLog:
    """The one that ended."""
    return TransparencyLog(sealer_db, "transparency_1")
