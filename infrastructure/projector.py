"""Keeps all read models up to date: one follower, each event decoded once."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import BoundedSemaphore
from threading import Event as Flag
from time import monotonic, sleep
from uuid import UUID

import structlog
from eventsourcing.persistence import IntegrityError, PersistenceError, Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from psycopg import Connection
from psycopg.rows import DictRow
from psycopg.sql import SQL, Identifier

from infrastructure.mapper import SealingMapper
from infrastructure.postgres import Database
from infrastructure.recorder import GroupCommitRecorder
from infrastructure.wakeup import Wakeup
from projections.projection import Projection, Rows

PAGE = 500  # events a transaction
POLL = 1.0  # seconds
PATIENCE = 1.0  # seconds a reader may wait for its own write
READERS = 50  # who may wait at once
ACTIVE, CHANGING = 1, 2  # kinds of advisory locks, each one for each log
log = structlog.get_logger()

ALL_BOOKMARKS = SQL("select application_name, notification_id from {}.bookmark")
MOVE_BOOKMARKS = SQL("""
update {}.bookmark set notification_id = %s
where application_name = any(%s) and notification_id < %s returning application_name
""")
STOPPED = SQL(
    "create table if not exists {}.stopped (log text primary key, error text not null)"
)
WHY_STOPPED = SQL("select error from {}.stopped where log = %s")
SAY_STOPPED = SQL("""
insert into {}.stopped values (%s, %s)
on conflict (log) do update set error = excluded.error
""")
NO_LONGER_STOPPED = SQL("delete from {}.stopped where log = %s")


class Behind(Exception):
    """The read models have not reached the asked position in time."""


class StandingBy(Exception):
    """Another process is keeping the read models up to date."""


class Projector(PostgresTrackingRecorder):
    """Follows one log. Only the process that holds the advisory lock is active."""

    def __init__(
        self,
        source: GroupCommitRecorder,
        mapper: SealingMapper,
        views: Database,
        projections: Sequence[Projection],
    ) -> None:
        super().__init__(views, tracking_table_name="bookmark")
        schema = Identifier(views.schema)
        self.sql_create_statements.append(STOPPED.format(schema))
        self._move_bookmarks = MOVE_BOOKMARKS.format(schema).as_bytes()
        self._all_bookmarks = ALL_BOOKMARKS.format(schema).as_bytes()
        self._why_stopped = WHY_STOPPED.format(schema).as_bytes()
        self._say_stopped = SAY_STOPPED.format(schema).as_bytes()
        self._no_longer_stopped = NO_LONGER_STOPPED.format(schema).as_bytes()
        self.source, self.mapper, self.projections = source, mapper, projections
        self.failure: str | None = None  # why it stopped, while it does
        self._readers = BoundedSemaphore(READERS)

    def prepare(self) -> None:
        """Make the tables that are missing or whose definition has changed.

        Whoever knows them by another definition stands by from here on.
        """
        with self.datastore.transaction(commit=True) as db:
            _lock(db, CHANGING, "")
            _lock(db, CHANGING, self.source.channel_name)
            for statement in self.sql_create_statements:
                db.execute(statement)
            known = self._bookmarks(db)
            self._make(db, (p for p in self.projections if p.bookmark not in known))

    def rebuild(self) -> None:
        """Empty the read models; whoever is active fills them from the beginning."""
        with self.datastore.transaction(commit=True) as db:
            _lock(db, CHANGING, self.source.channel_name)
            self._make(db, self.projections)

    def forget(self, subjects: Collection[UUID]) -> None:
        """Take the words about these subjects out, after their keys are gone."""
        with self.datastore.transaction(commit=True) as db:
            _lock(db, CHANGING, self.source.channel_name)
            for projection in self.projections:
                if projection.forget:
                    db.execute(projection.forget, {"subjects": list(subjects)})

    def catch_up(self) -> None:
        """Apply what has been recorded so far. Raises StandingBy."""
        with self._active() as conn:
            while self._turn_page(conn):
                pass

    def until(self, position: int) -> Iterator[int]:
        """Positions on the way there; where another process is active, its work."""
        while (reached := self.position()) < position:
            yield reached
            try:
                with self._active() as conn:
                    self._turn_page(conn)
            except StandingBy:
                sleep(POLL)

    def run(self, stop: Flag) -> None:
        """Follow until told to stop; stand by while another process is active."""
        while not stop.is_set():
            try:
                with self._active() as conn, Wakeup(self.source) as wakeup:
                    while not stop.is_set():
                        if not self._turn_page(conn):
                            self.failure = None
                            wakeup.wait(POLL)
            except StandingBy:
                self.failure = None
            except Exception as error:  # noqa: BLE001 - nothing is skipped: it tries again
                self._stop(type(error).__name__)
            stop.wait(POLL)

    def position(self) -> int:
        """How far all read models have come."""
        with self.datastore.cursor() as db:  # one round trip: every reader asks this
            return self._reached(self._bookmarks(db))

    def stopped(self) -> str | None:
        """The kind of error that stops whoever is active, in whatever process."""
        with self.datastore.transaction() as db:
            db.execute(self._why_stopped, (self.source.channel_name,))
            return next((row["error"] for row in db), None)

    def wait_for(self, position: int) -> None:
        """Until all read models show this position. Raises Behind after a second."""
        if not self._readers.acquire(blocking=False):
            raise Behind
        try:
            deadline = monotonic() + PATIENCE
            while self.position() < position:
                if monotonic() > deadline:
                    raise Behind
                sleep(0.004)
        finally:
            self._readers.release()

    def _make(self, db: Rows, projections: Iterable[Projection]) -> None:
        bookmarks = Identifier(self.datastore.schema, self.tracking_table_name)
        former = SQL("delete from {} where starts_with(application_name, %s)").format(
            bookmarks
        )
        for projection in projections:
            schema = Identifier(projection.name)
            db.execute(SQL("drop schema if exists {} cascade").format(schema))
            db.execute(SQL("create schema {}").format(schema))
            db.execute(SQL("set local search_path = {}, public").format(schema))
            db.execute(projection.tables)
            if projection.indexes:
                db.execute(projection.indexes)
            db.execute(former, (f"{projection.name}/",))
            self._insert_tracking(db, Tracking(projection.bookmark, 0))
        db.execute("reset search_path")

    def _move(self, db: Rows, behind: Sequence[Projection], position: int) -> None:
        db.execute(
            self._move_bookmarks, (position, [p.bookmark for p in behind], position)
        )
        if len(db.fetchall()) < len(behind):
            raise IntegrityError("somebody else has moved these bookmarks")

    def _stop(self, failure: str) -> None:
        self.failure = failure
        log.error("the projector stopped", error=failure)
        with (
            suppress(PersistenceError),  # then whoever asks has no answer either
            self.datastore.transaction(commit=True) as db,
        ):
            db.execute(self._say_stopped, (self.source.channel_name, failure))

    def _reached(self, bookmarks: dict[str, int]) -> int:
        return min(bookmarks.get(p.bookmark, 0) for p in self.projections)

    def _bookmarks(self, db: Rows) -> dict[str, int]:
        db.execute(self._all_bookmarks)
        return {row["application_name"]: row["notification_id"] for row in db}

    @contextmanager
    def _active(self) -> Iterator[Connection[DictRow]]:
        key = (ACTIVE, self.source.channel_name)
        with self.datastore.get_connection() as conn:
            taken = conn.execute(
                "select pg_try_advisory_lock(%s, hashtext(%s)) as taken", key
            ).fetchone()
            if not (taken and taken["taken"]):
                raise StandingBy
            try:
                yield conn
            finally:
                if not conn.closed:
                    conn.execute("select pg_advisory_unlock(%s, hashtext(%s))", key)

    def _turn_page(self, conn: Connection[DictRow]) -> bool:
        """Change the tables and move the bookmarks together: nothing counts twice.

        Words are opened under the lock that `forget` takes, so none slips in behind it.
        """
        with conn.transaction(), conn.pipeline():
            db = conn.cursor()
            db.execute("set local synchronous_commit = off")
            _lock(db, CHANGING, self.source.channel_name)
            # A cursor in a pipeline may still hold an earlier statement's answer.
            bookmarks = self._bookmarks(conn.cursor())
            if any(p.bookmark not in bookmarks for p in self.projections):
                raise StandingBy  # the tables are another version's
            page = self.source.select_notifications(
                self._reached(bookmarks), PAGE, inclusive_of_start=False
            )
            events = self.mapper.to_domain_events(page)
            behind = [
                projection
                for projection in self.projections
                if page and bookmarks[projection.bookmark] < page[-1].id
            ]
            for projection in behind:
                for recorded in events:
                    if (recorded.position or 0) > bookmarks[projection.bookmark]:
                        projection.apply(db, recorded)
            if behind:
                self._move(conn.cursor(), behind, page[-1].id)
            db.execute(self._no_longer_stopped, (self.source.channel_name,))
        return len(page) == PAGE


def _lock(db: Rows, kind: int, name: str) -> None:
    db.execute("select pg_advisory_xact_lock(%s, hashtext(%s))", (kind, name))
