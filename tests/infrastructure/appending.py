"""What the recorder's tests share: events, a held log, and writers that never tire."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from types import TracebackType
from typing import Self
from uuid import UUID, uuid4

import psycopg
from eventsourcing.persistence import (
    InterfaceError,
    OperationalError,
    Recorder,
    StoredEvent,
)
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

from infrastructure.postgres import Database, parts
from infrastructure.recorder import GroupCommitRecorder

LOCK = "SELECT pg_advisory_lock(hashtextextended('archive.stored_events', 0))"
UNKNOWN = (InterfaceError, OperationalError)


def event(id: UUID | None = None, version: int = 1, **kwargs) -> StoredEvent:
    return StoredEvent(
        **{
            "originator_id": id or uuid4(),
            "originator_version": version,
            "topic": "Tested",
            "state": b"{}",
        }
        | kwargs
    )


@contextmanager
def recording(address: str, **kwargs) -> Iterator[GroupCommitRecorder]:
    with Database(address, role="genfind_writer", schema="archive", **kwargs) as db:
        yield GroupCommitRecorder(db)


@contextmanager
def stock(address: str) -> Iterator[PostgresApplicationRecorder]:
    """The library's own recorder, which locks the table."""
    given = parts(address)
    where = [given[name] for name in ("dbname", "host", "port", "user", "password")]
    with PostgresDatastore(*where, schema="archive", max_overflow=9) as datastore:
        yield PostgresApplicationRecorder(datastore)


def until(true: Callable[[], object], seconds: float = 20) -> None:
    deadline = monotonic() + seconds
    while not true():
        assert monotonic() < deadline, "it did not become true in time"
        sleep(0.002)


@contextmanager
def held(address: str) -> Iterator[psycopg.Connection]:
    """Somebody else is appending, and does not come to an end."""
    with psycopg.connect(address, autocommit=True) as conn:
        conn.execute(LOCK)
        yield conn


def wait_for_the_lock(conn: psycopg.Connection, appends: int = 1) -> None:
    waiting = (
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    )
    waiting += " AND database = (SELECT oid FROM pg_database WHERE datname = %s)"
    name = (conn.info.dbname,)
    until(lambda: conn.execute(waiting, name).fetchone() == (appends,))


def together(
    recorder: GroupCommitRecorder, address: str, *saves: list[StoredEvent]
) -> list[object]:
    """Each save by a caller of its own, all merged behind one that waits for the lock.

    Answers the positions of each save, or its error."""
    outcomes: list[object] = [None] * (len(saves) + 1)

    def append(place: int, events: list[StoredEvent]) -> None:
        try:
            outcomes[place] = recorder.insert_events(events)
        except Exception as error:  # noqa: BLE001
            outcomes[place] = error

    with held(address) as holder:
        threads = []
        for place, events in enumerate([[event()], *saves]):
            threads.append(Thread(target=append, args=(place, events)))
            threads[-1].start()
            if place == 0:
                wait_for_the_lock(holder)
            until(lambda: len(recorder._queue) == len(threads) - 1)  # noqa: SLF001
    for thread in threads:
        thread.join()
    return outcomes[1:]


class Writers:
    """Threads that append one event after another while the block lasts."""

    def __init__(self, recorder: Recorder, count: int) -> None:
        self.recorder = recorder
        self.acknowledged: dict[int, UUID] = {}  # by position
        self.unknown: list[StoredEvent] = []
        self.failures: list[Exception] = []
        self._stop = Event()
        self._threads = [Thread(target=self._write) for _ in range(count)]

    def _write(self) -> None:
        while not self._stop.is_set():
            new = event()
            try:
                [position] = self.recorder.insert_events([new])
                self.acknowledged[position] = new.originator_id
            except UNKNOWN:
                self.unknown.append(new)
            except Exception as error:  # noqa: BLE001
                self.failures.append(error)

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()


def process_of_writers(whose: str, address: str) -> "subprocess.Popen[str]":
    """Six writers for a second; at its end it prints the acknowledged positions."""
    root = str(Path(__file__).parents[2])
    path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.Popen(
        [sys.executable, __file__, whose],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": path, "ARCHIVE": address},
    )


if __name__ == "__main__":
    opened = recording if sys.argv[1] == "ours" else stock
    with opened(os.environ["ARCHIVE"]) as chosen:
        with Writers(chosen, 6) as running:
            sleep(1)
        assert not running.failures
        assert not running.unknown
    json.dump(list(running.acknowledged), sys.stdout)
