"""Appends a second: our recorder beside the library's own and a plain INSERT."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from statistics import median

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict
from uuid_utils.compat import uuid7

from infrastructure.postgres import Addresses, Database
from infrastructure.recorder import GroupCommitRecorder
from tests.benchmarks.load import Measured, closed_loop

CALLERS = (1, 8, 32, 128)
ROUNDS, SECONDS = 3, 2.0
STATE = b"x" * 528  # bytes of an ordinary event
PLAIN = "insert into plain (id, version, topic, state) values (%s, %s, %s, %s)"


@contextmanager
def writers(
    service: Addresses, admin: Addresses
) -> Iterator[dict[str, Callable[[], object]]]:
    def event() -> StoredEvent:
        return StoredEvent(uuid7(), 1, "ContactRegistered", STATE)

    with ExitStack() as opened:

        def database(url: str, role: str | None, schema: str) -> Database:
            most = Database(url, role=role, schema=schema, max_overflow=130)
            return opened.enter_context(most)

        ours = GroupCommitRecorder(
            database(service.archive, "genfind_writer", "archive")
        )
        stock = PostgresApplicationRecorder(
            opened.enter_context(_library_datastore(admin.archive))
        )
        stock.create_table()
        plain = database(admin.archive, None, "public")
        with plain.get_connection() as conn:
            conn.execute(
                "create table plain (id uuid, version bigint, topic text, state bytea,"
                " position bigserial, primary key (id, version))"
            )

        def insert() -> None:
            one = event()
            with plain.get_connection() as conn:
                conn.execute(
                    PLAIN, (one.originator_id, 1, one.topic, one.state), prepare=True
                )

        yield {
            "genfind": lambda: ours.insert_events([event()]),
            "stock recorder": lambda: stock.insert_events([event()]),
            "plain INSERT": insert,
        }


def _library_datastore(url: str) -> PostgresDatastore:
    where = conninfo_to_dict(url)
    return PostgresDatastore(
        where["dbname"],
        where["host"],
        where["port"],
        where["user"],
        where["password"],
        pool_size=5,
        max_overflow=130,
    )


def measure(service: Addresses, admin: Addresses) -> list[str]:
    lines = [
        "| callers | writer | events/s | of stock | of plain | p50 ms | p99 ms |",
        "|---|---|---|---|---|---|---|",
    ]
    with writers(service, admin) as calls:
        for callers in CALLERS:
            runs: dict[str, list[Measured]] = {name: [] for name in calls}
            for _ in range(ROUNDS):
                for name, call in calls.items():
                    runs[name].append(closed_loop(call, callers, SECONDS))
            rate = {n: median(r.per_second for r in runs[n]) for n in runs}
            for name, measured in runs.items():
                lines.append(
                    f"| {callers} | {name} | {rate[name]:.0f}"
                    f" | {rate[name] / rate['stock recorder']:.1f}"
                    f" | {rate[name] / rate['plain INSERT']:.1f}"
                    f" | {median(r.at(0.5) for r in measured):.1f}"
                    f" | {median(r.at(0.99) for r in measured):.1f} |"
                )
    return lines
