"""Applies a page of events to read models, and parks the one that can't follow.

Tables, bookmarks and counts change together: nothing counts twice. A read model that
fails is put right before the event which it stumbled over; all others go on.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from eventsourcing.postgres import PostgresDatastore
from psycopg import Connection
from psycopg.rows import DictRow

from domain.event import Event, Recorded
from infrastructure.bookmarks import Bookmarks, Stands
from infrastructure.event_counts import EventCounts, counted
from infrastructure.failures import is_of_the_event
from infrastructure.gathered import learn
from infrastructure.mapper import SealingMapper
from infrastructure.read_model import ReadModel
from infrastructure.recorder import GroupCommitRecorder
from projections.projection import Rows

PAGE = 500  # events a transaction
# Kinds of advisory locks. CHANGING is shared by those who turn pages.
ACTIVE, CHANGING, FILLING, CLEARING = 1, 2, 3, 4
Choice = Callable[[Stands], Sequence[ReadModel]]
Events = Sequence[Recorded[Event]]


class StandingBy(Exception):
    """Another process is keeping the read models up to date."""


@dataclass(frozen=True)
class Page:
    stands: Stands  # before it was turned
    models: Sequence[ReadModel]
    events: Events  # those that one of them has a handler for
    last: int  # position of the last event, whoever has a handler for it
    is_full: bool
    _left: dict[tuple[int, int], Events] = field(default_factory=dict)

    @property
    def behind(self) -> list[ReadModel]:
        return [each for each in self.models if self.stands.of(each) < self.last]

    def left(self, model: ReadModel, until: int | None = None) -> Events:
        """The events that this read model has before it. Nearly always all have the same."""
        span = (self.stands.of(model), self.last if until is None else until)
        if span not in self._left:
            self._left[span] = [
                each
                for each in self.events
                if span[0] < (each.position or 0) <= span[1]
            ]
        return self._left[span]


class PageTurner:
    def __init__(
        self,
        views: PostgresDatastore,
        source: GroupCommitRecorder,
        mapper: SealingMapper,
    ) -> None:
        self.source, self._mapper, self._views = source, mapper, views
        self.bookmarks = Bookmarks(views.schema, source.channel_name)
        self.counts = EventCounts(views.schema, source.channel_name)

    def create(self, db: Rows) -> None:
        self.bookmarks.create(db)
        self.counts.create(db)

    def begin(self, db: Rows, model: ReadModel) -> None:
        """Before the first event, whatever was known of it."""
        self.forget(db, [model.name])
        self.bookmarks.begin(db, model)

    def forget(self, db: Rows, names: Sequence[str]) -> None:
        self.bookmarks.forget(db, names)
        self.counts.forget(db, names)

    def swap(self, db: Rows, shadow: ReadModel, serving: ReadModel) -> None:
        self.forget(db, [serving.name])
        self.bookmarks.rename(db, shadow, serving)
        self.counts.rename(db, shadow, serving)

    def stands(self) -> Stands:
        with self._views.cursor() as db:  # one round trip: every reader asks this
            return self.bookmarks.stands(db)

    def turn(
        self, conn: Connection[DictRow], choose: Choice, until: int | None = None
    ) -> Page:
        """A page for those chosen, of the events up to a position."""
        learn(conn)
        try:
            return self._together(conn, choose, until)
        except StandingBy:
            raise
        except Exception as error:
            if not is_of_the_event(error):
                raise
            return self._apart(conn, choose, until)

    def _together(
        self, conn: Connection[DictRow], choose: Choice, until: int | None
    ) -> Page:
        with conn.transaction(), conn.pipeline():
            page = self._read(conn, choose, until)
            for model in page.behind:
                model.apply_gathered(conn, page.left(model))
            self._note(conn, page, dict.fromkeys(page.behind, page.last))
        return page

    def _apart(
        self, conn: Connection[DictRow], choose: Choice, until: int | None
    ) -> Page:
        """Statement by statement, so that each error comes with its event.

        Whoever can't read an event at all fails here as well, with all read models.
        """
        with conn.transaction():
            page = self._read(conn, choose, until)
            conn.execute("set constraints all immediate")
            reached = {
                model: self._as_far_as_it_goes(conn, model, page)
                for model in page.behind
            }
            self._note(conn, page, reached)
        return page

    def _as_far_as_it_goes(
        self, conn: Connection[DictRow], model: ReadModel, page: Page
    ) -> int:
        events, done = page.left(model), 0
        try:
            with conn.transaction():
                for done, recorded in enumerate(events):  # noqa: B007 - asked below
                    model.apply(conn, [recorded])
        except Exception as error:
            if not is_of_the_event(error):
                raise
            with conn.transaction():
                model.apply(conn, events[:done])
            self.bookmarks.park(conn.cursor(), model, events[done], error)
            return (events[done].position or 0) - 1
        return page.last

    def _read(
        self, conn: Connection[DictRow], choose: Choice, until: int | None
    ) -> Page:
        """Words are opened under the lock that `forget` takes: none slips in behind."""
        db = conn.cursor()
        db.execute("set local synchronous_commit = off")
        share(db, CHANGING, self.source.channel_name)
        # A cursor in a pipeline may still hold an earlier statement's answer.
        stands = self.bookmarks.stands(conn.cursor())
        models = choose(stands)
        if not models:
            return Page(stands, models, [], 0, is_full=False)
        stored = self.source.select_notifications(
            stands.reached(models), PAGE, until, inclusive_of_start=False
        )
        heard = {kind for model in models for kind in model.projection.handlers}
        words = {kind for model in models for kind in model.projection.words}
        events = self._mapper.to_domain_events(
            [each for each in stored if each.topic in heard], words=words
        )
        last = stored[-1].id if stored else 0
        return Page(stands, models, events, last, is_full=len(stored) == PAGE)

    def _note(
        self, conn: Connection[DictRow], page: Page, reached: Mapping[ReadModel, int]
    ) -> None:
        stands = page.stands
        moved = {each: to for each, to in reached.items() if to > stands.of(each)}
        if moved:
            self.bookmarks.move(conn.cursor(), moved)
            self._count(conn.cursor(), page, moved)
        follow_again = [
            model.name
            for model in stands.tried_again(page.models)
            if not page.is_full and reached.get(model, page.last) == page.last
        ]
        if follow_again:
            self.bookmarks.release(conn.cursor(), follow_again)

    def _count(self, db: Rows, page: Page, moved: Mapping[ReadModel, int]) -> None:
        spans = {(page.stands.of(model), to): model for model, to in moved.items()}
        counts = {
            span: counted(page.left(model, span[1])) for span, model in spans.items()
        }
        self.counts.add(
            db, {each: counts[page.stands.of(each), to] for each, to in moved.items()}
        )


def lock(db: Rows, kind: int, name: str) -> None:
    """Alone, until the transaction ends."""
    db.execute("select pg_advisory_xact_lock(%s, hashtext(%s))", (kind, name))


def share(db: Rows, kind: int, name: str) -> None:
    db.execute("select pg_advisory_xact_lock_shared(%s, hashtext(%s))", (kind, name))


def take(db: Rows, kind: int, name: str) -> bool:
    """Alone until the transaction ends, unless somebody else is."""
    taken = "select pg_try_advisory_xact_lock(%s, hashtext(%s)) as taken"
    db.execute(taken, (kind, name))
    return [row["taken"] for row in db] == [True]
