"""What was acknowledged stays, whatever dies; and nobody waits for ever."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread, get_ident, main_thread

import psutil
import psycopg
import pytest
from eventsourcing.persistence import IntegrityError

from infrastructure.embedded_postgres import SERVICE, EmbeddedPostgres
from infrastructure.recorder import GroupCommitRecorder
from tests.databases import migrated
from tests.infrastructure.appending import (
    Writers,
    event,
    held,
    recording,
    until,
    wait_for_the_lock,
)

ROUNDS = 5


def kill(server: EmbeddedPostgres) -> None:
    """No chance to write anything down: the server and all its backends."""
    postmaster = psutil.Process(int(server.pid_file.read_text().split()[0]))
    for process in (postmaster, *postmaster.children()):
        with suppress(psutil.NoSuchProcess):
            process.kill()


def stored(recorder: GroupCommitRecorder) -> dict[int, object]:
    rows = recorder.select_notifications(None, 1_000_000)
    return {row.id: row.originator_id for row in rows}


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(
    durable_server,
) -> None:
    archive = migrated(durable_server).archive
    with recording(archive) as recorder:
        with Writers(recorder, 8) as writers:
            for _ in range(ROUNDS):
                before = len(writers.acknowledged)
                until(lambda since=before: len(writers.acknowledged) > since + 100)
                kill(durable_server)
                durable_server.ensure()
            with held(archive) as holder:
                wait_for_the_lock(holder)
                kill(durable_server)  # an append is under way, whatever luck has it
            durable_server.ensure()
        assert not writers.failures
        assert writers.unknown
        assert writers.acknowledged.items() <= stored(recorder).items()
        _settle(recorder, writers)


def _settle(recorder: GroupCommitRecorder, writers: Writers) -> None:
    """Repeated with the same ids, each unknown one is stored once: before or now."""
    ids = [each.originator_id for each in writers.unknown]
    before = recorder.select_streams(ids).keys()
    for each in writers.unknown:
        try:
            recorder.insert_events([each])
            assert each.originator_id not in before
        except IntegrityError:
            assert each.originator_id in before
    kept = stored(recorder).values()
    assert len(kept) == len(set(kept)) == len(writers.acknowledged) + len(ids)


@pytest.fixture
def forgetful_server(durable_server) -> EmbeddedPostgres:
    return EmbeddedPostgres(
        durable_server.state, synchronous_commit="off", wal_writer_delay="10s"
    )


def test_without_synchronous_commit_the_same_crash_loses_events(
    forgetful_server,
) -> None:
    """The control: it shows that the test above can fail."""
    lost: set[int] = set()
    with recording(migrated(forgetful_server).archive) as recorder:
        recorder.datastore.pool.timeout = 0.5
        for _ in range(ROUNDS):
            with Writers(recorder, 8) as writers:
                until(lambda: len(writers.acknowledged) > 100)
                kill(forgetful_server)
            forgetful_server.ensure()
            lost |= writers.acknowledged.keys() - stored(recorder).keys()
            if lost:
                break
    assert lost


def test_nothing_is_lost_while_connections_are_cut_again_and_again(
    addresses, as_admin
) -> None:
    cut = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND usename = %s"
    )
    with recording(addresses.archive) as recorder:
        with (
            psycopg.connect(as_admin.archive, autocommit=True) as conn,
            Writers(recorder, 8) as writers,
        ):
            for _ in range(20):
                before = len(writers.acknowledged)
                until(lambda since=before: len(writers.acknowledged) > since + 5)
                conn.execute(cut, (SERVICE,))
            with held(as_admin.archive) as holder:
                wait_for_the_lock(holder)
                conn.execute(cut, (SERVICE,))
        assert not writers.failures
        assert writers.unknown
        assert writers.acknowledged.items() <= stored(recorder).items()


class Interrupted(Exception):
    pass


@contextmanager
def interrupting() -> Iterator[None]:
    """A signal raises Interrupted in the main thread, wherever it is."""

    def interrupt(*_: object) -> None:
        raise Interrupted

    before = signal.signal(signal.SIGUSR1, interrupt)
    yield
    signal.signal(signal.SIGUSR1, before)


def interrupt_when(true) -> Thread:
    assert get_ident() == main_thread().ident

    def wait() -> None:
        until(true)
        signal.pthread_kill(main_thread().ident, signal.SIGUSR1)

    thread = Thread(target=wait)
    thread.start()
    return thread


def test_an_interrupted_waiter_leaves_the_queue(addresses, as_admin) -> None:
    answers: list[object] = []
    with recording(addresses.archive) as recorder, interrupting():
        leader = Thread(
            target=lambda: answers.append(recorder.insert_events([event()]))
        )
        with held(as_admin.archive) as holder:
            leader.start()
            wait_for_the_lock(holder)
            thread = interrupt_when(lambda: recorder._queue)  # noqa: SLF001
            with pytest.raises(Interrupted):
                recorder.insert_events([event()])
            thread.join()
        leader.join()
        assert answers == [[1]]
        assert recorder.insert_events([event()]) == [2]


def test_an_interrupted_leader_hands_over(addresses, as_admin) -> None:
    answers: list[object] = []
    with recording(addresses.archive) as recorder, interrupting():
        follower = Thread(
            target=lambda: answers.append(recorder.insert_events([event()]))
        )
        with held(as_admin.archive) as holder:
            begun = Event()

            def follow() -> bool:
                wait_for_the_lock(holder)
                if not begun.is_set():
                    begun.set()
                    follower.start()
                return bool(recorder._queue)  # noqa: SLF001

            thread = interrupt_when(follow)
            with pytest.raises(Interrupted):
                recorder.insert_events([event()])
            thread.join()
        follower.join()
        [[position]] = answers  # 2 where the leader's event was on its way already
        assert recorder.insert_events([event()]) == [position + 1]
