"""A registry in moderate use: people who read, write, err, listen and hang up."""

import socket
import struct
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from random import Random
from threading import Event as Flag
from threading import Lock, Thread, get_ident
from typing import Self

import httpx2
from cachetools import TTLCache, cached
from cachetools.keys import hashkey

from domain.event import Role
from tests.benchmarks.pages import signed_in
from tests.fire.running import PLAIN, Demo
from tests.fire.sending import Sent
from tests.pages.tour import STOPS

READING = {"Access-Purpose": "CONTACT_HANDLING"}
HANG_UP = struct.pack("ii", 1, 0)  # linger for no time: the other side sees a reset
SIGNED_IN = 300.0  # seconds that somebody stays so; providers renew tokens as often
Visit = Callable[[Demo, Random], list[int]]  # statuses met


def _whose(_: Demo, role: Role) -> tuple[object, ...]:
    return hashkey(get_ident(), role)


@cached(TTLCache(100, SIGNED_IN), _whose, Lock())
def token(demo: Demo, role: Role) -> str:
    """Of whoever comes by in this thread."""
    return demo.token(role)


@cached(TTLCache(100, SIGNED_IN), _whose, Lock())
def _cookie(demo: Demo, role: Role) -> httpx2.Headers:
    with signed_in(demo, role) as client:
        return client.headers


def machine(demo: Demo) -> httpx2.Client:
    return demo.client_with(token(demo, Role.OFFICER))


def browser(demo: Demo, role: Role) -> httpx2.Client:
    return httpx2.Client(base_url=demo.url, headers=_cookie(demo, role), **PLAIN)


def writes(demo: Demo, random: Random) -> list[int]:
    with machine(demo) as client:
        sent = [contact := Sent.registration(), contact.supplement()]
        return [each.by(client).status_code for each in (*sent, sent[0])]


def reads(demo: Demo, random: Random) -> list[int]:
    with machine(demo) as client:
        client.headers.update(READING)
        met = [
            client.post("/contacts/search", json={"name": "Søren Ågard"}),
            client.get("/follow-ups", params={"district": "1467"}),
        ]
        found = [each["id"] for each in met[0].json().get("items", [])[:3]]
        met += [client.get(f"/contacts/{id}") for id in found]
        return [each.status_code for each in met]


def looks(demo: Demo, random: Random) -> list[int]:
    """At pages."""
    role = random.choice([Role.OFFICER, Role.SUPERVISOR, Role.AUTHORITY])
    with browser(demo, role) as client:
        stops = [each for each in STOPS if each.role == role and not each.purpose]
        return [client.get(each.path).status_code for each in stops]


def listens(demo: Demo, random: Random) -> list[int]:
    """To what is new in the queue, until something is, or not for long."""
    with (
        browser(demo, Role.OFFICER) as client,
        suppress(httpx2.TimeoutException),
        client.stream("GET", "/opfoelgning/nyt?stand=0", timeout=2) as answer,
    ):
        next(answer.iter_lines(), None)
        return [answer.status_code]
    return []


def errs(demo: Demo, random: Random) -> list[int]:
    with machine(demo) as client:
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
        f"Authorization: Bearer {token(demo, Role.OFFICER)}\r\n"
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
