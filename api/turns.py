"""Whose turn it is: a few at work, a few in line, nobody for long, and each caller fairly.

More at work at once would only wait for the same two things, the interpreter's lock and
the disk. Whoever finds the line full, or stands in it too long, is told so at once, while
he still listens; nothing of his has begun. Callers are served in rotation, so that one
who floods us stands in his own way. All of this happens in one event loop.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from hashlib import sha256
from time import monotonic

from cachetools import LRUCache

AT_WORK = 16  # requests; there are more threads, for health and for signing in
UPLOADS = 8  # files on their way in, apart: they may take minutes
LISTENERS = 2  # of all the pages that listen, which are asked whether they still may
SURGE = 128  # requests in line, where it was empty a moment ago
STANDING = 32  # requests in line, where it was not: that is no surge but too much
PATIENCE = 1.0  # seconds in line, and until a line is a standing one
KNOWN = 10_000  # tokens and sessions
STRANGER = ""  # the caller whom we do not know yet
Turn = asyncio.Future[None]


class Busy(Exception):
    """Too much is asked of the registry at this moment; nothing of this has begun."""


class Flooding(Exception):
    """One caller asks for more than his share while others wait."""


class Callers:
    """Who came with which token or session before: for his place in line, nothing else.

    What it was worth then is checked anew each time; here only digests are kept.
    """

    def __init__(self) -> None:
        self._ids: LRUCache[bytes, str] = LRUCache(KNOWN)

    def of(self, secret: str) -> str:
        return self._ids.get(_digest(secret), STRANGER)

    def know(self, secret: str, id: str) -> None:
        self._ids[_digest(secret)] = id


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


class Turns:
    def __init__(
        self,
        at_work: int = AT_WORK,
        *,
        surge: int = SURGE,
        standing: int = STANDING,
        patience: float = PATIENCE,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._clock = clock
        self._at_work, self._patience = at_work, patience
        self._surge, self._standing = surge, standing
        self._lines: dict[str, deque[Turn]] = {}  # who is first comes next
        self._empty_at = 0.0
        self.working = self.waiting = 0

    @asynccontextmanager
    async def of(self, caller: str) -> AsyncIterator[None]:
        """Raises Busy or Flooding."""
        if self.working < self._at_work:
            self.working += 1
        else:
            await self._stand_in_line(caller)
        try:
            yield
        finally:
            self._next()

    async def _stand_in_line(self, caller: str) -> None:
        if self.is_full:
            self._make_room(caller)
        loop = asyncio.get_running_loop()
        turn: Turn = loop.create_future()
        if not self.waiting:
            self._empty_at = self._clock()
        self._lines.setdefault(caller, deque()).append(turn)
        self.waiting += 1
        patience = loop.call_later(
            self._patience, self._send_away, caller, turn, Busy()
        )
        try:
            await turn
        except asyncio.CancelledError:
            if turn.cancelled():
                self._leave(caller, turn)
            elif turn.exception() is None:
                self._next()  # it was given, and is not taken
            raise
        finally:
            patience.cancel()

    @property
    def is_full(self) -> bool:
        if self.waiting < self._standing:
            return False
        stood = self._clock() - self._empty_at
        return self.waiting >= self._surge or stood > self._patience

    def refusal(self, caller: str) -> Busy | Flooding | None:
        """Why there is no room in line for one more of his; None where there is."""
        if not self.is_full:
            return None
        most = max(map(len, self._lines.values()), default=0)
        if len(self._lines.get(caller, ())) + 1 < most:
            return None  # another has to go
        return Busy() if most <= 1 or len(self._lines) == 1 else Flooding()

    def _make_room(self, caller: str) -> None:
        """Of those with most in line the last has to go, be it the one who comes."""
        if why := self.refusal(caller):
            raise why
        longest = max(self._lines, key=lambda each: len(self._lines[each]))
        self._send_away(longest, self._lines[longest][-1], Flooding())

    def _send_away(self, caller: str, turn: Turn, why: Exception) -> None:
        if not turn.done():
            self._leave(caller, turn)
            turn.set_exception(why)

    def _leave(self, caller: str, turn: Turn) -> None:
        line = self._lines[caller]
        line.remove(turn)
        self.waiting -= 1
        if not line:
            del self._lines[caller]

    def _next(self) -> None:
        if not self._lines:
            self.working -= 1
            return
        caller = next(iter(self._lines))
        line = self._lines.pop(caller)
        turn = line.popleft()
        self.waiting -= 1
        if line:
            self._lines[caller] = line  # behind all others
        turn.set_result(None)
