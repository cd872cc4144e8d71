"""Databases are made and brought up to date by plain SQL, each step once, in order."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from infrastructure.doctor import examine
from infrastructure.embedded_postgres import SERVICE, EmbeddedPostgres
from infrastructure.migrate import CannotMigrate, migrate, migrations, refuse_old
from infrastructure.postgres import Addresses
from tests.databases import migrated
from tests.infrastructure.appending import event, recording


def applied(address: str) -> list[tuple[object, ...]]:
    with psycopg.connect(address) as conn:
        return conn.execute(
            "SELECT name, sha256, applied_at FROM schema_migration ORDER BY applied_at"
        ).fetchall()


@pytest.fixture
def started(private_server) -> EmbeddedPostgres:
    private_server.ensure()
    return private_server


def test_each_step_is_applied_once_and_in_order(as_admin, addresses) -> None:
    before = applied(as_admin.archive)
    assert [name for name, *_ in before] == [
        "0001_events:archive",
        "0001_events:disclosures",
        "0002_numbers",
        "0003_evidence",
        "0004_transparency_log",
        "0006_alarms",
    ]
    migrate(as_admin, addresses)
    assert applied(as_admin.archive) == before


def test_several_may_start_at_once(started) -> None:
    with ThreadPoolExecutor(6) as pool:
        for made in [pool.submit(migrated, started) for _ in range(6)]:
            made.result()
    service = Addresses.of(started.dsn(SERVICE, SERVICE))
    assert examine(Addresses.of(started.dsn(SERVICE)), service) == []


def test_a_login_that_is_no_superuser_may_migrate(started) -> None:
    with psycopg.connect(started.dsn(), autocommit=True) as conn:
        conn.execute("CREATE ROLE admin LOGIN CREATEROLE CREATEDB PASSWORD 'secret'")
    admin = make_conninfo(started.dsn(), user="admin", password="secret")
    service = Addresses.of(started.dsn(SERVICE, SERVICE))
    for _ in range(2):
        migrate(Addresses.of(admin), service)
    told = {finding.subject for finding in examine(Addresses.of(admin), service)}
    assert told == {"database archive", "database keys", "database views"}  # unreadable
    with recording(service.archive) as recorder:
        assert recorder.insert_events([event()]) == [1]


def test_a_migration_that_fails_leaves_nothing_behind(started) -> None:
    with psycopg.connect(started.dsn(), autocommit=True) as conn:
        conn.execute("CREATE DATABASE genfind_keys")
    with psycopg.connect(started.dsn("genfind_keys"), autocommit=True) as conn:
        conn.execute("CREATE SCHEMA keys")
    with pytest.raises(psycopg.errors.DuplicateSchema):
        migrated(started)
    with psycopg.connect(started.dsn("genfind_keys"), autocommit=True) as conn:
        owners = "SELECT FROM pg_auth_members WHERE roleid = 'genfind_owner'::regrole"
        assert conn.execute(owners).fetchall() == []
        conn.execute("DROP SCHEMA keys")
    migrated(started)


def test_an_old_server_is_refused() -> None:
    with pytest.raises(CannotMigrate, match="17 or later is needed; this one is 16"):
        refuse_old(160010)
    refuse_old(170000)


def test_a_changed_file_is_refused(as_admin, addresses) -> None:
    with psycopg.connect(as_admin.keys) as conn:
        conn.execute("UPDATE schema_migration SET sha256 = 'something else'")
    with pytest.raises(CannotMigrate, match="0001_keys has been changed"):
        migrate(as_admin, addresses)


def test_a_program_older_than_the_database_is_refused(as_admin, addresses) -> None:
    with psycopg.connect(as_admin.views) as conn:
        conn.execute("INSERT INTO schema_migration VALUES ('0099_later', '')")
    with pytest.raises(CannotMigrate, match=r"older than the database.*0099_later"):
        migrate(as_admin, addresses)


def test_a_service_without_a_name_is_refused(as_admin, addresses) -> None:
    with pytest.raises(CannotMigrate, match="must name its user"):
        migrate(as_admin, Addresses.of("postgresql:///genfind"))


def test_no_statement_holds_the_service_s_password(started) -> None:
    with psycopg.connect(started.dsn(), autocommit=True) as conn:
        conn.execute("ALTER SYSTEM SET log_statement = 'all'")
        conn.execute("SELECT pg_reload_conf()")
    started.stop()
    migrated(started)
    log = started.log.read_text()
    password = (started.state / f"{SERVICE}.password").read_text()
    assert "ALTER ROLE" in log
    assert password not in log


def test_both_logs_are_made_alike(as_admin) -> None:
    steps = dict(migrations("archive"))
    archive = steps["0001_events:archive"]
    assert archive.replace("archive", "disclosures") == steps["0001_events:disclosures"]


@pytest.mark.parametrize(
    ("id", "partition"),
    [
        ("01941f29-7bff-7fff-8000-000000000000", "stored_events_before_2025"),
        ("01941f29-7c00-7000-8000-000000000000", "stored_events_2025"),
        ("019c1a5b-0000-7000-8000-000000000000", "stored_events_2026"),
        ("024bce5c-efff-7fff-8000-000000000000", "stored_events_2049"),
        ("9b2d1d2e-4a0c-4c3e-8d7e-000000000000", "stored_events_default"),
    ],
)
def test_events_lie_in_the_year_of_their_id(addresses, as_admin, id, partition) -> None:
    with recording(addresses.archive, pool_size=1) as recorder:
        recorder.insert_events([event(UUID(id))])
    with psycopg.connect(as_admin.archive) as conn:
        found = conn.execute(
            "SELECT tableoid::regclass::text, recorded_at <= now()"
            " FROM archive.stored_events"
        ).fetchone()
    assert found == (f"archive.{partition}", True)


def test_states_lie_as_they_are(addresses, as_admin) -> None:
    state = b"x" * 100_000
    with recording(addresses.archive, pool_size=1) as recorder:
        recorder.insert_events([event(state=state)])
    with psycopg.connect(as_admin.archive) as conn:
        size = "SELECT pg_column_size(state), state FROM archive.stored_events"
        assert conn.execute(size).fetchone() == (len(state), state)
