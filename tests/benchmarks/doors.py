"""PUT /contacts over HTTP with the projector running: waiting times, and the most it takes."""

from collections.abc import Callable
from itertools import cycle
from threading import local

from httpx2 import Client
from uuid_utils.compat import uuid7

from api.composition import now
from tests.api.telling import MOPEDS, party
from tests.benchmarks.load import Measured, closed_loop, open_loop
from tests.fire.running import Demo, demo_home

RATE, SECONDS = 200, 20  # requests a second, for so long
CALLERS = 32
NAMES = cycle(["Mette Rønnow", "Søren Ågård", "Birthe Holm", "Åse Bækgaard"])


def registering(demo: Demo) -> Callable[[], None]:
    mine = local()

    def register() -> None:
        if not hasattr(mine, "client"):
            mine.client = demo.client()
        client: Client = mine.client
        told = MOPEDS | {
            "received_at": now().isoformat(),
            "parties": [party("VICTIM", name=next(NAMES), phone="+45 72588888")],
        }
        answer = client.put(f"/contacts/{uuid7()}", json=told)
        if answer.status_code != 201:
            raise AssertionError(answer.text)

    return register


def measure() -> list[str]:
    with demo_home() as demo:
        demo.start("--no-samples")
        register = registering(demo)
        closed_loop(register, 8, 2)  # warm
        steady = open_loop(register, RATE, SECONDS)
        demo.wait_until_ready()
        most = closed_loop(register, CALLERS, 10)
    return [
        "| load | answers/s | p50 ms | p99 ms | slowest ms |",
        "|---|---|---|---|---|",
        _row(f"open loop at {RATE}/s for {SECONDS} s", steady),
        _row(f"as many as {CALLERS} callers get", most),
    ]


def _row(load: str, measured: Measured) -> str:
    return (
        f"| {load} | {measured.per_second:.0f} | {measured.at(0.5):.1f}"
        f" | {measured.at(0.99):.1f} | {measured.at(1):.0f} |"
    )
