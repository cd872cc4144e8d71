"""Connections: in one role from the start, and never waiting for ever."""

from pathlib import Path
from time import monotonic

import psycopg
import pytest
from eventsourcing.persistence import InterfaceError, OperationalError

from infrastructure.confirming import GRACE, may_take
from infrastructure.postgres import Addresses, Database, conninfo, parts
from tests.databases import migrated
from tests.infrastructure.appending import event, recording, until

ROOT = Path(__file__).parents[2]
GONE = (InterfaceError, OperationalError)


def test_one_url_names_three_databases() -> None:
    addresses = Addresses.of("postgresql://g:secret@a,b:6432/pol?sslmode=require")
    assert parts(addresses.keys) == {
        "user": "g",
        "password": "secret",
        "host": "a,b",
        "port": ",6432",
        "sslmode": "require",
        "dbname": "pol_keys",
    }
    assert parts(Addresses.of("host=a").views)["dbname"] == "genfind_views"
    assert "secret" not in repr(addresses)


def test_what_the_address_says_comes_before_our_limits() -> None:
    given = parts(
        conninfo(
            "postgresql://a/?connect_timeout=9&target_session_attrs=any"
            "&options=-c%20work_mem%3D8MB"
        )
    )
    assert given["connect_timeout"] == "9"
    assert given["target_session_attrs"] == "any"
    assert given["options"].startswith("-c work_mem=8MB -c statement_timeout=10000")


def test_a_connection_works_in_its_role_from_the_start(addresses) -> None:
    with (
        Database(addresses.views, role="genfind_reader") as database,
        database.transaction() as db,
    ):
        db.execute("RESET ROLE")
        db.execute("SELECT session_user AS login, current_user AS role")
        assert db.fetchall() == [{"login": "genfind", "role": "genfind_reader"}]


def test_a_statement_that_takes_too_long_ends_in_an_error(addresses) -> None:
    with (
        Database(addresses.views, statement_timeout=0.1) as database,
        pytest.raises(OperationalError, match="statement timeout"),
        database.transaction() as db,
    ):
        db.execute("SELECT pg_sleep(30)")


def test_a_transaction_that_stands_still_ends_in_an_error(addresses, as_admin) -> None:
    """As on a machine that has no time for us; nobody else may wait for our locks.

    Why it ended reaches us as an error, or, where it comes together with the last
    answer, as a notice, and then the closed connection is the error.
    """
    with (
        Database(addresses.views) as database,
        psycopg.connect(as_admin.views, autocommit=True) as other,
        pytest.raises(OperationalError, match=r"idle-in-transaction|server closed"),
    ):
        stand_still(database, other)


def stand_still(database: Database, other: psycopg.Connection) -> None:
    there = "select from pg_stat_activity where pid = %s"
    with database.transaction() as db:
        db.execute("set local idle_in_transaction_session_timeout = '1ms'")
        pid = db.connection.info.backend_pid
        until(lambda: other.execute(there, (pid,)).fetchone() is None)
        db.execute("select 1")


def test_a_transaction_may_allow_its_statements_more_time(addresses) -> None:
    longer = GRACE + 0.5  # than a statement and its commit may take
    with Database(addresses.views, statement_timeout=0.1) as database:
        sleep(database, longer, allowed=0)
        sleep(database, longer, allowed=longer + 30)
        for too_short in (0.2, None):  # the next transaction is as short as any
            with pytest.raises(OperationalError, match="statement timeout"):
                sleep(database, 30, allowed=too_short)


def sleep(database: Database, seconds: float, allowed: float | None) -> None:
    with database.transaction() as db:
        if allowed is not None:
            may_take(db, allowed)
        db.execute("SELECT pg_sleep(%s)", (seconds,))


def test_more_time_is_allowed_in_one_way_only() -> None:
    """Said to the server alone, the connection would give it up all the same."""
    rooms = [ROOT / room for room in ("infrastructure", "projections", "api")]
    files = [file for room in rooms for file in room.rglob("*.py")]
    saying = {file.name for file in files if "statement_timeout" in file.read_text()}
    assert saying == {"confirming.py", "postgres.py"}


def test_when_all_connections_are_taken_the_next_caller_is_told_so(addresses) -> None:
    with Database(addresses.views, pool_size=1, max_overflow=0) as database:
        database.pool.timeout = 0.2
        with (
            database.get_connection(),
            pytest.raises(OperationalError, match="couldn't get a connection"),
            database.get_connection(),
        ):
            pass


def test_after_a_restart_of_the_server_no_request_fails(private_server) -> None:
    with recording(migrated(private_server).archive, pool_size=5) as recorder:
        pool = recorder.datastore.pool
        recorder.insert_events([event()])
        until(lambda: pool.get_stats()["pool_available"] >= 5)
        private_server.stop()
        private_server.ensure()
        began = monotonic()
        for _ in range(10):
            recorder.insert_events([event()])
        assert monotonic() - began < 3


def test_a_notice_that_waits_is_no_reason_to_drop_a_connection(addresses) -> None:
    with Database(addresses.views, pool_size=1, max_overflow=0) as database:
        with database.get_connection() as conn:
            conn.execute("LISTEN something")
            pid = conn.info.backend_pid
        with psycopg.connect(addresses.views, autocommit=True) as other:
            other.execute("NOTIFY something")
        with database.get_connection() as conn:
            assert conn.info.backend_pid == pid


def test_while_the_server_is_away_every_call_ends_in_an_error(private_server) -> None:
    with recording(migrated(private_server).archive) as recorder:
        recorder.datastore.pool.timeout = 0.5
        private_server.stop()
        for call in (
            lambda: recorder.insert_events([event()]),
            lambda: recorder.select_streams([event().originator_id]),
            lambda: recorder.draw_numbers("H", 1),
        ):
            with pytest.raises(GONE):
                call()
        private_server.ensure()
        recorder.datastore.pool.timeout = 10
        assert recorder.insert_events([event()]) == [1]
