"""Stopped anywhere, an erasure is gone on with; and what is destroyed stays destroyed."""

import signal
import subprocess
import sys

import pytest

from api import erasing
from infrastructure.destructions import Order
from tests.api.forgetting import SECOND, Stopped, destroy, stop_after
from tests.api.telling import HANDLING
from tests.ids import new_id

STEPS = [
    "fenced",
    "reasons forgotten",
    "not found any more",
    "read models emptied",
    "access log emptied",
    "shredded",
    "recorded",
]
# As a server that is killed in the middle: nothing is cleaned up, and nobody is told.
KILLED = """
import os, signal, sys
from uuid import UUID
from api import erasing
from infrastructure.destructions import Order
from api.composition import compose
from domain.policies import Policy
from infrastructure.postgres import Addresses
from tests.api.forgetting import KEK, SECOND

archive, keys, views, policy, id, last = sys.argv[1:]

def told(step):
    if step == last:
        os.kill(os.getpid(), signal.SIGKILL)

addresses = Addresses(archive, keys, views)
with compose(addresses, KEK, policy=Policy.read(policy)) as parts:
    for projector in (parts.projector, parts.access_projector):
        projector.prepare()
    erasing.destroy(parts, UUID(id), SECOND, "the-key", told=told)
"""


@pytest.mark.parametrize("step", STEPS)
def test_the_next_start_goes_on_after_every_step(
    parts, id, started, nothing_left, step
):
    with pytest.raises(Stopped):
        erasing.destroy(parts, id, SECOND, told=stop_after(step))
    started()
    nothing_left()


@pytest.mark.parametrize("step", STEPS)
def test_who_sends_the_same_again_goes_on_after_every_step(
    parts, id, second, erasure, nothing_left, step
):
    with pytest.raises(Stopped):
        erasing.destroy(parts, id, SECOND, "1", told=stop_after(step))
    answer = destroy(second, erasure, **{"Idempotency-Key": "1"})
    assert answer.status_code in (200, 201)
    nothing_left()


@pytest.mark.parametrize("step", STEPS)
def test_a_process_that_is_killed_is_gone_on_with(
    addresses, signer, id, started, nothing_left, step
):
    policy = f"log {signer.key}\nquorum none\n"
    given = [addresses.archive, addresses.keys, addresses.views, policy, str(id), step]
    killed = subprocess.run([sys.executable, "-c", KILLED, *given], check=False)
    assert killed.returncode == -signal.SIGKILL
    started()
    nothing_left()


def test_each_step_can_be_done_again(parts, id, as_admin, nothing_left, started):
    with pytest.raises(Stopped):
        erasing.destroy(parts, id, SECOND, told=stop_after("shredded"))
    keys = erasing.state_of(parts.registry.history(id)).request.keys
    for _, step in [*erasing.forgetting(parts, keys)] * 2:
        step()
    started()
    nothing_left()


def test_once_the_keys_are_fenced_nobody_reads_and_nobody_refuses(
    parts, id, officer, custodian, erasure, them
):
    with pytest.raises(Stopped):
        erasing.destroy(parts, id, SECOND, told=stop_after("fenced"))
    contact = officer.get(f"/contacts/{them.told}", headers=HANDLING).json()
    assert contact["narrative"] is None
    assert custodian.get(erasure).json()["progress"] == "UNDER_WAY"
    refusal = custodian.post(f"{erasure}/refuse-erasure", json={"reason": "Fortrudt"})
    assert refusal.status_code == 409
    assert refusal.json()["title"].startswith("The keys are being destroyed")
    assert destroy(custodian, erasure).status_code == 409  # she asked for it


def test_two_do_not_work_on_one_erasure_at_once(
    parts, id, second, erasure, nothing_left, started
):
    with parts.forgetting.destructions.alone(id):
        answer = destroy(second, erasure)
        assert answer.status_code == 409
        assert "is being worked on" in answer.json()["title"]
        started()  # waits for nobody
    assert destroy(second, erasure).status_code == 201
    nothing_left()


def test_nobody_records_that_keys_are_destroyed_while_they_are_there(parts, id, them):
    """As a journal that is imported might."""
    with pytest.raises(erasing.Refused, match="keys are still there"):
        parts.registry.execute(
            erasing.erasures, id, erasing.DestroyKeys(), SECOND, "import"
        )


def test_an_order_of_what_the_archive_does_not_know_stops_no_start(
    parts, started, as_admin
):
    """As where the archive was restored to a moment before it."""
    order = Order(new_id(), SECOND, None)
    parts.forgetting.destructions.order(order, [])
    started()
    assert parts.forgetting.destructions.under_way() == [order]
