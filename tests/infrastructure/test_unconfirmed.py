"""What no standby has confirmed is acknowledged to nobody: not now, and not later."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from time import monotonic

import psutil
import psycopg
import pytest
from eventsourcing.persistence import IntegrityError, OperationalError

from api.composition import compose
from infrastructure.confirming import GRACE
from infrastructure.embedded_postgres import EmbeddedPostgres
from tests.databases import migrated, own_server
from tests.infrastructure.appending import event, recording, until
from tests.infrastructure.registering import KEK, Clock, all_stored, register

SHORT = 0.2  # seconds for a statement; its commit ends a grace later
SHORTLY = SHORT + 2 * GRACE + 2  # and 2 for a busy machine
CANCEL = """
SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'
"""
Naming = Callable[[str], None]


@pytest.fixture(scope="module")
def lonely(memory) -> Iterator[EmbeddedPostgres]:
    """A server that may have to wait for standbys, and has none."""
    with own_server(memory) as server:
        server.ensure()
        yield server


@pytest.fixture
def addresses(lonely):
    return migrated(lonely)


@pytest.fixture
def operator(lonely) -> Iterator[psycopg.Connection]:
    with psycopg.connect(lonely.dsn(), autocommit=True) as conn:
        yield conn


@pytest.fixture
def must_confirm(operator) -> Iterator[Naming]:
    """Says which standbys must confirm each commit; at first, and at last, none."""

    def name(standbys: str) -> None:
        operator.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{standbys}'")
        operator.execute("SELECT pg_reload_conf()")
        shown = "SHOW synchronous_standby_names"
        until(lambda: operator.execute(shown).fetchone() == (standbys,))

    yield name
    name("")


@contextmanager
def all_waits_cancelled(operator: psycopg.Connection) -> Iterator[None]:
    """As by an operator who is tired of waiting."""
    stop = Event()

    def cancel() -> None:
        while not stop.wait(0.02):
            operator.execute(CANCEL)

    thread = Thread(target=cancel)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def test_an_append_whose_wait_is_cancelled_is_not_acknowledged(
    addresses, operator, must_confirm
) -> None:
    """The server itself calls it a success."""
    new = event()
    with recording(addresses.archive) as recorder:
        recorder.insert_events([event()])
        must_confirm("nobody")
        with (
            all_waits_cancelled(operator),
            pytest.raises(OperationalError, match="no standby has confirmed"),
        ):
            recorder.insert_events([new])
        must_confirm("")
        with pytest.raises(IntegrityError):  # it is there: the caller compares
            recorder.insert_events([new])
        recorder.insert_events([event()])


def test_a_wait_for_standbys_ends_although_the_server_sets_no_limit(
    addresses, operator, must_confirm
) -> None:
    with recording(addresses.archive, statement_timeout=SHORT) as recorder:
        recorder.insert_events([event()])
        must_confirm("nobody")
        began = monotonic()
        with pytest.raises(OperationalError, match="no standby has confirmed"):
            recorder.insert_events([event()])
        assert SHORT + GRACE <= monotonic() - began < SHORTLY
        waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
        assert not operator.execute(waiting).fetchall()


def test_a_repeat_is_not_acknowledged_before_what_it_repeats_is_confirmed(
    addresses, operator, must_confirm
) -> None:
    """Cancelled, it can be seen, and would be lost with this server."""
    clock = Clock()
    with compose(addresses, KEK, clock=clock, new_id=clock.new_id) as parts:
        id = register(parts).id
        known, id = len(all_stored(parts)), clock.new_id()
        must_confirm("nobody")
        with all_waits_cancelled(operator):
            for _ in range(6):  # keys, numbers and the event are committed one by one
                with pytest.raises(OperationalError):
                    register(parts, id)
            assert len(all_stored(parts)) == known + 1
        must_confirm("")
        assert register(parts, id).repeated
        assert len(all_stored(parts)) == known + 1


def test_a_server_that_may_lead_no_longer_is_not_even_read(
    addresses, must_confirm
) -> None:
    """It would know nothing of what its successor has acknowledged."""
    with recording(addresses.archive) as recorder:
        stored = recorder.insert_events([event()])
        must_confirm("nobody")
        assert recorder.newest() == stored[-1]
    how = {"statement_timeout": SHORT, "sure": True}
    with recording(addresses.archive, **how) as recorder:
        with pytest.raises(OperationalError, match="no standby has confirmed"):
            recorder.newest()
        must_confirm("")
        assert recorder.newest() == stored[-1]


def test_nobody_decides_or_projects_by_such_a_server(
    addresses, operator, must_confirm
) -> None:
    clock = Clock()
    with compose(addresses, KEK, clock=clock, new_id=clock.new_id) as parts:
        must_confirm("nobody")
        for ask in (
            lambda: parts.registry.history(clock.new_id()),
            parts.access_log.recorder.newest,
            parts.projector.source.newest,
            parts.access_projector.source.newest,
            lambda: parts.evidence.whole(clock.new_id(), "none"),
        ):
            with all_waits_cancelled(operator), pytest.raises(OperationalError):
                ask()


def test_a_server_that_falls_silent_is_given_up(private_server) -> None:
    """Its machine still takes what is sent, so the connection itself looks well."""
    address = migrated(private_server).archive
    with recording(address, statement_timeout=SHORT) as recorder:
        recorder.insert_events([event()])
        postmaster = psutil.Process(int(private_server.pid_file.read_text().split()[0]))
        processes = [postmaster, *postmaster.children()]
        try:
            for each in processes:
                each.send_signal(signal.SIGSTOP)
            began = monotonic()
            with pytest.raises(OperationalError):
                recorder.insert_events([event()])
            assert monotonic() - began < SHORTLY
        finally:
            for each in processes:
                with suppress(psutil.NoSuchProcess):
                    each.send_signal(signal.SIGCONT)
        until(lambda: _appends(recorder))


def _appends(recorder) -> bool:
    with suppress(OperationalError):
        return bool(recorder.insert_events([event()]))
    return False
