"""Tells whoever listens that something of theirs has changed: never what."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from threading import Event as Flag
from threading import Lock, Thread
from typing import Self

import structlog
from eventsourcing.persistence import InterfaceError, OperationalError

from infrastructure.recorder import GroupCommitRecorder
from infrastructure.wakeup import Wakeup

log = structlog.get_logger()

GATHERED = 0.2  # seconds in which changes are told as one, and read models follow
LOOKS = 1.0  # seconds after which we look, should no notice have come
NOTHING = 0  # the number of a subject of which there is nothing
QUIET = 30.0  # seconds after which a listener hears that nothing is new
Stands = Mapping[str, int]


@dataclass(eq=False)
class Listener:
    subject: str
    seen: int
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.get_running_loop)
    told: asyncio.Event = field(default_factory=asyncio.Event)


class News:
    """One watcher for all listeners, and none while nobody listens.

    `look` answers with a number for each subject, which differs when that has changed.
    """

    def __init__(self, source: GroupCommitRecorder, look: Callable[[], Stands]) -> None:
        self._source, self._look = source, look
        self._listeners: set[Listener] = set()
        self._watcher: Thread | None = None
        self._lock, self._closed = Lock(), Flag()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._closed.set()
        if self._watcher:
            self._watcher.join()

    async def heard(self, subject: str, seen: int) -> AsyncIterator[bool]:
        """True each time that it has changed, False when it was quiet for a while.

        `seen` is the number of what the listener has before him.
        """
        listener = Listener(subject, seen)
        self._add(listener)
        try:
            while not self._closed.is_set():
                try:
                    await asyncio.wait_for(listener.told.wait(), QUIET)
                except TimeoutError:
                    yield False
                else:
                    listener.told.clear()
                    yield True
        finally:
            with self._lock:
                self._listeners.discard(listener)

    def _add(self, listener: Listener) -> None:
        with self._lock:
            self._listeners.add(listener)
            if self._watcher is None:
                self._watcher = Thread(target=self._watch, name="news")
                self._watcher.start()

    def _watch(self) -> None:
        with Wakeup(self._source) as wakeup:
            while self._is_needed():
                stands = self._stands()
                if stands is not None:
                    self._tell(stands)
                wakeup.wait(LOOKS)
                self._closed.wait(GATHERED)

    def _is_needed(self) -> bool:
        with self._lock:
            if self._listeners and not self._closed.is_set():
                return True
            self._watcher = None if not self._closed.is_set() else self._watcher
            return False

    def _stands(self) -> Stands | None:
        """None where nobody can say, and those who listen are told later."""
        try:
            return self._look()
        except (InterfaceError, OperationalError):
            log.warning("news can't be looked for")
            return None

    def _tell(self, stands: Stands) -> None:
        with self._lock:
            for each in self._listeners:
                stand = stands.get(each.subject, NOTHING)
                if each.seen != stand:
                    each.seen = stand
                    each.loop.call_soon_threadsafe(each.told.set)
