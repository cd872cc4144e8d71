"""A line between two programs that can be cut: nothing comes through, and nobody is told."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from typing import Any

from tests.fire.running import free_port

LOOPBACK = "127.0.0.1"


class Line:
    """While it is cut, both ends still take what is sent, as routers far away would."""

    def __init__(self, to: int, loop: asyncio.AbstractEventLoop) -> None:
        self.port, self._to, self._loop = free_port(), to, loop
        self._whole = asyncio.Event()
        self._whole.set()

    def cut(self) -> None:
        self._loop.call_soon_threadsafe(self._whole.clear)

    def mend(self) -> None:
        """What was held back arrives late, as on any line."""
        self._loop.call_soon_threadsafe(self._whole.set)

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._carry, LOOPBACK, self.port)

    async def close(self) -> None:
        self._server.close()

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        with suppress(OSError, asyncio.CancelledError):  # the latter at the very end
            await self._whole.wait()
            far_reader, far_writer = await asyncio.open_connection(LOOPBACK, self._to)
            await asyncio.gather(
                self._copy(reader, far_writer), self._copy(far_reader, writer)
            )
        writer.close()

    async def _copy(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        with suppress(OSError):  # either end hung up, and the other one hears of it
            while some := await reader.read(65536):
                await self._whole.wait()
                writer.write(some)
                await writer.drain()
        writer.close()


@contextmanager
def lines() -> Iterator[Callable[[int], Line]]:
    """Draws lines to ports of this machine, until the block ends."""
    loop, drawn = asyncio.new_event_loop(), list[Line]()
    thread = Thread(target=loop.run_forever)
    thread.start()

    def draw(to: int) -> Line:
        line = Line(to, loop)
        _done(line.open(), loop)
        drawn.append(line)
        return line

    try:
        yield draw
    finally:
        for line in drawn:
            _done(line.close(), loop)
        _done(_all_ended(), loop)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _all_ended() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for each in others:
        each.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def _done(work: Coroutine[Any, Any, None], loop: asyncio.AbstractEventLoop) -> None:
    asyncio.run_coroutine_threadsafe(work, loop).result(30)
