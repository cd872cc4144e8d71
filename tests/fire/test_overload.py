"""More than it can do: it says no at once to some, keeps its word to others, and recovers."""

import re
from threading import Event, Thread
from typing import Self

import httpx2

from api.turns import AT_WORK, SURGE
from domain.event import Role
from tests.fire.flooding import Asked, another_process, at_rate
from tests.fire.running import Demo
from tests.fire.sending import Sent, recorded

AT_ONCE, RATE = 1_000, 20_000  # a second: far more than there is room for
NO = (429, 503)


def registrations(demo: Demo, number: int) -> dict[Sent, Asked]:
    token = demo.token(Role.OFFICER)
    sent = [Sent.registration() for _ in range(number)]
    return {
        each: Asked.of(
            "register",
            each.method,
            each.path,
            each.body.encode(),
            Authorization=f"Bearer {token}",
        )
        for each in sent
    }


class Watching:
    """What `/metrics` told at its highest, and whether health kept answering."""

    def __init__(self, demo: Demo) -> None:
        self._demo, self._stop = demo, Event()
        self._thread = Thread(target=self._watch)
        self.working = self.waiting = 0.0
        self.looks = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        with httpx2.Client(base_url=self._demo.url, timeout=30) as client:
            while not self._stop.is_set():
                client.get("/health/live").raise_for_status()
                assert client.get("/log-ind").status_code == 303
                told = client.get("/metrics").raise_for_status().text
                self.working = max(self.working, value(told, "working"))
                self.waiting = max(self.waiting, value(told, "waiting"))
                self.looks += 1


def value(metrics: str, name: str) -> float:
    [told] = re.findall(rf"^genfind_requests_{name} (\S+)$", metrics, re.MULTILINE)
    return float(told)


def test_a_flood_is_answered_in_time_or_refused_and_what_was_acknowledged_stays(
    running,
) -> None:
    asked = registrations(running, AT_ONCE)
    with another_process() as other, Watching(running) as watching:
        flood = other.submit(at_rate, running.url, [*asked.values()], RATE).result()
    assert flood.statuses.keys() <= {201, *NO}
    assert flood.of(*NO)
    for no in flood.of(*NO):
        assert no.answer.header("Retry-After") == "1"
        assert no.answer.header("Content-Type") == "application/problem+json"
        assert b"again" in no.answer.body
    assert watching.looks
    assert watching.working <= AT_WORK
    assert watching.waiting <= SURGE
    paths = {each.path.encode() for each in asked}
    yes = {o.asked.head.split()[1] for o in flood.of(201)}
    assert yes < paths
    told = recorded(running, *[each for each in asked if each.path.encode() in yes])
    assert len(told) == len(yes)


def test_after_a_flood_the_refused_come_again_and_are_taken(running) -> None:
    asked = registrations(running, AT_ONCE)
    with another_process() as other:
        flood = other.submit(at_rate, running.url, [*asked.values()], RATE).result()
    refused = {o.asked.head.split()[1].decode() for o in flood.of(*NO)}
    assert refused
    with running.client() as client:
        again = [each for each in asked if each.path in refused][:20]
        assert recorded(running, *again) == {}
        assert [each.insisted(client).status_code for each in again] == [201] * 20
