"""Wakes a follower when something is appended; the poll is the net under it."""

from contextlib import ExitStack
from time import sleep
from types import TracebackType
from typing import Self

import structlog
from eventsourcing.persistence import InterfaceError, OperationalError
from psycopg import Connection, Error
from psycopg.rows import DictRow
from psycopg.sql import SQL, Identifier

from infrastructure.recorder import GroupCommitRecorder

log = structlog.get_logger()


class Wakeup:
    """Listens on a connection of its own, and makes a new one when that is lost."""

    def __init__(self, source: GroupCommitRecorder) -> None:
        self._source = source
        self._held = ExitStack()
        self._listening: Connection[DictRow] | None = None

    def __enter__(self) -> Self:
        self._listen()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._held.__exit__(kind, error, trace)

    def wait(self, seconds: float) -> None:
        """Until something was appended, but no longer than this."""
        if self._listening is None:
            self._listen()
        if self._listening is None:
            sleep(seconds)
            return
        try:
            for _ in self._listening.notifies(timeout=seconds, stop_after=1):
                pass
        except (Error, InterfaceError, OperationalError):
            log.warning("listening was interrupted")
            self._listening = None

    def _listen(self) -> None:
        self._held.close()
        channel = SQL("listen {}").format(Identifier(self._source.channel_name))
        try:
            pool = self._source.datastore.get_connection()
            connection = self._held.enter_context(pool)
            connection.execute(channel)
            self._listening = connection
        except (Error, InterfaceError, OperationalError):
            log.warning("listening is not possible")
