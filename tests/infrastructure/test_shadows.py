"""Read models are filled anew beside those that serve, and swapped in one moment."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from threading import Event as Flag
from threading import Thread

import psycopg
import pytest

from domain.contacts import ContactReferredToCase, ContactRegistered
from domain.event import Recorded
from infrastructure.page_turning import PAGE, StandingBy
from infrastructure.projector import Projector
from infrastructure.shadows import Interrupted
from projections.projection import Projection, Rows
from tests.infrastructure.appending import until
from tests.infrastructure.following import append, follower, running, tally
from tests.infrastructure.registering import every_byte, register

Add = Callable[..., int]
Ask = Callable[[str], list]
ASIDE = "select nspname from pg_namespace where nspname ~ '_(new|old)$'"
BOOKS = """
select split_part(application_name, '/', 1) from views.bookmark
union all select read_model from views.followed
union all select read_model from views.parked
"""
INDEXES = "select count(*) from pg_indexes where schemaname = '{}'"


@pytest.fixture
def add(parts) -> Add:
    registry = parts.registry
    return partial(append, registry.recorder, registry.mapper, parts.new_id)


@pytest.fixture
def following(parts, addresses) -> Iterator[Callable[..., Projector]]:
    with ExitStack() as opened:

        def follow(*projections: Projection, program: str = "first") -> Projector:
            follows = follower(
                addresses, parts.registry.mapper, *projections, program=program
            )
            return opened.enter_context(follows)

        yield follow


@pytest.fixture
def ask(as_admin) -> Iterator[Ask]:
    with psycopg.connect(as_admin.views, autocommit=True) as db:
        yield lambda question: [value for (value,) in db.execute(question)]


def seen(ask: Ask, schema: str = "tally") -> list[int]:
    return ask(f"select position from {schema}.seen order by 1")


def nothing_is_left(ask: Ask) -> bool:
    return not ask(ASIDE) and not [each for each in ask(BOOKS) if "_new" in each]


def prepared(projector: Projector) -> Projector:
    projector.prepare()
    projector.catch_up()
    return projector


def stopped_after(pages: int, projector: Projector) -> None:
    """Fill the shadows so far, as a process does that is then ended."""
    stop, turn = Flag(), projector.pages.turn
    left = iter(range(pages - 1))

    def turned(*asked: object) -> object:
        page = turn(*asked)
        if next(left, None) is None:
            stop.set()
        return page

    projector.pages.turn = turned
    projector.shadows.fill(projector.models, stop)
    projector.pages.turn = turn


def test_a_rebuild_fills_anew_what_somebody_spoilt(add, following, ask) -> None:
    last = add("one", "two")
    projector = prepared(following(tally()))
    ask("delete from tally.seen where position = 1 returning 1")
    assert projector.rebuild() == []
    assert (seen(ask), projector.position()) == ([1, 2], last)
    assert nothing_is_left(ask)


def test_what_was_never_filled_can_be_filled_like_this_too(add, following, ask) -> None:
    last = add("one", "two")
    projector = following(tally())
    projector.keep_books()
    projector.rebuild()
    assert (seen(ask), projector.position()) == ([1, 2], last)


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


def test_whoever_was_interrupted_goes_on_where_it_was(add, following, ask) -> None:
    last = add(*map(str, range(3 * PAGE)))
    first = prepared(following(tally()))
    first.shadows.begin(first.models)
    stopped_after(2, first)
    assert first.shadows.filled(first.models) == 2 * PAGE
    ask("update tally_new.seen set told = 'kept' where position = 1 returning 1")
    following(tally()).rebuild()
    assert seen(ask) == [*range(1, last + 1)]
    assert ask("select told from tally.seen where position = 1") == ["kept"]
    assert nothing_is_left(ask)


def begun_by_another_program(following) -> None:
    following(tally(), program="second").rebuild()


def begun_with_another_definition(following) -> None:
    following(tally("; alter table seen add x int")).rebuild()


def begun_afresh(following) -> None:
    projector = following(tally())
    projector.shadows.begin(projector.models, fresh=True)
    projector.rebuild()


@pytest.mark.parametrize(
    "begun", [begun_by_another_program, begun_with_another_definition, begun_afresh]
)
def test_what_does_not_fit_is_thrown_away(add, following, ask, begun) -> None:
    last = add(*map(str, range(2 * PAGE)))
    first = prepared(following(tally()))
    first.shadows.begin(first.models)
    stopped_after(1, first)
    ask("update tally_new.seen set told = 'wrong' where position = 1 returning 1")
    begun(following)
    assert seen(ask) == [*range(1, last + 1)]
    assert ask("select told from tally.seen where position = 1") == ["0"]
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


def test_two_do_not_fill_the_same(add, following) -> None:
    add("one")
    one, other = prepared(following(tally())), following(tally())
    other.shadows.patience = 0.2
    one.shadows.begin(one.models)
    with one.shadows.level(one.models):
        with pytest.raises(Interrupted):
            other.rebuild()
        with pytest.raises(Interrupted):
            other.shadows.begin(other.models, fresh=True)
    assert one.shadows.swap(one.models) == []


def test_whoever_fills_what_was_thrown_away_ends(add, following) -> None:
    add("one")
    one = prepared(following(tally()))
    one.shadows.begin(one.models)
    following(tally(), program="second").rebuild()
    with pytest.raises(Interrupted):
        one.shadows.fill(one.models)


def test_indexes_for_readers_come_last_and_once(add, following, ask) -> None:
    indexed = Projection(
        "tally",
        "create table seen (position bigint primary key, told text)",
        indexes="create index on seen (told); create index on seen (told, position)",
        handlers=tally().handlers,
    )
    last = add(*map(str, range(2 * PAGE)))
    projector = prepared(following(indexed))
    assert ask(INDEXES.format("tally")) == [3]
    projector.shadows.begin(projector.models)
    stopped_after(1, projector)
    assert ask(INDEXES.format("tally_new")) == [1]
    for _ in range(2):
        projector.shadows.fill(projector.models)
        assert ask(INDEXES.format("tally_new")) == [3]
    projector.shadows.swap(projector.models)
    assert ask(INDEXES.format("tally")) == [3]
    assert seen(ask) == [*range(1, last + 1)]
    projector.rebuild()
    assert ask(INDEXES.format("tally")) == [3]


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


def diary(more: str = "") -> Projection:
    made = Projection(
        "diary",
        "create table said (id uuid, words text)" + more,
        forget="delete from diary.said where id = any(%(subjects)s)",
    )

    @made.on(ContactRegistered)
    def write(db: Rows, recorded: Recorded[ContactRegistered]) -> None:
        text = recorded.event.narrative.text
        db.execute("insert into diary.said values (%s, %s)", (recorded.id, text))

    return made


@pytest.mark.parametrize("other", [diary, partial(diary, " ")])
@pytest.mark.parametrize("program", ["first", "second"])
def test_who_is_forgotten_is_forgotten_in_every_shadow(
    parts, following, as_admin, other, program
) -> None:
    id = register(parts).id
    serving, filling = prepared(following(diary())), following(other(), program=program)
    filling.shadows.begin(filling.models)
    filling.shadows.fill(filling.models)
    assert every_byte(as_admin.views).count(b"outside") >= 2
    parts.keys.fence([id])
    serving.forget([id])
    assert b"outside" not in every_byte(as_admin.views)


def test_who_is_forgotten_is_forgotten_in_what_a_swap_put_aside(
    parts, following, as_admin
) -> None:
    id = register(parts).id
    projector = prepared(following(diary()))
    with psycopg.connect(as_admin.views) as db:  # as if it had not come to drop it
        db.execute("set role genfind_projector; create schema diary_old")
        db.execute("create table diary_old.said as table diary.said")
    parts.keys.fence([id])
    projector.forget([id])
    assert b"outside" not in every_byte(as_admin.views)


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
