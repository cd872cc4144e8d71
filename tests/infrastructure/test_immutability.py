"""Every attack on what is recorded is refused, or named by the doctor."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import Connection
from psycopg.errors import InsufficientPrivilege, RaiseException

from infrastructure.doctor import differences
from infrastructure.embedded_postgres import SERVICE
from infrastructure.postgres import Addresses, conninfo
from tests.infrastructure.appending import event, recording

EVENTS = "archive.stored_events"
PARTITION = f"{EVENTS}_default"
NEW = "(originator_id, originator_version, topic, state)"
VALUES = "VALUES (gen_random_uuid(), 1, 'Tested', '')"
CHANGES = [
    f"UPDATE {EVENTS} SET topic = 'Other'",
    f"UPDATE {EVENTS} SET topic = 'Other' WHERE false",
    f"DELETE FROM {EVENTS}",
    f"TRUNCATE {EVENTS}",
    f"UPDATE {PARTITION} SET topic = 'Other'",
    f"DELETE FROM {PARTITION}",
    f"TRUNCATE {PARTITION}",
    f"MERGE INTO {EVENTS} e USING (SELECT) ON true WHEN MATCHED THEN DELETE",
    (
        f"INSERT INTO {EVENTS} {NEW} SELECT originator_id, 1, 'Other', '' FROM {EVENTS}"
        " ON CONFLICT (originator_id, originator_version) DO UPDATE SET topic = 'Other'"
    ),
]
FORBIDDEN = [  # to the writer; whatever goes around the function
    *CHANGES,
    f"INSERT INTO {EVENTS} {NEW} {VALUES}",
    (
        f"INSERT INTO {EVENTS} (notification_id, {NEW[1:]} OVERRIDING SYSTEM VALUE"
        " VALUES (1, gen_random_uuid(), 1, 'Tested', '')"
    ),
    f"INSERT INTO {PARTITION} {NEW} {VALUES}",
    f"COPY {EVENTS} {NEW} FROM STDIN",
    f"SELECT * FROM {PARTITION}",
    "SELECT nextval('archive.stored_events_notification_id_seq')",
    "SELECT setval('archive.number_h', 1)",
    "SELECT nextval('archive.number_h')",
    f"DROP TABLE {EVENTS}",
    f"ALTER TABLE {EVENTS} DISABLE TRIGGER ALL",
    f"ALTER TABLE {EVENTS} ENABLE ROW LEVEL SECURITY",
    f"ALTER TABLE {EVENTS} DETACH PARTITION {PARTITION}",
    "SET session_replication_role = replica",
    f"CREATE RULE mine AS ON INSERT TO {EVENTS} DO INSTEAD NOTHING",
    (
        f"CREATE TRIGGER mine BEFORE INSERT ON {EVENTS} FOR EACH ROW"
        " EXECUTE FUNCTION suppress_redundant_updates_trigger()"
    ),
    f"LOCK TABLE {EVENTS} IN EXCLUSIVE MODE",
    "CREATE TABLE archive.mine ()",
    "CREATE TABLE public.mine ()",
    "CREATE TEMP TABLE mine ()",
    "CREATE SCHEMA mine",
    "SET ROLE genfind_owner",
    "SET ROLE genfind_migrator",
    "DROP FUNCTION archive.append_stored_events",
    "SELECT * FROM public.schema_migration",
    "SELECT pg_read_file('postgresql.conf')",
    "UPDATE evidence.file SET key = gen_random_uuid()",
    "DELETE FROM evidence.piece",
    "TRUNCATE evidence.file, evidence.piece",
    "DROP TABLE evidence.piece",
]
DDL = [  # what an owner may do, so that the doctor has to name it
    f"ALTER TABLE {EVENTS} DISABLE TRIGGER no_changes",
    f"DROP TRIGGER no_row_changes ON {EVENTS}",
    f"DROP TABLE {EVENTS} CASCADE",
    "DROP SCHEMA archive CASCADE",
    f"ALTER TABLE {EVENTS} ALTER topic TYPE varchar",
    f"ALTER TABLE {EVENTS} RENAME TO elsewhere",
    f"ALTER TABLE {EVENTS} ENABLE ROW LEVEL SECURITY",
    (
        f"CREATE TRIGGER mine BEFORE INSERT ON {EVENTS} FOR EACH ROW"
        " EXECUTE FUNCTION suppress_redundant_updates_trigger()"
    ),
    f"CREATE RULE mine AS ON INSERT TO {EVENTS} DO INSTEAD NOTHING",
    "ALTER SEQUENCE archive.number_h INCREMENT 7",
    (
        "CREATE OR REPLACE FUNCTION archive.draw_number(prefix text) RETURNS bigint"
        " LANGUAGE sql RETURN 1"
    ),
    f"GRANT UPDATE ON {EVENTS} TO genfind_writer",
    f"REVOKE SELECT ON {EVENTS} FROM genfind_writer",
]


@pytest.fixture
def stored(addresses) -> Addresses:
    with recording(addresses.archive, pool_size=1) as recorder:
        recorder.insert_events([event()])
    return addresses


def session(address: str, role: str | None = None) -> Connection:
    return psycopg.connect(conninfo(address, role), autocommit=True)


def refused(conn: Connection, attack: str) -> bool:
    try:
        with conn.transaction():
            conn.execute(attack)
    except InsufficientPrivilege:
        return True
    return False


@pytest.fixture
def owner(stored, as_admin) -> Iterator[Connection]:
    """As the owner, in a transaction that is undone."""
    with psycopg.connect(as_admin.archive) as conn:
        conn.execute("SET ROLE genfind_owner")
        yield conn
        conn.rollback()


def test_the_writer_can_only_append_and_read(stored) -> None:
    with session(stored.archive, "genfind_writer") as conn:
        assert [attack for attack in FORBIDDEN if not refused(conn, attack)] == []
        assert conn.execute(f"SELECT count(*) FROM {EVENTS}").fetchone() == (1,)


def test_a_grant_by_the_writer_grants_nothing(stored) -> None:
    with session(stored.archive, "genfind_writer") as conn:
        conn.execute(f"GRANT INSERT ON {EVENTS} TO genfind_writer")  # a mere warning
        assert refused(conn, f"INSERT INTO {EVENTS} {NEW} {VALUES}")


@pytest.mark.parametrize("role", ["genfind_projector", "genfind_reader", None])
def test_who_does_not_write_cannot_append_either(stored, role) -> None:
    append = "SELECT archive.append_stored_events('{}', '{}', '{}', '{}', '{}')"
    attacks = [*FORBIDDEN, append, "SELECT archive.draw_number('H')"]
    with session(stored.archive, role) as conn:
        assert [attack for attack in attacks if not refused(conn, attack)] == []


@pytest.mark.parametrize("role", ["genfind_reader", None])
def test_the_reader_sees_neither_events_nor_keys(stored, role) -> None:
    with session(stored.archive, role) as conn, pytest.raises(InsufficientPrivilege):
        conn.execute(f"SELECT * FROM {EVENTS}")
    with session(stored.keys, role) as conn, pytest.raises(InsufficientPrivilege):
        conn.execute("SELECT * FROM keys.subject_key")


@pytest.mark.parametrize("replica", ["origin", "replica"])
@pytest.mark.parametrize("change", CHANGES)
def test_neither_owner_nor_superuser_can_change_an_event(
    owner, change, replica
) -> None:
    for role in ("genfind_owner", "postgres"):
        owner.execute("SET ROLE postgres")
        owner.execute(f"SET session_replication_role = {replica}")
        owner.execute(f"SET ROLE {role}")
        with (
            pytest.raises(InsufficientPrivilege, match="what is recorded stays"),
            owner.transaction(),
        ):
            owner.execute(change)
    assert owner.execute(f"SELECT topic FROM {EVENTS}").fetchall() == [("Tested",)]


@pytest.mark.parametrize("change", DDL)
def test_what_the_owner_changes_about_the_tables_is_named(owner, change) -> None:
    owner.execute("SET ROLE postgres")
    before = set(differences(owner, "archive", SERVICE))
    owner.execute("SET ROLE genfind_owner")
    owner.execute(change)
    owner.execute("SET ROLE postgres")
    assert set(differences(owner, "archive", SERVICE)) - before


def test_a_superuser_who_removes_the_guards_and_changes_an_event_is_named(
    owner,
) -> None:
    owner.execute("SET ROLE postgres")
    owner.execute(f"ALTER TABLE {EVENTS} DISABLE TRIGGER ALL")
    owner.execute(f"ALTER TABLE {PARTITION} DISABLE TRIGGER ALL")
    owner.execute(f"UPDATE {EVENTS} SET topic = 'Other'")
    told = {finding.subject for finding in differences(owner, "archive", SERVICE)}
    assert f"trigger of {EVENTS}.no_changes" in told


def test_a_rule_that_swallows_events_fails_the_append(stored, as_admin) -> None:
    with psycopg.connect(as_admin.archive, autocommit=True) as conn:
        conn.execute(f"CREATE RULE mine AS ON INSERT TO {EVENTS} DO INSTEAD NOTHING")
    append = "SELECT archive.append_stored_events(%s, %s, %s, %s, %s)"
    one = ([0], [event().originator_id], [1], ["Tested"], [b""])
    with session(stored.archive, "genfind_writer") as conn:
        with pytest.raises(psycopg.Error):
            conn.execute(append, one)
        assert conn.execute(f"SELECT count(*) FROM {EVENTS}").fetchone() == (1,)


def test_a_trigger_that_swallows_events_fails_the_append(stored, as_admin) -> None:
    with psycopg.connect(as_admin.archive, autocommit=True) as conn:
        conn.execute(
            "CREATE FUNCTION public.swallow() RETURNS trigger LANGUAGE plpgsql"
            " AS 'BEGIN RETURN NULL; END'"
        )
        conn.execute(
            f"CREATE TRIGGER mine BEFORE INSERT ON {EVENTS}"
            " FOR EACH ROW EXECUTE FUNCTION public.swallow()"
        )
    append = "SELECT archive.append_stored_events(%s, %s, %s, %s, %s)"
    one = ([0], [event().originator_id], [1], ["Tested"], [b""])
    with (
        session(stored.archive, "genfind_writer") as conn,
        pytest.raises(RaiseException, match="something swallowed 1 of 1 events"),
    ):
        conn.execute(append, one)


def test_keys_can_be_destroyed_but_not_removed_or_replaced(addresses) -> None:
    with session(addresses.keys, "genfind_writer") as conn:
        attacks = (
            "DELETE FROM keys.subject_key",
            "TRUNCATE keys.subject_key",
            "UPDATE keys.subject_key SET subject = gen_random_uuid()",
            "UPDATE keys.secret SET wrapped = ''",
            "DELETE FROM keys.secret",
            "UPDATE keys.blind_index SET subject = gen_random_uuid()",
        )
        assert [attack for attack in attacks if not refused(conn, attack)] == []
        conn.execute("UPDATE keys.subject_key SET state = 'shredded', wrapped = NULL")
