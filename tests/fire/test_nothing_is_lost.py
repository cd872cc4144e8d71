"""What was acknowledged stays, whatever befalls a registry; and the controls lose."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx2
import pytest

from tests.api.telling import HANDLING
from tests.fire.attacks import Stage, killed, promise_nothing, revived
from tests.fire.checking import Told, examined
from tests.fire.disks import MOUNTS, power_cut
from tests.fire.loading import Load
from tests.fire.rounds import STAGES, rounds
from tests.fire.sending import Sent

TRIES = 5
ENOUGH = 20  # acknowledged in a round before the attack
# One, where nothing is said.
ROUNDS = {"killed": 7, "sealer_killed": 2, "two_servers": 2, "power_cut": 2}
NEEDS = {"full_disk": [MOUNTS], "power_cut": [MOUNTS]}
NAMES = [pytest.param(name, marks=NEEDS.get(name, ())) for name in STAGES]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_acknowledged_is_lost_doubled_or_told_otherwise(name) -> None:
    with STAGES[name]() as stage:
        for each in rounds(stage, ROUNDS.get(name, 1), ENOUGH):
            assert each.found.all_is_well, each


def test_without_a_database_every_door_says_that_nothing_is_confirmed(running) -> None:
    contact = Sent.registration()
    asked = [
        (contact.method, contact.path, contact.body),
        ("GET", contact.path, None),
        ("GET", "/follow-ups", None),
        ("GET", "/health/ready", None),
    ]

    def ask(one: tuple[str, str, str | None]) -> httpx2.Response:
        method, path, body = one
        with running.client() as client:
            headers = contact.headers | HANDLING
            return client.request(method, path, content=body, headers=headers)

    with running.without_postgres(), ThreadPoolExecutor(len(asked)) as pool:
        answers = list(pool.map(ask, asked))
    assert [each.status_code for each in answers] == [503] * len(asked)
    assert all("send the same" in each.json()["title"] for each in answers[:-1])
    revived(running)
    with running.client() as client:
        assert contact.insisted(client).status_code == 201


def test_without_synchronous_commit_the_same_rounds_lose(home) -> None:
    """A control: it shows that the tests above can fail."""
    promise_nothing(home, synchronous_commit="off", wal_writer_delay="10s")
    with killed(home) as stage:
        assert any(loses(stage, "kill -9 of PostgreSQL") for _ in range(TRIES))


@MOUNTS
def test_without_fsync_a_power_cut_loses() -> None:
    """A control: it shows that the disk of the tests above does forget."""
    with power_cut(fsync="off") as stage:
        assert loses(stage, "power cut, all unsynced lost")


def loses(stage: Stage, attack: str) -> int:
    load, told = Load(stage.writers), Told()
    with load.under_way():
        load.reaches(ENOUGH)
        stage.attacks[attack](load)
    stage.demo.postgres.ensure()
    told.add(load.receipts)
    return told.examined(stage.demo).lost


def test_what_is_doubled_or_told_otherwise_is_seen(running) -> None:
    """A control as well: one command comes twice without a key, of one the receipt lies."""
    load = Load([running.client])
    with running.client() as client:
        contact = Sent.registration()
        load.receipts[contact] = contact.insisted(client).json()
        twice = replace(contact.supplement(), key=None)
        twice.insisted(client)
        load.receipts[twice] = twice.insisted(client).json()
        lied_about = contact.correction()
        receipt = lied_about.insisted(client).json()
    load.receipts[lied_about] = receipt | {"version": receipt["version"] + 1}
    found = examined(running, load)
    assert (found.lost, found.doubled, found.changed) == (1, 2, 2)
