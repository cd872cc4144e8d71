"""What somebody else meets while a load runs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

import httpx2

from domain.event import Role
from tests.fire.running import Demo


@contextmanager
def meanwhile(
    demo: Demo, role: Role, took: Callable[[httpx2.Client], float]
) -> Iterator[list[float]]:
    """Five times a second, what `took` tells of it."""
    seconds: list[float] = []
    stop = Event()

    def look() -> None:
        with demo.client(role) as client:
            while not stop.wait(0.2):
                seconds.append(took(client))

    thread = Thread(target=look)
    thread.start()
    try:
        yield seconds
    finally:
        stop.set()
        thread.join()
