"""A few at work, a few in line, nobody for long, and each caller fairly."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from api.turns import STRANGER, Busy, Callers, Flooding, Turns

PATIENCE = 10  # seconds


def run(what: Coroutine[Any, Any, Any]) -> Any:
    """In a thread of its own, since a browser's loop may run in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(
            lambda: asyncio.run(asyncio.wait_for(what, PATIENCE))
        ).result()


class Desk:
    """Callers who come, and stay until they are let go."""

    def __init__(self, turns: Turns) -> None:
        self.turns, self.order = turns, []
        self.done = asyncio.Event()

    async def comes(self, caller: str) -> asyncio.Task[None]:
        """He is at work, in line or away when this returns."""
        task = asyncio.create_task(self._come(caller))
        await asyncio.sleep(0)
        return task

    async def _come(self, caller: str) -> None:
        async with self.turns.of(caller):
            self.order.append(caller)
            await self.done.wait()


def test_no_more_are_at_work_than_there_are_places() -> None:
    async def day() -> None:
        desk = Desk(Turns(2))
        came = [await desk.comes(name) for name in "ABCD"]
        assert (desk.turns.working, desk.turns.waiting) == (2, 2)
        desk.done.set()
        await asyncio.gather(*came)
        assert (desk.turns.working, desk.turns.waiting) == (0, 0)
        assert desk.order == [*"ABCD"]

    run(day())


def test_whoever_asks_for_much_stands_in_his_own_way_only() -> None:
    async def day() -> None:
        desk = Desk(Turns(1))
        came = [await desk.comes(name) for name in "AAAAABC"]
        desk.done.set()
        await asyncio.gather(*came)
        assert "".join(desk.order) == "AABCAAA"

    run(day())


def test_in_a_full_line_the_one_with_most_in_it_makes_room() -> None:
    async def day() -> None:
        desk = Desk(Turns(1, surge=3, standing=1))
        came = [await desk.comes(name) for name in "AAAA"]
        newcomer = await desk.comes("B")
        with pytest.raises(Flooding):
            await came[-1]
        assert not newcomer.done()
        assert isinstance(desk.turns.refusal("A"), Flooding)
        assert desk.turns.refusal("C") is None
        desk.done.set()
        await asyncio.gather(*came[:-1], newcomer)

    run(day())


def test_where_nobody_has_more_than_the_others_the_registry_is_what_is_too_small() -> (
    None
):
    async def day() -> None:
        desk = Desk(Turns(1, surge=2, standing=1))
        came = [await desk.comes(name) for name in "ABC"]
        with pytest.raises(Busy):
            await (await desk.comes("D"))
        alone = Desk(Turns(1, surge=2, standing=1))
        came += [await alone.comes("A") for _ in range(3)]
        with pytest.raises(Busy):
            await (await alone.comes("A"))
        desk.done.set()
        alone.done.set()
        await asyncio.gather(*came)

    run(day())


def test_nobody_waits_longer_than_there_is_patience() -> None:
    async def day() -> None:
        desk = Desk(Turns(1, patience=0.01))
        first, second = await desk.comes("A"), await desk.comes("B")
        with pytest.raises(Busy):
            await second
        assert desk.turns.waiting == 0
        desk.done.set()
        await first

    run(day())


def test_a_line_that_was_never_empty_is_kept_short() -> None:
    async def day() -> None:
        now = 0.0
        desk = Desk(Turns(1, surge=9, standing=2, patience=60, clock=lambda: now))
        came = [await desk.comes(name) for name in "ABC"]
        assert not desk.turns.is_full
        now = 61.0
        assert desk.turns.is_full
        desk.done.set()
        await asyncio.gather(*came)
        assert not desk.turns.is_full

    run(day())


def test_whoever_goes_away_leaves_his_place_to_the_next() -> None:
    async def day() -> None:
        desk = Desk(Turns(1))
        first, second, third = [await desk.comes(name) for name in "ABC"]
        second.cancel()
        await asyncio.sleep(0)
        assert desk.turns.waiting == 1
        first.cancel()  # and the third, to whom the place is given, goes as well
        await asyncio.sleep(0)
        third.cancel()
        await asyncio.gather(first, second, third, return_exceptions=True)
        assert (desk.turns.working, desk.turns.waiting) == (0, 0)

    run(day())


def test_who_came_before_has_his_own_line_and_strangers_share_one() -> None:
    callers = Callers()
    callers.know("a token", "K-1147")
    callers.know("another token of his", "K-1147")
    assert {callers.of("a token"), callers.of("another token of his")} == {"K-1147"}
    assert callers.of("an invented one") == STRANGER
