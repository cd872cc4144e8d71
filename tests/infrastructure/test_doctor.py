"""Every single drift of a server is named; a fresh home gives no finding."""

from collections.abc import Iterator

import psycopg
import pytest

from infrastructure.doctor import Finding, differences, examine
from infrastructure.embedded_postgres import SERVICE, EmbeddedPostgres
from infrastructure.postgres import Addresses
from tests.databases import migrated, own_server

EVENTS = "archive.stored_events"
APPEND = "archive.append_stored_events"
STORE_ONE = (
    f"SELECT {APPEND}"
    "('{0}', ARRAY[gen_random_uuid()], '{1}', '{Tested}', ARRAY[''::bytea]);"
)


@pytest.fixture(scope="module")
def home(memory) -> Iterator[EmbeddedPostgres]:
    with own_server(memory) as server:
        migrated(server)
        yield server


def examined(server: EmbeddedPostgres) -> list[Finding]:
    admin = Addresses.of(server.dsn(SERVICE))
    return examine(admin, Addresses.of(server.dsn(SERVICE, SERVICE)))


def test_a_fresh_home_is_as_it_should_be(home) -> None:
    assert examined(home) == []


DRIFTS = {
    "archive": {
        # Who may do what.
        f"GRANT INSERT ON {EVENTS} TO genfind_writer": "genfind_writer may INSERT",
        f"GRANT UPDATE ON {EVENTS} TO genfind_writer": "genfind_writer may UPDATE",
        f"GRANT SELECT ON {EVENTS} TO PUBLIC": "PUBLIC may SELECT",
        f"GRANT SELECT ON {EVENTS}_2026 TO genfind_reader": "genfind_reader may SELECT",
        f"GRANT UPDATE (state) ON {EVENTS} TO genfind": "the service may UPDATE",
        f"REVOKE SELECT ON {EVENTS} FROM genfind_writer": "genfind_writer may SELECT",
        f"GRANT EXECUTE ON FUNCTION {APPEND} TO PUBLIC": "PUBLIC may EXECUTE",
        f"GRANT EXECUTE ON FUNCTION {APPEND} TO genfind_writer WITH GRANT OPTION": (
            "genfind_writer may EXECUTE and grant it"
        ),
        "GRANT USAGE ON SEQUENCE archive.number_h TO genfind_writer": "may USAGE",
        "GRANT CREATE ON SCHEMA archive TO genfind_writer": "may CREATE",
        "GRANT USAGE ON SCHEMA public TO PUBLIC": "PUBLIC may USAGE",
        "GRANT CONNECT ON DATABASE genfind_archive TO PUBLIC": "PUBLIC may CONNECT",
        "ALTER DEFAULT PRIVILEGES FOR ROLE genfind_owner"
        " GRANT INSERT ON TABLES TO genfind_writer": "may INSERT",
        f"ALTER TABLE {EVENTS} OWNER TO genfind_writer": "genfind_writer",
        f"ALTER FUNCTION {APPEND} OWNER TO postgres": "postgres",
        "ALTER SCHEMA archive OWNER TO postgres": "postgres",
        "ALTER DATABASE genfind_archive OWNER TO postgres": "postgres",
        # Who is who.
        "GRANT genfind_owner TO genfind_migrator": "genfind_migrator, inherits",
        "GRANT genfind_owner TO genfind": "the service, inherits",
        "GRANT genfind_migrator TO genfind_writer": "genfind_writer, inherits",
        "GRANT genfind_writer TO genfind WITH INHERIT TRUE": "the service, inherits",
        "CREATE ROLE mallory; GRANT genfind_writer TO mallory": "mallory",
        "CREATE ROLE mallory; GRANT pg_write_all_data TO mallory": "mallory",
        "GRANT pg_read_server_files TO genfind": "the service",
        "REVOKE genfind_reader FROM genfind": "the service, may become it",
        "ALTER ROLE genfind_owner LOGIN": "may log in",
        "ALTER ROLE genfind_writer BYPASSRLS": "bypasses row security",
        "ALTER ROLE genfind_projector CREATEROLE": "makes roles",
        "ALTER ROLE genfind SUPERUSER": "superuser",
        "CREATE ROLE mallory SUPERUSER": "superuser",
        "ALTER ROLE genfind SET synchronous_commit = off": "changed for genfind",
        "ALTER DATABASE genfind_archive SET synchronous_commit = off": "everybody",
        # What guards the events.
        f"ALTER TABLE {EVENTS} DISABLE TRIGGER no_changes": "never",
        f"ALTER TABLE {EVENTS}_2026 DISABLE TRIGGER no_row_changes": "never",
        f"ALTER TABLE {EVENTS} ENABLE TRIGGER no_row_changes": "always",
        f"ALTER TABLE {EVENTS}_2030 ENABLE REPLICA TRIGGER no_changes": "replicas",
        f"DROP TRIGGER no_changes ON {EVENTS}_2026": "no_changes",
        f"CREATE TRIGGER mine BEFORE INSERT ON {EVENTS}"
        " FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()": "mine",
        f"CREATE RULE mine AS ON INSERT TO {EVENTS} DO INSTEAD NOTHING": "mine",
        f"ALTER TABLE {EVENTS} ENABLE ROW LEVEL SECURITY": "row security",
        f"CREATE POLICY mine ON {EVENTS} USING (false)": "mine",
        "CREATE FUNCTION archive.mine() RETURNS event_trigger LANGUAGE plpgsql"
        " AS 'BEGIN END'; CREATE EVENT TRIGGER mine ON ddl_command_end"
        " EXECUTE FUNCTION archive.mine()": "event trigger of mine",
        # What the functions do.
        "CREATE OR REPLACE FUNCTION archive.refuse_change() RETURNS trigger"
        " LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp"
        " AS 'BEGIN RETURN NEW; END'": "refuse_change",
        f"ALTER FUNCTION {APPEND} RESET search_path": "append_stored_events",
        f"ALTER FUNCTION {APPEND} SECURITY INVOKER": "append_stored_events",
        "CREATE FUNCTION archive.es_insert_events_uuid() RETURNS int"
        " LANGUAGE sql RETURN 1": "es_insert_events_uuid",
        "DROP FUNCTION archive.draw_number": "draw_number",
        # What the tables are.
        f"ALTER TABLE {EVENTS} DETACH PARTITION {EVENTS}_2026": "stored_events_2026",
        f"DROP TABLE {EVENTS}_2026": "stored_events_2026",
        f"ALTER TABLE {EVENTS}_2026 SET UNLOGGED": "lost in a crash",
        f"ALTER TABLE {EVENTS} DROP CONSTRAINT versions_begin_at_1": "CHECK",
        f"ALTER TABLE {EVENTS}_2026 ADD CHECK (topic <> 'ContactRegistered')": "CHECK",
        f"ALTER TABLE {EVENTS} DROP CONSTRAINT stored_events_pkey": "PRIMARY KEY",
        f"ALTER TABLE {EVENTS} ALTER topic DROP NOT NULL": "text",
        f"ALTER TABLE {EVENTS} ALTER state SET STORAGE EXTENDED": "bytea, not null",
        f"ALTER TABLE {EVENTS} ALTER notification_id SET GENERATED BY DEFAULT": "drawn",
        f"ALTER TABLE {EVENTS} ADD note text": "note",
        "DROP INDEX archive.stored_events_notification_id_idx": "notification_id_idx",
        "ALTER SEQUENCE archive.number_h CYCLE": "in a circle",
        f"{STORE_ONE} {STORE_ONE}"
        f"ALTER TABLE {EVENTS} ALTER notification_id RESTART": "given to an event",
        # What was migrated.
        "DELETE FROM schema_migration WHERE name = '0002_numbers'": "not been applied",
        "UPDATE schema_migration SET sha256 = ''": "other contents",
        "INSERT INTO schema_migration VALUES ('0099_later', '')": "not known",
        "DROP TABLE schema_migration": "not been applied",
    },
    "keys": {
        "GRANT DELETE ON keys.subject_key TO genfind_writer": "may DELETE",
        "GRANT UPDATE ON keys.secret TO genfind_writer": "may UPDATE",
        "GRANT SELECT ON keys.subject_key TO genfind_projector": "may SELECT",
        "DROP INDEX keys.subject_key_active": "subject_key_active",
    },
    "views": {
        "SET ROLE genfind_projector; CREATE SCHEMA search;"
        "CREATE TABLE search.contact (id int); RESET ROLE;"
        "GRANT INSERT ON search.contact TO genfind_reader": "genfind_reader may INSERT",
        "CREATE SCHEMA publications": "postgres",
        "GRANT CREATE ON SCHEMA public TO genfind_projector": "may CREATE",
        "GRANT SELECT ON schema_migration TO genfind_reader": "may SELECT",
        "DROP EXTENSION unaccent": "exists",
    },
}


