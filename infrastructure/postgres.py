"""Connections to PostgreSQL: every statement ends, in an answer or in an error."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from select import POLLIN, poll
from typing import Self

import psycopg
from eventsourcing.persistence import InternalError, OperationalError
from eventsourcing.postgres import ConnectionPool, PostgresDatastore
from psycopg import Connection
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.errors import IdleInTransactionSessionTimeout
from psycopg.rows import DictRow, dict_row

from infrastructure.confirming import GRACE, Session

CHECKOUT = 5.0  # seconds to wait for a free connection
RECONNECT = 0.3  # seconds between attempts; the pool's own pauses grow to minutes
STATEMENT = 10.0  # seconds a statement may take
LOCK = 4  # seconds a statement waits for a lock; the append function says the same
LIBPQ = {  # what the address itself says comes first
    "dbname": "genfind",
    "connect_timeout": "3",  # seconds, for each host
    "tcp_user_timeout": "5000",  # milliseconds until a silent host is given up
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "target_session_attrs": "read-write",  # of several hosts, the one that leads
}


@dataclass(frozen=True)
class Addresses:
    """Where the three databases are, each as a libpq connection string or URL."""

    archive: str
    keys: str
    views: str

    @classmethod
    def of(cls, url: str) -> Self:
        """Three databases on one server, named after the one that the URL names."""
        name = (LIBPQ | parts(url))["dbname"]
        kinds = ("archive", "keys", "views")
        return cls(*(make_conninfo(url, dbname=f"{name}_{kind}") for kind in kinds))

    def __repr__(self) -> str:
        return "Addresses(…)"  # they hold passwords


class _Pool(ConnectionPool[Connection[DictRow]]):
    """Never hands out a connection whose server has hung up, nor, where it must be `sure`,
    one to a server that leads no longer and does not know it.

    A server that stops or restarts says so on each socket, so silence is proof enough
    and costs no round trip. After one loss all others are made anew, for they are lost
    as well, and would fail one request each.
    """

    sure = False

    def getconn(self, timeout: float | None = None) -> Connection[DictRow]:
        connection = self._living(timeout)
        if self.sure and isinstance(connection, Session):
            try:
                connection.make_sure()
            except BaseException:
                self.putconn(connection)
                raise
        return connection

    def _living(self, timeout: float | None) -> Connection[DictRow]:
        connection = super().getconn(timeout)
        if _is_silent(connection):
            return connection
        try:
            self.check_connection(connection)  # it may be no more than a notice
        except psycopg.OperationalError:
            self.putconn(connection)
            self.drain()
            return super().getconn(timeout)
        return connection

    def putconn(self, conn: Connection[DictRow]) -> None:
        super().putconn(conn)
        if isinstance(conn, Session) and conn.given_up:
            self.drain()

    def reconnect_failed(self) -> None:
        self.check()  # begins again, as long as it takes


class Database(PostgresDatastore):
    """The library's datastore, on a pool that takes any address and works in one role.

    Whoever waits longer than the limits gets eventsourcing's OperationalError.
    """

    def __init__(
        self,
        url: str,
        *,
        role: str | None = None,
        schema: str = "public",
        pool_size: int = 5,
        max_overflow: int = 15,
        statement_timeout: float = STATEMENT,
        sure: bool = False,
    ) -> None:
        """`sure`: of being told nothing by a server that leads no longer."""
        super().__init__("", "", "", "", "", schema=schema, lock_timeout=LOCK)
        self.pool = pool = _Pool(
            conninfo(url, role, statement_timeout),
            connection_class=Session,
            kwargs={"autocommit": True, "row_factory": dict_row},
            min_size=pool_size,
            max_size=pool_size + max_overflow,
            timeout=CHECKOUT,
            reconnect_timeout=RECONNECT,
            configure=_patient(statement_timeout + GRACE),
            open=False,  # the first use opens it
        )
        pool.sure = sure

    @contextmanager
    def get_connection(self) -> Iterator[Connection[DictRow]]:
        """A session that the server ended because nothing came is lost as any other is."""
        try:
            with super().get_connection() as connection:
                yield connection
        except InternalError as error:
            if isinstance(error.__cause__, IdleInTransactionSessionTimeout):
                raise OperationalError(str(error)) from error.__cause__
            raise

    def register_type_adapters(self) -> None:
        """Our functions take plain arrays, so the library needs no types of its own."""


def conninfo(
    url: str, role: str | None = None, statement_timeout: float = STATEMENT
) -> str:
    """The address with our limits, for a session that begins in this role."""
    given = parts(url)
    options = [
        given.pop("options", ""),
        f"-c statement_timeout={int(statement_timeout * 1000)}",
        "-c idle_in_transaction_session_timeout=5000",
        f"-c role={role}" if role else "",
    ]
    return make_conninfo(**(LIBPQ | given | {"options": " ".join(options).strip()}))


def parts(url: str) -> dict[str, str]:
    """What a connection string or URL says, by libpq's names."""
    said = conninfo_to_dict(url).items()
    return {name: str(value) for name, value in said if value is not None}


def _patient(seconds: float) -> Callable[[Connection[DictRow]], None]:
    def configure(session: Connection[DictRow]) -> None:
        if isinstance(session, Session):
            session.longest = seconds

    return configure


def _is_silent(connection: Connection[DictRow]) -> bool:
    socket = poll()
    socket.register(connection.fileno(), POLLIN)
    return not socket.poll(0)
