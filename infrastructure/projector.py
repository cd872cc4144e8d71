"""Keeps all read models up to date: one follower, each event decoded once."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from threading import BoundedSemaphore
from threading import Event as Flag
from time import monotonic, sleep
from uuid import UUID

import structlog
from eventsourcing.persistence import PersistenceError
from eventsourcing.postgres import PostgresTrackingRecorder
from psycopg import Connection
from psycopg.rows import DictRow

from infrastructure.bookmarks import Parked, Stands
from infrastructure.mapper import SealingMapper
from infrastructure.page_turning import ACTIVE, CHANGING, PageTurner, StandingBy, lock
from infrastructure.postgres import Database
from infrastructure.program import fingerprint
from infrastructure.read_model import ReadModel
from infrastructure.recorder import GroupCommitRecorder
from infrastructure.shadows import Shadows
from infrastructure.wakeup import Wakeup
from projections.projection import Projection, Rows

POLL = 1.0  # seconds
PATIENCE = 1.0  # seconds a reader may wait for its own write
READERS = 50  # who may wait at once
log = structlog.get_logger()


class Behind(Exception):
    """The read models have not reached the asked position in time."""


class Projector(PostgresTrackingRecorder):
    """Follows one log. Only the process that holds the advisory lock is active."""

    def __init__(
        self,
        source: GroupCommitRecorder,
        mapper: SealingMapper,
        views: Database,
        projections: Sequence[Projection],
        program: str | None = None,
    ) -> None:
        super().__init__(views, tracking_table_name="bookmark")
        self.source = source
        self.pages = PageTurner(views, source, mapper)
        mine = program or fingerprint()
        self.models = [ReadModel(projection, mine) for projection in projections]
        self.shadows = Shadows(views, self.pages, self.models)
        self.failure: str | None = None  # why it stopped, while it does
        self._readers = BoundedSemaphore(READERS)

    def keep_books(self) -> None:
        """Make the tables that tell how far read models have come."""
        with self._changing() as db:
            self._keep_books(db)

    def prepare(self) -> None:
        """Make the tables that are missing or whose definition has changed.

        Whoever knows them by another definition stands by from here on.
        """
        with self._changing() as db:
            self._keep_books(db)
            self.shadows.clear_away_unless_busy(db)
            known = self.pages.bookmarks.stands(db).positions
            for model in self.models:
                if model.bookmark not in known:
                    model.make(db)
                    self.pages.begin(db, model)

    def rebuild(self) -> list[Parked]:
        """Fill all anew while the old ones serve; those that could not be filled."""
        self.shadows.begin(self.models)
        self.shadows.fill(self.models)
        return self.shadows.swap(self.models)

    def forget(self, subjects: Collection[UUID]) -> None:
        """Take the words about these subjects out, after their keys are gone."""
        with self._changing() as db:
            self.shadows.forget(db, subjects)
            for model in self.models:
                model.forget(db, subjects)

    def catch_up(self, until: int | None = None) -> None:
        """Apply what has been recorded so far, or up to a position. Raises StandingBy."""
        with self._active() as conn:
            while self._turn_page(conn, until):
                pass

    def run(self, stop: Flag) -> None:
        """Follow until told to stop; stand by while another process is active."""
        while not stop.is_set():
            try:
                with self._active() as conn, Wakeup(self.source) as wakeup:
                    while not stop.is_set():
                        is_full = self._turn_page(conn)
                        self.failure = None
                        if not is_full:
                            wakeup.wait(POLL)
            except StandingBy:
                self.failure = None
            except Exception as error:  # noqa: BLE001 - nothing is skipped: it tries again
                self._stop(type(error).__name__)
            stop.wait(POLL)

    def position(self) -> int:
        """How far all read models have come, the parked ones too."""
        return self.stands().reached(self.models)

    def lag(self) -> int:
        """Events recorded and not yet followed; parked read models stand apart."""
        newest = self.source.newest()
        return max(0, newest - self._moving(self.stands()))

    def parked(self, models: Sequence[ReadModel] | None = None) -> list[Parked]:
        """Those of them, or of all, that stand still although the others go on."""
        return self.stands().parked_of(self.models if models is None else models)

    def try_again(self, names: Collection[str]) -> None:
        """Whoever is active tries these parked read models again."""
        with self.datastore.transaction(commit=True) as db:
            self.pages.bookmarks.try_again(db, names)

    def stands(self) -> Stands:
        return self.pages.stands()

    def stopped(self) -> str | None:
        """The kind of error that stops whoever is active, in whatever process."""
        return self.stands().stopped

    def wait_for(self, position: int, needed: str | None = None) -> None:
        """Until all that are not parked show this position, and the one that is needed
        even if it is. Raises Behind after a second.
        """
        if not self._readers.acquire(blocking=False):
            raise Behind
        try:
            deadline = monotonic() + PATIENCE
            while self._moving(self.stands(), needed) < position:
                if monotonic() > deadline:
                    raise Behind
                sleep(0.004)
        finally:
            self._readers.release()

    def _moving(self, stands: Stands, needed: str | None = None) -> int:
        moving = stands.moving(self.models)
        moving += [model for model in self.models if model.name == needed]
        return stands.reached(moving or self.models)

    def _keep_books(self, db: Rows) -> None:
        for statement in self.sql_create_statements:
            db.execute(statement)
        self.pages.create(db)

    def _stop(self, failure: str) -> None:
        self.failure = failure
        log.error("the projector stopped", error=failure)
        with (
            suppress(PersistenceError),  # then whoever asks has no answer either
            self.datastore.transaction(commit=True) as db,
        ):
            self.pages.bookmarks.stop(db, failure)

    @contextmanager
    def _changing(self) -> Iterator[Rows]:
        with self.datastore.transaction(commit=True) as db:
            lock(db, CHANGING, "")  # tables of both logs are made one after the other
            lock(db, CHANGING, self.source.channel_name)
            yield db

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

    def _turn_page(self, conn: Connection[DictRow], until: int | None = None) -> bool:
        """One for all, and one for each that was parked and is tried again."""
        page = self.pages.turn(conn, self._chosen, until)
        if page.stands.stopped:
            with self.datastore.transaction(commit=True) as db:
                self.pages.bookmarks.go_on(db)
        again = [
            self.pages.turn(conn, partial(_alone, model), until)
            for model in page.stands.tried_again(self.models)
        ]
        return any(each.is_full for each in (page, *again))

    def _chosen(self, stands: Stands) -> list[ReadModel]:
        if stands.lacks(self.models):
            raise StandingBy  # the tables are another version's
        return stands.moving(self.models)


def _alone(model: ReadModel, _: Stands) -> list[ReadModel]:
    return [model]
