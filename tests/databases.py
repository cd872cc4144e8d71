"""Real PostgreSQL for the tests: one server a run, three fresh databases a test."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from tempfile import gettempdir
from uuid import uuid4

import psutil
import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from api.composition import compose
from infrastructure.embedded_postgres import SERVICE, EmbeddedPostgres
from infrastructure.key_encryption import KeyEncryptionKey
from infrastructure.migrate import admit, migrate
from infrastructure.postgres import Addresses, parts

MEMORY, DISK = Path("/dev/shm"), Path("/var/tmp")
RUN = "genfind-run-"
KINDS = [field.name for field in fields(Addresses)]
PREPARED = "made_views"  # copied where a test has the parts put together
FAST = {  # safe to lose: nothing here outlives the run
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "max_connections": "400",
    "shared_buffers": "128MB",
}


@pytest.fixture(scope="session")
def memory() -> Path:
    """Where files are fast and may be lost. Open to all, so that the server's account
    can reach it; pytest's own folders are not."""
    return MEMORY if os.access(MEMORY, os.W_OK) else Path(gettempdir())


@pytest.fixture(scope="session")
def server(memory) -> Iterator[EmbeddedPostgres]:
    """The server that all workers of this run share."""
    run = memory / f"{RUN}{os.environ.get('PYTEST_XDIST_TESTRUNUID', uuid4().hex)[:12]}"
    me = run / "users" / str(os.getpid())
    server = EmbeddedPostgres(run / "server", **FAST)
    with _alone():
        _sweep(memory)
        me.parent.mkdir(parents=True, exist_ok=True)
        run.chmod(0o755)
        me.touch()
        server.ensure()
        _make_templates(server)
    yield server
    with _alone():
        me.unlink()
        _sweep(memory)


@pytest.fixture(scope="session")
def admin(server) -> Callable[[str], str]:
    """The superuser's address of a database."""
    return server.dsn


@pytest.fixture(scope="session")
def _maintenance(server) -> Iterator[psycopg.Connection]:
    with psycopg.connect(server.dsn(), autocommit=True) as conn:
        yield conn


@pytest.fixture
def addresses(request, server, _maintenance) -> Iterator[Addresses]:
    """Three databases of this test's own, as the service sees them."""
    addresses = Addresses.of(server.dsn(f"t_{uuid4().hex}", SERVICE))
    names = {kind: _name(getattr(addresses, kind)) for kind in KINDS}
    for kind, name in names.items():
        prepares = kind == "views" and "parts" in request.fixturenames
        _copy(_maintenance, PREPARED if prepares else f"tpl_{kind}", name)
        admit(_maintenance, kind, name, getattr(addresses, kind))
    yield addresses
    for name in names.values():
        drop = SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name))
        _maintenance.execute(drop)


@pytest.fixture
def as_admin(addresses, admin) -> Addresses:
    """The same three databases, as the superuser sees them."""
    return Addresses(*(admin(_name(getattr(addresses, kind))) for kind in KINDS))


@pytest.fixture
def durable_server() -> Iterator[EmbeddedPostgres]:
    """A server of this test's own that keeps its promises, on a real disk."""
    with own_server(DISK) as server:
        yield server


@pytest.fixture
def private_server(memory) -> Iterator[EmbeddedPostgres]:
    """A server of this test's own, for what would disturb the others."""
    with own_server(memory) as server:
        yield server


@contextmanager
def own_server(folder: Path, **how: str) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(
        folder / f"genfind-{uuid4().hex[:12]}", shared_buffers="32MB", **how
    )
    try:
        yield server
    finally:
        server.stop("immediate")
        shutil.rmtree(server.state)


def migrated(server: EmbeddedPostgres, name: str = "genfind") -> Addresses:
    """The databases of a server of one's own, as the service sees them."""
    server.ensure()
    service = Addresses.of(server.dsn(name, SERVICE))
    migrate(Addresses.of(server.dsn(name)), service)
    return service


@contextmanager
def _alone() -> Iterator[None]:
    """No other worker does the same at the same time."""
    path = Path(gettempdir(), f"genfind-tests-{os.geteuid()}.lock")
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _sweep(memory: Path) -> None:
    """Stop the servers that nobody uses, also those of runs that were killed."""
    for run in memory.glob(f"{RUN}*"):
        users = (int(path.name) for path in (run / "users").iterdir())
        if run.stat().st_uid == os.geteuid() and not any(map(psutil.pid_exists, users)):
            EmbeddedPostgres(run / "server").stop("immediate")
            shutil.rmtree(run)


def _make_templates(server: EmbeddedPostgres) -> None:
    """And one in which all read models have their tables: each test that follows logs
    would spend most of its time on making them.
    """
    with psycopg.connect(server.dsn(), autocommit=True) as conn:
        made = "SELECT 1 FROM pg_database WHERE datname = %s AND datistemplate"
        if conn.execute(made, (PREPARED,)).fetchone():
            return
        migrate(
            Addresses.of(server.dsn("tpl")), Addresses.of(server.dsn("tpl", SERVICE))
        )
        prepared = Addresses.of(server.dsn("made", SERVICE))
        for kind in KINDS:
            _copy(conn, f"tpl_{kind}", f"made_{kind}")
            admit(conn, kind, f"made_{kind}", getattr(prepared, kind))
        with compose(prepared, KeyEncryptionKey(bytes(32))) as parts:
            parts.projector.prepare()
            parts.access_projector.prepare()
        for name in (*(f"tpl_{kind}" for kind in KINDS), PREPARED):
            freeze = "ALTER DATABASE {} IS_TEMPLATE true ALLOW_CONNECTIONS false"
            conn.execute(SQL(freeze).format(Identifier(name)))


def _copy(conn: psycopg.Connection, template: str, name: str) -> None:
    create = "CREATE DATABASE {} OWNER genfind_owner TEMPLATE {} STRATEGY file_copy"
    conn.execute(SQL(create).format(Identifier(name), Identifier(template)))


def _name(address: str) -> str:
    return parts(address)["dbname"]
