"""Makes roles, databases and tables: plain SQL, each step once, in order.

Whoever migrates holds `genfind_migrator`, and through it `genfind_owner`, only inside
the transaction of one migration: no crash can leave these memberships behind.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from psycopg import Connection
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier, Literal

from infrastructure.postgres import LIBPQ, Addresses, parts

OLDEST = 17
FILES = Path(__file__).with_name("migrations")
LOGS = ("archive", "disclosures")  # schemas of the archive, each with the same tables
WORKING = (
    "genfind_writer",
    "genfind_projector",
    "genfind_reader",
    "genfind_sealer",
    "genfind_auditor",
)
ROLES = ("genfind_owner", "genfind_migrator", *WORKING)

MEMBERSHIPS = """
GRANT genfind_migrator TO CURRENT_USER WITH SET TRUE, INHERIT FALSE;
GRANT genfind_owner TO genfind_migrator WITH SET TRUE, INHERIT FALSE;
GRANT genfind_projector TO genfind_owner WITH SET TRUE, INHERIT TRUE;
"""
NO_MEMBERSHIPS = """
REVOKE genfind_projector FROM genfind_owner;
REVOKE genfind_owner FROM genfind_migrator;
REVOKE genfind_migrator FROM CURRENT_USER;
"""
AS_OWNER = "SET LOCAL lock_timeout = '10s'; SET LOCAL ROLE genfind_owner"
CREATE_DATABASE = SQL(
    "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'"
    " LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
)
REMEMBERED = """
CREATE TABLE IF NOT EXISTS public.schema_migration (
    name text PRIMARY KEY,
    sha256 text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
)
"""


class CannotMigrate(Exception):
    """The sentence says what is wrong; nothing has been changed by the failed step."""


def migrate(admin: Addresses, service: Addresses) -> None:
    """Make and update the three databases that the service's addresses name.

    `admin` gives the servers and whom to be there: a superuser, or a login that may
    create roles and databases. It may be repeated, and started several times at once.
    """
    for kind in fields(Addresses):
        url = getattr(service, kind.name)
        server = getattr(admin, kind.name)
        with psycopg.connect(at(server, "postgres"), autocommit=True) as conn:
            refuse_old(conn.info.server_version)
            # Roles belong to the whole server, so one lock is for all its databases.
            conn.execute(
                "SELECT pg_advisory_lock(hashtextextended('genfind migrate', 0))"
            )
            with conn.transaction():
                _make_roles(conn, url)
            _make_database(conn, kind.name, url)
            with psycopg.connect(
                at(server, database_of(url)), autocommit=True
            ) as database:
                _apply(database, kind.name)


def migrations(kind: str) -> Iterator[tuple[str, str]]:
    """Name and SQL of each step of one database; a log's files once for each log."""
    for file in sorted((FILES / kind).glob("*.sql")):
        text = file.read_text(encoding="utf-8")
        if "${schema}" not in text:
            yield file.stem, text
            continue
        for log in LOGS:
            yield f"{file.stem}:{log}", rendered(text, log)


def rendered(text: str, schema: str, id_type: str = "uuid") -> str:
    return text.replace("${schema}", schema).replace("${id_type}", id_type)


def refuse_old(version: int) -> None:
    """`version` as servers count, such as 180006."""
    if version < OLDEST * 10_000:
        raise CannotMigrate(
            f"PostgreSQL {OLDEST} or later is needed; this one is {version // 10_000}."
        )


def admit(conn: Connection[Any], kind: str, name: str, service: str) -> None:
    """Open a database to the service and oneself; for a copy of one, do it again."""
    database, login = Identifier(name), Identifier(login_of(service))
    conn.execute(SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    # For the login, because the server checks this before the session has its role.
    connect = SQL("GRANT CONNECT ON DATABASE {} TO {}, SESSION_USER")
    conn.execute(connect.format(database, login))
    if kind == "views":
        to_projector = SQL(
            "GRANT CREATE, TEMPORARY ON DATABASE {} TO genfind_projector"
        )
        conn.execute(to_projector.format(database))


@contextmanager
def owning(conn: Connection[Any]) -> Iterator[None]:
    """As the owner of all that is there, until the transaction ends."""
    with _migrating(conn):
        conn.execute(AS_OWNER)
        yield


@contextmanager
def _migrating(conn: Connection[Any]) -> Iterator[None]:
    with conn.transaction():
        conn.execute(MEMBERSHIPS)
        yield
        conn.execute("RESET ROLE")
        conn.execute(NO_MEMBERSHIPS)


def _make_roles(conn: Connection[Any], service: str) -> None:
    known = {row[0] for row in conn.execute("SELECT rolname FROM pg_roles")}
    for role in ROLES:
        if role not in known:
            conn.execute(SQL("CREATE ROLE {} NOLOGIN").format(Identifier(role)))
    login = login_of(service)
    if login not in known:
        conn.execute(SQL("CREATE ROLE {} LOGIN").format(Identifier(login)))
        if password := parts(service).get("password"):
            _set_password(conn, login, password)
    for role in WORKING:
        conn.execute(
            SQL("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE").format(
                Identifier(role), Identifier(login)
            )
        )


def _set_password(conn: Connection[Any], login: str, password: str) -> None:
    """Scrambled here, so that no log of statements can hold it."""
    scrambled = conn.pgconn.encrypt_password(
        password.encode(), login.encode(), b"scram-sha-256"
    )
    conn.execute(
        SQL("ALTER ROLE {} PASSWORD {}").format(
            Identifier(login), Literal(scrambled.decode())
        )
    )


def _make_database(conn: Connection[Any], kind: str, service: str) -> None:
    name = database_of(service)
    found = conn.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
    if not found.fetchone():
        conn.execute(CREATE_DATABASE.format(Identifier(name)))
    owned = "SELECT 1 FROM pg_database WHERE datname = %s AND datdba = %s::regrole"
    if not conn.execute(owned, (name, "genfind_owner")).fetchone():
        with _migrating(conn):
            owner = SQL("ALTER DATABASE {} OWNER TO genfind_owner")
            conn.execute(owner.format(Identifier(name)))
            conn.execute(AS_OWNER)
            admit(conn, kind, name, service)


def _apply(conn: Connection[Any], kind: str) -> None:
    with owning(conn):
        conn.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        conn.execute(REMEMBERED)
        rows = conn.execute("SELECT name, sha256 FROM public.schema_migration")
        applied = dict(rows.fetchall())
    steps = dict(migrations(kind))
    digests = {name: sha256(text.encode()).hexdigest() for name, text in steps.items()}
    if unknown := sorted(applied.keys() - steps.keys()):
        raise CannotMigrate(f"This program is older than the database: {unknown}.")
    for name, digest in applied.items():
        if digests[name] != digest:
            raise CannotMigrate(f"{name} has been changed after it was applied.")
    for name in [name for name in steps if name not in applied]:
        with owning(conn):
            conn.execute(steps[name])
            conn.execute(
                "INSERT INTO public.schema_migration (name, sha256) VALUES (%s, %s)",
                (name, digests[name]),
            )


def at(server: str, dbname: str) -> str:
    return make_conninfo(**(LIBPQ | parts(server) | {"dbname": dbname}))


def database_of(url: str) -> str:
    return (LIBPQ | parts(url))["dbname"]


def login_of(url: str) -> str:
    user = parts(url).get("user")
    if not user:
        raise CannotMigrate("The address of the service must name its user.")
    return user
