"""Fills read models anew beside those that serve, and puts them in their place.

A shadow has bookmarks of its own, so whoever was interrupted goes on where it was. It
belongs to one program and one definition: any other throws it away and begins anew.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from threading import Event as Flag
from time import monotonic, sleep
from uuid import UUID

from eventsourcing.postgres import PostgresDatastore
from psycopg import Connection
from psycopg.rows import DictRow

from infrastructure import schemas
from infrastructure.bookmarks import Parked, Stands
from infrastructure.confirming import may_take
from infrastructure.page_turning import (
    CHANGING,
    CLEARING,
    FILLING,
    PageTurner,
    StandingBy,
    lock,
    take,
)
from infrastructure.read_model import ReadModel
from projections.projection import Rows

CLEARED = 60  # seconds; longer than any reader may still look at what was put aside
PATIENCE = 15.0  # seconds until a filler whose rebuild was killed has ended as well
INDEXED = "has its indexes"


class Interrupted(StandingBy):
    """Another process fills these shadows, or has thrown them away."""

    def __init__(self) -> None:
        super().__init__("Another rebuild is under way, or has begun anew.")


class Shadows:
    def __init__(
        self, views: PostgresDatastore, pages: PageTurner, models: Sequence[ReadModel]
    ) -> None:
        self._views, self._pages, self._models = views, pages, models
        self.patience = PATIENCE

    def begin(self, models: Sequence[ReadModel], *, fresh: bool = False) -> None:
        """Make the shadows that are missing; a parked one is tried again. Raises
        Interrupted.
        """
        shadows = shadows_of(models)
        with self._filling(shadows), self._changing() as db:
            self.clear_away(db)
            known = self._pages.bookmarks.stands(db).positions
            for shadow in shadows:
                if fresh or shadow.bookmark not in known:
                    shadow.make(db)
                    self._pages.begin(db, shadow)
            self._pages.bookmarks.release(db, [each.name for each in shadows])

    def fill(
        self,
        models: Sequence[ReadModel],
        stop: Flag | None = None,
        *,
        exactly: bool = False,
    ) -> None:
        """Up to the newest event, then the indexes, then what has come since; `exactly`
        as far as those have come that serve. What can't be filled is parked. Raises
        Interrupted.
        """
        shadows = shadows_of(models)
        until = self._pages.stands().reached(models) if exactly else None
        with self._filling(shadows) as conn:
            self._follow(conn, shadows, until, stop)
            for shadow in self._pages.stands().moving(shadows):
                if not (stop and stop.is_set()):
                    self._index(conn, shadow)
            self._follow(conn, shadows, until, stop)

    def filled(self, models: Sequence[ReadModel]) -> int:
        """The position that all of these shadows have reached."""
        stands, shadows = self._pages.stands(), shadows_of(models)
        return stands.reached(stands.moving(shadows) or shadows)

    def parked(self, models: Sequence[ReadModel]) -> list[Parked]:
        """Those whose shadow could not be filled."""
        return self._pages.stands().parked_of(shadows_of(models))

    def sizes(self, models: Sequence[ReadModel]) -> dict[str, int]:
        """In bytes, of those that serve: about as long as each takes to be filled."""
        with self._views.transaction() as db:
            return schemas.sizes(db, [each.name for each in models])

    def swap(self, models: Sequence[ReadModel]) -> list[Parked]:
        """All at once, at a moment when nobody turns a page. Answers those that could
        not be filled, and stay as they were. Raises Interrupted.
        """
        with self.level(models) as conn, conn.transaction():
            db = conn.cursor()
            self.clear_away(db)
            stands = self._pages.bookmarks.stands(db)
            for model in models:
                if model.shadow.name not in stands.parked:
                    self._put_in_place(db, model)
        with self._views.transaction(commit=True) as db:
            self.clear_away(db)
        return stands.parked_of(shadows_of(models))

    @contextmanager
    def level(
        self, models: Sequence[ReadModel], *, exactly: bool = False
    ) -> Iterator[Connection[DictRow]]:
        """Shadows have all that those have that serve, and nobody turns a page."""
        shadows = shadows_of(models)
        key = (CHANGING, self._pages.source.channel_name)

        def follow() -> None:
            until = self._pages.stands().reached(models) if exactly else None
            self._follow(conn, shadows, until)

        with self._filling(shadows) as conn:
            follow()
            conn.execute("select pg_advisory_lock(%s, hashtext(%s))", key)
            try:
                follow()
                yield conn
            finally:
                if not conn.closed:
                    conn.execute("select pg_advisory_unlock(%s, hashtext(%s))", key)

    def forget(self, db: Rows, subjects: Collection[UUID]) -> None:
        """Also here. Who can't know what another program's shadow holds, drops it."""
        self.clear_away(db)
        known = self._pages.bookmarks.stands(db).positions
        shadows = shadows_of(self._models)
        found = schemas.found(db, [each.name for each in shadows])
        self._throw_away(
            db, [each.name for each in shadows if each.bookmark not in known]
        )
        for shadow in shadows:
            if shadow.name in found and shadow.bookmark in known:
                shadow.forget(db, subjects)

    @contextmanager
    def beside(self, models: Sequence[ReadModel]) -> Iterator[Rows]:
        """To read both with: those that serve, and shadows that are as far as they."""
        with self._views.get_connection() as conn, ExitStack() as reading:
            db = conn.cursor()
            with self.level(models, exactly=True):
                reading.enter_context(conn.transaction())
                db.execute("set transaction isolation level repeatable read, read only")
                may_take(db, 0)
                db.execute("select pg_current_snapshot()")  # from here on it stays
            yield db

    def throw_away(self, models: Sequence[ReadModel]) -> None:
        with self._changing() as db:
            self._throw_away(db, [each.name for each in shadows_of(models)])

    def clear_away(self, db: Rows) -> None:
        """Drop what a swap has put aside, as soon as nobody reads it any more."""
        lock(db, CLEARING, "")
        self._clear_away(db)

    def clear_away_unless_busy(self, db: Rows) -> None:
        """Whoever starts does not wait for another who waits for readers."""
        if take(db, CLEARING, ""):
            self._clear_away(db)

    def _clear_away(self, db: Rows) -> None:
        former = [each.former for each in self._models]
        if found := schemas.found(db, former):
            may_take(db, CLEARED)
            schemas.drop(db, found)

    def _follow(
        self,
        conn: Connection[DictRow],
        shadows: Sequence[ReadModel],
        until: int | None,
        stop: Flag | None = None,
    ) -> None:
        def moving(stands: Stands) -> list[ReadModel]:
            if stands.lacks(shadows):
                raise Interrupted
            return stands.moving(shadows)

        while not (stop and stop.is_set()):
            if not self._pages.turn(conn, moving, until).is_full:
                break

    def _index(self, conn: Connection[DictRow], shadow: ReadModel) -> None:
        """Once, however often this is begun; and the planner learns what is there."""
        with conn.transaction():
            db = conn.cursor()
            if schemas.remarked(db, shadow.name) != INDEXED:
                may_take(db, 0)
                shadow.define(db, shadow.projection.indexes)
                schemas.analyze(db, shadow.name)
                schemas.remark(db, shadow.name, INDEXED)

    def _put_in_place(self, db: Rows, model: ReadModel) -> None:
        """Only renames, which wait for no reader."""
        if schemas.found(db, [model.name]):
            schemas.rename(db, model.name, model.former)
        schemas.rename(db, model.shadow.name, model.name)
        schemas.remark(db, model.name, None)
        self._pages.swap(db, model.shadow, model)

    def _throw_away(self, db: Rows, names: Sequence[str]) -> None:
        schemas.drop(db, names)
        self._pages.forget(db, names)

    @contextmanager
    def _changing(self) -> Iterator[Rows]:
        with self._views.transaction(commit=True) as db:
            lock(db, CHANGING, self._pages.source.channel_name)
            yield db

    @contextmanager
    def _filling(self, shadows: Sequence[ReadModel]) -> Iterator[Connection[DictRow]]:
        deadline = monotonic() + self.patience
        with self._views.get_connection() as conn:
            try:
                for shadow in shadows:
                    while not _taken(conn, shadow):
                        if monotonic() > deadline:
                            raise Interrupted
                        sleep(0.05)
                yield conn
            finally:
                if not conn.closed:
                    conn.execute("select pg_advisory_unlock_all()")


def shadows_of(models: Sequence[ReadModel]) -> list[ReadModel]:
    return [each.shadow for each in models]


def _taken(conn: Connection[DictRow], shadow: ReadModel) -> bool:
    taken = "select pg_try_advisory_lock(%s, hashtext(%s)) as taken"
    row = conn.execute(taken, (FILLING, shadow.name)).fetchone()
    return bool(row and row["taken"])
