"""Whoever listens hears that something has changed, and nobody else does."""

import asyncio
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import enumerate as threads

import pytest

from infrastructure.news import News
from tests.infrastructure.appending import event, recording, until

PATIENCE = 10  # seconds


@pytest.fixture
def recorder(addresses) -> Iterator:
    with recording(addresses.archive) as recorder:
        yield recorder


@pytest.fixture
def stands():
    return {"1467": 1, "1470": 1}


@pytest.fixture
def news(recorder, stands):
    with News(recorder, lambda: dict(stands)) as news:
        yield news


def watchers() -> int:
    return sum(each.name == "news" for each in threads())


def run(what: Coroutine) -> object:
    """In a thread of its own, since a browser's loop may run in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, what).result()


async def next_of(listening) -> bool:
    return await asyncio.wait_for(anext(listening), PATIENCE)


def test_a_change_is_told_to_those_it_is_for(news, recorder, stands, monkeypatch):
    monkeypatch.setattr("infrastructure.news.QUIET", 1.5)

    async def listen() -> tuple[bool, bool]:
        ours, theirs = news.heard("1467", 1), news.heard("1470", 1)
        heard = asyncio.gather(next_of(ours), next_of(theirs))
        await asyncio.sleep(0)  # both are listening now
        stands["1467"] = 2
        await asyncio.to_thread(recorder.insert_events, [event()])
        return tuple(await heard)

    assert run(listen()) == (True, False)


def test_nothing_is_watched_when_nobody_listens(news):
    async def listen_and_leave() -> int:
        listening = news.heard("1467", 1)
        waiting = asyncio.ensure_future(anext(listening))
        await asyncio.sleep(0)
        watched = watchers()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        return watched

    assert watchers() == 0
    assert run(listen_and_leave()) == 1
    until(lambda: watchers() == 0)


def test_what_has_left_the_list_is_news_too(news, recorder, stands):
    async def listen() -> bool:
        heard = asyncio.ensure_future(next_of(news.heard("1470", 1)))
        await asyncio.sleep(0)
        del stands["1470"]
        await asyncio.to_thread(recorder.insert_events, [event()])
        return await heard

    assert run(listen()) is True
