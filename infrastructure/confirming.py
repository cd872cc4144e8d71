"""A session with a server that may have to wait for its standbys."""

from time import monotonic
from typing import Any, TypeVar

import psycopg
from psycopg import Connection, Cursor
from psycopg.abc import PQGen
from psycopg.errors import Diagnostic, _WaitTimeout
from psycopg.pq import TransactionStatus
from psycopg.rows import DictRow

GRACE = 2.0  # seconds more than a statement for its commit, and for what is cancelled
# Seconds in which nobody else comes to lead: Patroni's ttl, less twice its retry_timeout
# and its loop_wait, and some to spare.
SURE = 5.0
# Writes a note to the log of changes, of which no table knows, and commits it.
CONFIRM = "SELECT pg_logical_emit_message(true, 'genfind', '')"
T = TypeVar("T")


class Session(Connection[DictRow]):
    """Takes no commit for durable before the standbys that must confirm it have.

    Where they don't, the server waits for ever, for no limit of its own holds there. So
    it is cancelled from here; then the server reports success, with a warning that what
    is committed here is perhaps nowhere else. That is an error: the outcome is unknown.
    """

    longest = 12.0  # seconds without an answer
    patience: float | None = longest  # the same, in this transaction; None: for ever
    given_up = False  # the server was silent to the end: others may be as well
    _only_here = False
    _sure_until = 0.0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_notice_handler(self._heed)

    def make_sure(self) -> None:
        """That this server leads: without its standbys' word it could not confirm."""
        began = monotonic()
        if began > self._sure_until:
            self.execute(CONFIRM)
            self._sure_until = began + SURE

    def wait(
        self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None
    ) -> T:
        if self.pgconn.transaction_status == TransactionStatus.IDLE:
            self.patience = self.longest
        try:
            limit = self.patience if timeout is None else timeout
            answer = super().wait(gen, interval, limit)
        except _WaitTimeout:
            if timeout is not None:
                raise
            answer = self._cancelled(gen)
        if self._only_here:
            self._only_here = False
            raise psycopg.OperationalError("no standby has confirmed: outcome unknown")
        return answer

    def _cancelled(self, gen: PQGen[T]) -> T:
        """The answer may still come, or the error of what is cancelled."""
        try:
            self.cancel_safe(timeout=GRACE)
            return super().wait(gen, timeout=GRACE)
        except (_WaitTimeout, psycopg.errors.CancellationTimeout):
            self.given_up = True
            self.pgconn.finish()
            raise

    def _heed(self, notice: Diagnostic) -> None:
        if notice.source_function == "SyncRepWaitForLSN":
            self._only_here = True


def may_take(db: Cursor[Any], seconds: float) -> None:
    """Until the transaction ends, a statement may take so long; with 0, for ever."""
    db.execute("SELECT set_config('statement_timeout', %s, true)", (f"{seconds}s",))
    if isinstance(db.connection, Session):
        db.connection.patience = seconds + GRACE if seconds else None
