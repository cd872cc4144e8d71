"""The read models are kept by a process beside the server, which lives as long as it does."""

from contextlib import suppress

import psutil

from tests.fire.running import Demo, until
from tests.fire.sending import Sent


def follower(demo: Demo) -> psutil.Process | None:
    for each in psutil.Process(demo.pid).children():
        with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
            if "--beside" in each.cmdline():
                return each
    return None


def test_a_follower_that_dies_is_replaced_and_goes_on(running) -> None:
    until(lambda: follower(running))
    first = follower(running)
    first.kill()
    with running.client() as client:
        receipt = Sent.registration().insisted(client).json()
        until(lambda: client.get("/health/ready").json()["lag"] == 0)
        queue = client.get("/follow-ups", params={"limit": 200}).json()
    assert queue["position"] >= receipt["position"]
    assert follower(running) not in {None, first}


def test_a_follower_does_not_outlive_its_server(home) -> None:
    home.start("--no-samples")
    until(lambda: follower(home))
    left_behind = follower(home)
    home.kill()
    until(lambda: not left_behind.is_running())


def test_a_follower_ends_when_its_server_is_ended(home) -> None:
    home.start("--no-samples")
    until(lambda: follower(home))
    beside = follower(home)
    assert home.end() == 0
    assert not beside.is_running()
    assert "Traceback" not in home.said()
