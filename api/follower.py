"""Keeps the read models of both logs, in a process of its own.

So it has a core of its own too: inside the server, each answer would have to wait for
the interpreter's lock, for as long as the follower works on its events.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event as Flag
from threading import Thread

import structlog

from api.composition import Parts
from api.home import Home, composed

COMMAND = (sys.executable, "-m", "api", "project", "--beside")
PAUSE = 1.0  # seconds between looks at it, and before it is started again
log = structlog.get_logger()


@contextmanager
def follower() -> Iterator[None]:
    """The command `genfind project` beside us, replaced should it die before we do."""
    stop = Flag()
    keeper = Thread(target=_keep, args=(stop,), name="follower")
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join()


def _keep(stop: Flag) -> None:
    while not stop.is_set():
        # It reads this pipe, whose end it also sees after a `kill -9` of ours; in a
        # group of its own, it does not hear the Ctrl-C that is meant for us.
        with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, process_group=0) as it:  # noqa: S603
            while it.poll() is None and not stop.wait(PAUSE):
                pass
        if not stop.wait(PAUSE):
            log.error("the follower ended", status=it.returncode)


def follow(parts: Parts, *, beside: bool) -> None:
    """Until interrupted; beside a server, until that lets go of our standard input."""
    stop = Flag()
    threads = [
        Thread(target=projector.run, args=(stop,), name=projector.source.channel_name)
        for projector in (parts.projector, parts.access_projector)
    ]
    for thread in threads:
        thread.start()
    try:
        with suppress(KeyboardInterrupt):
            if beside:
                sys.stdin.buffer.read()
            else:
                stop.wait()
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def project(home: Home, *, beside: bool) -> None:
    """Beside a server, which has prepared the home, and starts no PostgreSQL again."""
    with composed(home, prepared=beside) as parts:
        follow(parts, beside=beside)
