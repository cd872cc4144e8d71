"""Starts an embedded PostgreSQL again that has ended while its registry works.

It ends by itself when its disk is full, and is sometimes killed by a system that is short
of memory. Without this nothing would be confirmed until somebody comes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event as Flag
from threading import Thread

import structlog

from api.home import Home
from infrastructure.embedded_postgres import EmbeddedPostgres

PAUSE = 1.0  # seconds between looks at it, and before it is tried again
log = structlog.get_logger()


@contextmanager
def keeper(home: Home) -> Iterator[None]:
    """Nothing, where PostgreSQL is not the registry's own."""
    if not home.settings.embedded:
        yield
        return
    stop = Flag()
    keeping = Thread(target=_keep, args=(home.server(), stop), name="keeper")
    keeping.start()
    try:
        yield
    finally:
        stop.set()
        keeping.join()


def _keep(server: EmbeddedPostgres, stop: Flag) -> None:
    while not stop.wait(PAUSE):
        if server.runs():
            continue
        log.error("PostgreSQL has ended")
        try:
            server.ensure()
            log.warning("PostgreSQL was started again")
        except (OSError, RuntimeError) as error:  # such as a disk that is still full
            log.error("PostgreSQL does not start", error=type(error).__name__)  # noqa: TRY400
