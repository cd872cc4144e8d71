"""One follower is active, none misses anything, and each loss is got over."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import chain
from threading import Event, Thread
from time import monotonic

import psycopg
import pytest

from domain.contacts import ContactRegistered
from domain.event import Recorded
from infrastructure.page_turning import StandingBy
from infrastructure.projector import Projector
from infrastructure.wakeup import Wakeup
from projections.projection import Projection, Rows
from tests.infrastructure.appending import until
from tests.infrastructure.following import (
    ACTIVE,
    LISTENING,
    append,
    backends,
    follower,
    running,
    tally,
    terminate,
)
from tests.infrastructure.registering import (
    METTE,
    at_once,
    every_byte,
    more,
    register,
    say,
)

WAITING = """
select pid from pg_locks where locktype = 'advisory' and classid = 2 and not granted
and database = (select oid from pg_database where datname = current_database())
"""


@pytest.fixture
def following(parts, addresses) -> Iterator[Callable[..., Projector]]:
    with ExitStack() as opened:

        def follow(*projections: Projection) -> Projector:
            follows = follower(addresses, parts.registry.mapper, *projections)
            projector = opened.enter_context(follows)
            projector.prepare()
            return projector

        yield follow


@pytest.fixture
def add(parts) -> Callable[[], int]:
    registry = parts.registry
    return lambda: append(registry.recorder, registry.mapper, parts.new_id, "one")


def reaches(projector: Projector, position: int) -> None:
    until(lambda: projector.position() == position)


def seen(address: str) -> list[int]:
    with psycopg.connect(address) as db:
        asked = db.execute("select position from tally.seen order by position")
        return [position for (position,) in asked]


def test_one_is_active_and_another_stands_by_until_it_is_gone(
    add, following, as_admin
) -> None:
    first, second = following(tally()), following(tally())
    with running(first):
        reaches(first, add())
        with pytest.raises(StandingBy):
            second.catch_up()
        with running(second):
            first.datastore.close()  # it loses its way to the database …
            [lost] = terminate(as_admin.views, ACTIVE)  # … and what it held there
            reaches(second, last := add())
            [taken] = backends(as_admin.views, ACTIVE)
            assert taken != lost
            until(lambda: first.failure)
            assert second.failure is None
    assert seen(as_admin.views) == [*range(1, last + 1)]


def test_who_loses_its_connection_again_and_again_counts_nothing_twice(
    add, following, as_admin
) -> None:
    projector = following(tally())
    with running(projector):
        for _ in range(2):
            reaches(projector, add())
            terminate(as_admin.views, ACTIVE)
        reaches(projector, add())
        until(lambda: projector.failure is None)
    assert seen(as_admin.views) == [1, 2, 3]


def test_who_is_no_longer_woken_polls_and_listens_anew(
    add, following, as_admin
) -> None:
    projector = following(tally())
    with running(projector):
        until(lambda: backends(as_admin.archive, LISTENING))
        before = terminate(as_admin.archive, LISTENING)
        reaches(projector, add())
        until(lambda: set(backends(as_admin.archive, LISTENING)) - set(before))
        assert projector.failure is None
        reaches(projector, add())


def test_where_nobody_can_listen_the_poll_is_enough_and_does_not_spin(
    add, following
) -> None:
    projector = following(tally())
    projector.source.channel_name = ""  # no name that a channel may have
    with Wakeup(projector.source) as wakeup:
        began = monotonic()
        wakeup.wait(0.2)
        assert monotonic() - began >= 0.2
    with running(projector):
        reaches(projector, add())
        assert projector.failure is None


def test_nothing_is_missed_while_many_write(parts, following, as_admin) -> None:
    written = Projection("tally", "create table seen (position bigint primary key)")

    @written.on(ContactRegistered)
    def note(db: Rows, recorded: Recorded[ContactRegistered]) -> None:
        db.execute("insert into tally.seen values (%s)", (recorded.position,))

    projector = following(written)
    until_then = monotonic() + 2

    def write() -> list[int]:
        positions = []
        while monotonic() < until_then:
            positions.append(register(parts).position)
        return positions

    with running(projector):
        acknowledged = sorted(chain.from_iterable(at_once([write] * 8)))
        reaches(projector, acknowledged[-1])
    assert len(acknowledged) > 8
    assert seen(as_admin.views) == acknowledged


def test_what_is_being_read_when_it_is_forgotten_is_taken_out_again(
    parts, following, as_admin
) -> None:
    """The words are opened before, and written after, the custodian's command."""
    diary = Projection(
        "diary",
        "create table said (id uuid, words text)",
        forget="delete from diary.said where id = any(%(subjects)s)",
    )
    opened, go_on = Event(), Event()

    @diary.on(ContactRegistered, words=True)
    def write(db: Rows, recorded: Recorded[ContactRegistered]) -> None:
        opened.set()
        assert go_on.wait(10)
        text = recorded.event.narrative.text
        db.execute("insert into diary.said values (%s, %s)", (recorded.id, text))

    projector = following(diary)
    id = register(parts).id
    reading = Thread(target=projector.catch_up)
    reading.start()
    assert opened.wait(10)
    parts.keys.fence([id])
    forgetting = Thread(target=projector.forget, args=([id],))
    forgetting.start()
    until(lambda: backends(as_admin.views, WAITING))
    go_on.set()
    reading.join()
    forgetting.join()
    assert projector.position() == 1
    assert b"outside" not in every_byte(as_admin.views)


def test_who_is_forgotten_while_others_write_leaves_no_word_behind(
    parts, as_admin
) -> None:
    parts.projector.prepare()
    gone: list = []
    with running(parts.projector):
        for n in range(12):
            id = register(parts, narrative="Lighthouse", parties=(METTE,)).id
            at_once(
                [
                    lambda id=id, n=n: say(parts, id, more(f"Lighthouse {n}")),  # noqa: A006
                    lambda id=id: parts.keys.fence([id]),  # noqa: A006
                    lambda: register(parts, narrative="Windmill"),
                ]
            )
            parts.projector.forget([id])
            parts.keys.shred([id])
            gone.append(id)
        reaches(parts.projector, register(parts).position)
    left = every_byte(as_admin.views).lower()
    assert b"lighthouse" not in left
    assert b"windmill" in left
    assert b"mette" in left
