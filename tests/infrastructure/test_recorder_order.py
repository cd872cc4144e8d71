"""One total order: a reader that has seen a position never misses a smaller one."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from time import sleep
from uuid import uuid4

import psycopg
import pytest
from eventsourcing.persistence import ApplicationRecorder

from infrastructure.recorder import GroupCommitRecorder
from tests.infrastructure.appending import (
    Writers,
    event,
    process_of_writers,
    recording,
    until,
    wait_for_the_lock,
)

INSERT = (
    "INSERT INTO archive.stored_events"
    " (originator_id, originator_version, topic, state) VALUES (%s, 1, 'Tested', '')"
)
THEIR_TYPE = (
    "CREATE TYPE archive.stored_event_uuid AS (originator_id uuid,"
    " originator_version bigint, topic text, state bytea)"
)


@pytest.fixture
def recorder(addresses) -> Iterator[GroupCommitRecorder]:
    with recording(addresses.archive) as recorder:
        yield recorder


class Reader:
    """Follows the log page by page, and never looks back."""

    def __init__(self, recorder: ApplicationRecorder) -> None:
        self.recorder = recorder
        self.seen: list[int] = []

    def read(self) -> int:
        last = self.seen[-1] if self.seen else None
        page = self.recorder.select_notifications(last, 500, inclusive_of_start=False)
        self.seen += [row.id for row in page]
        return len(page)


def test_an_append_waits_for_the_one_before_it_to_be_committed(
    recorder, as_admin
) -> None:
    first, second = event(), event()
    call = "SELECT archive.append_stored_events(%s, %s, %s, %s, %s)"
    reader = Reader(recorder)
    with (
        psycopg.connect(as_admin.archive) as slow,
        psycopg.connect(as_admin.archive, autocommit=True) as watcher,
        ThreadPoolExecutor() as pool,
    ):
        slow.execute(call, ([0], [first.originator_id], [1], ["Tested"], [b""]))
        later = pool.submit(recorder.insert_events, [second])
        wait_for_the_lock(watcher)
        assert reader.read() == 0
        slow.commit()
        assert later.result() == [2]
    reader.read()
    assert reader.seen == [1, 2]


def test_without_the_lock_a_reader_would_miss_an_event(recorder, as_admin) -> None:
    """The control of the test above: a plain INSERT goes around the lock."""
    reader = Reader(recorder)
    with psycopg.connect(as_admin.archive) as slow:
        slow.execute(INSERT, (uuid4(),))
        assert recorder.insert_events([event()]) == [2]
        reader.read()
        slow.commit()
    reader.read()
    assert reader.seen == [2]


def test_a_reader_beside_eight_writers_sees_each_event_once_and_in_order(
    recorder,
) -> None:
    reader = Reader(recorder)
    with Writers(recorder, 8) as writers:
        until(lambda: reader.read() >= 0 and len(reader.seen) > 400)
    while reader.read():
        pass
    assert not writers.failures
    assert reader.seen == sorted(writers.acknowledged)
    assert recorder.event_count > recorder.batch_count


@pytest.mark.parametrize("third", ["ours", "the library's"])
def test_writers_in_three_processes_keep_one_order(
    recorder, addresses, as_admin, third
) -> None:
    with psycopg.connect(as_admin.archive, autocommit=True) as conn:
        conn.execute(THEIR_TYPE)
    others = as_admin if third == "the library's" else addresses
    reader = Reader(recorder)
    writers = [
        process_of_writers("ours", addresses.archive),
        process_of_writers("ours", addresses.archive),
        process_of_writers(third, others.archive),
    ]
    while any(process.poll() is None for process in writers):
        reader.read()
        sleep(0.002)
    acknowledged = [json.loads(process.communicate()[0]) for process in writers]
    while reader.read():
        pass
    assert all(acknowledged)
    assert reader.seen == sorted(chain(*acknowledged))


def test_an_old_snapshot_may_not_append(recorder, as_admin) -> None:
    call = "SELECT archive.append_stored_events('{}', '{}', '{}', '{}', '{}')"
    with psycopg.connect(as_admin.archive) as conn:
        conn.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        with pytest.raises(psycopg.errors.RaiseException, match="READ COMMITTED"):
            conn.execute(call)
