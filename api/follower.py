"""Keeps the read models of both logs and seals the access log, in a process of its own.

So it has a core of its own too: inside the server, each answer would have to wait for
the interpreter's lock, for as long as the follower works on its events.
"""

from contextlib import suppress
from threading import Event as Flag
from threading import Thread

from api.access_seals import AccessSeals
from api.beside import until_left_alone
from api.composition import Parts
from api.home import Home, composed


def follow(parts: Parts, *, beside: bool) -> None:
    """Until interrupted; beside a server, until that lets go of our standard input."""
    stop = Flag()
    threads = [
        Thread(target=projector.run, args=(stop,), name=projector.source.channel_name)
        for projector in (parts.projector, parts.access_projector)
    ]
    threads.append(Thread(target=AccessSeals(parts).run, args=(stop,), name="seals"))
    for thread in threads:
        thread.start()
    try:
        with suppress(KeyboardInterrupt):
            until_left_alone(stop, beside=beside)
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def project(home: Home, *, beside: bool) -> None:
    """Beside a server, which has prepared the home, and starts no PostgreSQL again."""
    with composed(home, prepared=beside) as parts:
        follow(parts, beside=beside)
