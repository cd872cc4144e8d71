"""A national service at its peak, times twenty: reads and writes as people do them.

How much that is:

- Calls: 127,624 in 2020 at the service centre of Københavns Vestegns Politi, for 417,326
  citizens (told by the district in February 2021): 0.31 a year for each, and so 1.8 million
  for the country's 5.9 million.
- Emergency calls to the police: Norway's police counted 734,709 on 112 in 2019, for 5.3
  million: 0.14 a year for each, and so 0.8 million.
- By mail, letter, web, at the desk and to patrols: nobody tells; assumed as many again.
  Together 5.2 million contacts a year, 0.165 a second.
- The busiest hour, assumed: a tenth of a day that is twice the mean day, so 4.8 times the
  mean hour: 0.79 contacts a second. Times twenty: 16.
- For each contact eight requests, `SHARES`. Together 128 a second.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from itertools import chain, cycle, islice, repeat
from json import dumps, loads
from random import Random
from time import perf_counter, sleep
from typing import Any

import httpx2
from uuid_utils.compat import uuid7

from api.composition import Parts, now
from api.demo_issuer import DemoIssuer, issuer_url
from api.home import Home, composed
from domain.event import Role
from infrastructure.settings import Settings
from tests.api.telling import party
from tests.benchmarks.burning import Burning
from tests.benchmarks.load import Measured
from tests.benchmarks.meanwhile import meanwhile
from tests.benchmarks.pages import signed_in
from tests.fire.flooding import Asked, Flood, another_process, at_rate, one_by_one
from tests.fire.running import Demo, demo_home
from tests.fire.sending import Sent, new_cpr
from tests.projections.danish_people import heard_as, people_of

CONTACTS = 16  # a second
SHARES = {  # requests for each two of them
    "a contact is registered": 2,
    "a contact is supplemented": 2,
    "a contact is read, disclosed": 4,
    "a citizen's history, disclosed": 2,
    "a search by name, disclosed": 2,
    "the follow-up queue": 3,
    "the follow-up queue as a page": 1,
}
RATE = CONTACTS * sum(SHARES.values()) // 2
SECONDS, CALLERS, AT_MOST = 20, 32, 1_000  # requests, to find the most it can do
PEOPLE = 400  # officers, so that nobody searches more often than he may
BEFORE = 300  # contacts
COSTS = 16 * 25  # requests of all kinds, to take those of one from
PURPOSE = "CONTACT_HANDLING"


class Mix:
    """What officers ask for, about contacts that there were before."""

    def __init__(self, demo: Demo) -> None:
        self._random = Random(1)
        issuer = DemoIssuer(demo.home, issuer_url(demo.port), now)
        tokens = [
            issuer.token(Role.OFFICER, person=f"K-{number}") for number in range(PEOPLE)
        ]
        self._tokens, self._people = cycle(tokens), people_of(self._random, 5_000)
        with signed_in(demo, Role.OFFICER) as client:
            self._cookie = client.headers["Cookie"]
        before = [self._registered() for _ in range(BEFORE)]
        self._contacts = [each["id"] for each in _all_of(demo, before)]
        read = [self._read(f"/contacts/{id}", "") for id in self._contacts]
        self._citizens = [each["parties"][0]["citizen"] for each in _all_of(demo, read)]

    def asked(self, number: int) -> list[Asked]:
        """In the shares above, shuffled anew for each contact."""
        ways: dict[str, Callable[[str], Asked]] = {
            "a contact is registered": lambda _: self._registered(),
            "a contact is supplemented": self._supplemented,
            "a contact is read, disclosed": lambda kind: self._read(
                f"/contacts/{self._random.choice(self._contacts)}", kind
            ),
            "a citizen's history, disclosed": lambda kind: self._read(
                f"/citizens/{self._random.choice(self._citizens)}/history", kind
            ),
            "a search by name, disclosed": self._searched,
            "the follow-up queue": lambda kind: self._read("/follow-ups", kind),
            "the follow-up queue as a page": self._page,
        }
        kinds = list(chain(*(repeat(kind, share) for kind, share in SHARES.items())))

        def rounds() -> Iterator[str]:
            while True:
                self._random.shuffle(kinds)
                yield from kinds

        return [ways[kind](kind) for kind in islice(rounds(), number)]

    def _registered(self) -> Asked:
        victim = party(name=self._random.choice(self._people).name, cpr=new_cpr())
        sent = Sent.registration(parties=[victim])
        kind = "a contact is registered"
        return self._officer(kind, sent.method, sent.path, sent.body)

    def _supplemented(self, kind: str) -> Asked:
        path = f"/contacts/{self._random.choice(self._contacts)}/supplement-contact"
        body = dumps({"text": "Han ringer igen: de er kørt."})
        return self._officer(kind, "POST", path, body, Idempotency_Key=str(uuid7()))

    def _searched(self, kind: str) -> Asked:
        heard = heard_as(self._random, self._random.choice(self._people))
        body = dumps({"name": heard, "district": "1467"})
        return self._officer(
            kind, "POST", "/contacts/search?limit=10", body, Access_Purpose=PURPOSE
        )

    def _read(self, path: str, kind: str) -> Asked:
        purpose = {} if path == "/follow-ups" else {"Access_Purpose": PURPOSE}
        return self._officer(kind, "GET", path, "", **purpose)

    def _page(self, kind: str) -> Asked:
        return Asked.of(kind, "GET", "/opfoelgning", Cookie=self._cookie)

    def _officer(
        self, kind: str, method: str, path: str, body: str, **headers: str
    ) -> Asked:
        token = f"Bearer {next(self._tokens)}"
        return Asked.of(
            kind, method, path, body.encode(), Authorization=token, **headers
        )


def _all_of(demo: Demo, asked: list[Asked]) -> list[dict[str, Any]]:
    done = one_by_one(demo.url, asked, 8)
    assert len(done.of(200, 201)) == len(asked), done.statuses
    return [loads(o.answer.body) for o in done.outcomes]


HOW = (
    f"{CONTACTS} contacts a second are twenty times the busiest hour of a country of 5.9"
    " million (`tests/benchmarks/service.py` shows the arithmetic), with"
    f" {RATE} requests in all, open loop for {SECONDS} s."
)


def _lag(parts: Parts) -> Callable[[httpx2.Client], float]:
    """From a receipt until all read models show it."""

    def took(client: httpx2.Client) -> float:
        receipt = Sent.registration().insisted(client).json()
        began = perf_counter()
        while parts.projector.position() < receipt["position"]:
            sleep(0.001)
        return perf_counter() - began

    return took


def measure() -> list[str]:
    with demo_home() as demo, another_process() as other:
        demo.start("--no-samples")
        mix = Mix(demo)
        other.submit(one_by_one, demo.url, mix.asked(200), 4).result()  # warm
        costs = [_cost(demo, other, kind, mix.asked(COSTS)) for kind in SHARES]
        asked, most = mix.asked(RATE * SECONDS), mix.asked(AT_MOST)
        with (
            composed(Home(Settings(home=demo.home)), prepared=True) as parts,
            meanwhile(demo, Role.OFFICER, _lag(parts)) as lag,
            Burning(demo) as burning,
        ):
            steady = other.submit(at_rate, demo.url, asked, RATE).result()
        fast = other.submit(one_by_one, demo.url, most, CALLERS).result()
    return [
        HOW,
        "",
        "| what | answers | other than 200 or 201 | p50 ms | p99 ms |",
        "|---|---|---|---|---|",
        *(_row(kind, steady) for kind in SHARES),
        "",
        "| what one costs, ms of a core | the server | the follower | PostgreSQL |",
        "|---|---|---|---|",
        *costs,
        "",
        "| beside | |",
        "|---|---|",
        f"| lag from receipt to read models, {len(lag)} times | {_ms(lag)} |",
        f"| most of the same that {CALLERS} callers get | {_most(fast)} answers/s |",
        *burning.rows(steady),
    ]


def _cost(demo: Demo, other: Executor, kind: str, asked: list[Asked]) -> str:
    """Alone, four at a time, until the read models have it."""
    mine = [each for each in asked if each.kind == kind]
    with Burning(demo) as burning:
        done = other.submit(one_by_one, demo.url, mine, 4).result()
        demo.wait_until_ready()
    assert len(done.of(200, 201)) == len(mine), done.statuses
    each = [f"{1000 * s / len(mine):.1f}" for s in burning.seconds.values()]
    return f"| {kind} | {' | '.join(each)} |"


def _most(flood: Flood) -> int:
    return round(len(flood.of(200, 201)) / flood.elapsed)


def _row(kind: str, flood: Flood) -> str:
    mine = [o for o in flood.outcomes if o.asked.kind == kind]
    well = [o.seconds for o in mine if o.answer and o.answer.status in (200, 201)]
    at = Measured(0, sorted(well)).at
    bad = len(mine) - len(well)
    return f"| {kind} | {len(well)} | {bad} | {at(0.5):.1f} | {at(0.99):.1f} |"


def _ms(seconds: list[float]) -> str:
    at = Measured(0, sorted(seconds)).at
    return f"p50 {at(0.5):.1f} ms · p99 {at(0.99):.1f} ms"
