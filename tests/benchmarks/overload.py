"""Four times what it can do, and ten thousand connections on which nothing happens."""

import socket
from contextlib import ExitStack
from time import monotonic

import httpx2

from api.connections import FILES, most_connections
from domain.event import Role
from tests.benchmarks.burning import Burning
from tests.benchmarks.load import Measured, closed_loop
from tests.benchmarks.meanwhile import meanwhile
from tests.fire.flooding import Asked, another_process, at_rate, one_by_one
from tests.fire.running import Demo, demo_home, until
from tests.fire.sending import Sent, recorded

TIMES, SECONDS = 4, 8
CALLERS, FIRST = 32, 600  # registrations, to find out what it can do
IDLE = 10_000
PATIENT = 0.1  # seconds: whoever is answered within it finds all as it was


def measure() -> list[str]:
    with demo_home() as demo, another_process() as other:
        demo.start("--no-samples")
        other.submit(one_by_one, demo.url, _registrations(demo, 300), 8).result()
        able = other.submit(
            one_by_one, demo.url, _registrations(demo, FIRST), CALLERS
        ).result()
        can = len(able.of(201)) / able.elapsed
        asked = _registrations(demo, int(TIMES * can * SECONDS))
        burning = Burning(demo)
        memory, threads = burning.memory(), burning.threads()
        with burning, meanwhile(demo, Role.SUPERVISOR, _read) as beside:
            flood = other.submit(at_rate, demo.url, asked, TIMES * can).result()
        recovery = _recovery(demo)
        after = burning.memory()
        yes, no = flood.of(201), flood.of(429, 503)
        lost = len(flood.outcomes) - len(yes) - len(no)
        told = _told(demo, {o.asked.head.split()[1].decode() for o in yes})
        return [
            "| what | result |",
            "|---|---|",
            f"| registrations a second that {CALLERS} callers get | {can:.0f} |",
            f"| asked for, open loop for {SECONDS} s | {TIMES * can:.0f}/s |",
            f"| taken | {len(yes) / flood.elapsed:.0f}/s, {_ms(yes)} |",
            f"| refused at once | {len(no) / flood.elapsed:.0f}/s, {_ms(no)} |",
            f"| neither | {lost} |",
            f"| acknowledged and in the archive | {told} of {len(yes)} |",
            f"| somebody else's read meanwhile | {_ms_of(beside)} |",
            f"| memory of the server | {memory} MiB before, {after} MiB after |",
            f"| threads of the server | {threads} before, {burning.threads()} after |",
            f"| until it answers as before | {recovery:.1f} s |",
            *burning.rows(flood),
            *_idle(demo, burning),
        ]


def _registrations(demo: Demo, number: int) -> list[Asked]:
    token = f"Bearer {demo.token(Role.OFFICER)}"
    sent = (Sent.registration() for _ in range(number))
    return [
        Asked.of("", s.method, s.path, s.body.encode(), Authorization=token)
        for s in sent
    ]


def _read(client: httpx2.Client) -> float:
    """Until it is answered, if need be after having been refused."""
    began = monotonic()
    until(lambda: client.get("/follow-ups", params={"limit": 1}).is_success)
    return monotonic() - began


def _recovery(demo: Demo) -> float:
    """Seconds until three registrations in a row take no longer than ever."""
    began, quick = monotonic(), 0

    def again() -> bool:
        nonlocal quick
        asked = monotonic()
        answer = Sent.registration().by(client)
        well = answer is not None and monotonic() - asked < PATIENT
        quick = quick + 1 if well else 0
        return quick == 3

    with demo.client() as client:
        until(again)
    return monotonic() - began


def _told(demo: Demo, paths: set[str]) -> int:
    sent = [Sent("PUT", path, "") for path in paths]
    return len(recorded(demo, *sent))


def _idle(demo: Demo, burning: Burning) -> list[str]:
    assert most_connections() >= IDLE, f"{FILES + IDLE} open files are needed"

    def ask() -> None:
        Sent.registration().insisted(clients[0])

    with ExitStack() as held:
        clients = [held.enter_context(demo.client())]
        alone = closed_loop(ask, 1, 3)
        before, wires = burning.memory(), []
        for _ in range(IDLE):
            wire = socket.create_connection(("127.0.0.1", demo.port))
            held.enter_context(wire).sendall(LIVE)
            wires.append(wire)
        assert all(wire.recv(1_000) for wire in wires)  # by now nothing is under way
        beside = closed_loop(ask, 1, 3)
        each = 1024 * (burning.memory() - before) / IDLE
    return [
        f"| a registration, alone | {_ms_of(alone.seconds)} |",
        f"| beside {IDLE} idle connections | {_ms_of(beside.seconds)} |",
        f"| memory for each of them | {each:.1f} KiB |",
    ]


LIVE = b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def _ms(outcomes) -> str:
    return _ms_of([o.seconds for o in outcomes])


def _ms_of(seconds: list[float]) -> str:
    at = Measured(0, sorted(seconds)).at
    return f"p50 {at(0.5):.0f} ms, p99 {at(0.99):.0f} ms"
