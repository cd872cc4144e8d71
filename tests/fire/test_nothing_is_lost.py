"""What was acknowledged stays, in twenty rounds of `kill -9`; and the control loses."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle, islice
from threading import Event, Thread
from typing import Any

import httpx2
import psycopg
from psycopg.sql import SQL, Identifier

from api.home import Home
from infrastructure.embedded_postgres import EmbeddedPostgres
from infrastructure.settings import Settings
from tests.api.telling import HANDLING
from tests.fire.running import Demo, genfind, until
from tests.fire.sending import Sent, recorded

ROUNDS, TRIES, WRITERS = 20, 5, 6
ENOUGH = 20  # acknowledged in a round
TABLES = """
SELECT table_schema, table_name,
    array_agg(column_name::text) FILTER (WHERE is_identity = 'NO')
FROM information_schema.columns
WHERE table_schema NOT IN ('views', 'public', 'pg_catalog', 'information_schema')
GROUP BY table_schema, table_name
"""
Receipt = dict[str, Any]
Strike = Callable[[Demo], None]


class Load:
    """Writers that register contacts and add to them, and keep what they were told."""

    def __init__(self, demo: Demo) -> None:
        self._demo = demo
        self.receipts: dict[Sent, Receipt] = {}
        self.unknown: list[Sent] = []
        self.failures: list[str] = []

    @contextmanager
    def under_way(self) -> Iterator[Event]:
        """Until the event is set, at the latest until the block ends."""
        stop = Event()
        threads = [Thread(target=self._write, args=(stop,)) for _ in range(WRITERS)]
        for thread in threads:
            thread.start()
        try:
            yield stop
        finally:
            stop.set()
            for thread in threads:
                thread.join()

    def _write(self, stop: Event) -> None:
        with self._demo.client() as client:
            while not stop.is_set():
                contact = Sent.registration()
                if self._told(client, contact):
                    self._told(client, contact.supplement())

    def _told(self, client: httpx2.Client, command: Sent) -> bool:
        answer = command.by(client)
        if answer is None:
            self.unknown.append(command)
        elif answer.status_code == 201:
            self.receipts[command] = answer.json()
        else:
            self.failures.append(answer.text)
        return command in self.receipts

    def lost(self) -> set[tuple[int, str, int]]:
        """Acknowledged, and not in the archive."""
        told = {(r["position"], r["id"], r["version"]) for r in self.receipts.values()}
        with psycopg.connect(self._demo.as_admin().archive) as conn:
            rows = conn.execute(
                "SELECT notification_id, originator_id::text, originator_version"
                " FROM archive.stored_events"
            )
            return told - set(rows)


def one_round(demo: Demo, load: Load, strike: Strike, revive: Strike) -> None:
    before = len(load.receipts)
    with load.under_way() as stop:
        until(lambda: len(load.receipts) >= before + ENOUGH)
        strike(demo)
        stop.set()
        revive(demo)


def the_server(demo: Demo) -> None:
    demo.kill()


def postgres(demo: Demo) -> None:
    demo.kill_postgres()


def both(demo: Demo) -> None:
    demo.kill_postgres()
    demo.kill()


def revived(demo: Demo) -> None:
    """What runs is left as it is."""
    demo.postgres.ensure()
    demo.go_on("--no-samples")


def test_nothing_acknowledged_is_lost_in_twenty_rounds_of_kill_9(home) -> None:
    load, open_before = Load(home.start("--no-samples")), 0
    for strike in islice(cycle([the_server, postgres, both, postgres]), ROUNDS):
        known = set(load.receipts)
        one_round(home, load, strike, revived)
        assert not load.lost()
        _says_the_same(home, load, load.receipts.keys() - known)
        _settles(home, load, load.unknown[open_before:])
        open_before = len(load.unknown)
    assert not load.failures
    assert len(load.unknown) >= ROUNDS
    assert len(load.receipts) >= ROUNDS * ENOUGH + len(load.unknown)
    _is_all_there_once(home, load)
    _read_models_equal_a_rebuild(home)
    examined = genfind(home.home, "doctor")
    assert examined.returncode == 0, examined.stderr


def _says_the_same(demo: Demo, load: Load, commands: set[Sent]) -> None:
    with demo.client() as client:
        for command in commands:
            answer = command.insisted(client)
            assert answer.status_code == 200
            assert answer.json() == load.receipts[command]


def _settles(demo: Demo, load: Load, commands: list[Sent]) -> None:
    """An unknown one is recorded once, or not at all; a retry has it recorded."""
    topics = recorded(demo, *commands)
    with demo.client() as client:
        for command in commands:
            found = topics.get(command.id, []).count(command.leads_to)
            answer = command.insisted(client)
            assert (found, answer.status_code) in {(1, 200), (0, 201)}
            load.receipts[command] = answer.json()


def _is_all_there_once(demo: Demo, load: Load) -> None:
    wanted: dict[Any, list[str]] = {}
    for command in sorted(load.receipts, key=lambda each: each.leads_to):
        wanted.setdefault(command.id, []).append(command.leads_to)
    assert recorded(demo, *load.receipts) == wanted
    numbers = {each["number"] for each in load.receipts.values()}
    assert len(numbers) == len(wanted)


def _read_models_equal_a_rebuild(demo: Demo) -> None:
    demo.wait_until_ready()
    live = _rows(demo)
    assert all(live[f"{name}.contact"] for name in ("contact_search", "daily_report"))
    rebuilt = genfind(demo.home, "rebuild")
    assert rebuilt.returncode == 0, rebuilt.stderr
    demo.wait_until_ready()
    assert _rows(demo) == live


def _rows(demo: Demo) -> dict[str, list[Any]]:
    """All that the read models hold, without what only tells the order of inserts."""
    rows = {}
    with psycopg.connect(demo.as_admin().views) as conn:
        for schema, table, columns in conn.execute(TABLES).fetchall():
            query = SQL(
                "SELECT to_jsonb(t)::text FROM (SELECT {} FROM {}) t ORDER BY 1"
            )
            chosen = SQL(", ").join(map(Identifier, sorted(columns)))
            found = conn.execute(query.format(chosen, Identifier(schema, table)))
            rows[f"{schema}.{table}"] = found.fetchall()
    return rows


def test_without_a_database_every_door_says_that_nothing_is_confirmed(running) -> None:
    contact = Sent.registration()
    asked = [
        (contact.method, contact.path, contact.body),
        ("GET", contact.path, None),
        ("GET", "/follow-ups", None),
        ("GET", "/health/ready", None),
    ]

    def ask(one: tuple[str, str, str | None]) -> httpx2.Response:
        method, path, body = one
        with running.client() as client:
            headers = contact.headers | HANDLING
            return client.request(method, path, content=body, headers=headers)

    running.kill_postgres()
    with ThreadPoolExecutor(len(asked)) as pool:
        answers = list(pool.map(ask, asked))
    assert [each.status_code for each in answers] == [503] * len(asked)
    assert all("send the same" in each.json()["title"] for each in answers[:-1])
    revived(running)
    with running.client() as client:
        assert contact.insisted(client).status_code == 201


def test_without_synchronous_commit_the_same_rounds_lose(home) -> None:
    """The control: it shows that the test above can fail."""
    Home(Settings(home=home.home)).become_demo(home.port)
    home.postgres = EmbeddedPostgres(
        home.postgres.state, synchronous_commit="off", wal_writer_delay="10s"
    )
    home.postgres.ensure()
    load = Load(home.start("--no-samples"))
    for _ in range(TRIES):
        one_round(home, load, postgres, lambda demo: demo.postgres.ensure())
        if load.lost():
            return
    raise AssertionError(f"none of {len(load.receipts)} acknowledged was lost")
