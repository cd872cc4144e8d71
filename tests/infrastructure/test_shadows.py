"""Read models are filled anew beside those that serve, however often interrupted."""

from threading import Event as Flag

import pytest
from eventsourcing.persistence import OperationalError

from infrastructure.page_turning import PAGE
from infrastructure.projector import Projector
from infrastructure.shadows import Interrupted
from projections.projection import Projection
from tests.infrastructure.following import (
    nothing_is_left,
    prepared,
    seen,
    tally,
    terminate,
)

FILLING = """
select pid from pg_locks where locktype = 'advisory' and classid = 3 and granted
and database = (select oid from pg_database where datname = current_database())
"""
INDEXES = "select count(*) from pg_indexes where schemaname = '{}'"


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


def test_whoever_loses_its_connection_goes_on_when_it_is_asked_again(
    add, following, ask, as_admin
) -> None:
    last = add(*map(str, range(3 * PAGE)))
    projector, turn = prepared(following(tally())), None

    def cut(*asked: object) -> object:
        projector.pages.turn = turn
        page = turn(*asked)
        terminate(as_admin.views, FILLING)
        return page

    turn, projector.pages.turn = projector.pages.turn, cut
    with pytest.raises(OperationalError):
        projector.rebuild()
    assert projector.shadows.filled(projector.models) == PAGE
    assert seen(ask) == [*range(1, last + 1)]
    assert projector.rebuild() == []
    assert seen(ask) == [*range(1, last + 1)]
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
