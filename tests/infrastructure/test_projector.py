"""Read models follow the archive: every event once, in order, or not at all."""

from functools import partial

import pytest

from domain.contacts import ContactReferredToCase
from infrastructure.page_turning import PAGE, Page, StandingBy
from infrastructure.projector import READERS, Behind
from projections.projection import Projection
from tests.infrastructure.appending import until
from tests.infrastructure.following import running, seen, tally
from tests.infrastructure.registering import at_once


def test_events_are_applied_page_by_page(add, following, ask) -> None:
    last = add(*map(str, range(2 * PAGE + 1)))
    projector = following(tally())
    projector.prepare()
    turned: list[int] = []
    turn = projector.pages.turn

    def noted(*asked: object) -> Page:
        turned.append(projector.position())
        return turn(*asked)

    projector.pages.turn = noted
    projector.catch_up()
    assert turned == [0, PAGE, 2 * PAGE]
    assert projector.position() == last
    assert seen(ask) == [*range(1, last + 1)]
    projector.catch_up()
    assert seen(ask) == [*range(1, last + 1)]


def test_tables_are_made_once_whoever_starts_and_however_often(
    add, following, ask
) -> None:
    projectors = [following(tally()) for _ in range(4)]
    assert at_once([each.prepare for each in projectors]) == [None] * 4
    last = add("one")
    projectors[0].catch_up()
    assert at_once([each.prepare for each in projectors]) == [None] * 4
    assert seen(ask) == [last]
    assert projectors[3].position() == last


def test_a_changed_definition_is_filled_from_the_beginning(add, following, ask) -> None:
    old = following(tally())
    old.prepare()
    last = add("one", "two")
    old.catch_up()
    new = following(tally(" "))
    new.prepare()
    assert (seen(ask), new.position()) == ([], 0)
    with pytest.raises(StandingBy):  # these tables are not as it knows them
        old.catch_up()
    new.catch_up()
    assert (seen(ask), new.position()) == ([1, 2], last)


def test_who_goes_back_to_an_old_definition_finds_it_filled_anew(
    add, following, ask
) -> None:
    old, new = following(tally()), following(tally("; alter table seen add x int"))
    old.prepare()
    add("one")
    old.catch_up()
    new.prepare()
    new.catch_up()
    add("two")
    old.prepare()
    assert (seen(ask), old.position()) == ([], 0)
    old.catch_up()
    assert (seen(ask), old.position()) == ([1, 2], 2)


def test_a_new_read_model_is_filled_while_the_others_stay(
    add, following, ask, as_admin
) -> None:
    first = following(tally())
    first.prepare()
    add("one")
    first.catch_up()
    counted: list[int] = []
    counting = Projection("counting", "create table nothing (id int)")
    counting.on(ContactReferredToCase)(
        lambda _, recorded: counted.append(recorded.position)
    )
    both = following(tally(), counting)
    both.prepare()
    assert both.position() == 0
    add("two")
    both.catch_up()
    assert counted == [1, 2]
    assert seen(ask) == [1, 2]


def test_whoever_waits_for_a_position_sees_it_or_is_told(add, following) -> None:
    projector = following(tally())
    projector.prepare()
    last = add("one")
    with pytest.raises(Behind):
        projector.wait_for(last)
    projector.catch_up()
    projector.wait_for(0)
    projector.wait_for(last)
    with running(projector):
        last = add("two")
        until(lambda: projector.position() == last)
        projector.wait_for(last)
        with pytest.raises(Behind):
            projector.wait_for(last + 100)


def test_only_so_many_may_wait_at_once(add, following) -> None:
    projector = following(tally())
    projector.prepare()
    last = add("one")
    outcomes = at_once([partial(projector.wait_for, last)] * READERS)
    assert {type(outcome) for outcome in outcomes} == {Behind}
    for _ in range(READERS):
        projector._readers.acquire()  # noqa: SLF001
    projector.catch_up()
    with pytest.raises(Behind):
        projector.wait_for(last)
    projector._readers.release()  # noqa: SLF001
    projector.wait_for(last)