@pytest.mark.parametrize(
    ("kind", "drift"),
    [(kind, drift) for kind, drifts in DRIFTS.items() for drift in drifts],
)
def test_each_drift_is_named(home, kind, drift) -> None:
    with psycopg.connect(home.dsn(f"genfind_{kind}")) as conn:
        conn.execute(drift)
        findings = list(differences(conn, kind, SERVICE))
        conn.rollback()
    told = [f"{finding.subject}: {finding.problem}" for finding in findings]
    assert any(DRIFTS[kind][drift] in line for line in told), told
    assert all(finding.remedy for finding in findings)


def test_read_models_are_the_projector_s_own_business(home) -> None:
    with psycopg.connect(home.dsn("genfind_views")) as conn:
        conn.execute(
            "SET ROLE genfind_projector; CREATE SCHEMA search;"
            "CREATE TABLE search.contact (id int PRIMARY KEY, words text);"
            "CREATE INDEX ON search.contact USING gin (words public.gin_trgm_ops);"
            "CREATE FUNCTION search.folded(text) RETURNS text LANGUAGE sql"
            " RETURN lower($1); RESET ROLE"
        )
        assert list(differences(conn, "views", SERVICE)) == []
        conn.rollback()


def test_events_in_the_default_partition_are_as_they_should_be(home) -> None:
    with psycopg.connect(home.dsn("genfind_archive")) as conn:
        conn.execute(STORE_ONE)
        assert list(differences(conn, "archive", SERVICE)) == []
        conn.rollback()


def test_a_server_that_forgets_is_named(as_admin, addresses) -> None:
    """The fast server of the tests is one."""
    findings = examine(as_admin, addresses)
    assert [f.subject for f in findings if "This should not be: off." in f.problem] == [
        "setting of fsync",
        "setting of full_page_writes",
        "setting of synchronous_commit",
    ]


def test_a_server_without_checksums_is_named(private_server) -> None:
    migrated(private_server, SERVICE)
    private_server.stop()
    private_server._run("pg_checksums", "--disable", "-D", private_server.pgdata)  # noqa: SLF001
    private_server.ensure()
    told = [finding.subject for finding in examined(private_server)]
    assert set(told) == {"setting of data_checksums"}


def test_a_database_that_is_not_there_is_named(home) -> None:
    admin = Addresses.of(home.dsn())
    findings = examine(admin, Addresses.of(home.dsn("elsewhere", SERVICE)))
    assert [finding.subject for finding in findings] == [
        "database archive",
        "database keys",
        "database views",
    ]
