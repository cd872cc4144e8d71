"""The registry as it is, on three database servers, and people who write to it."""

import base64
import secrets
import shutil
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from threading import Event
from time import monotonic, sleep
from typing import Any, Self
from uuid import uuid4

import psycopg
from psycopg.sql import SQL, Identifier

from api.composition import now
from api.demo_issuer import DemoIssuer
from domain.event import Role
from infrastructure.embedded_postgres import SERVICE
from infrastructure.postgres import Addresses
from tests.cluster.machines import Cluster
from tests.fire.checking import TABLES
from tests.fire.running import DISK, Demo, genfind, until
from tests.fire.sending import Sent
from tests.pages.serving import served

WRITERS = 6
BREATH = (
    0.02  # seconds between two commands of a writer: this is no measurement of speed
)
STORED = (
    "SELECT notification_id, originator_id::text, originator_version"
    " FROM archive.stored_events"
)


class Registry(Demo):
    """`genfind serve` for people of an issuer, with databases of somebody else's."""

    def __init__(
        self, home: Path, issuer: DemoIssuer, kek: str, service: str, admin: str
    ) -> None:
        super().__init__(home)
        self._issuer, self._kek = issuer, kek
        self.settings = {
            "GENFIND_DATABASE_URL": service,
            "GENFIND_ADMIN_URL": admin,
            "GENFIND_KEK": kek,
            "GENFIND_ISSUER": issuer.issuer_url,
            "GENFIND_PORT": str(self.port),
        }

    @contextmanager
    def elsewhere(self, service: str, admin: str) -> Iterator[Self]:
        """The same registry on other servers, not yet started."""
        with _folder() as home:
            other = type(self)(home, self._issuer, self._kek, service, admin)
            try:
                yield other
            finally:
                other.clear_away()

    def serve(self) -> Self:
        return self.begin("serve", **self.settings)

    def run(self, *arguments: str) -> None:
        ended = genfind(self.home, *arguments, **self.settings)
        assert ended.returncode == 0, ended.stdout + ended.stderr

    def token(self, role: Role) -> str:
        return self._issuer.token(role)

    def as_admin(self) -> Addresses:
        return Addresses.of(self.settings["GENFIND_ADMIN_URL"])

    def stored(self) -> list[tuple[int, str, int]]:
        """Position, thing and version of every event."""
        with psycopg.connect(self.as_admin().archive) as conn:
            return conn.execute(STORED).fetchall()

    def shown(self) -> dict[str, list[Any]]:
        """All that the read models hold, without what only tells the order of inserts."""
        self.wait_until_ready()
        rows = {}
        with psycopg.connect(self.as_admin().views) as conn:
            for schema, table, columns in conn.execute(TABLES).fetchall():
                chosen = SQL(", ").join(map(Identifier, sorted(columns)))
                each = SQL(
                    "SELECT to_jsonb(t)::text FROM (SELECT {} FROM {}) t ORDER BY 1"
                )
                found = conn.execute(each.format(chosen, Identifier(schema, table)))
                rows[f"{schema}.{table}"] = found.fetchall()
        return rows


@contextmanager
def registry(cluster: Cluster) -> Iterator[Registry]:
    """Migrated, and serving."""
    kek = base64.b64encode(secrets.token_bytes(32)).decode()
    service = cluster.address("genfind", SERVICE, cluster.service_password)
    admin = cluster.address("genfind", "postgres", cluster.password)
    with _folder() as home, socket.create_server(("127.0.0.1", 0)) as place:
        url = f"http://127.0.0.1:{place.getsockname()[1]}"
        issuer = DemoIssuer(home, url, now)
        made = Registry(home, issuer, kek, service, admin)
        with served(issuer.app(), place):
            try:
                made.run("migrate")
                yield made.serve()
            finally:
                made.clear_away()


@contextmanager
def _folder() -> Iterator[Path]:
    path = DISK / f"genfind-{uuid4().hex[:12]}"
    path.mkdir(mode=0o700)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)  # who served there may have cleared it


@dataclass
class Told:
    """What the writers were told, and when."""

    receipts: dict[Sent, dict[str, Any]] = field(default_factory=dict)
    when: list[float] = field(default_factory=list)
    unanswered: list[Sent] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def longest_pause(self) -> float:
        """Seconds between two acknowledgements, of whatever writers."""
        when = sorted(self.when)
        return max((b - a for a, b in pairwise(when)), default=0.0)

    def lost(self, registry: Registry) -> int:
        told = {(r["position"], r["id"], r["version"]) for r in self.receipts.values()}
        return len(told - set(registry.stored()))

    def doubled(self, registry: Registry) -> int:
        """Things that hold more events than their writers were told of, and a number that
        two contacts have."""
        told = {r["id"]: 0 for r in self.receipts.values()}
        for each in self.receipts.values():
            told[each["id"]] += 1
        held = dict.fromkeys(told, 0)
        for _, id, _ in registry.stored():
            if id in held:
                held[id] += 1
        numbers = {each["number"] for each in self.receipts.values()}
        twice = len(told) - len(numbers)
        return twice + sum(held[id] > count for id, count in told.items())


@contextmanager
def writing(registry: Registry) -> Iterator[Told]:
    """Writers who send the same until they have an answer, while the block lasts."""
    told, stop = Told(), Event()
    with ThreadPoolExecutor(WRITERS) as pool:
        writers = [pool.submit(_write, registry, told, stop) for _ in range(WRITERS)]
        try:
            until(lambda: len(told.receipts) > WRITERS)
            yield told
        finally:
            stop.set()
    for each in writers:
        each.result()


def _write(registry: Registry, told: Told, stop: Event) -> None:
    with registry.client() as client:
        while not stop.is_set():
            contact = Sent.registration()
            for command in (contact, contact.supplement()):
                answer = command.insisted(client, told.unanswered)
                if answer.status_code not in {200, 201}:
                    told.failures.append(answer.text)
                    break
                told.when.append(monotonic())
                told.receipts[command] = answer.json()
                sleep(BREATH)
