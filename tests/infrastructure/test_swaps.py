"""What was filled anew takes the place of the old in one moment that nobody sees."""

from threading import Event as Flag
from threading import Thread

import psycopg
import pytest

from domain.contacts import ContactReferredToCase
from domain.event import Recorded
from infrastructure.page_turning import PAGE, StandingBy
from projections.projection import Projection, Rows
from tests.infrastructure.appending import until
from tests.infrastructure.following import (
    ASIDE,
    nothing_is_left,
    prepared,
    running,
    seen,
    tally,
)


def test_the_old_ones_serve_and_follow_until_the_swap(add, following, ask) -> None:
    add("one")
    active, other = prepared(following(tally())), following(tally())
    with running(active):
        other.shadows.begin(other.models)
        other.shadows.fill(other.models)
        last = add("two")
        until(lambda: seen(ask) == [1, 2])
        assert seen(ask, "tally_new") == [1]
        other.shadows.swap(other.models)
        assert seen(ask) == [1, 2]
        last = add("three")
        until(lambda: seen(ask) == [1, 2, 3])
    assert active.position() == last
    assert nothing_is_left(ask)


def test_whoever_asks_all_the_time_never_sees_less_than_before(
    add, following, ask, addresses
) -> None:
    add(*map(str, range(PAGE)))
    active, other = prepared(following(tally())), following(tally())
    stop, counted = Flag(), []

    def read() -> None:
        counts: list[int] = []
        with psycopg.connect(addresses.views, autocommit=True) as db:
            db.execute("set role genfind_reader")
            while not stop.is_set():  # prepared by psycopg after the fifth time
                counts += db.execute("select count(*) from tally.seen").fetchone()
        counted.append(counts)

    def write() -> None:
        while not stop.is_set():
            add("more")

    threads = [Thread(target=read), Thread(target=read), Thread(target=write)]
    with running(active):
        for thread in threads:
            thread.start()
        try:
            for _ in range(5):
                other.rebuild()
        finally:
            stop.set()
            for thread in threads:
                thread.join()
    for counts in counted:
        assert len(counts) > 50
        assert PAGE <= counts[0] < counts[-1]
        assert counts == sorted(counts)
    assert len(counted) == 2
    assert nothing_is_left(ask)
    last = add("last")
    active.catch_up()
    assert seen(ask) == [*range(1, last + 1)]


def test_no_answer_is_smaller_than_the_one_before(add, following, ask) -> None:
    """The shadow lags when it is swapped, and must first take what the old one has."""
    add("one")
    active, other = prepared(following(tally())), following(tally())
    other.shadows.begin(other.models)
    other.shadows.fill(other.models)
    last = add(*map(str, range(2 * PAGE)))
    active.catch_up()
    other.shadows.swap(other.models)
    assert seen(ask) == [*range(1, last + 1)]
    assert other.position() == last


def test_a_new_version_fills_while_the_old_one_serves(add, following, ask) -> None:
    add("one")
    old = prepared(following(tally()))
    new = following(tally("; alter table seen add x int"), program="second")
    new.keep_books()
    new.shadows.begin(new.models)
    new.shadows.fill(new.models)
    last = add("two")
    old.catch_up()
    assert (seen(ask), old.position()) == ([1, 2], last)
    new.shadows.swap(new.models)
    assert ask("select x from tally.seen") == [None, None]
    with pytest.raises(StandingBy):
        old.catch_up()
    new.prepare()  # as its servers do when they start: nothing is left to be done
    assert (seen(ask), new.position()) == ([1, 2], last)
    last = add("three")
    new.catch_up()
    assert (seen(ask), new.position()) == ([1, 2, 3], last)


def picky(wrong: set[str]) -> Projection:
    made = Projection("picky", "create table seen (position bigint primary key)")

    @made.on(ContactReferredToCase)
    def note(db: Rows, recorded: Recorded[ContactReferredToCase]) -> None:
        if recorded.event.journal_number in wrong:
            raise ArithmeticError
        db.execute("insert into picky.seen values (%s)", (recorded.position,))

    return made


def test_what_was_parked_no_longer_is_after_a_rebuild_by_repaired_code(
    add, following, ask
) -> None:
    last = add("one", "bad", "two")
    broken = prepared(following(picky({"bad"})))
    assert broken.parked()
    repaired = following(picky(set()), program="second")
    assert repaired.rebuild() == []
    assert not repaired.parked()
    assert seen(ask, "picky") == [1, 2, 3]
    assert repaired.position() == last


def test_what_can_t_be_filled_stays_as_it_is_and_the_others_are_swapped(
    add, following, ask
) -> None:
    add("one", "two")
    prepared(following(picky(set()), tally()))
    wrong = {"two"}
    broken = following(picky(wrong), tally(), program="second")
    ask("update tally.seen set told = 'spoilt' returning 1")
    [parked] = broken.rebuild()
    assert (parked.read_model, parked.position) == ("picky_new", 2)
    assert seen(ask, "picky") == [1, 2]
    assert ask("select told from tally.seen order by 1") == ["one", "two"]
    assert not broken.parked()
    wrong.clear()
    assert broken.rebuild() == []
    assert nothing_is_left(ask)


def test_a_swap_does_not_wait_for_who_is_reading_nor_tear_it_away(
    add, following, ask, addresses
) -> None:
    add("one")
    projector = prepared(following(tally()))
    with psycopg.connect(addresses.views) as db:
        db.execute("set role genfind_reader")
        assert db.execute("select count(*) from tally.seen").fetchone() == (1,)
        rebuilding = Thread(target=projector.rebuild)
        rebuilding.start()
        until(lambda: ask(ASIDE) == ["tally_old"])
        assert seen(ask) == [1]  # others read the new one at once
        assert db.execute("select told from tally.seen").fetchone() == ("one",)
    rebuilding.join()
    assert nothing_is_left(ask)
