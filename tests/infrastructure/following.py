"""What the projector's tests share: a small read model, and followers of the archive."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

import psycopg

from domain.contacts import ContactReferredToCase
from domain.event import Recorded
from infrastructure.mapper import SealingMapper
from infrastructure.postgres import Addresses, Database
from infrastructure.projector import Projector
from infrastructure.recorder import GroupCommitRecorder
from infrastructure.sealer import Sealer
from projections.projection import Projection, Rows
from tests.specification import NOW, OFFICER

ACTIVE = """
select pid from pg_locks where locktype = 'advisory' and classid = 1 and granted
and database = (select oid from pg_database where datname = current_database())
"""
LISTENING = """
select pid from pg_stat_activity
where datname = current_database() and query ilike 'listen %'
"""

ASIDE = "select nspname from pg_namespace where nspname ~ '_(new|old)$'"
BOOKS = """
select split_part(application_name, '/', 1) from views.bookmark
union all select read_model from views.followed
union all select read_model from views.parked
"""


def tally(more: str = "") -> Projection:
    """What was referred, each event once: the primary key sees to it."""
    projection = Projection(
        "tally", "create table seen (position bigint primary key, told text)" + more
    )

    @projection.on(ContactReferredToCase)
    def add(db: Rows, recorded: Recorded[ContactReferredToCase]) -> None:
        db.execute(
            "insert into tally.seen (position, told) values (%s, %s)",
            (recorded.position, recorded.event.journal_number),
        )

    return projection


@contextmanager
def follower(
    addresses: Addresses,
    mapper: SealingMapper,
    *projections: Projection,
    program: str | None = None,
) -> Iterator[Projector]:
    role = "genfind_projector"
    archive = Database(addresses.archive, role=role, schema="archive", pool_size=1)
    views = Database(addresses.views, role=role, schema="views", pool_size=1)
    with archive, views:
        recorder = GroupCommitRecorder(archive)
        yield Projector(recorder, mapper, views, projections, program)


@contextmanager
def running(worker: Projector | Sealer) -> Iterator[None]:
    stop = Event()
    thread = Thread(target=worker.run, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def append(
    recorder: GroupCommitRecorder,
    mapper: SealingMapper,
    new_id: Callable[[], object],
    *told: str,
) -> int:
    """References to cases, which hold no words. Answers the last one's position."""
    recorded = [
        Recorded(
            new_id(), 1, NOW.at, OFFICER, None, None,
            ContactReferredToCase(journal_number=number),
        )
        for number in told
    ]  # fmt: skip
    position = 0
    for first in range(0, len(recorded), 400):
        page = mapper.to_stored_events(recorded[first : first + 400])
        position = (recorder.insert_events(page) or [0])[-1]
    return position


def backends(address: str, question: str) -> list[int]:
    with psycopg.connect(address) as db:
        return [pid for (pid,) in db.execute(question)]


def terminate(address: str, question: str) -> list[int]:
    """End the backends that the question finds, and answer which they were."""
    found = backends(address, question)
    with psycopg.connect(address, autocommit=True) as db:
        for pid in found:
            db.execute("select pg_terminate_backend(%s)", (pid,))
    return found


def seen(ask: Callable[[str], list], schema: str = "tally") -> list[int]:
    return ask(f"select position from {schema}.seen order by 1")


def prepared(projector: Projector) -> Projector:
    projector.prepare()
    projector.catch_up()
    return projector


def nothing_is_left(ask: Callable[[str], list]) -> bool:
    """Of a shadow, or of what it replaced."""
    return not ask(ASIDE) and not [each for each in ask(BOOKS) if "_new" in each]
