"""The read models are kept by a process beside the server, which lives as long as it does."""

from tests.fire.running import until
from tests.fire.sending import Sent


def test_a_follower_that_dies_is_replaced_and_goes_on(running) -> None:
    until(running.follower)
    first = running.follower()
    first.kill()
    with running.client() as client:
        receipt = Sent.registration().insisted(client).json()
        until(lambda: client.get("/health/ready").json()["lag"] == 0)
        queue = client.get("/follow-ups", params={"limit": 200}).json()
    assert queue["position"] >= receipt["position"]
    assert running.follower() not in {None, first}


def test_a_follower_does_not_outlive_its_server(home) -> None:
    home.start("--no-samples")
    until(home.follower)
    left_behind = home.follower()
    home.kill()
    until(lambda: not left_behind.is_running())


def test_a_follower_ends_when_its_server_is_ended(home) -> None:
    home.start("--no-samples")
    until(home.follower)
    beside = home.follower()
    assert home.end() == 0
    assert not beside.is_running()
    assert "Traceback" not in home.said()
