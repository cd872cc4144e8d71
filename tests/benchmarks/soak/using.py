"""A registry in moderate use: people who read, write, err, listen and hang up."""

import socket
import struct
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from random import Random
from threading import Event as Flag
from threading import Thread
from typing import Self

import httpx2

from domain.event import Role
from tests.benchmarks.pages import signed_in
from tests.fire.running import Demo
from tests.fire.sending import Sent
from tests.pages.tour import STOPS

READING = {"Access-Purpose": "CONTACT_HANDLING"}
HANG_UP = struct.pack("ii", 1, 0)  # linger for no time: the other side sees a reset
Visit = Callable[[Demo, Random], list[int]]  # statuses met


def writes(demo: Demo, random: Random) -> list[int]:
    with demo.client() as client:
        sent = [contact := Sent.registration(), contact.supplement()]
        return [each.by(client).status_code for each in (*sent, sent[0])]


def reads(demo: Demo, random: Random) -> list[int]:
    with demo.client() as client:
        client.headers.update(READING)
        met = [
            client.post("/contacts/search", json={"name": "Søren Ågard"}),
            client.get("/follow-ups", params={"district": "1467"}),
        ]
        found = [each["id"] for each in met[0].json().get("items", [])[:3]]
        met += [client.get(f"/contacts/{id}") for id in found]
        return [each.status_code for each in met]


def looks(demo: Demo, random: Random) -> list[int]:
    """At pages, signed in anew."""
    role = random.choice([Role.OFFICER, Role.SUPERVISOR, Role.AUTHORITY])
    with signed_in(demo, role) as client:
        stops = [each for each in STOPS if each.role == role and not each.purpose]
        return [client.get(each.path).status_code for each in stops]


def listens(demo: Demo, random: Random) -> list[int]:
    """To what is new in the queue, until something is, or not for long."""
    with (
        signed_in(demo, Role.OFFICER) as client,
        suppress(httpx2.TimeoutException),
        client.stream("GET", "/opfoelgning/nyt?stand=0", timeout=2) as answer,
    ):
        next(answer.iter_lines(), None)
        return [answer.status_code]
    return []


def errs(demo: Demo, random: Random) -> list[int]:
    with demo.client() as client:
        nowhere = Sent.registration()
        met = [
            client.get(f"/contacts/{nowhere.id}"),
            client.get(f"/contacts/{nowhere.id}", headers=READING),
            client.put(f"/contacts/{nowhere.id}", content=b"{"),
            client.put(nowhere.path, json={"kind": "NONE"}),
            client.get("/follow-ups", headers={"Authorization": "Bearer x"}),
            client.get("/nowhere"),
        ]
        return [each.status_code for each in met]


def hangs_up(demo: Demo, random: Random) -> list[int]:
    """Before the request is sent whole, or before its answer is read."""
    sent = Sent.registration()
    head = (
        f"PUT {sent.path} HTTP/1.1\r\nHost: localhost\r\n"
        f"Authorization: Bearer {demo.token(Role.OFFICER)}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(sent.body.encode())}"
        f"\r\n\r\n{sent.body}"
    ).encode()
    with socket.create_connection(("127.0.0.1", demo.port), timeout=5) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, HANG_UP)
        connection.sendall(head[: random.choice([len(head) // 2, len(head)])])
    return []


VISITS: dict[Visit, tuple[int, float]] = {  # people at once, seconds between visits
    writes: (2, 0.5),
    reads: (2, 0.5),
    looks: (1, 1.0),
    listens: (2, 0.5),
    errs: (1, 1.0),
    hangs_up: (1, 0.5),
}


class Use:
    """All of them at once, until it is left."""

    def __init__(self, demo: Demo) -> None:
        self._demo, self._over = demo, Flag()
        self.met = Counter[int]()
        self.failures: list[BaseException] = []
        self._people = [
            Thread(target=self._come_again, args=(visit, pause, Random(number)))
            for visit, (people, pause) in VISITS.items()
            for number in range(people)
        ]

    def __enter__(self) -> Self:
        for each in self._people:
            each.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for each in self._people:
            each.join()

    def _come_again(self, visit: Visit, pause: float, random: Random) -> None:
        while not self._over.wait(pause):
            try:
                self.met.update(visit(self._demo, random))
            except Exception as failure:  # noqa: BLE001 - told in the report
                self.failures.append(failure)
