"""Fills a registry with a nation's events: two processes decide, this one stores."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from gc import freeze, set_threshold
from heapq import merge
from multiprocessing import get_context
from multiprocessing.connection import Connection as Pipe
from operator import itemgetter
from typing import Any

import psycopg
from psycopg import Connection
from psycopg.sql import SQL, Identifier

from domain.calendar import danish_day
from domain.places import DISTRICTS
from infrastructure.key_encryption import from_base64
from infrastructure.postgres import Addresses, Database
from tests.benchmarks.nation.country import Country
from tests.benchmarks.nation.desk import Numbers, Written

BEGIN = date(2024, 1, 1)
HALVES = 2
SERIES = {"H": "archive.number_h", "KL": "archive.number_kl"}
EVENTS = (
    "copy archive.stored_events (recorded_at, originator_id, originator_version, topic,"
    " state, notification_id) from stdin (format binary)"
)
KEYS = (
    "copy keys.subject_key (key, subject, kek, wrapped, created_at, state)"
    " from stdin (format binary)"
)
# The event's own time: the row's is the server's, wherever the registry's clock stands.
LAST = """
select notification_id, convert_from(substring(state from 8 for 27), 'UTF8')::timestamptz
from archive.stored_events order by notification_id desc limit 1
"""
CPRS = "copy keys.blind_index (digest, subject, kind) from stdin (format binary)"


@dataclass(frozen=True)
class Standing:
    """Where a nation goes on: after an interruption with people of its own."""

    position: int
    day: date
    numbers: dict[str, int]


@dataclass(frozen=True)
class Half:
    """What a process needs to know to decide for its districts."""

    number: int
    seed: str
    keys: str
    kek: str
    standing: Standing
    share: float


def fill(
    admin: Addresses,
    service: Addresses,
    kek: str,
    events: int,
    *,
    seed: str = "nation",
    share: float = 1.0,
) -> Iterator[int]:
    """Whole days, until the archive has so many; yields how many it has by now.

    `share` of the country's people call; `kek` is in base64. Raises ValueError when
    today is reached: the registry takes nothing from the future.
    """
    with ExitStack() as opened:
        archive, keys = (
            opened.enter_context(_as_owner(url)) for url in (admin.archive, admin.keys)
        )
        standing = _standing(archive)
        position, day = standing.position, standing.day
        halves = [
            opened.enter_context(
                _working(Half(number, seed, service.keys, kek, standing, share))
            )
            for number in range(HALVES)
        ]
        while position < events:
            if day >= datetime.now(UTC).date():
                raise ValueError("A nation's events up to today are fewer than that.")
            for half in halves:
                half.send((day, position))
            written = [_answer(half) for half in halves]
            _store_keys(keys, written)
            position = _store(archive, written, position)
            day += timedelta(days=1)
            yield position


def _standing(archive: Connection[Any]) -> Standing:
    [last] = archive.execute(LAST).fetchall() or [(0, None)]
    drawn = {
        prefix: archive.execute(
            SQL("select last_value + is_called::int from {}").format(
                Identifier(*name.split("."))
            )
        ).fetchone()[0]
        for prefix, name in SERIES.items()
    }
    day = danish_day(last[1]) + timedelta(days=1) if last[1] else BEGIN
    return Standing(last[0], day, drawn)


@contextmanager
def _as_owner(url: str) -> Iterator[Connection[Any]]:
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("set role genfind_owner")
        yield conn


@contextmanager
def _working(half: Half) -> Iterator[Pipe]:
    ours, theirs = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_decide, args=(half, theirs))
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        ours.close()
        process.join()


def _answer(half: Pipe) -> Written:
    try:
        return half.recv()
    except EOFError:
        raise RuntimeError("a process that decides has failed: see above") from None


def _decide(half: Half, pipe: Pipe) -> None:
    """Day by day, until nobody asks any more."""
    set_threshold(200_000, 50, 100)  # most of what is made stays
    standing = half.standing
    with Database(half.keys, role="genfind_writer", pool_size=1) as keys:
        country = Country(
            sorted(DISTRICTS)[half.number :: HALVES],
            f"{half.seed} {standing.position}",
            keys,
            from_base64(half.kek),
            Numbers(
                {prefix: n + half.number for prefix, n in standing.numbers.items()},
                HALVES,
            ),
            # Beyond all who came before: each event tells of less than two new persons.
            first=2 * len(DISTRICTS) * standing.position,
            share=half.share,
        )
    freeze()
    try:
        while True:
            pipe.send(country.day(*pipe.recv()))
    except (EOFError, BrokenPipeError):
        pass


def _store_keys(keys: Connection[Any], written: list[Written]) -> None:
    """First: no event is stored whose key is not."""
    types = ["uuid", "uuid", "text", "bytea", "timestamptz", "text"]
    with keys.transaction(), keys.cursor() as db:
        with db.copy(KEYS) as copy:
            copy.set_types(types)
            for half in written:
                for row in half.keys:
                    copy.write_row((*row, "active"))
        with db.copy(CPRS) as copy:
            copy.set_types(["bytea", "uuid", "text"])
            for half in written:
                for row in half.cprs:
                    copy.write_row((*row, "cpr"))


def _store(archive: Connection[Any], written: list[Written], position: int) -> int:
    types = ["timestamptz", "uuid", "int8", "text", "bytea", "int8"]
    with archive.transaction(), archive.cursor() as db:
        with db.copy(EVENTS) as copy:
            copy.set_types(types)
            for row in merge(*(half.events for half in written), key=itemgetter(0)):
                position += 1
                copy.write_row((*row, position))
        if position:
            name = "pg_get_serial_sequence('archive.stored_events', 'notification_id')"
            db.execute(f"select setval({name}, %s)", (position,))
        for prefix, series in SERIES.items():
            drawn = max(half.numbers[prefix] for half in written)
            db.execute("select setval(%s, %s, false)", (series, drawn))
    return position
