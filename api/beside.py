"""Processes beside the server, that work for as long as it does."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event as Flag
from threading import Thread

import structlog

GENFIND = (sys.executable, "-m", "api")
PAUSE = 1.0  # seconds between looks at it, and before it is started again
log = structlog.get_logger()


@contextmanager
def beside(command: str) -> Iterator[None]:
    """`genfind COMMAND --beside`, replaced should it die before we do."""
    stop = Flag()
    keeper = Thread(target=_keep, args=(command, stop), name=command)
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join()


def _keep(command: str, stop: Flag) -> None:
    arguments = (*GENFIND, command, "--beside")
    while not stop.is_set():
        # It reads this pipe, whose end it also sees after a `kill -9` of ours; in a
        # group of its own, it does not hear the Ctrl-C that is meant for us.
        with subprocess.Popen(  # noqa: S603
            arguments, stdin=subprocess.PIPE, process_group=0
        ) as it:
            while it.poll() is None and not stop.wait(PAUSE):
                pass
        if not stop.wait(PAUSE):
            log.error("a process beside ended", command=command, status=it.returncode)


def until_left_alone(stop: Flag, *, beside: bool) -> None:
    """Until interrupted; beside a server, until that lets go of our standard input."""
    if beside:
        sys.stdin.buffer.read()
    else:
        stop.wait()
