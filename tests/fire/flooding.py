"""Asking much at once, from one thread over many connections."""

import asyncio
from collections import Counter
from collections.abc import Coroutine, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from time import perf_counter, process_time
from typing import Any, Self
from urllib.parse import urlsplit

import uvloop

LONGEST = 60  # seconds for an answer


@dataclass(frozen=True)
class Asked:
    """What goes out as it is, and of what kind it is in the report."""

    kind: str
    head: bytes
    body: bytes = b""

    @classmethod
    def of(
        cls, kind: str, method: str, path: str, body: bytes = b"", **headers: str
    ) -> Self:
        told = {"Host": "127.0.0.1", **headers}
        if body:
            told |= {"Content-Type": "application/json"}
            told |= {"Content-Length": str(len(body))}
        lines = [f"{method} {path} HTTP/1.1"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in told.items()]
        return cls(kind, "\r\n".join([*lines, "", ""]).encode(), body)


@dataclass(frozen=True)
class Answered:
    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str | None:
        for line in self.head.split(b"\r\n"):
            known, _, value = line.partition(b": ")
            if known.lower() == name.lower().encode():
                return value.decode()
        return None


@dataclass
class Outcome:
    asked: Asked
    seconds: float = 0.0  # from when it was due
    answer: Answered | None = None  # where the connection was lost there is none


class Wire(asyncio.Protocol):
    """One connection, one answer at a time."""

    def __init__(self) -> None:
        self._came = b""
        self._answer: asyncio.Future[Answered] | None = None

    def connection_made(self, transport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._came += data
        head, end, body = self._came.partition(b"\r\n\r\n")
        if not end:
            return
        answer = Answered(int(head[9:12]), head, body)
        if len(body) >= int(answer.header("Content-Length") or 0):
            self._came = b""
            if self._answer and not self._answer.done():
                self._answer.set_result(answer)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_exception(ConnectionError("cut off"))

    async def ask(self, asked: Asked) -> Answered:
        self._answer = asyncio.get_running_loop().create_future()
        self.transport.write(asked.head + asked.body)
        return await asyncio.wait_for(self._answer, LONGEST)


@dataclass
class Wires:
    """As many connections as are needed at once, used again when they are free."""

    url: str
    free: list[Wire] = field(default_factory=list)

    async def ask(self, asked: Asked) -> Answered | None:
        try:
            wire = self._free() or await self.open()
            answer = await wire.ask(asked)
        except (OSError, TimeoutError):
            return None
        self.free.append(wire)
        return answer

    async def open(self) -> Wire:
        place = urlsplit(self.url)
        loop = asyncio.get_running_loop()
        _, wire = await loop.create_connection(Wire, place.hostname, place.port)
        return wire

    def _free(self) -> Wire | None:
        while self.free:
            wire = self.free.pop()
            if not wire.transport.is_closing():
                return wire
        return None

    def close(self) -> None:
        for wire in self.free:
            wire.transport.close()


@dataclass(frozen=True)
class Flood:
    outcomes: list[Outcome]
    elapsed: float  # seconds
    burnt: float  # seconds of a core, by whoever asked

    @property
    def statuses(self) -> Counter[int | None]:
        """None is for a connection that was lost."""
        return Counter(o.answer.status if o.answer else None for o in self.outcomes)

    def of(self, *wanted: int) -> list[Outcome]:
        return [o for o in self.outcomes if o.answer and o.answer.status in wanted]


async def _at_rate(url: str, asked: list[Asked], per_second: float) -> list[Outcome]:
    wires, began = Wires(url), perf_counter()

    async def one(outcome: Outcome, due: float) -> None:
        outcome.answer = await wires.ask(outcome.asked)
        outcome.seconds = perf_counter() - began - due

    outcomes, under_way = [], []
    for number, each in enumerate(asked):
        due = number / per_second
        if (early := began + due - perf_counter()) > 0:
            await asyncio.sleep(early)
        outcomes.append(Outcome(each))
        under_way.append(asyncio.create_task(one(outcomes[-1], due)))
    await asyncio.gather(*under_way)
    wires.close()
    return outcomes


async def _one_by_one(url: str, asked: list[Asked], callers: int) -> list[Outcome]:
    wires, left, outcomes = Wires(url), iter(asked), []

    async def caller() -> None:
        for each in left:
            began = perf_counter()
            answer = await wires.ask(each)
            outcomes.append(Outcome(each, perf_counter() - began, answer))

    await asyncio.gather(*[caller() for _ in range(callers)])
    wires.close()
    return outcomes


def _run(asking: Coroutine[Any, Any, list[Outcome]]) -> Flood:
    began, burnt = perf_counter(), process_time()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        outcomes = runner.run(asking)
    return Flood(outcomes, perf_counter() - began, process_time() - burnt)


def at_rate(url: str, asked: list[Asked], per_second: float) -> Flood:
    """Each when it is due, answered or not; waiting for what came before counts."""
    return _run(_at_rate(url, asked, per_second))


def one_by_one(url: str, asked: list[Asked], callers: int) -> Flood:
    """So many at a time, each as soon as the one before it is answered."""
    return _run(_one_by_one(url, asked, callers))


@contextmanager
def another_process() -> Iterator[Executor]:
    """Where a flood has an interpreter of its own."""
    with ProcessPoolExecutor(1, get_context("spawn")) as other:
        yield other
