"""Appends events to one log: in total order, durably, many callers to one flush.

Concurrent `insert_events()` calls of one process are merged into one transaction, so
that they share one round trip and one flush to disk. Every call keeps its own result:
all of its events are stored or none, and a conflict is raised to that caller alone.

Order stays total. One database function writes all events; it holds an advisory lock
until its commit, so the positions of one transaction are never mixed with those of
another, and a reader that has seen position n can never later see a smaller new one.

A call is never repeated here. After OperationalError or InterfaceError the outcome is
unknown: the caller repeats with the same ids and treats a conflict as "compare".
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any
from uuid import UUID

from eventsourcing.persistence import (
    IntegrityError,
    InterfaceError,
    Notification,
    OperationalError,
    ProgrammingError,
    StoredEvent,
)
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.sql import SQL, Identifier

from infrastructure.confirming import CONFIRM

APPEND = SQL(
    "SELECT refused_caller, new_id FROM {schema}.{function}"
    "(%b::int[], %b::{id_type}[], %b::bigint[], %b::text[], %b::bytea[])"
)
STREAMS = SQL(
    "SELECT notification_id AS id, originator_id, originator_version, topic, state"
    " FROM {schema}.{table} WHERE originator_id = ANY(%b)"
    " ORDER BY originator_id, originator_version"
)
DRAW = SQL("SELECT {schema}.draw_number(%s) AS number FROM generate_series(1, %s::int)")


class _Call:
    """One `insert_events()` call on its way through the queue."""

    __slots__ = ("error", "events", "ids", "keys", "size", "wake")

    def __init__(self, events: Sequence[StoredEvent]) -> None:
        self.events = events
        self.keys = {(e.originator_id, e.originator_version) for e in events}
        self.size = sum(len(e.state) for e in events)
        self.wake = threading.Event()  # set when finished or when chosen to lead
        self.ids: list[int] | None = None
        self.error: BaseException | None = None

    def finished(self) -> bool:
        return self.ids is not None or self.error is not None


class GroupCommitRecorder(PostgresApplicationRecorder):
    """Reads are the library's. Its tables and functions come from the migrations; the
    role needs SELECT on the table and EXECUTE on the functions, nothing more."""

    max_batch_events = 400
    max_batch_bytes = 8 * 1024 * 1024
    patience = 15.0  # seconds until a batch must have an answer; a statement has ten

    def __init__(
        self,
        datastore: PostgresDatastore,
        *,
        events_table_name: str = "stored_events",
        observe: Callable[[int, float], None] | None = None,
    ) -> None:
        """`observe` is told the events of each batch and the seconds it took."""
        if datastore.enable_db_functions:
            raise ProgrammingError("ENABLE_DB_FUNCTIONS appends without a lock")
        super().__init__(datastore, events_table_name=events_table_name)
        self.sql_create_statements.clear()  # among them an insert without a lock
        self.channel_name = f"{datastore.schema}_{events_table_name}"
        names = {
            "schema": Identifier(datastore.schema),
            "table": Identifier(events_table_name),
            "function": Identifier(f"append_{events_table_name}"),
            "id_type": Identifier(datastore.originator_id_type),
        }
        self._append_statement = APPEND.format(**names).as_bytes()
        self._streams_statement = STREAMS.format(**names).as_bytes()
        self._draw_statement = DRAW.format(**names).as_bytes()
        self._observe = observe

        self._mutex = threading.Lock()  # guards the next two
        self._queue: deque[_Call] = deque()
        self._leader: _Call | None = None  # the call whose thread writes the next batch
        self.batch_count = self.event_count = 0

    def select_streams(self, ids: Sequence[UUID]) -> dict[UUID, list[Notification]]:
        """The events of each thing, oldest first; what has none is left out."""
        streams: dict[UUID, list[Notification]] = {}
        with self.datastore.get_connection() as conn:
            cursor = conn.execute(self._streams_statement, (list(ids),), prepare=True)
            for row in cursor:
                streams.setdefault(row["originator_id"], []).append(Notification(**row))
        return streams

    def newest(self) -> int:
        """The last position, 0 before the first; unlike the library's, asked once."""
        with self.datastore.get_connection() as conn:
            [row] = conn.execute(self.max_notification_id_statement).fetchall()
        return row["max"] or 0

    def draw_numbers(self, prefix: str, count: int) -> list[int]:
        """The next numbers of this series: unique, but not without gaps."""
        with self.datastore.get_connection() as conn:
            drawn = conn.execute(self._draw_statement, (prefix, count), prepare=True)
            return [row["number"] for row in drawn]

    def confirm(self) -> None:
        """Returns once all that can be seen is as durable as an append.

        What another append left behind when it was told that its outcome is unknown can
        be seen, and may still be lost.
        """
        with self.datastore.get_connection() as conn:
            conn.execute(CONFIRM, prepare=True)

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        # Application.save() always passes tracking=None.
        if unknown := [key for key, value in kwargs.items() if value is not None]:
            raise ProgrammingError(f"unsupported arguments: {unknown}")
        if not stored_events:
            return None
        call = _Call(stored_events)
        if len(call.keys) < len(stored_events):
            raise IntegrityError("the same originator id and version twice in one save")
        with self._mutex:
            self._queue.append(call)
            if self._leader is None:
                self._leader = call
        try:
            if self._leader is not call and not call.wake.wait(self.patience):
                raise OperationalError("no answer in time: outcome unknown")  # noqa: TRY301
            if self._leader is call:
                self._lead()
        except BaseException:  # such as KeyboardInterrupt while waiting
            self._abandon(call)
            raise
        if call.error is not None:
            raise call.error
        return call.ids

    def _lead(self) -> None:
        """Write one batch, which begins with our own call; choose the next leader."""
        batch: list[_Call] = []
        try:
            self._take_calls(batch)
            self._write(batch)
        finally:
            self._hand_over()  # first, so that the next batch is soon on its way
            for call in batch:
                if not call.finished():
                    call.error = OperationalError("interrupted: outcome unknown")
                call.wake.set()

    def _take_calls(self, batch: list[_Call]) -> None:
        """Calls in order of arrival. A call that shares a key with an earlier one waits
        for the next batch, where the stored events tell whether it is in conflict."""
        keys: set[tuple[object, int]] = set()
        size = 0
        with self._mutex:
            while self._queue:
                call = self._queue[0]
                size += call.size
                count = len(keys) + len(call.keys)
                full = count > self.max_batch_events or size > self.max_batch_bytes
                if batch and (full or not keys.isdisjoint(call.keys)):
                    break
                keys |= call.keys
                batch.append(call)
                self._queue.popleft()

    def _hand_over(self) -> None:
        with self._mutex:
            self._leader = self._queue[0] if self._queue else None
            if self._leader is not None:
                self._leader.wake.set()

    def _abandon(self, call: _Call) -> None:
        with self._mutex:
            if call in self._queue:
                self._queue.remove(call)  # it was never sent
        if self._leader is call:
            self._hand_over()

    def _write(self, batch: list[_Call]) -> None:
        try:
            self._append(batch)
        except (InterfaceError, OperationalError) as error:
            for call in batch:  # an own object for each thread that will raise it
                call.error = type(error)(str(error))
                call.error.__cause__ = error
        except Exception as error:  # noqa: BLE001
            if len(batch) == 1:
                batch[0].error = error
            else:  # one bad event, such as a NUL in a topic, must not fail the others
                for call in batch:
                    self._write([call])

    def _append(self, batch: list[_Call]) -> None:
        rows = [(n, e) for n, call in enumerate(batch) for e in call.events]
        params = (
            [n for n, _ in rows],
            [e.originator_id for _, e in rows],
            [e.originator_version for _, e in rows],
            [e.topic for _, e in rows],
            [e.state for _, e in rows],
        )
        began = monotonic()
        with self.datastore.get_connection() as conn:
            # The connection is in autocommit mode: this returns after a durable commit.
            cursor = conn.execute(
                self._append_statement, params, prepare=True, binary=True
            )
            result = cursor.fetchall()
        refused = {row["refused_caller"] for row in result}
        ids = iter(sorted(row["new_id"] for row in result if row["new_id"] is not None))
        for n, call in enumerate(batch):
            if n in refused:
                first = call.events[0]
                place = f"{first.originator_id} version {first.originator_version}"
                call.error = IntegrityError(f"conflict in the save that begins {place}")
            else:
                call.ids = [next(ids) for _ in call.events]
        stored = sum(len(call.ids) for call in batch if call.ids)
        self.batch_count += 1
        self.event_count += stored
        if self._observe:
            self._observe(stored, monotonic() - began)
